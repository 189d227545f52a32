/* geo_search.c: GEOSEARCH, GEOSEARCHSTORE, and the older GEORADIUS and GEORADIUSBYMEMBER.
 *
 * Design  the shape's cover gives at most nine ranges of scores; every member in one of them is measured.
 * Cost    O(log n) for each range, and O(1) for each member in it; sorting what was found. */
#include "types/geo.h"
#include "exec/command_keys.h"
#include "gen/commands.h"
#include <limits.h>
#include <stdlib.h>

enum searchKind { SEARCH_COORDS, SEARCH_MEMBER, SEARCH_SHAPE };
enum sortOrder { SORT_NONE, SORT_ASC, SORT_DESC };
enum { WITH_DIST = 1, WITH_HASH = 2, WITH_COORD = 4 };
enum { FROM_MEMBER = 1, FROM_LONLAT = 2, BY_RADIUS = 4, BY_BOX = 8, BY_POLYGON = 16 };

typedef struct search {
    enum searchKind kind;
    bool may_store; /* STORE and STOREDIST are allowed, or for SEARCH_SHAPE, it stores */
    const object *o;
    geohashShape shape;
    geohashPoint *corners; /* owned */
    double unit;           /* m */
    unsigned with, said;   /* what to reply; how center and shape were given */
    enum sortOrder sort;
    bool any, store_distance;
    int store; /* argv of the key to store to, 0: none */
    long long count;
} search;

typedef struct found {
    double distance, score;
    geohashPoint point;
    stringView member;
    bool digits; /* the member stands in member.number */
} found;

typedef struct findings {
    found *list;
    size_t n, room;
} findings;

/* --- arguments; false: the error is written --- */

static bool distanceArg(execContext *x, int i, const char *what, double *value) {
    return zsetScoreArg(x, i, value, what);
}

static bool radiusArgs(execContext *x, int i, search *s) {
    s->shape.kind = GEOHASH_CIRCLE;
    if (!distanceArg(x, i, "ERR need numeric radius", &s->shape.radius))
        return false;
    if (s->shape.radius < 0) {
        replyErrorC(x, "ERR radius cannot be negative");
        return false;
    }
    if (!geoUnitArg(x, i + 1, &s->unit))
        return false;
    s->shape.radius *= s->unit;
    return true;
}

static bool boxArgs(execContext *x, int i, search *s) {
    s->shape.kind = GEOHASH_BOX;
    if (!distanceArg(x, i, "ERR need numeric width", &s->shape.width) ||
        !distanceArg(x, i + 1, "ERR need numeric height", &s->shape.height))
        return false;
    if (s->shape.width < 0 || s->shape.height < 0) {
        replyErrorC(x, "ERR height or width cannot be negative");
        return false;
    }
    if (!geoUnitArg(x, i + 2, &s->unit))
        return false;
    s->shape.width *= s->unit;
    s->shape.height *= s->unit;
    return true;
}

static bool polygonArgs(execContext *x, int i, search *s) {
    int n;
    if (!argsInt(x, i, &n, "ERR invalid number of vertices"))
        return false;
    if (n < 3 || n > (x->argc - i - 1) / 2) {
        replyErrorC(x, "ERR GEOSEARCH BYPOLYGON must have at least 3 vertices");
        return false;
    }
    s->corners = zrealloc(s->corners, (size_t)n * sizeof(geohashPoint));
    for (int k = 0; k < n; k++)
        if (!geoPointArg(x, i + 1 + 2 * k, &s->corners[k]))
            return false;
    s->unit = 1;
    s->shape.kind = GEOHASH_POLYGON;
    s->shape.corners = s->corners;
    s->shape.ncorners = n;
    geohashPolygonCenter(&s->shape);
    return true;
}

/* Without the key nobody asks where the member is. */
static bool memberArg(execContext *x, int i, search *s) {
    if (!s->o || geoMember(s->o, &x->argv[i], &s->shape.center))
        return true;
    replyErrorC(x, "ERR could not decode requested zset member");
    return false;
}

static bool countArg(execContext *x, int i, search *s) {
    if (!argLong(x, i, &s->count))
        return false;
    if (s->count > 0)
        return true;
    replyErrorC(x, "ERR COUNT must be > 0");
    return false;
}

/* Options that stand alone; false: it is none of them. */
static bool plainOption(const execContext *x, int i, search *s) {
    if (OPTION(x, i, "withdist")) {
        s->with |= WITH_DIST;
    } else if (OPTION(x, i, "withhash")) {
        s->with |= WITH_HASH;
    } else if (OPTION(x, i, "withcoord")) {
        s->with |= WITH_COORD;
    } else if (OPTION(x, i, "any")) {
        s->any = true;
    } else if (OPTION(x, i, "asc")) {
        s->sort = SORT_ASC;
    } else if (OPTION(x, i, "desc")) {
        s->sort = SORT_DESC;
    } else if (s->kind == SEARCH_SHAPE && s->may_store && OPTION(x, i, "storedist")) {
        s->store_distance = true;
    } else {
        return false;
    }
    return true;
}

