/* object.c: see object.h. */
#include "base/base.h"
#include "keyspace/object.h"
#include <string.h>

static const objectOps *type_ops[OBJ_TYPES]; /* NULL for strings, which are kept here */

void objectTypeRegister(enum objectType type, const objectOps *ops) {
    type_ops[type] = ops;
}

const objectOps *objectOpsOf(const object *o) {
    return type_ops[o->type];
}

static size_t keyFieldSize(size_t klen) {
    return klen + (klen >= 255 ? 4 : 0);
}

static inline char *ptrPlace(const object *o) {
    return (char *)(uintptr_t)(o + 1) + (o->flags & OBJ_EXPIRE ? 8 : 0);
}

static inline char *keyPlace(const object *o) {
    return ptrPlace(o) + (o->flags & OBJ_EMBEDDED ? 0 : 8);
}

const char *objectKey(const void *p, size_t *len) {
    const object *o = p;
    const char *at = keyPlace(o);
    if (likely(o->klen != 255)) {
        *len = o->klen;
        return at;
    }
    uint32_t n;
    memcpy(&n, at, 4);
    *len = n;
    return at + 4;
}

static object *shape(const char *key, size_t klen, uint8_t flags, size_t vlen, int64_t expire) {
    vkAssert(klen <= UINT32_MAX);
    size_t size =
        sizeof(object) + (flags & OBJ_EXPIRE ? 8 : 0) + (flags & OBJ_EMBEDDED ? vlen : 8) + keyFieldSize(klen);
    object *o = zmalloc(size);
    *o = (object){.type = OBJ_STRING, .flags = flags, .klen = klen >= 255 ? 255 : (uint8_t)klen};
    if (flags & OBJ_EXPIRE)
        memcpy(o + 1, &expire, 8);
    if (flags & OBJ_EMBEDDED)
        o->vlen = (uint8_t)vlen;
    char *at = keyPlace(o);
    if (klen >= 255) {
        uint32_t n = (uint32_t)klen;
        memcpy(at, &n, 4);
        at += 4;
    }
    memcpy(at, key, klen);
    return o;
}

static void *getPtr(const object *o) {
    void *p;
    memcpy(&p, ptrPlace(o), 8);
    return p;
}

static void setPtr(object *o, void *p) {
    memcpy(ptrPlace(o), &p, 8);
}

object *objectWith(const char *key, size_t klen, enum objectType type, enum objectEncoding encoding, void *value) {
    vkDebugAssert(type_ops[type]);
    object *o = shape(key, klen, 0, 0, NO_EXPIRE);
    o->type = type;
    objectSetValue(o, encoding, value);
    return o;
}

void *objectValue(const object *o) {
    vkDebugAssert(type_ops[o->type]);
    return getPtr(o);
}

void objectSetValue(object *o, enum objectEncoding encoding, void *value) {
    o->encoding = encoding;
    setPtr(o, value);
}

object *objectInt(const char *key, size_t klen, long long value, int64_t expire) {
    object *o = shape(key, klen, expire == NO_EXPIRE ? 0 : OBJ_EXPIRE, 0, expire);
    o->encoding = ENC_INT;
    intSet(o, value);
    return o;
}

object *objectString(const char *key, size_t klen, const char *value, size_t vlen, int64_t expire) {
    uint8_t flags = expire == NO_EXPIRE ? 0 : OBJ_EXPIRE;
    if (vlen <= OBJ_EMBED_MAX) {
        object *o = shape(key, klen, flags | OBJ_EMBEDDED, vlen, expire);
        o->encoding = vlen <= EMBSTR_REPORT_MAX ? ENC_EMBSTR : ENC_RAW;
        size_t n;
        char *at = (char *)(uintptr_t)objectKey(o, &n) + n;
        memcpy(at, value, vlen);
        return o;
    }
    object *o = shape(key, klen, flags, 0, expire);
    rawString *r = zmalloc(sizeof(*r) + vlen);
    r->len = vlen;
    memcpy(r->data, value, vlen);
    o->encoding = ENC_RAW;
    setPtr(o, r);
    return o;
}

