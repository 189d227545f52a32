/* rdb.h: values as bytes: the format that RDB files, DUMP and RESTORE share.
 *
 * Rules   A loader trusts nothing: every length, count and block may be made up. It reads only through the functions
 *         here, checks what it built, and on anything odd frees it and returns rdbCorrupt(...): it never asserts.
 *         How a value is laid out in memory follows the thresholds in force, not the type byte that it came with.
 * Words   type byte: says how a value's bytes are to be read; a type of values has several.  version: of the format;
 *         10 and 11 are read by older servers, RDB_VERSION by those from Valkey 9.0 on.
 * Joining A type's <type>_rdb.c registers one rdbSaver and a loader for each of its type bytes, from typesInit:
 *
 *           void setRdbInit(void) {
 *               static const rdbSaver saver = {setTypeByte, saveSet};
 *               rdbSaverRegister(OBJ_SET, &saver);
 *               rdbLoaderRegister(RDB_SET, loadSet);
 *               rdbLoaderRegister(RDB_SET_LISTPACK, loadSetListpack);
 *           }
 *
 *         A loader gets the key's name because objects hold it; types/hash_rdb.c is the worked example.
 * Errors  The first one stays in rdbIn: reading functions return false (or NULL) from then on. */
#ifndef VK_RDB_H
#define VK_RDB_H
#include "base/base.h"
#include "keyspace/keyspace.h"

#define RDB_VERSION 80
#define RDB_VERSION_OLDEST_SAVED 10
enum { RDB_FOREIGN_MIN = 12, RDB_FOREIGN_MAX = 79 }; /* versions that others gave meanings of their own */

enum rdbType {
    RDB_STRING = 0,
    RDB_LIST = 1,
    RDB_SET = 2,
    RDB_ZSET = 3, /* scores as text */
    RDB_HASH = 4,
    RDB_ZSET_2 = 5, /* scores as 8 bytes */
    RDB_MODULE_PRE_GA = 6,
    RDB_MODULE_2 = 7,
    RDB_HASH_ZIPMAP = 9,
    RDB_LIST_ZIPLIST = 10,
    RDB_SET_INTSET = 11,
    RDB_ZSET_ZIPLIST = 12,
    RDB_HASH_ZIPLIST = 13,
    RDB_LIST_QUICKLIST = 14, /* of ziplists */
    RDB_STREAM_LISTPACKS = 15,
    RDB_HASH_LISTPACK = 16, /* from version 10 on */
    RDB_ZSET_LISTPACK = 17,
    RDB_LIST_QUICKLIST_2 = 18,
    RDB_STREAM_LISTPACKS_2 = 19,
    RDB_SET_LISTPACK = 20, /* from version 11 on */
    RDB_STREAM_LISTPACKS_3 = 21,
    RDB_HASH_2 = 22, /* fields with time limits, from version 80 on */
    RDB_TYPES
};

enum rdbError {
    RDB_OK,
    RDB_SHORT,    /* the bytes ended early, or could not be read */
    RDB_CORRUPT,  /* they contradict themselves */
    RDB_EMPTY,    /* a value without elements: no key comes of it */
    RDB_GONE,     /* all its parts have expired: the same */
    RDB_UNKNOWN,  /* a type byte that nobody reads here */
    RDB_NO_MEMORY /* for a text as long as it says */
};

typedef struct rdbIn {
    streamIn s;
    unsigned version;
    bool deep;           /* also look for what only costs time to find: elements that occur twice, a wrong order */
    bool repeats;        /* in spite of deep, a listpack of a set or a hash may name an element twice; without deep a
                            table takes the first, which is the one that a look-up in the block finds */
    bool drop_expired;   /* leave out parts (fields) whose time limit is before now */
    int64_t now;         /* Unix ms */
    uint64_t dropped;    /* parts that were left out */
    unsigned type_byte;  /* of the value that was read last */
    enum rdbError error; /* the first one */
    const char *what;    /* in words; a constant */
} rdbIn;

typedef struct rdbOut {
    streamOut s;
    unsigned version;
    bool compress;                        /* rdbcompression */
    bool aof_base;                        /* it is the base of an append-only file */
    bool without_data, without_functions; /* what a file leaves out (REPLCONF rdb-filter-only) */
    const char *refused; /* what this version cannot hold, in words; a constant. NULL: nothing was refused */
} rdbOut;

/* A string that was read. Made as {0}; used for one string after the other, then rdbTextFree. */
typedef struct rdbText {
    const char *ptr; /* valid until the next read into this text, and until the stream is released */
    size_t len;
    bool is_int; /* it was stored as a number, which ptr shows as text */
    long long value;
    char *room;
    size_t cap;
} rdbText;

/* --- joining --- */

typedef struct rdbSaver {
    /* The type byte for a value in this version; -1: it cannot be held, *refused says what of it. */
    int (*typeByte)(const object *o, unsigned version, const char **refused);
    void (*save)(rdbOut *out, const object *o, int type_byte);
} rdbSaver;
/* The value as an object with this key and no expiry; NULL: in->error is set. The caller owns it. */
typedef object *(*rdbLoader)(rdbIn *in, unsigned type_byte, const char *key, size_t klen);

