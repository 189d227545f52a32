/* handshake.h: private to net/: accepted connections that are not clients yet.
 *
 * Design Who has connected and said nothing costs one small block: TLS's own state (some 20 KiB) is made when the first
 *        byte is there. A handshake that takes longer than HANDSHAKE_MS, or than `timeout` where that is less, is
 *        ended. Handshakes are arithmetic of a millisecond each: a turn begins no further step when HANDSHAKE_TURN_NS
 * are over; the set is level triggered, so the others are there again in the next turn, after everybody was served.
 * Events TlsHandshakeEnded. */
#ifndef VK_HANDSHAKE_H
#define VK_HANDSHAKE_H
#include "net/client.h"

enum { HANDSHAKE_MS = 10000, HANDSHAKE_TURN_NS = 1000000 };

typedef struct handshakeStats {
    uint64_t done, failed, resumed, timed_out, own_ns;
} handshakeStats;
extern handshakeStats handshake_stats;

void handshakeBegin(connection conn); /* takes conn */
unsigned handshakes(void);            /* under way */
void handshakesCron(void);            /* ends those that take too long */
void handshakesRelease(void);
#endif
