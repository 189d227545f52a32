/* client_filter.h: the filters of CLIENT LIST and CLIENT KILL.
 *
 * Words  a filter is an option with a value; NOT- before it turns it round. A client matches when all of them hold. */
#ifndef VK_CLIENT_FILTER_H
#define VK_CLIENT_FILTER_H
#include "net/clients.h"

/* What one polarity asks for; pointers are into the command's arguments. */
typedef struct clientWanted {
    uint64_t *ids; /* owned; in order of appearance */
    int nids;
    const execArg *addr, *laddr, *user, *name, *flags, *lib_name, *lib_ver, *capa, *ip;
    int type; /* enum clientClass, or -1 */
    int db;   /* or -1 */
    bool ids_given;
} clientWanted;

typedef struct clientFilter {
    clientWanted with, without;
    long long max_age, idle; /* s; 0: any */
    bool skip_me;
} clientFilter;

void clientFilterInit(clientFilter *f);
/* Reads argv[from..]; false: the error was answered. Release it in either case. */
bool clientFilterRead(execContext *x, int from, clientFilter *f);
bool clientFilterFits(const clientFilter *f, const client *c, const client *me);
void clientFilterRelease(clientFilter *f);
#endif
