/* set_scan.c: SSCAN. */
#include "types/set_entry.h"
#include "types/scan.h"
#include "gen/commands.h"

static void scannedEntry(void *scan, void *entry) {
    size_t len;
    const char *member = setEntryBytes(entry, &len);
    scanName(scan, member, len);
}

static void scanWhole(valueScan *s, const object *o) {
    setWalk w;
    setMember m;
    char digits[LL_DIGITS];
    setWalkStart(&w, o);
    while (setWalkNext(&w, &m)) {
        size_t len;
        const char *text = setMemberText(&m, digits, &len);
        scanName(s, text, len);
    }
    setWalkEnd(&w);
}

void sscanCommand(execContext *x) {
    static const scanWay way = {OBJ_SET, ENC_HASHTABLE, scannedEntry, scanWhole};
    scanValue(x, &way);
}
