/* set_rewrite.c: sets in commands: SADD. */
#include "types/types.h"
#include "persist/aof_rewrite.h"

static void saySet(streamOut *out, const object *o) {
    setWalk w;
    setMember m;
    size_t done = 0, all = setLength(o);
    setWalkStart(&w, o);
    while (setWalkNext(&w, &m)) {
        aofSayElement(out, o, "SADD", 1, done, all - done);
        if (m.ptr)
            aofSayWord(out, m.ptr, m.len);
        else
            aofSayNumber(out, m.number);
        done++;
    }
    setWalkEnd(&w);
}

void setRewriteInit(void) {
    aofSayerRegister(OBJ_SET, saySet);
}
