/* touch.c: see touch.h. */
#include "base/base.h"
#include "keyspace/keyspace.h"

enum { LFU_INITIAL = 5 };

enum touchMode touch_mode;
uint32_t lru_clock;
lfuConfig lfu_config = {10, 1};
static bool lfu;

void touchPolicy(bool frequency) {
    lfu = frequency;
    touch_mode = lfu ? TOUCH_LFU : TOUCH_LRU;
}

static unsigned minutesNow(void) {
    return (unsigned)(command_now / 60000) & 0xffff;
}

static uint32_t frequencyBits(unsigned counter) {
    return (uint32_t)minutesNow() << 8 | counter;
}

unsigned objectFrequency(const object *o) {
    unsigned counter = o->lru & 0xff, passed = (minutesNow() - (o->lru >> 8)) & 0xffff;
    unsigned lost = lfu_config.decay_time > 0 ? passed / (unsigned)lfu_config.decay_time : 0;
    return lost > counter ? 0 : counter - lost;
}

static unsigned grown(unsigned counter) {
    if (counter == 255)
        return counter;
    uint64_t above = counter > LFU_INITIAL ? counter - LFU_INITIAL : 0;
    uint64_t one_in = above * (uint64_t)lfu_config.log_factor + 1;
    return counter + (randomU64() % one_in == 0);
}

void objectTouchOtherwise(object *o) {
    if (touch_mode == TOUCH_LFU)
        o->lru = frequencyBits(grown(objectFrequency(o)));
}

void objectBornOtherwise(object *o) {
    o->lru = lfu ? frequencyBits(LFU_INITIAL) : lru_clock;
}

void objectUsedBefore(object *o, int64_t idle_seconds, int frequency) {
    if (lfu && frequency >= 0) {
        o->lru = frequencyBits((unsigned)frequency & 0xff);
    } else if (!lfu && idle_seconds >= 0) {
        int64_t idle = idle_seconds < 0xffffff ? idle_seconds : 0xffffff;
        o->lru = (lru_clock - (uint32_t)idle) & 0xffffff;
    }
}

int64_t objectIdleMs(const object *o) {
    return (int64_t)((lru_clock - o->lru) & 0xffffff) * 1000;
}