void rdbSaverRegister(enum objectType type, const rdbSaver *saver); /* the saver stays */
void rdbLoaderRegister(unsigned type_byte, rdbLoader load);

/* --- writing. Nothing can fail on the way: out->s.error is looked at in the end. --- */

void rdbWriteLength(rdbOut *out, uint64_t n);
void rdbWriteString(rdbOut *out, const void *data, size_t len); /* as a number or compressed where that is shorter */
void rdbWriteNumber(rdbOut *out, long long value);              /* a string that reads as this number */
void rdbWriteCompressed(rdbOut *out, const void *lzf, size_t lzf_len, size_t len); /* a string, by its LZF form */
void rdbWriteDouble(rdbOut *out, double value);                                    /* 8 bytes */
void rdbWriteTime(rdbOut *out, int64_t value); /* 8 bytes, little-endian: milliseconds, or -1 */
void rdbWriteBytes(rdbOut *out, const void *data, size_t len);
/* The type byte and the value; false: out->refused says why not, and nothing was written. */
bool rdbWriteValue(rdbOut *out, const object *o);
bool rdbWriteType(rdbOut *out, const object *o, int *type_byte); /* only the byte; then rdbWriteRest */
void rdbWriteRest(rdbOut *out, const object *o, int type_byte);

/* --- reading. false or NULL: in->error is set. --- */

bool rdbReadLength(rdbIn *in, uint64_t *n);
/* A number of elements that take at least `bytes` each: one that the bytes left cannot hold is refused, so that room
 * may be made for them. 0 is refused with RDB_EMPTY. */
bool rdbReadCount(rdbIn *in, size_t bytes, uint64_t *n);
bool rdbReadString(rdbIn *in, rdbText *t);
void rdbTextFree(rdbText *t);
unsigned char *rdbReadBlob(rdbIn *in, size_t *len); /* a string in a block of its own: zfree */
/* A string that is a listpack, every entry checked: lpFree. An empty one is refused with RDB_EMPTY. */
unsigned char *rdbReadListpack(rdbIn *in);
bool rdbReadDouble(rdbIn *in, double *value);        /* 8 bytes; NaN is corrupt */
bool rdbReadDoubleText(rdbIn *in, double *value);    /* of RDB_ZSET; NaN is corrupt */
bool rdbReadTime(rdbIn *in, int64_t *value);         /* 8 bytes */
bool rdbReadBytes(rdbIn *in, void *out, size_t len); /* as they are */
object *rdbReadValue(rdbIn *in, unsigned type_byte, const char *key, size_t klen);
bool rdbTypeKnown(unsigned type_byte);
/* What went wrong, in a line of the log; values that come in a block are called as tools know them. */
void rdbTellError(const rdbIn *in, enum logLevel level);

/* For loaders: `return rdbCorrupt(in, "...")` in functions that return bool or, through rdbNone, a pointer. */
bool rdbFail(rdbIn *in, enum rdbError error, const char *what); /* false */
static inline bool rdbCorrupt(rdbIn *in, const char *what) {
    return rdbFail(in, RDB_CORRUPT, what);
}
static inline void *rdbNone(rdbIn *in, const char *what) {
    rdbFail(in, RDB_CORRUPT, what);
    return NULL;
}
/* Entries 0, step, 2 * step ... of a valid listpack are all different, as texts. */
bool rdbListpackUnique(unsigned char *lp, unsigned step);
/* May this version be read? valkey, redis: the file's magic; both false for a payload without one. */
bool rdbVersionAccepted(unsigned version, bool valkey, bool redis);

typedef struct rdbConfig {
    bool compression;      /* rdbcompression */
    bool checksum;         /* rdbchecksum */
    bool relaxed_versions; /* rdb-version-check relaxed */
    bool sanitize_files;   /* sanitize-dump-payload yes: files are looked at as deeply as RESTORE's payloads */
    bool payloads_sound;   /* sanitize-dump-payload no: the operator's word, which a payload can prove wrong */
    unsigned save_version; /* rdb-save-version */
    bool incremental_sync; /* rdb-save-incremental-fsync */
    int64_t load_delay_us; /* key-load-delay: after each key; negative: 1 us each -n keys */
    int64_t save_delay_us; /* rdb-key-save-delay */
    bool stop_writes;      /* stop-writes-on-bgsave-error */
    unsigned save_points;  /* how many pairs `save` has */
    const char *file;      /* dbfilename, in the working directory; never NULL */
} rdbConfig;
extern rdbConfig rdb_config;
extern bool rdb_skips_sums; /* DEBUG SET-SKIP-CHECKSUM-VALIDATION */

/* The footer of a payload that clients carry: version u16, crc64 u64 of all before it. */
enum { RDB_FOOTER = 10 };
void rdbWriteFooter(rdbOut *out);
unsigned rdbPayloadVersion(const char *payload, size_t len); /* that a whole one says; 0: it is torn, or too new */

/* The value of a DUMP payload without its footer; NULL: in->error and in->what say why. The caller owns it. */
object *rdbRestore(const char *payload, size_t len, unsigned version, const char *key, size_t klen, rdbIn *in);
#endif
