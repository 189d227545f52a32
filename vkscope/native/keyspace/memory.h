/* memory.h: where the memory went, as MEMORY STATS and INFO tell it. All in bytes of used_memory.
 *
 *         overhead = startup + clients + scripts + tables of databases + what waits to be freed lazily is data, not
 * overhead dataset  = total - overhead */
#ifndef VK_MEMORY_H
#define VK_MEMORY_H
#include <stdint.h>

typedef struct memoryPicture {
    uint64_t total, peak, startup, clients;
    uint64_t tables, rehashing_bytes;          /* buckets of all databases; those of tables under rehash that will go */
    uint64_t rehashing;                        /* tables under rehash */
    uint64_t scripts, functions, interpreters; /* sources of scripts and of functions; what runs them */
    uint64_t keys;
    uint64_t overhead, dataset;
    double dataset_percent, peak_percent;
    uint64_t bytes_per_key; /* of what was taken since the start */
} memoryPicture;

/* What clients hold; set by the network, which stands above. NULL: nothing. */
extern uint64_t (*memory_clients)(void);

/* Fills in scripts, functions and interpreters; set by the room of scripts. NULL: there are none. */
extern void (*memory_scripts)(memoryPicture *m);

void memoryStarted(void); /* at the end of the boot: what is used now is startup */
void memoryRead(memoryPicture *m);
#endif
