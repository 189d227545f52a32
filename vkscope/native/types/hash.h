/* hash.h: hashes: fields and values behind one key, in a listpack while small, then in a table.
 *
 * Rules  views point into the hash: valid until it changes. A hash with no fields left is removed by the command. */
#ifndef VK_HASH_TYPE_H
#define VK_HASH_TYPE_H
#include "ds/ds.h"
#include "exec/exec.h"

/* Where a listpack ends being one. */
typedef struct hashConfig {
    size_t max_entries; /* hash-max-listpack-entries */
    size_t max_value;   /* hash-max-listpack-value: bytes of a field or a value */
} hashConfig;
extern hashConfig hash_config;

/* Made on the caller's stack; the hash must not change until hashWalkEnd. */
typedef struct hashWalk {
    unsigned char *lp, *at; /* listpack: the field to come */
    hashtableIterator it;
    bool table;
} hashWalk;

void hashTypeInit(void);
object *hashNew(const char *key, size_t klen);
size_t hashLength(const object *o);
bool hashGet(const object *o, const char *field, size_t flen, stringView *value); /* value may be NULL */
/* Makes room for argv[from..] to be written: moves to a table at once where one of them, or their number, asks for it.
 * The bytes written must not point into the hash. */
void hashPrepare(const execContext *x, object *o, int from);
bool hashSet(const execContext *x, object *o, const char *field, size_t flen, const char *value,
             size_t vlen); /* true: the field is new */
bool hashDelete(object *o, const char *field, size_t flen);
void hashWalkStart(hashWalk *w, const object *o);
bool hashWalkNext(hashWalk *w, stringView *field, stringView *value); /* value may be NULL */
void hashWalkEnd(hashWalk *w);
bool hashRandom(const object *o, stringView *field, stringView *value); /* one pair; value may be NULL */
/* What an entry of a table holds. */
void hashEntryView(const void *entry, stringView *field, stringView *value);
#endif
