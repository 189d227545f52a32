/* geohash.h: places on the earth as numbers that lie near each other when the places do, and shapes to look for them
 * in.
 *
 * Words   cell    a rectangle of longitudes and latitudes: the world halved `steps` times each way. Its number tells
 *                 the halves, a bit of longitude and one of latitude in turn.
 *         score   the number of a place's cell of 26 steps: 52 bits, which a double holds exactly.
 *         cover   ranges of scores that hold every place of a shape, and others.
 * Design          step 1: 01 | 11        bits of a score, from the top: lon lat lon lat ...
 *                         00 | 10        a cell of n steps is the first 2n bits, so all places in it are one range
 *         Latitudes reach from -85.05112878 to 85.05112878 (EPSG:3857), longitudes from -180 to 180. A place on the
 *         very northern or eastern edge has one number more than fits 26 bits; it is kept so.
 * Cost    encode, decode: about 20 instructions and a division each way. A cover has at most 9 ranges.
 * Rules   Distances are great circles on a sphere of 6372797.560856 m, longitudes before latitudes in arguments.
 * Credits Gustavo Niemeyer's geohash. Point in polygon: W. Randolph Franklin's PNPOLY. */
#ifndef VK_GEOHASH_H
#define VK_GEOHASH_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#ifdef __cplusplus
extern "C" {
#endif

#define GEOHASH_LON_MAX 180.0
#define GEOHASH_LAT_MAX 85.05112878
#define GEOHASH_STEPS 26
#define GEOHASH_TEXT 11 /* letters of a place's geohash as others write it */
#define GEOHASH_COVER 9

typedef struct geohashPoint {
    double lon, lat; /* degrees */
} geohashPoint;

enum geohashShapeKind { GEOHASH_CIRCLE, GEOHASH_BOX, GEOHASH_POLYGON };

typedef struct geohashShape {
    enum geohashShapeKind kind;
    geohashPoint center;         /* of a polygon: the mean direction of its corners, by geohashPolygonCenter */
    double radius;               /* m; circle */
    double width, height;        /* m; box */
    const geohashPoint *corners; /* polygon, at least 3; not owned */
    int ncorners;
} geohashShape;

typedef struct geohashRange {
    uint64_t from, to; /* scores from <= s < to */
} geohashRange;

bool geohashValid(geohashPoint p); /* within the limits */
uint64_t geohashScore(geohashPoint p);
geohashPoint geohashDecode(double score); /* the middle of the cell; any score gives some valid place */
void geohashText(geohashPoint p, char text[GEOHASH_TEXT]);
double geohashDistance(geohashPoint a, geohashPoint b); /* m */
void geohashPolygonCenter(geohashShape *s);             /* of its corners */
/* p lies in the shape, its border included for circles and boxes; *distance to the center, m. */
bool geohashInside(const geohashShape *s, geohashPoint p, double *distance);
/* How many; none twice, in the order: the center's cell, north, south, east, west, and the corners. */
int geohashCover(const geohashShape *s, geohashRange out[GEOHASH_COVER]);

#ifdef __cplusplus
}
#endif
#endif
