/* lazyfree.c: see lazyfree.h. A list of jobs, the first is worked at. */
#include "base/base.h"
#include "keyspace/keyspace.h"

typedef struct job {
    struct job *next;
    object *value; /* or */
    kvstore *kvs;
    int didx;  /* table of kvs under way */
    size_t at; /* how far, in the value or that table */
} job;

lazyfreeConfig lazyfree_config = {true, true, true, true, true};
static job *first, *last;
static uint64_t pending;

static void queue(job j) {
    job *copy = zmalloc(sizeof(*copy));
    *copy = j;
    if (last) {
        last->next = copy;
    } else {
        first = copy;
    }
    last = copy;
}

void lazyfreeValue(object *o) {
    if (objectEffort(o) <= LAZYFREE_THRESHOLD) {
        objectFree(o);
        return;
    }
    pending++;
    queue((job){.value = o});
}

void lazyfreeStore(kvstore *kvs) {
    pending += kvstoreSize(kvs);
    queue((job){.kvs = kvs});
}

uint64_t lazyfreePending(void) {
    return pending;
}

static void done(uint64_t objects) {
    pending -= objects;
    keyspace_stats.lazyfreed += objects;
}

/* A part of the first job; false: it is finished. */
static bool workAt(job *j) {
    if (j->value) {
        if (objectDrain(j->value, &j->at))
            return true;
        objectFree(j->value);
        done(1);
        return false;
    }
    uint64_t before = kvstoreSize(j->kvs);
    bool more = kvstoreDrain(j->kvs, &j->didx, &j->at, 16);
    done(before - kvstoreSize(j->kvs));
    if (!more)
        kvstoreRelease(j->kvs);
    return more;
}

bool lazyfreeStep(int64_t budget_us) {
    uint64_t end = first ? clockMonoNs() + (uint64_t)budget_us * 1000 : 0;
    while (first) {
        if (!workAt(first)) {
            job *finished = first;
            first = first->next;
            if (!first)
                last = NULL;
            zfree(finished);
        }
        if (clockMonoNs() >= end)
            break;
    }
    return first != NULL;
}

void lazyfreeRelease(void) {
    while (lazyfreeStep(1000000))
        continue;
}
