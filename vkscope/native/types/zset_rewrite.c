/* zset_rewrite.c: sorted sets in commands: ZADD, with scores that read back as they are. */
#include "types/types.h"
#include "persist/aof_rewrite.h"

enum { SCORE_DIGITS = 64 };

static void sayZset(streamOut *out, const object *o) {
    zsetWalk w;
    stringView member;
    double score;
    char text[SCORE_DIGITS];
    size_t done = 0, all = zsetLength(o);
    zsetWalkStart(&w, o, 0, false);
    while (zsetWalkNext(&w, &member, &score)) {
        aofSayElement(out, o, "ZADD", 2, done, all - done);
        aofSayWord(out, text, (size_t)d2string(text, sizeof(text), score));
        aofSayWord(out, member.ptr, member.len);
        done++;
    }
}

void zsetRewriteInit(void) {
    aofSayerRegister(OBJ_ZSET, sayZset);
}
