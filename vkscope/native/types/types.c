/* types.c: see types.h. */
#include "types/types.h"

typesConfig types_config = {.hash_max_entries = 512,
                            .hash_max_value = 64,
                            .set_max_intset = 512,
                            .set_max_entries = 128,
                            .set_max_value = 64,
                            .zset_max_entries = 128,
                            .zset_max_value = 64,
                            .hll_max_sparse = 3000,
                            .list_max_size = -2,
                            .list_compress_depth = 0,
                            .stream_node_bytes = 4096,
                            .stream_node_entries = 100};

void typesInit(void) {
    stringRdbInit();
    hashTypeInit();
    setTypeInit();
    zsetTypeInit();
    streamTypeInit();
    listTypeInit();
    hashRewriteInit();
    listRewriteInit();
    setRewriteInit();
    zsetRewriteInit();
    streamRewriteInit();
}