/* Center and shape of GEOSEARCH. Words taken, 0: none of them, -1: the error is written. */
static int shapeOption(execContext *x, int i, search *s) {
    int left = x->argc - i - 1;
    bool good, polygon = s->said & BY_POLYGON;
    int words;
    if (OPTION(x, i, "frommember") && left >= 1 && !(s->said & FROM_LONLAT) && !polygon) {
        s->said |= FROM_MEMBER;
        good = memberArg(x, i + 1, s);
        words = 2;
    } else if (OPTION(x, i, "fromlonlat") && left >= 2 && !(s->said & FROM_MEMBER) && !polygon) {
        s->said |= FROM_LONLAT;
        good = geoPointArg(x, i + 1, &s->shape.center);
        words = 3;
    } else if (OPTION(x, i, "byradius") && left >= 2 && !(s->said & (BY_BOX | BY_POLYGON))) {
        s->said |= BY_RADIUS;
        good = radiusArgs(x, i + 1, s);
        words = 3;
    } else if (OPTION(x, i, "bybox") && left >= 3 && !(s->said & (BY_RADIUS | BY_POLYGON))) {
        s->said |= BY_BOX;
        good = boxArgs(x, i + 1, s);
        words = 4;
    } else if (OPTION(x, i, "bypolygon") && left >= 2 && !s->said) {
        s->said |= BY_POLYGON;
        good = polygonArgs(x, i + 1, s);
        words = 2 + 2 * s->shape.ncorners;
    } else {
        return 0;
    }
    return good ? words : -1;
}

/* One option at argv[i]; words taken, or -1. */
static int option(execContext *x, int i, search *s) {
    bool more = i + 1 < x->argc;
    if (plainOption(x, i, s))
        return 1;
    if (OPTION(x, i, "count") && more)
        return countArg(x, i + 1, s) ? 2 : -1;
    if (s->kind != SEARCH_SHAPE && s->may_store && more && (OPTION(x, i, "store") || OPTION(x, i, "storedist"))) {
        s->store = i + 1;
        s->store_distance = OPTION(x, i, "storedist");
        return 2;
    }
    int words = s->kind == SEARCH_SHAPE ? shapeOption(x, i, s) : 0;
    if (words == 0)
        replyErrorSyntax(x);
    return words ? words : -1;
}

/* The words as a whole. */
static bool makesSense(execContext *x, const search *s) {
    int len = (int)(x->argv[0].len < 128 ? x->argv[0].len : 128);
    bool shape = s->kind == SEARCH_SHAPE, polygon = s->said & BY_POLYGON;
    if (s->store && s->with) {
        replyErrorFmt(x, "ERR %s is not compatible with WITHDIST, WITHHASH and WITHCOORD options",
                      shape ? "GEOSEARCHSTORE" : "STORE option in GEORADIUS");
    } else if (shape && !polygon && !(s->said & (FROM_MEMBER | FROM_LONLAT))) {
        replyErrorFmt(x, "ERR exactly one of FROMMEMBER or FROMLONLAT can be specified for %.*s", len, x->argv[0].ptr);
    } else if (shape && !polygon && !(s->said & (BY_RADIUS | BY_BOX))) {
        replyErrorFmt(x, "ERR exactly one of BYRADIUS, BYBOX and BYPOLYGON can be specified for %.*s", len,
                      x->argv[0].ptr);
    } else if (s->any && !s->count) {
        replyErrorC(x, "ERR the ANY argument requires COUNT argument");
    } else {
        return true;
    }
    return false;
}

/* What comes before the options; the first of those, or 0: the error is written. */
static int base(execContext *x, search *s, int key) {
    if (s->kind == SEARCH_COORDS)
        return geoPointArg(x, 2, &s->shape.center) && radiusArgs(x, 4, s) ? 6 : 0;
    if (s->kind == SEARCH_MEMBER)
        return !s->o || (memberArg(x, 2, s) && radiusArgs(x, 3, s)) ? 5 : 0;
    return key + 1;
}

static bool readAll(execContext *x, search *s, int key) {
    int i = base(x, s, key);
    if (!i)
        return false;
    while (i < x->argc) {
        int words = option(x, i, s);
        if (words < 0)
            return false;
        i += words;
    }
    return makesSense(x, s);
}

/* --- finding --- */

