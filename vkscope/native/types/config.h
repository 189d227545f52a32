/* config.h: the limits at which values change their layout, and how their pieces are sized; written by CONFIG. */
#ifndef VK_TYPES_CONFIG_H
#define VK_TYPES_CONFIG_H
#include <stddef.h>
#include <stdint.h>

typedef struct typesConfig {
    size_t hash_max_entries, hash_max_value; /* a hash in a listpack: fields; bytes of a field or value */
    size_t set_max_intset;                   /* a set of integers as an intset: members */
    size_t set_max_entries, set_max_value;   /* a set in a listpack */
    size_t zset_max_entries, zset_max_value; /* a sorted set in a listpack */
    size_t hll_max_sparse;                   /* bytes of a sparse HyperLogLog */
    int list_max_size;                       /* of a list's node: elements; -1 to -5: 4 to 64 kB */
    int list_compress_depth;                 /* nodes at both ends that are not compressed; 0: none are compressed */
    size_t stream_node_bytes;                /* of a stream's node; 0: any */
    long long stream_node_entries;           /* of a stream's node; 0: any */
} typesConfig;
extern typesConfig types_config;
#endif
