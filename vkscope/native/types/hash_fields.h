/* hash_fields.h: the arguments FIELDS n f1 .. fn and the times of the commands that end in them. */
#ifndef VK_HASH_FIELDS_H
#define VK_HASH_FIELDS_H
#include "exec/exec.h"

/* Index of the word FIELDS from argv[from] on; 0: none. */
int hashFieldsAt(const execContext *x, int from);
/* Index of the first field; `each` arguments belong to one field. at: the word FIELDS, or 0. 0: the error is written.
 */
int hashFieldsCount(execContext *x, int at, int each);
/* argv[i] as Unix ms: in seconds or ms, counted from `from`. 0 and times in the past are allowed. */
bool hashFieldsWhen(execContext *x, int i, bool seconds, int64_t from, int64_t *when);

/* Which fields a command changed, by their index in argv. Made on the caller's stack, all zero. */
typedef struct fieldsChanged {
    int n, *at; /* at: NULL while nobody reads the write stream */
} fieldsChanged;

void fieldsChangedAdd(const execContext *x, fieldsChanged *c, int i);
/* They are told as one command: name, key, and the moment where `when` is one; then FIELDS and their number, but not
 * for HDEL. Counts the changes behind the first for keyspace_stats.dirty, and frees. */
void fieldsChangedTell(execContext *x, fieldsChanged *c, const char *name, int64_t when);
#endif
