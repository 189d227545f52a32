/* listpack_inline.h: one step over an entry, inlined into the loops that read many. For ds/ and for what writes
 * replies.
 *
 * Rules  end is the byte 255: what lpBytes says; a torn entry panics, as in listpack.h. */
#ifndef VK_LISTPACK_INLINE_H
#define VK_LISTPACK_INLINE_H
#include "base/assert.h"
#include "ds/listpack.h"

/* A value: text, into the listpack, or where that is NULL the number. */
typedef struct lpValue {
    const unsigned char *text;
    size_t len;
    long long number;
} lpValue;

static inline unsigned char *lpEnd(unsigned char *lp) {
    return lp + lpBytes(lp) - 1;
}

static inline void lpValueAt(unsigned char *p, lpValue *v) {
    unsigned len = 0;
    v->text = lpGetValue(p, &len, &v->number);
    v->len = len;
}

/* Reads the entry at p and returns the next one, or end. */
static inline unsigned char *lpStep(unsigned char *p, const unsigned char *end, lpValue *v) {
    unsigned b = *p;
    if (likely((b & 0xC0) == 0x80)) {
        v->len = b & 63;
        v->text = p + 1;
        vkAssert((size_t)(end - p) >= v->len + 2);
        return p + v->len + 2;
    }
    size_t whole = lpEntryBytes(p, end);
    lpValueAt(p, v);
    return p + whole;
}
#endif
