/* geo.c: GEOADD, GEODIST, GEOHASH, GEOPOS; and what the commands of places share. */
#include "types/geo.h"
#include "exec/command_keys.h"
#include "gen/commands.h"
#include <math.h>
#include <stdio.h>

bool geoPointArg(execContext *x, int i, geohashPoint *p) {
    if (!zsetScoreArg(x, i, &p->lon, NULL) || !zsetScoreArg(x, i + 1, &p->lat, NULL))
        return false;
    if (geohashValid(*p))
        return true;
    replyErrorFmt(x, "ERR invalid longitude,latitude pair %f,%f", p->lon, p->lat);
    return false;
}

bool geoUnitArg(execContext *x, int i, double *meters) {
    if (OPTION(x, i, "m")) {
        *meters = 1;
    } else if (OPTION(x, i, "km")) {
        *meters = 1000;
    } else if (OPTION(x, i, "ft")) {
        *meters = 0.3048;
    } else if (OPTION(x, i, "mi")) {
        *meters = 1609.34;
    } else {
        replyErrorC(x, "ERR unsupported unit provided. please use M, KM, FT, MI");
        return false;
    }
    return true;
}

void geoReplyDistance(execContext *x, double distance) {
    char text[64];
    long long parts = llrint(distance * 10000);
    int n = snprintf(text, sizeof(text), "%lld.%04lld", parts / 10000, parts % 10000);
    replyBulk(x, text, (size_t)n);
}

static void replyDegrees(execContext *x, double degrees) {
    char text[512];
    int n = ld2string(text, sizeof(text), degrees);
    if (x->out->resp == 2) {
        replyBulk(x, text, (size_t)n);
        return;
    }
    sinkAppend(x->out, ",", 1);
    sinkAppend(x->out, text, (size_t)n);
    sinkAppend(x->out, "\r\n", 2);
}

void geoReplyPoint(execContext *x, geohashPoint p) {
    replyArray(x, 2);
    replyDegrees(x, p.lon);
    replyDegrees(x, p.lat);
}

bool geoMember(const object *o, const execArg *member, geohashPoint *p) {
    double score;
    if (!zsetScore(o, member->ptr, member->len, &score))
        return false;
    *p = geohashDecode(score);
    return true;
}

/* In the write stream: ZADD, so that nobody else computes the scores. */
static void tellScores(execContext *x, int from, int n, const double *scores) {
    if (!propagateBegin(x, "ZADD", from - 1 + 2 * n))
        return;
    for (int i = 1; i < from; i++)
        propagateArg(x, i);
    for (int i = 0; i < n; i++) {
        propagateNumber((long long)scores[i]);
        propagateArg(x, from + 3 * i + 2);
    }
    propagateEnd(x);
}

/* Longitude, latitude, member, from argv[from] on, as pairs of scores and members. */
static void addPlaces(execContext *x, unsigned how, bool count_changed, int from) {
    int n = (x->argc - from) / 3, i = 0;
    double *scores = zmalloc((size_t)n * sizeof(double));
    geohashPoint p;
    for (; i < n && geoPointArg(x, from + 3 * i, &p); i++)
        scores[i] = (double)geohashScore(p);
    if (i == n) {
        zsetAddArgs a = {.how = how, .count_changed = count_changed, .member = from + 2, .step = 3, .pairs = n};
        uint64_t before = keyspace_stats.dirty;
        zsetAddPairs(x, &a, scores);
        if (keyspace_stats.dirty != before)
            tellScores(x, from, n, scores);
    }
    zfree(scores);
}

void geoaddCommand(execContext *x) {
    unsigned how = 0;
    bool count_changed = false;
    int i = 2;
    for (; i < x->argc; i++) {
        if (OPTION(x, i, "nx")) {
            how |= ZSET_NX;
        } else if (OPTION(x, i, "xx")) {
            how |= ZSET_XX;
        } else if (OPTION(x, i, "ch")) {
            count_changed = true;
        } else {
            break;
        }
    }
    if (i == x->argc || (x->argc - i) % 3 || how == (ZSET_NX | ZSET_XX)) {
        replyErrorSyntax(x);
    } else {
        addPlaces(x, how, count_changed, i);
    }
}

void geodistCommand(execContext *x) {
    double meters = 1;
    bool wrong_type;
    geohashPoint a, b;
    if (x->argc > 5) {
        replyErrorSyntax(x);
        return;
    }
    if (x->argc == 5 && !geoUnitArg(x, 4, &meters))
        return;
    object *o = argRead(x, 1, OBJ_ZSET, &wrong_type);
    if (wrong_type)
        return;
    if (o && geoMember(o, &x->argv[2], &a) && geoMember(o, &x->argv[3], &b)) {
        geoReplyDistance(x, geohashDistance(a, b) / meters);
    } else {
        replyNull(x);
    }
}

void geohashCommand(execContext *x) {
    bool wrong_type;
    geohashPoint p;
    char text[GEOHASH_TEXT];
    object *o = argRead(x, 1, OBJ_ZSET, &wrong_type);
    if (wrong_type)
        return;
    replyArray(x, x->argc - 2);
    for (int i = 2; i < x->argc; i++) {
        if (o && geoMember(o, &x->argv[i], &p)) {
            geohashText(p, text);
            replyBulk(x, text, sizeof(text));
        } else {
            replyNull(x);
        }
    }
}

void geoposCommand(execContext *x) {
    bool wrong_type;
    geohashPoint p;
    object *o = argRead(x, 1, OBJ_ZSET, &wrong_type);
    if (wrong_type)
        return;
    replyArray(x, x->argc - 2);
    for (int i = 2; i < x->argc; i++) {
        if (o && geoMember(o, &x->argv[i], &p)) {
            geoReplyPoint(x, p);
        } else {
            replyNullArray(x);
        }
    }
}