static void note(findings *f, const stringView *member, double score, geohashPoint p, double distance) {
    if (f->n == f->room) {
        f->room = f->room ? f->room * 2 : 16;
        f->list = zrealloc(f->list, f->room * sizeof(found));
    }
    f->list[f->n++] = (found){distance, score, p, *member, member->ptr == member->number};
}

static bool enough(const search *s, const findings *f) {
    return s->any && f->n && f->n >= (size_t)s->count;
}

static void lookIn(const search *s, geohashRange r, findings *f) {
    zsetWalk w;
    stringView member;
    double score, distance;
    size_t rank = zsetBelowScore(s->o, (double)r.from, false);
    if (rank == zsetLength(s->o))
        return;
    zsetWalkStart(&w, s->o, rank, false);
    while (!enough(s, f) && zsetWalkNext(&w, &member, &score) && score < (double)r.to) {
        geohashPoint p = geohashDecode(score);
        if (geohashInside(&s->shape, p, &distance))
            note(f, &member, score, p, distance);
    }
}

static int nearer(const void *a, const void *b) {
    double x = ((const found *)a)->distance, y = ((const found *)b)->distance;
    return (x > y) - (x < y);
}

static int farther(const void *a, const void *b) {
    return nearer(b, a);
}

/* A count alone means the nearest; with ANY, whichever come first. */
static void find(const search *s, findings *f) {
    geohashRange ranges[GEOHASH_COVER];
    int n = geohashCover(&s->shape, ranges);
    for (int i = 0; i < n && !enough(s, f); i++)
        lookIn(s, ranges[i], f);
    enum sortOrder sort = s->sort == SORT_NONE && s->count && !s->any ? SORT_ASC : s->sort;
    if (sort != SORT_NONE && f->n)
        qsort(f->list, f->n, sizeof(found), sort == SORT_ASC ? nearer : farther);
    if (s->count && (size_t)s->count < f->n)
        f->n = (size_t)s->count;
}

static const char *memberOf(const found *p) {
    return p->digits ? p->member.number : p->member.ptr;
}

/* --- answering --- */

static void replyFound(execContext *x, const search *s, const findings *f) {
    int parts = __builtin_popcount(s->with);
    replyArray(x, (long)f->n);
    for (size_t i = 0; i < f->n; i++) {
        const found *p = &f->list[i];
        if (parts)
            replyArray(x, parts + 1);
        replyBulk(x, memberOf(p), p->member.len);
        if (s->with & WITH_DIST)
            geoReplyDistance(x, p->distance / s->unit);
        if (s->with & WITH_HASH)
            replyLong(x, (long long)p->score);
        if (s->with & WITH_COORD)
            geoReplyPoint(x, p->point);
    }
}

static void storeFound(execContext *x, const search *s, const findings *f) {
    const char *event = s->kind == SEARCH_SHAPE ? "geosearchstore" : "georadiusstore";
    const execArg *key = &x->argv[s->store];
    object *result = NULL;
    if (f->n) {
        hashtable *t = zsetTableNew(f->n);
        for (size_t i = 0; i < f->n; i++) {
            const found *p = &f->list[i];
            zsetTableAddNew(t, s->store_distance ? p->distance / s->unit : p->score, memberOf(p), p->member.len);
        }
        result = zsetOfTable(key->ptr, key->len, t);
    }
    zsetStore(x, s->store, result, event);
    if (f->n)
        keyspace_stats.dirty += f->n - 1; /* the event counts one */
}

static void run(execContext *x, enum searchKind kind, bool may_store) {
    search s = {.kind = kind, .may_store = may_store, .unit = 1};
    int key = kind == SEARCH_SHAPE && may_store ? 2 : 1;
    s.store = key == 2 ? 1 : 0;
    bool wrong_type;
    s.o = argRead(x, key, OBJ_ZSET, &wrong_type);
    if (wrong_type)
        return;
    findings f = {0};
    if (readAll(x, &s, key)) {
        if (s.o)
            find(&s, &f);
        if (s.store) {
            storeFound(x, &s, &f);
        } else {
            replyFound(x, &s, &f);
        }
    }
    zfree(f.list);
    zfree(s.corners);
}

void georadiusCommand(execContext *x) {
    run(x, SEARCH_COORDS, true);
}

void georadiusroCommand(execContext *x) {
    run(x, SEARCH_COORDS, false);
}

void georadiusbymemberCommand(execContext *x) {
    run(x, SEARCH_MEMBER, true);
}

void georadiusbymemberroCommand(execContext *x) {
    run(x, SEARCH_MEMBER, false);
}

void geosearchCommand(execContext *x) {
    run(x, SEARCH_SHAPE, false);
}

void geosearchstoreCommand(execContext *x) {
    run(x, SEARCH_SHAPE, true);
}
