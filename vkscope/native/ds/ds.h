/* ds: the data structures. Include this, not the headers one by one. */
#ifndef VK_DS_H
#define VK_DS_H
#include "ds/dict.h"
#include "ds/geohash.h"
#include "ds/hashtable.h"
#include "ds/hyperloglog.h"
#include "ds/intset.h"
#include "ds/listpack.h"
#include "ds/skiplist.h"
#include "ds/rax.h"
#include "ds/quicklist.h"
#include "ds/vset.h"
#endif
