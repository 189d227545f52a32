/* hash_entry.c: see hash_entry.h. */
#include "types/hash_entry.h"

static unsigned flagsFor(size_t flen, size_t vlen, long long expire) {
    return (flen > UINT8_MAX || vlen > UINT16_MAX ? HASH_ENTRY_WIDE : 0) | (expire != NO_EXPIRE ? HASH_ENTRY_TIMED : 0);
}

const char *hashEntryField(const void *entry, size_t *flen) {
    const unsigned char *e = entry;
    if (likely(!e[0])) {
        *flen = e[1];
        return (const char *)e + HASH_ENTRY_NARROW_HEAD;
    }
    uint64_t n = e[1];
    if (e[0] & HASH_ENTRY_WIDE)
        memcpy(&n, e + 8, 8);
    *flen = n;
    return (const char *)e + hashEntryHead(e[0]);
}

void hashEntryView(const void *entry, stringView *field, stringView *value) {
    const unsigned char *e = entry;
    field->ptr = hashEntryField(entry, &field->len);
    if (!value)
        return;
    uint64_t wide;
    uint16_t narrow;
    memcpy(&narrow, e + 2, 2);
    value->len = narrow;
    if (e[0] & HASH_ENTRY_WIDE) {
        memcpy(&wide, e + 16, 8);
        value->len = wide;
    }
    value->ptr = field->ptr + field->len;
}

/* Value and time limit of an entry whose flags and field are written. */
static void fill(unsigned char *e, size_t flen, const char *value, size_t vlen, long long expire) {
    uint64_t wide = vlen;
    uint16_t narrow = (uint16_t)vlen;
    size_t head = hashEntryHead(e[0]);
    if (e[0] & HASH_ENTRY_WIDE) {
        memcpy(e + 16, &wide, 8);
    } else {
        memcpy(e + 2, &narrow, 2);
    }
    if (e[0] & HASH_ENTRY_TIMED)
        memcpy(e + head - HASH_ENTRY_EXPIRE_BYTES, &expire, 8);
    memcpy(e + head + flen, value, vlen);
}

void *hashEntryNew(const char *field, size_t flen, const char *value, size_t vlen, long long expire) {
    unsigned flags = flagsFor(flen, vlen, expire);
    unsigned char *e = zmalloc(hashEntryHead(flags) + flen + vlen);
    uint64_t n = flen;
    e[0] = (unsigned char)flags;
    e[1] = (unsigned char)flen;
    if (flags & HASH_ENTRY_WIDE)
        memcpy(e + 8, &n, 8);
    memcpy(e + hashEntryHead(flags), field, flen);
    fill(e, flen, value, vlen, expire);
    return e;
}

void *hashEntryWith(void *entry, const char *value, size_t vlen, long long expire) {
    unsigned char *e = entry;
    size_t flen;
    const char *field = hashEntryField(e, &flen);
    unsigned flags = flagsFor(flen, vlen, expire);
    if (e[0] != flags || zmallocGoodSize(hashEntryHead(flags) + flen + vlen) != zmallocSize(e))
        return hashEntryNew(field, flen, value, vlen, expire);
    fill(e, flen, value, vlen, expire);
    return e;
}

void *hashEntryTimed(void *entry, long long expire) {
    unsigned char *e = entry;
    if (e[0] & HASH_ENTRY_TIMED && expire != NO_EXPIRE) {
        memcpy(e + hashEntryHead(e[0]) - HASH_ENTRY_EXPIRE_BYTES, &expire, 8);
        return e;
    }
    stringView f, v;
    hashEntryView(e, &f, &v);
    return hashEntryNew(f.ptr, f.len, v.ptr, v.len, expire);
}