object *objectText(const char *key, size_t klen, const char *value, size_t vlen, int64_t expire) {
    long long n;
    if (string2ll(value, vlen, &n))
        return objectInt(key, klen, n, expire);
    return objectString(key, klen, value, vlen, expire);
}

object *objectBlank(const char *key, size_t klen, size_t len, char **data) {
    object *o = shape(key, klen, 0, 0, NO_EXPIRE);
    rawString *r = zmalloc(sizeof(*r) + len);
    r->len = len;
    memset(r->data, 0, len);
    o->encoding = ENC_RAW;
    setPtr(o, r);
    *data = r->data;
    return o;
}

/* Other lengths fit while the block stays in its size class: a value that shrinks must give memory back. */
bool objectAssign(object *o, const char *value, size_t vlen) {
    long long n;
    if (o->type != OBJ_STRING)
        return false;
    if (string2ll(value, vlen, &n)) {
        if (o->encoding != ENC_INT)
            return false;
        intSet(o, n);
        return true;
    }
    if (o->encoding == ENC_INT)
        return false;
    if (o->flags & OBJ_EMBEDDED) {
        size_t klen;
        char *at = (char *)(uintptr_t)objectKey(o, &klen) + klen;
        if (vlen != o->vlen) {
            if (vlen > OBJ_EMBED_MAX || zmallocGoodSize((size_t)(at - (char *)o) + vlen) != zmallocSize(o))
                return false;
            o->vlen = (uint8_t)vlen;
        }
        o->encoding = vlen <= EMBSTR_REPORT_MAX ? ENC_EMBSTR : ENC_RAW;
        memcpy(at, value, vlen);
        return true;
    }
    rawString *r = getPtr(o);
    if (vlen <= OBJ_EMBED_MAX || zmallocGoodSize(sizeof(*r) + vlen) != zmallocSize(r))
        return false;
    r->len = vlen;
    memcpy(r->data, value, vlen);
    return true;
}

void objectFree(void *p) {
    vkStall(STALL_FREE);
    object *o = p;
    const objectOps *ops = type_ops[o->type];
    if (ops) {
        ops->free(getPtr(o), o->encoding);
    } else if (!(o->flags & OBJ_EMBEDDED) && o->encoding == ENC_RAW) {
        zfree(getPtr(o));
    }
    zfree(o);
}

size_t objectEffort(const object *o) {
    const objectOps *ops = type_ops[o->type];
    return ops && ops->effort ? ops->effort(getPtr(o), o->encoding) : 1;
}

bool objectDrain(object *o, size_t *at) {
    const objectOps *ops = type_ops[o->type];
    return ops && ops->drain && ops->drain(getPtr(o), o->encoding, at);
}

int64_t objectExpire(const object *o) {
    if (!(o->flags & OBJ_EXPIRE))
        return NO_EXPIRE;
    int64_t when;
    memcpy(&when, o + 1, 8);
    return when;
}

/* o under this key and expiry, in a new block; frees o's, which may hold the key. */
static object *reshape(object *o, const char *key, size_t klen, int64_t expire) {
    object *n =
        shape(key, klen, (uint8_t)((o->flags & (OBJ_EMBEDDED | OBJ_VOLATILE)) | (expire == NO_EXPIRE ? 0 : OBJ_EXPIRE)),
              o->vlen, expire);
    n->type = o->type;
    n->encoding = o->encoding;
    n->lru = o->lru;
    if (o->flags & OBJ_EMBEDDED) {
        size_t len;
        const char *from = objectKey(o, &len) + len;
        memcpy((char *)(uintptr_t)objectKey(n, &len) + klen, from, o->vlen);
    } else {
        setPtr(n, getPtr(o));
    }
    zfree(o);
    return n;
}

object *objectWithExpire(object *o, int64_t expire) {
    bool has = o->flags & OBJ_EXPIRE, wants = expire != NO_EXPIRE;
    if (has && wants)
        memcpy(o + 1, &expire, 8);
    if (has == wants)
        return o;
    size_t klen;
    const char *key = objectKey(o, &klen);
    return reshape(o, key, klen, expire);
}

