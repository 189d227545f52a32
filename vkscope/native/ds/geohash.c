/* geohash.c: see geohash.h. */
#include "ds/geohash.h"
#include <math.h>

#define EARTH_RADIUS 6372797.560856
#define MERCATOR_MAX 20037726.37 /* half the equator, m */
#define RADIANS (3.14159265358979323846 / 180.0)

/* --- numbers of cells --- */

/* The bits of v, each moved to twice its place. */
static uint64_t spread(uint32_t v) {
    uint64_t x = v;
    x = (x | x << 16) & 0x0000ffff0000ffffULL;
    x = (x | x << 8) & 0x00ff00ff00ff00ffULL;
    x = (x | x << 4) & 0x0f0f0f0f0f0f0f0fULL;
    x = (x | x << 2) & 0x3333333333333333ULL;
    return (x | x << 1) & 0x5555555555555555ULL;
}

/* The bits at even places of x, moved together. */
static uint32_t gather(uint64_t x) {
    x &= 0x5555555555555555ULL;
    x = (x | x >> 1) & 0x3333333333333333ULL;
    x = (x | x >> 2) & 0x0f0f0f0f0f0f0f0fULL;
    x = (x | x >> 4) & 0x00ff00ff00ff00ffULL;
    x = (x | x >> 8) & 0x0000ffff0000ffffULL;
    return (uint32_t)(x | x >> 16);
}

/* A cell by its column and row, counted from west and south. */
typedef struct cell {
    uint32_t column, row;
    int steps;
} cell;

static uint64_t numberOf(cell c) {
    return spread(c.column) << 1 | spread(c.row);
}

static uint32_t part(double value, double max, int steps) {
    return (uint32_t)((value + max) / (max + max) * (double)(1ULL << steps));
}

static cell cellOf(geohashPoint p, int steps, double lat_max) {
    return (cell){part(p.lon, GEOHASH_LON_MAX, steps), part(p.lat, lat_max, steps), steps};
}

typedef struct area {
    double west, east, south, north;
} area;

static double edge(uint32_t at, int steps, double max) {
    return -max + (double)at / (double)(1ULL << steps) * (max + max);
}

static area areaOf(cell c) {
    return (area){edge(c.column, c.steps, GEOHASH_LON_MAX), edge(c.column + 1, c.steps, GEOHASH_LON_MAX),
                  edge(c.row, c.steps, GEOHASH_LAT_MAX), edge(c.row + 1, c.steps, GEOHASH_LAT_MAX)};
}

/* --- places --- */

bool geohashValid(geohashPoint p) {
    return p.lon >= -GEOHASH_LON_MAX && p.lon <= GEOHASH_LON_MAX && p.lat >= -GEOHASH_LAT_MAX &&
           p.lat <= GEOHASH_LAT_MAX;
}

uint64_t geohashScore(geohashPoint p) {
    return numberOf(cellOf(p, GEOHASH_STEPS, GEOHASH_LAT_MAX));
}

/* A score that is no cell's is cut to 64 bits, as x86 converts doubles. */
static uint64_t bitsOf(double score) {
    if (score >= 0)
        return score < 18446744073709551616.0 ? (uint64_t)score : 0;
    return score > -9223372036854775808.0 ? (uint64_t)(int64_t)score : 1ULL << 63;
}

static double within(double v, double max) {
    return v > max ? max : v < -max ? -max : v;
}

geohashPoint geohashDecode(double score) {
    uint64_t bits = bitsOf(score);
    area a = areaOf((cell){gather(bits >> 1), gather(bits), GEOHASH_STEPS});
    return (geohashPoint){within((a.west + a.east) / 2, GEOHASH_LON_MAX),
                          within((a.south + a.north) / 2, GEOHASH_LAT_MAX)};
}

