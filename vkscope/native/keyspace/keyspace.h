/* keyspace: objects, databases, expiry, eviction, lazy freeing. Include this, not the headers one by one. */
#ifndef VK_KEYSPACE_H
#define VK_KEYSPACE_H
#include "keyspace/listen.h"
#include "keyspace/object.h"
#include "keyspace/kvstore.h"
#include "keyspace/touch.h"
#include "keyspace/db.h"
#include "keyspace/volatile.h"
#include "keyspace/expire.h"
#include "keyspace/evict.h"
#include "keyspace/ghosts.h"
#include "keyspace/lazyfree.h"
#include "keyspace/memory.h"
#endif
