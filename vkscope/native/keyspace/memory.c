/* memory.c: see memory.h. */
#include "base/base.h"
#include "keyspace/keyspace.h"

uint64_t (*memory_clients)(void);
void (*memory_scripts)(memoryPicture *m);
static uint64_t startup;

void memoryStarted(void) {
    startup = zmallocUsed();
}

static void addStore(memoryPicture *m, const kvstore *kvs) {
    m->overhead += kvstoreMemUsage(kvs);
    m->tables += kvstoreOverheadHashtableLut(kvs);
    m->rehashing_bytes += kvstoreOverheadHashtableRehashing(kvs);
    m->rehashing += kvstoreHashtableRehashingCount(kvs);
}

void memoryRead(memoryPicture *m) {
    *m = (memoryPicture){.total = zmallocUsed(),
                         .peak = zmallocPeak(),
                         .startup = startup,
                         .clients = memory_clients ? memory_clients() : 0};
    if (memory_scripts)
        memory_scripts(m);
    m->overhead = m->startup + m->clients + m->scripts + m->functions + m->interpreters;
    for (int i = 0; i < keyspaceDatabases(); i++) {
        const db *d = dbCreated(i);
        if (!d || !kvstoreSize(d->keys))
            continue;
        addStore(m, d->keys);
        addStore(m, d->expires);
        m->keys += kvstoreSize(d->keys);
    }
    uint64_t net = m->total > m->startup ? m->total - m->startup : 1;
    m->dataset = m->total > m->overhead ? m->total - m->overhead : 0;
    m->dataset_percent = (double)m->dataset * 100 / (double)net;
    m->peak_percent = (double)m->total * 100 / (double)m->peak;
    m->bytes_per_key = m->keys ? net / m->keys : 0;
}