/* Others take latitudes to the poles, and 55 bits; the last letter, of which only 2 bits are known, is always '0'. */
void geohashText(geohashPoint p, char text[GEOHASH_TEXT]) {
    static const char letters[] = "0123456789bcdefghjkmnpqrstuvwxyz";
    uint64_t bits = numberOf(cellOf(p, GEOHASH_STEPS, 90));
    for (int i = 0; i < GEOHASH_TEXT - 1; i++)
        text[i] = letters[bits >> (52 - (i + 1) * 5) & 31];
    text[GEOHASH_TEXT - 1] = letters[0];
}

static double latDistance(double a, double b) {
    return EARTH_RADIUS * fabs(b * RADIANS - a * RADIANS);
}

/* Haversine; on one meridian, as far as doubles can tell, the arc itself. */
double geohashDistance(geohashPoint a, geohashPoint b) {
    double v = sin((b.lon * RADIANS - a.lon * RADIANS) / 2);
    if (fabs(v) <= 1e-15)
        return latDistance(a.lat, b.lat);
    double lat_a = a.lat * RADIANS, lat_b = b.lat * RADIANS;
    double u = sin((lat_b - lat_a) / 2);
    return 2.0 * EARTH_RADIUS * asin(sqrt(u * u + cos(lat_a) * cos(lat_b) * v * v));
}

/* --- shapes --- */

void geohashPolygonCenter(geohashShape *s) {
    double x = 0, y = 0, z = 0;
    for (int i = 0; i < s->ncorners; i++) {
        double lon = s->corners[i].lon * RADIANS, lat = s->corners[i].lat * RADIANS;
        x += cos(lat) * cos(lon);
        y += cos(lat) * sin(lon);
        z += sin(lat);
    }
    s->center = (geohashPoint){atan2(y, x) / RADIANS, atan2(z, sqrt(x * x + y * y)) / RADIANS};
}

/* Counts how often a line from p to the east crosses the border. */
static bool inPolygon(const geohashShape *s, geohashPoint p) {
    bool inside = false;
    for (int i = 0, j = s->ncorners - 1; i < s->ncorners; j = i++) {
        geohashPoint a = s->corners[i], b = s->corners[j];
        if ((a.lat > p.lat) != (b.lat > p.lat) && p.lon < (b.lon - a.lon) * (p.lat - a.lat) / (b.lat - a.lat) + a.lon)
            inside = !inside;
    }
    return inside;
}

bool geohashInside(const geohashShape *s, geohashPoint p, double *distance) {
    if (s->kind == GEOHASH_BOX) {
        geohashPoint beside = {s->center.lon, p.lat};
        if (latDistance(p.lat, s->center.lat) > s->height / 2 || geohashDistance(p, beside) > s->width / 2)
            return false;
    } else if (s->kind == GEOHASH_POLYGON && !inPolygon(s, p)) {
        return false;
    }
    *distance = geohashDistance(s->center, p);
    return s->kind != GEOHASH_CIRCLE || *distance <= s->radius;
}

static area polygonBounds(const geohashShape *s) {
    area a = {GEOHASH_LON_MAX, -GEOHASH_LON_MAX, GEOHASH_LAT_MAX, -GEOHASH_LAT_MAX};
    for (int i = 0; i < s->ncorners; i++) {
        a.west = fmin(a.west, s->corners[i].lon);
        a.east = fmax(a.east, s->corners[i].lon);
        a.south = fmin(a.south, s->corners[i].lat);
        a.north = fmax(a.north, s->corners[i].lat);
    }
    return a;
}

/* Meridians come nearer to each other towards the poles: the side that is farther from the equator is the wide one. */
static area boundsOf(const geohashShape *s) {
    if (s->kind == GEOHASH_POLYGON)
        return polygonBounds(s);
    double up = s->kind == GEOHASH_CIRCLE ? s->radius : s->height / 2;
    double aside = s->kind == GEOHASH_CIRCLE ? s->radius : s->width / 2;
    double lat = up / EARTH_RADIUS / RADIANS;
    double wide_lat = s->center.lat < 0 ? s->center.lat - lat : s->center.lat + lat;
    double lon = aside / EARTH_RADIUS / cos(wide_lat * RADIANS) / RADIANS;
    return (area){s->center.lon - lon, s->center.lon + lon, s->center.lat - lat, s->center.lat + lat};
}

