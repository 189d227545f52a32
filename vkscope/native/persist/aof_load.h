/* aof_load.h: reads append-only files: at the start, and by DEBUG LOADAOF.
 *
 * Rules   Which files there are, and in which order, the manifest says, which server/aof in Python reads; it gives them
 *         to native by aofFilesSet whenever they change. A tail that is torn is cut off in the last file alone.
 * Words   base, increment: what the files are.  old style: one file that may begin with RDB, as servers before 7.0 had.
 *         whole: up to here the file holds commands, and no transaction without its end.
 * Design  file   | RDB, if it begins so | command | #TS:seconds\r\n | command ... | torn tail |
 *                                                                                  ^ whole
 *         A command is read where it stands in the reader's buffer, and its proc runs for a session of nobody: past the
 *         gate, counted nowhere, told to no replica and no file. While files are loaded no key's time has passed: they
 *         were alive when the commands were written. Others are let in between commands, as by every load.
 * Cost    a command: its bytes are looked at once, and copied only at the edge of the buffer.
 * Events  AofLoaded of each file. */
#ifndef VK_AOF_LOAD_H
#define VK_AOF_LOAD_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { AOF_FILES = 1024 }; /* that are known at most; a manifest with more is not loaded */

typedef struct aofFile {
    unsigned kind; /* EVENT_AOF_FILE_* */
    uint64_t sequence;
    char *name; /* in the folder */
    char *path;
} aofFile;

/* base and increments in the order of the manifest. The texts are copied. */
void aofFilesClear(void);
bool aofFilesAdd(unsigned kind, uint64_t sequence, const char *folder, const char *name); /* false: too many */
const aofFile *aofFiles(unsigned *n);

typedef struct aofLoadConfig {
    bool truncate;        /* aof-load-truncated */
    const char *old_name; /* appendfilename: a base of that name is old style; never NULL */
} aofLoadConfig;
extern aofLoadConfig aof_load_config;

enum aofLoaded {
    AOF_LOADED,
    AOF_ABSENT, /* there are no files, or all are empty: nothing was there to be loaded */
    AOF_EMPTY,
    AOF_TRUNCATED, /* loaded, and the tail of the last file was cut off */
    AOF_BROKEN,    /* the log says why; part of the keys may be there */
    AOF_CANCELLED
};
/* Everything the manifest names; total, base: bytes of all files, and of the base, before anything was cut off. */
enum aofLoaded aofLoad(uint64_t *total, uint64_t *base);
void aofLoadCancel(void); /* by somebody who was let in between */

struct execContext;
void aofDebugLoad(struct execContext *x); /* DEBUG LOADAOF */
#endif
