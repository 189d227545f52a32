/* listen.c: see listen.h. */
#include "keyspace/listen.h"

unsigned keyspace_heard;

static struct {
    unsigned classes;
    keyHeard heard;
} listeners[LISTENERS];

void keyspaceListen(enum keyListener who, unsigned classes, keyHeard heard) {
    listeners[who].classes = classes;
    listeners[who].heard = heard;
    keyspace_heard = 0;
    for (int i = 0; i < LISTENERS; i++)
        keyspace_heard |= listeners[i].classes;
}

void keyspaceTellNow(struct db *d, const char *key, size_t len, enum keyClass cls, const char *event) {
    for (int i = 0; i < LISTENERS; i++)
        if (listeners[i].classes >> cls & 1 && (event || i != LISTEN_NOTIFY))
            listeners[i].heard(d, key, len, cls, event);
}
