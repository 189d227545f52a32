/* geo.h: what the commands of places share. A place is a member of a sorted set, its score a geohash. */
#ifndef VK_GEO_H
#define VK_GEO_H
#include "types/types.h"

bool geoPointArg(execContext *x, int i, geohashPoint *p); /* longitude argv[i], latitude argv[i + 1] */
bool geoUnitArg(execContext *x, int i, double *meters);   /* of one of the unit */
void geoReplyDistance(execContext *x, double distance);   /* with four digits after the point */
void geoReplyPoint(execContext *x, geohashPoint p);
/* Where a member is; false: there is none. */
bool geoMember(const object *o, const execArg *member, geohashPoint *p);
#endif
