/* touch.h: how recently and how often a key was used, in the 24 bits that each object has for it.
 *
 * Design  lru   by maxmemory policies that are not LFU: seconds, wrapping after 194 days.
 *         lfu   | minutes, 16 bits | counter, 8 bits |
 *               The counter grows by one with probability 1 / ((counter - 5) * lfu-log-factor + 1), so that 255 stands
 *               for about a million uses at factor 10, and loses one for each lfu-decay-time minutes that pass.
 *               Worked example: 0x00270F_0A: minute 9999, counter 10.
 *         A change of the policy reads the old bits in the new way until keys are used again.
 * Credits Salvatore Sanfilippo's sampled LRU and logarithmic counter. */
#ifndef VK_TOUCH_H
#define VK_TOUCH_H
#include "base/assert.h"
#include "keyspace/object.h"

enum touchMode {
    TOUCH_LRU,
    TOUCH_LFU,
    TOUCH_NOT /* CLIENT NO-TOUCH, for as long as its command runs */
};
extern enum touchMode touch_mode;
extern uint32_t lru_clock; /* command_now in seconds, 24 bits */

typedef struct lfuConfig {
    int log_factor;
    int decay_time; /* minutes; 0: never */
} lfuConfig;
extern lfuConfig lfu_config;

void objectTouchOtherwise(object *o);
/* The key was used. */
static inline void objectTouch(object *o) {
    if (likely(touch_mode == TOUCH_LRU)) {
        o->lru = lru_clock;
    } else {
        objectTouchOtherwise(o);
    }
}
void objectBornOtherwise(object *o);
/* The key is new: used now; a counter of 5, so that it may stay a while. */
static inline void objectBorn(object *o) {
    if (likely(touch_mode == TOUCH_LRU)) {
        o->lru = lru_clock;
    } else {
        objectBornOtherwise(o);
    }
}
/* What a file or RESTORE knows of its past; negative: not known. What the policy in force does not use is left out. */
void objectUsedBefore(object *o, int64_t idle_seconds, int frequency);
int64_t objectIdleMs(const object *o);     /* since it was last used, in steps of a second; not under LFU */
unsigned objectFrequency(const object *o); /* the counter, decayed until now; under LFU */
void touchPolicy(bool lfu);                /* which of the two the bits hold from now on */
#endif