object *objectWithKey(object *o, const char *key, size_t klen) {
    return reshape(o, key, klen, objectExpire(o));
}

object *objectCopy(const object *o, const char *key, size_t klen) {
    const objectOps *ops = type_ops[o->type];
    if (ops) {
        object *n = objectWith(key, klen, o->type, o->encoding, ops->copy(getPtr(o), o->encoding));
        n->flags |= o->flags & OBJ_VOLATILE;
        return objectWithExpire(n, objectExpire(o));
    }
    stringView v;
    if (o->encoding == ENC_INT)
        return objectInt(key, klen, (long long)(intptr_t)getPtr(o), objectExpire(o));
    stringGet(o, &v);
    object *n = objectString(key, klen, v.ptr, v.len, objectExpire(o));
    n->encoding = o->encoding;
    return n;
}

size_t objectMemory(const object *o, size_t samples) {
    size_t bytes = zmallocSize(o);
    const objectOps *ops = type_ops[o->type];
    if (ops)
        return bytes + ops->memory(getPtr(o), o->encoding, samples);
    if (!(o->flags & OBJ_EMBEDDED) && o->encoding == ENC_RAW)
        bytes += zmallocSize(getPtr(o));
    return bytes;
}

const char *objectTypeName(const object *o) {
    static const char *const names[OBJ_TYPES] = {"string", "list", "set", "zset", "hash", "module", "stream"};
    return names[o->type];
}

const char *objectEncodingName(const object *o) {
    const objectOps *ops = type_ops[o->type];
    if (ops && ops->encodingName)
        return ops->encodingName(o);
    static const char *const names[] = {"raw",       "int",      "embstr", "hashtable", "listpack",
                                        "quicklist", "skiplist", "intset", "stream"};
    return names[o->encoding];
}

void stringGet(const object *o, stringView *v) {
    if (o->encoding == ENC_INT) {
        v->len = (size_t)ll2string(v->number, (long long)(intptr_t)getPtr(o));
        v->ptr = v->number;
    } else if (o->flags & OBJ_EMBEDDED) {
        size_t klen;
        v->ptr = objectKey(o, &klen) + klen;
        v->len = o->vlen;
    } else {
        rawString *r = getPtr(o);
        v->ptr = r->data;
        v->len = r->len;
    }
}

bool stringIsInt(const object *o, long long *value) {
    if (o->encoding == ENC_INT) {
        *value = (long long)(intptr_t)getPtr(o);
        return true;
    }
    stringView v;
    stringGet(o, &v);
    return string2ll(v.ptr, v.len, value);
}

void intSet(object *o, long long value) {
    setPtr(o, (void *)(intptr_t)value);
}

rawString **objectRaw(object *o) {
    vkDebugAssert(!(o->flags & OBJ_EMBEDDED) && o->encoding == ENC_RAW);
    return (rawString **)(void *)ptrPlace(o);
}

object *stringMutable(object *o, size_t len, char **data) {
    rawString *r;
    if (o->flags & OBJ_EMBEDDED || o->encoding == ENC_INT) {
        stringView v;
        stringGet(o, &v);
        size_t klen;
        const char *key = objectKey(o, &klen);
        r = zmalloc(sizeof(*r) + (len > v.len ? len : v.len));
        r->len = v.len;
        memcpy(r->data, v.ptr, v.len);
        object *n = shape(key, klen, o->flags & OBJ_EXPIRE, 0, objectExpire(o));
        n->lru = o->lru;
        zfree(o);
        o = n;
    } else {
        r = getPtr(o);
        size_t room = zmallocSize(r) - sizeof(*r);
        /* Growth doubles up to 1 MiB of spare room, so that repeated APPENDs are linear. */
        if (room < len)
            r = zrealloc(r, sizeof(*r) + len + (len < 1048576 ? len : 1048576));
    }
    if (len > r->len)
        memset(r->data + r->len, 0, len - r->len);
    r->len = len;
    o->encoding = ENC_RAW;
    setPtr(o, r);
    *data = r->data;
    return o;
}
