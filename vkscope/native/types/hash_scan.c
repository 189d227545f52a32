/* hash_scan.c: HSCAN. Fields that have expired are passed over, but count as looked at. */
#include "types/hash_entry.h"
#include "types/scan.h"
#include "gen/commands.h"

static void scanned(valueScan *s, const stringView *f, const stringView *v) {
    if (!scanName(s, f->ptr, f->len) || !s->args.values)
        return;
    replyBulk(s->x, v->ptr, v->len);
    s->written++;
}

static void scannedEntry(void *ctx, void *entry) {
    valueScan *s = ctx;
    stringView f, v;
    if (hashEntryDue(entry)) {
        s->seen++;
        return;
    }
    hashEntryView(entry, &f, &v);
    scanned(s, &f, &v);
}

static void scanPack(valueScan *s, const object *o) {
    hashWalk w;
    stringView f, v;
    hashWalkStart(&w, o);
    while (hashWalkNext(&w, &f, &v))
        scanned(s, &f, &v);
    hashWalkEnd(&w);
}

void hscanCommand(execContext *x) {
    static const scanWay way = {OBJ_HASH, ENC_HASHTABLE, scannedEntry, scanPack};
    scanValue(x, &way);
}