/* From the center to the farthest point, m. */
static double reach(const geohashShape *s, area b) {
    if (s->kind == GEOHASH_CIRCLE)
        return s->radius;
    if (s->kind == GEOHASH_BOX)
        return sqrt(s->width / 2 * (s->width / 2) + s->height / 2 * (s->height / 2));
    double west = fmax(geohashDistance(s->center, (geohashPoint){b.west, b.north}),
                       geohashDistance(s->center, (geohashPoint){b.west, b.south}));
    double east = fmax(geohashDistance(s->center, (geohashPoint){b.east, b.north}),
                       geohashDistance(s->center, (geohashPoint){b.east, b.south}));
    return fmax(west, east);
}

/* Steps after which a cell and its neighbours should hold what lies within `meters`. */
static int stepsFor(double meters, double lat) {
    if (meters == 0)
        return GEOHASH_STEPS;
    int steps = -1;
    for (; meters < MERCATOR_MAX; meters *= 2)
        steps++;
    if (fabs(lat) > 66)
        steps -= fabs(lat) > 80 ? 2 : 1;
    return steps < 1 ? 1 : steps > GEOHASH_STEPS ? GEOHASH_STEPS : steps;
}

/* --- covers --- */

/* The world is round: beyond the last column comes the first, and so do rows. */
static cell besides(cell c, int columns, int rows) {
    uint32_t mask = (uint32_t)((1ULL << c.steps) - 1);
    if (columns)
        c.column = (c.column + (uint32_t)columns) & mask;
    if (rows)
        c.row = (c.row + (uint32_t)rows) & mask;
    return c;
}

/* The cells around c reach as far as b on all sides. */
static bool reaches(cell c, area b) {
    return !(areaOf(besides(c, 0, 1)).north < b.north) && !(areaOf(besides(c, 0, -1)).south > b.south) &&
           !(areaOf(besides(c, 1, 0)).east < b.east) && !(areaOf(besides(c, -1, 0)).west > b.west);
}

static geohashRange rangeOf(cell c) {
    int shift = 2 * (GEOHASH_STEPS - c.steps);
    uint64_t n = numberOf(c);
    return (geohashRange){n << shift, (n + 1) << shift};
}

/* The cell of the shape's middle, small enough that its neighbours are worth looking at, and large enough. */
static cell middleCell(const geohashShape *s, area b) {
    geohashPoint middle = {within(s->center.lon, GEOHASH_LON_MAX), within(s->center.lat, GEOHASH_LAT_MAX)};
    int steps = stepsFor(reach(s, b), middle.lat), tries = s->kind == GEOHASH_POLYGON ? GEOHASH_STEPS : 1;
    cell c = cellOf(middle, steps, GEOHASH_LAT_MAX);
    while (tries-- && steps > 1 && !reaches(c, b))
        c = cellOf(middle, --steps, GEOHASH_LAT_MAX);
    return c;
}

int geohashCover(const geohashShape *s, geohashRange out[GEOHASH_COVER]) {
    static const int ways[GEOHASH_COVER][2] = {{0, 0}, {0, 1},  {0, -1}, {1, 0},  {-1, 0},
                                               {1, 1}, {-1, 1}, {1, -1}, {-1, -1}};
    area b = boundsOf(s);
    cell middle = middleCell(s, b);
    area own = areaOf(middle);
    int n = 0;
    for (int i = 0; i < GEOHASH_COVER; i++) {
        int columns = ways[i][0], rows = ways[i][1];
        bool needless = (rows < 0 && own.south < b.south) || (rows > 0 && own.north > b.north) ||
                        (columns < 0 && own.west < b.west) || (columns > 0 && own.east > b.east);
        if (middle.steps >= 2 && needless)
            continue;
        geohashRange r = rangeOf(besides(middle, columns, rows));
        bool known = false;
        for (int k = 0; k < n && !known; k++)
            known = out[k].from == r.from;
        if (!known)
            out[n++] = r;
    }
    return n;
}
