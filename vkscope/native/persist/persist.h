/* persist: what is written to disk, and the same bytes as DUMP and RESTORE carry them. Include this, not the headers
 * one by one.
 *
 * A type joins with a file types/<type>_rdb.c: see rdb.h. */
#ifndef VK_PERSIST_H
#define VK_PERSIST_H
#include "persist/rdb.h"
#include "persist/ziplist.h"
#endif
