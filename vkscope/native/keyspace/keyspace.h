/* keyspace: objects, databases, expiry. Include this, not the headers one by one. */
#ifndef VK_KEYSPACE_H
#define VK_KEYSPACE_H
#include "keyspace/object.h"
#include "keyspace/db.h"
#include "keyspace/volatile.h"
#endif
