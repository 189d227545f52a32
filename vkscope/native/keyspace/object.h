/* object.h: a key and its value in one allocation.
 *
 * Design  header 8 bytes, then, each only where its flag is set:
 *
 *           0            4      5     6     7     8
 *           +------------+------+-----+-----+-----+--------+-------+--------+-----+-------+
 *           |type enc lru|flags |klen |vlen |spare|expire 8|ptr 8  |klen32 4|key  | value |
 *           +------------+------+-----+-----+-----+--------+-------+--------+-----+-------+
 *
 *         expire: OBJ_EXPIRE. ptr: absent with OBJ_EMBEDDED (then value stands last, vlen bytes); for encoding int it
 * is the number, else a rawString or the type's structure. klen32: only when klen is 255. "key:999999" with
 *         "value:999999" takes 30 bytes: a block of 32. A key with a TTL has one more entry in the table of expires.
 * Rules   an object moves when its expiry or its embedded value's size changes: hold its key, not its address. */
#ifndef VK_OBJECT_H
#define VK_OBJECT_H
#include <assert.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* Valkey's numbers: digests are made of them. 5 is for values of modules. */
enum objectType { OBJ_STRING, OBJ_LIST, OBJ_SET, OBJ_ZSET, OBJ_HASH, OBJ_STREAM = 6, OBJ_TYPES };
/* As the enum `encoding` of the events' catalogue. */
enum objectEncoding {
    ENC_RAW,
    ENC_INT,
    ENC_EMBSTR,
    ENC_HASHTABLE,
    ENC_LISTPACK,
    ENC_QUICKLIST,
    ENC_SKIPLIST,
    ENC_INTSET,
    ENC_STREAM
};
enum { OBJ_EXPIRE = 1, OBJ_EMBEDDED = 2, OBJ_VOLATILE = 4 /* its value has parts with a TTL: keyspace/volatile.h */ };

#define OBJ_EMBED_MAX 128    /* longer values stand apart */
#define EMBSTR_REPORT_MAX 44 /* what OBJECT ENCODING calls embstr */
#define NO_EXPIRE (-1LL)

typedef struct object {
    uint32_t type : 4, encoding : 4, lru : 24;
    uint8_t flags, klen, vlen, spare;
} object;
static_assert(sizeof(object) == 8, "the header is drawn with 8 bytes");

/* A string that stands apart; spare room is the block's. */
typedef struct rawString {
    size_t len;
    char data[];
} rawString;

/* The bytes of a string value; number is used as room when the value is an int. */
typedef struct stringView {
    const char *ptr;
    size_t len;
    char number[24];
} stringView;

/* What a type other than string does with its structure, the ptr of an object. */
typedef struct objectOps {
    void (*free)(void *value, unsigned encoding);
    /* Bytes, in class sizes; of elements that stand apart `samples` are looked at, all for 0, and stand for the rest.
     */
    size_t (*memory)(const void *value, unsigned encoding, size_t samples);
    void *(*copy)(const void *value, unsigned encoding);
    const char *(*encodingName)(const object *o);  /* NULL: by objectEncoding */
    size_t (*length)(const object *o);             /* elements */
    void (*digest)(uint8_t *sum, const object *o); /* mixes the value into 20 bytes: types/digest.h */
    /* Values with parts that expire on their own; all NULL for other types. */
    struct volatileParts *(*parts)(const object *o);           /* NULL: this value cannot have any as it is laid out */
    long long (*partExpiry)(const void *entry);                /* of an entry of parts->set */
    size_t (*expireParts)(object *o, int64_t now, size_t max); /* removes at most max with a limit <= now; how many */
    /* Optional, for values whose free takes long. effort: how many allocations, about. drain: frees a part of a value
     * that nobody will look at again, *at being 0 at first; false: free does the rest in a short time. */
    size_t (*effort)(const void *value, unsigned encoding);
    bool (*drain)(void *value, unsigned encoding, size_t *at);
} objectOps;
void objectTypeRegister(enum objectType type, const objectOps *ops); /* before the first object of it; ops stay */
const objectOps *objectOpsOf(const object *o);                       /* NULL for strings */
/* An object of a registered type; owns value. */
object *objectWith(const char *key, size_t klen, enum objectType type, enum objectEncoding encoding, void *value);
void *objectValue(const object *o);                                        /* the structure; not for strings */
void objectSetValue(object *o, enum objectEncoding encoding, void *value); /* frees nothing */

object *objectString(const char *key, size_t klen, const char *value, size_t vlen, int64_t expire);
object *objectInt(const char *key, size_t klen, long long value, int64_t expire);
object *objectText(const char *key, size_t klen, const char *value, size_t vlen,
                   int64_t expire); /* int when it reads so */
/* A string of `len` zero bytes, apart; *data is where they are. */
object *objectBlank(const char *key, size_t klen, size_t len, char **data);
/* Makes o hold this text without moving it, as objectText would; false, and o untouched, where its blocks do not fit.
 */
bool objectAssign(object *o, const char *value, size_t vlen);
object *objectWithKey(object *o, const char *key, size_t klen); /* consumes o; returns where it is now */
void objectFree(void *o);
size_t objectEffort(const object *o);    /* of objectFree, in allocations, about */
bool objectDrain(object *o, size_t *at); /* a part of objectFree; false: now call that */
const char *objectKey(const void *o, size_t *len);
int64_t objectExpire(const object *o);               /* NO_EXPIRE, or Unix ms */
object *objectWithExpire(object *o, int64_t expire); /* consumes o; returns where it is now */
object *objectCopy(const object *o, const char *key, size_t klen);
size_t objectMemory(const object *o, size_t samples); /* objectOps.memory, and the object itself */
const char *objectTypeName(const object *o);
const char *objectEncodingName(const object *o);
void stringGet(const object *o, stringView *v);      /* o is a string; view valid until o changes */
bool stringIsInt(const object *o, long long *value); /* also parses bytes that read as an integer */
void intSet(object *o, long long value);             /* o has encoding int */
/* Makes the value `len` bytes long, apart and writable; new bytes are zero. Consumes o. */
object *stringMutable(object *o, size_t len, char **data);
/* o has this key. */
static inline bool objectKeyIs(const object *o, const char *key, size_t len) {
    const char *at = (const char *)(o + 1) + (o->flags & OBJ_EXPIRE ? 8 : 0) + (o->flags & OBJ_EMBEDDED ? 0 : 8);
    if (__builtin_expect(o->klen != 255, 1))
        return o->klen == len && memcmp(at, key, len) == 0;
    uint32_t n;
    memcpy(&n, at, 4);
    return n == len && memcmp(at + 4, key, len) == 0;
}
rawString **objectRaw(object *o); /* place of ptr; only without OBJ_EMBEDDED */
#endif
