/* table_value.h: the part of a type's operations that is the same for hashes, sets and sorted sets: freeing by steps a
 * value whose large layout is a hash table of all its elements. */
#ifndef VK_TABLE_VALUE_H
#define VK_TABLE_VALUE_H
#include "keyspace/keyspace.h"

/* objectOps.effort and objectOps.drain. Any other layout is one allocation, which needs no steps. */
size_t tableEffort(const void *value, unsigned encoding);
bool tableDrain(void *value, unsigned encoding, size_t *at);
#endif
