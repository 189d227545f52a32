/* list_rewrite.c: lists in commands: RPUSH. */
#include "types/types.h"
#include "persist/aof_rewrite.h"

static void sayList(streamOut *out, const object *o) {
    quicklistIter it;
    lpValue v;
    char digits[LL_DIGITS];
    size_t done = 0, all = listLength(o);
    listWalkStart(&it, o, 0, false);
    while (quicklistNext(&it, &v)) {
        aofSayElement(out, o, "RPUSH", 1, done, all - done);
        listText(&v, digits);
        aofSayWord(out, (const char *)v.text, v.len);
        done++;
    }
    quicklistIterEnd(&it);
}

void listRewriteInit(void) {
    aofSayerRegister(OBJ_LIST, sayList);
}
