/* rdb_file.h: whole files: saved in the foreground, loaded at the start and by DEBUG RELOAD.
 *
 * Design  file      | magic, version | record | record | ... | 255 | crc64 u64, little-endian; 0: none was made |
 *         magic     REDIS and four digits up to version 79, VALKEY and three digits from 80 on
 *         record    250 name value                 about the file
 *                   254 database                   what follows is in it
 *                   251 keys keys-with-TTL         how many will come
 *                   252 ms u64, 253 s u32          when the next key expires
 *                   248 seconds, 249 counter u8    how long it was idle, how often used
 *                   245 source                     a library of functions; before all keys
 *                   type byte, key, value
 *
 *         A file is written beside its place as temp-<pid>.rdb, handed to the disk, and then takes the place in one
 *         step: whatever happens, the old file or the new one is there, whole.
 * Rules   Nothing here yields while it saves: the data must stand still. Loading yields (execYield) between keys and
 *         between blocks of the file; commands that touch keys are refused meanwhile.
 * Events  RdbSaved, RdbLoaded. */
#ifndef VK_RDB_FILE_H
#define VK_RDB_FILE_H
#include "persist/rdb.h"

enum rdbOpcode {
    RDB_OP_SLOT_IMPORT = 243,
    RDB_OP_SLOT_INFO = 244,
    RDB_OP_FUNCTION = 245,
    RDB_OP_FUNCTION_PRE_GA = 246,
    RDB_OP_MODULE_AUX = 247,
    RDB_OP_IDLE = 248,
    RDB_OP_FREQUENCY = 249,
    RDB_OP_AUX = 250,
    RDB_OP_RESIZE = 251,
    RDB_OP_EXPIRE_MS = 252,
    RDB_OP_EXPIRE = 253,
    RDB_OP_SELECT = 254,
    RDB_OP_END = 255
};

enum rdbResult {
    RDB_LOADED,
    RDB_ABSENT,   /* there is no such file */
    RDB_FAILED,   /* the log says why; part of the keys may be there */
    RDB_CANCELLED /* rdbLoadCancel was called */
};

enum { RDB_REPLACE_KEYS = 1 /* a key that is there already is replaced, instead of a reason to fail */ };

/* As INFO persistence tells it. */
typedef struct rdbStats {
    int64_t last_save_s; /* Unix time; at first of the start */
    bool last_failed;
    bool loading;
    int64_t load_started_s;
    uint64_t load_total, load_done; /* bytes of the file, and those read */
    uint64_t load_used_memory;      /* of who wrote it, as the file says */
    char repl_id[41];               /* of the file read last: where the write stream stood; "": it does not say */
    int64_t repl_offset, repl_db;
    uint64_t loaded, expired,
        empty; /* keys of the last load: added, left out by their time limit or without elements */
} rdbStats;
extern rdbStats rdb_stats;

/* Where the write stream stands at the moment of the file; in the file, so that it can be gone on from there. */
typedef struct rdbReplication {
    int stream_db;
    const char *id;
    uint64_t offset;
} rdbReplication;
extern const rdbReplication *rdb_replication; /* NULL: there is no stream */
/* Libraries of functions, whose room sets this; NULL: there are none. */
typedef struct rdbFunctions {
    void (*write)(rdbOut *out);
    void (*each)(void (*take)(void *ctx, const char *code, size_t len), void *ctx); /* the sources */
    const char *(*add)(const char *code, size_t len, bool replace); /* NULL, or why not, valid until the next call */
    void (*flush)(void);
} rdbFunctions;
extern const rdbFunctions *rdb_functions;

void rdbWriteFile(rdbOut *out);               /* everything between magic and sum; out->s.error and out->refused tell */
bool rdbSave(const char *path, unsigned why); /* why: EVENT_SAVE_WHY_*; false: the log and rdbSaveError say why not */
const char *rdbSaveError(void);               /* of the last rdbSave that failed, for whoever asked for it */
enum rdbResult rdbLoad(const char *path, unsigned flags, unsigned why); /* why: EVENT_LOAD_WHY_* */
/* What an append-only file begins with: from the start of fd to *end. before: bytes of other files that were loaded. */
enum rdbResult rdbLoadPreamble(int fd, uint64_t size, uint64_t before, uint64_t *end);
void rdbLoadDelay(uint64_t *delays); /* key-load-delay; delays: counted for the caller, from 0 on */
void rdbLoadCancel(void);            /* by somebody who was let in between */
#endif
