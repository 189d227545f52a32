/* table_value.c: see table_value.h. */
#include "types/table_value.h"
#include "ds/ds.h"

enum { DRAIN_CHAINS = 64 };

static bool isTable(unsigned encoding) {
    return encoding == ENC_HASHTABLE || encoding == ENC_SKIPLIST;
}

size_t tableEffort(const void *value, unsigned encoding) {
    return isTable(encoding) ? hashtableSize(value) : 1;
}

bool tableDrain(void *value, unsigned encoding, size_t *at) {
    return isTable(encoding) && hashtableDrain(value, at, DRAIN_CHAINS);
}
