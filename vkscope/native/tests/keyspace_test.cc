/* keyspace_test.cc: what goes and what stays: eviction, expiry, lazy freeing, on a clock that the test turns. */
extern "C" {
#include "base/base.h"
#include "keyspace/keyspace.h"
#include "trace/trace.h"
#include "types/types.h"
}
#include <gtest/gtest.h>
#include <functional>
#include <string>
#include <vector>

namespace {

int64_t wall_ms;

int64_t wall() {
    return wall_ms;
}

std::string name(int i) {
    return "key:" + std::to_string(i);
}

uint64_t hashOf(const std::string &key) {
    return sipHash(key.data(), key.size());
}

class Keyspace : public testing::Test {
  protected:
    void SetUp() override {
        clockInit();
        hashTypeInit();
        wall_ms = 1700000000000;
        clockSetWall(wall);
        commandTimeSet(wall_ms);
        before = zmallocUsed();
        keyspaceInit(4);
        keyspace_stats = {};
        lazyfreeResetStats();
        evict_config.samples = 5;
        evict_config.time_limit_us = 1000000000;
        d = dbGet(0);
    }
    void TearDown() override {
        policy(EVENT_POLICY_NOEVICTION);
        evict_config.maxmemory = 0;
        evictPerform(); /* forgets that it was over */
        keyspaceRelease();
        clockSetWall(nullptr);
        EXPECT_EQ(zmallocUsed(), before);
    }
    void pass(int64_t ms) {
        wall_ms += ms;
        commandTimeSet(wall_ms);
    }
    void policy(int p) {
        evictSetPolicy(p);
    }
    void put(db *where, const std::string &key, int64_t ttl_ms = 0) {
        std::string value(100, 'v');
        int64_t when = ttl_ms ? command_now + ttl_ms : NO_EXPIRE;
        dbAdd(where, objectString(key.data(), key.size(), value.data(), value.size(), when), hashOf(key));
    }
    object *get(const std::string &key) {
        return dbRead(d, key.data(), key.size(), hashOf(key));
    }
    bool has(const std::string &key) {
        return dbPeek(d, key.data(), key.size(), hashOf(key)) != nullptr;
    }
    int survivors(int from, int to) {
        int n = 0;
        for (int i = from; i < to; i++)
            n += has(name(i));
        return n;
    }
    /* maxmemory such that about this share of what the keys take must go. */
    void squeeze(double share) {
        size_t used = zmallocUsed();
        evict_config.maxmemory = used - static_cast<size_t>(static_cast<double>(used - before) * share);
    }
    size_t before = 0;
    db *d = nullptr;
};

TEST_F(Keyspace, LruLetsGoOfWhatWasNotUsedForLongest) {
    policy(EVENT_POLICY_ALLKEYS_LRU);
    for (int i = 0; i < 2000; i++) {
        put(d, name(i));
        if (i % 20 == 19)
            pass(1000);
    }
    for (int i = 0; i < 400; i++)
        ASSERT_NE(get(name(i)), nullptr); /* the oldest are used again */
    squeeze(0.4);
    EXPECT_EQ(evictPerform(), EVICT_OK);
    EXPECT_GT(keyspace_stats.evicted_keys, 400u);
    EXPECT_GT(survivors(0, 400), 390);     /* used just now */
    EXPECT_LT(survivors(400, 1000), 120);  /* not used for longest */
    EXPECT_GT(survivors(1600, 2000), 390); /* young */
}

TEST_F(Keyspace, LfuLetsGoOfWhatWasUsedLeast) {
    policy(EVENT_POLICY_ALLKEYS_LFU);
    for (int i = 0; i < 1000; i++)
        put(d, name(i));
    for (int n = 0; n < 200; n++)
        for (int i = 0; i < 200; i++)
            get(name(i));
    pass(30000);
    for (int i = 200; i < 1000; i++)
        get(name(i)); /* later, but once only */
    squeeze(0.5);
    EXPECT_EQ(evictPerform(), EVICT_OK);
    EXPECT_EQ(survivors(0, 200), 200);
    EXPECT_LT(survivors(200, 1000), 500);
}

TEST_F(Keyspace, LfuCountsLogarithmicallyAndForgets) {
    policy(EVENT_POLICY_ALLKEYS_LFU);
    put(d, "k");
    EXPECT_EQ(objectFrequency(get("k")), 6u); /* up to the initial 5 each use counts */
    for (int i = 0; i < 1000; i++)
        get("k");
    unsigned counted = objectFrequency(dbPeek(d, "k", 1, hashOf("k")));
    EXPECT_GT(counted, 8u);
    EXPECT_LT(counted, 40u);
    pass(3 * 60000);
    EXPECT_EQ(objectFrequency(dbPeek(d, "k", 1, hashOf("k"))), counted - 3);
    pass(300 * 60000);
    EXPECT_EQ(objectFrequency(dbPeek(d, "k", 1, hashOf("k"))), 0u);
}

TEST_F(Keyspace, TtlLetsGoOfWhatEndsFirstAndKeepsWhatHasNoEnd) {
    policy(EVENT_POLICY_VOLATILE_TTL);
    for (int i = 0; i < 500; i++)
        put(d, name(i));
    for (int i = 500; i < 1500; i++)
        put(d, name(i), 100000 + i * 1000);
    squeeze(0.3);
    EXPECT_EQ(evictPerform(), EVICT_OK);
    EXPECT_EQ(survivors(0, 500), 500);
    EXPECT_LT(survivors(500, 800), 60);
    EXPECT_GT(survivors(1200, 1500), 290);
    evict_config.maxmemory = 1;
    EXPECT_EQ(evictPerform(), EVICT_FAIL);
    EXPECT_EQ(survivors(0, 500), 500);
    EXPECT_EQ(survivors(500, 1500), 0);
}

TEST_F(Keyspace, RandomTakesFromEveryDatabase) {
    policy(EVENT_POLICY_ALLKEYS_RANDOM);
    for (int i = 0; i < 500; i++) {
        put(dbGet(0), name(i));
        put(dbGet(3), name(i));
    }
    squeeze(0.5);
    EXPECT_EQ(evictPerform(), EVICT_OK);
    EXPECT_LT(kvstoreSize(dbGet(0)->keys), 400u);
    EXPECT_LT(kvstoreSize(dbGet(3)->keys), 400u);
}

TEST_F(Keyspace, NothingToEvictIsAFailure) {
    for (int i = 0; i < 10; i++)
        put(d, name(i));
    evict_config.maxmemory = 1;
    EXPECT_EQ(evictPerform(), EVICT_FAIL);
    for (int p : {EVENT_POLICY_VOLATILE_LRU, EVENT_POLICY_VOLATILE_LFU, EVENT_POLICY_VOLATILE_RANDOM}) {
        policy(p);
        EXPECT_EQ(evictPerform(), EVICT_FAIL);
    }
    EXPECT_EQ(survivors(0, 10), 10);
    EXPECT_EQ(keyspace_stats.evicted_keys, 0u);
}

TEST_F(Keyspace, ARoundEndsWithItsTimeAndGoesOnAtTheEndsOfTurns) {
    policy(EVENT_POLICY_ALLKEYS_LRU);
    for (int i = 0; i < 1000; i++)
        put(d, name(i));
    evict_config.time_limit_us = 0;
    squeeze(0.3);
    EXPECT_EQ(evictPerform(), EVICT_RUNNING);
    EXPECT_EQ(keyspace_stats.evicted_keys, 16u);
    EXPECT_TRUE(keyspaceWorkWaits());
    int rounds = 0;
    while (keyspaceWork())
        rounds++;
    EXPECT_GT(rounds, 5);
    EXPECT_FALSE(evictNeeded());
    EXPECT_FALSE(keyspaceWorkWaits());
    EXPECT_EQ(evictExceededUs(), 0u);
}

TEST_F(Keyspace, PausedNothingGoes) {
    policy(EVENT_POLICY_ALLKEYS_LRU);
    put(d, "k", 10);
    evict_config.maxmemory = 1;
    keyspace_paused = true;
    EXPECT_EQ(evictPerform(), EVICT_OK);
    pass(20);
    expireSlowCycle(10);
    EXPECT_FALSE(has("k"));
    EXPECT_EQ(kvstoreSize(d->keys), 1u);
    keyspace_paused = false;
    expireSlowCycle(10);
    EXPECT_EQ(kvstoreSize(d->keys), 0u);
}

TEST_F(Keyspace, AnEvictedKeyThatIsAskedForAgainIsABadChoice) {
    policy(EVENT_POLICY_ALLKEYS_RANDOM);
    put(d, "a");
    put(d, "b");
    evict_config.maxmemory = 1;
    EXPECT_EQ(evictPerform(), EVICT_FAIL); /* both are gone, and it is not enough */
    evict_config.maxmemory = 0;
    EXPECT_EQ(get("never"), nullptr);
    EXPECT_EQ(keyspace_stats.evicted_missed, 0u);
    EXPECT_EQ(get("a"), nullptr);
    EXPECT_EQ(get("a"), nullptr); /* told once */
    EXPECT_EQ(keyspace_stats.evicted_missed, 1u);
    put(d, "b"); /* written anew: no longer missed */
    dbDelete(d, "b", 1, hashOf("b"));
    EXPECT_EQ(get("b"), nullptr);
    EXPECT_EQ(keyspace_stats.evicted_missed, 1u);
}

TEST_F(Keyspace, LongKeysStandInThePoolToo) {
    policy(EVENT_POLICY_ALLKEYS_LRU);
    std::vector<std::string> keys;
    for (int i = 0; i < 40; i++) {
        keys.push_back(std::string(50 + static_cast<size_t>(i) * 10, 'k') + std::to_string(i));
        put(d, keys.back());
    }
    squeeze(0.5);
    EXPECT_EQ(evictPerform(), EVICT_OK);
    int count;
    const evictCandidate *pool = evictPool(&count);
    EXPECT_GT(count, 0);
    for (int i = 1; i < count; i++)
        EXPECT_LE(pool[i - 1].score, pool[i].score);
}

TEST_F(Keyspace, TheSlowCycleFindsWhatIsStale) {
    for (int i = 0; i < 3000; i++)
        put(d, name(i), i % 2 ? 100 : 1000000);
    put(dbGet(2), "other", 100);
    pass(101); /* a key lives through its last millisecond */
    for (int i = 0; i < 50 && kvstoreSize(d->expires) > 1500; i++)
        expireSlowCycle(10);
    EXPECT_LE(kvstoreSize(d->expires), 1500u + 150u); /* it is content with a tenth that is stale */
    EXPECT_EQ(kvstoreSize(dbGet(2)->keys), 0u);
    EXPECT_EQ(kvstoreSize(d->keys), kvstoreSize(d->expires));
    EXPECT_EQ(keyspace_stats.expired_keys, 3001u - kvstoreSize(d->keys));
    EXPECT_GT(keyspace_stats.expired_stale, 0.0);
    EXPECT_NEAR(static_cast<double>(d->avg_ttl), 999899.0, 1000.0);
}

TEST_F(Keyspace, ACycleThatRunsOutOfTimeSaysSoAndTheFastOneGoesOn) {
    for (int i = 0; i < 20000; i++)
        put(d, name(i), 100);
    pass(101); /* a key lives through its last millisecond */
    expireConfig kept = expire_config;
    expire_config.slow_percent = 0;
    expireSlowCycle(10);
    EXPECT_EQ(keyspace_stats.expire_time_caps, 1u);
    EXPECT_GT(kvstoreSize(d->keys), 0u);
    EXPECT_TRUE(expireFastWaits());
    uint64_t left = kvstoreSize(d->keys);
    expireFastCycle();
    EXPECT_LT(kvstoreSize(d->keys), left);
    expire_config = kept;
}

TEST_F(Keyspace, AFlushedDatabaseIsFreedInStepsWithoutAThread) {
    for (int i = 0; i < 20000; i++)
        put(d, name(i), i % 3 ? 0 : 100000);
    size_t full = zmallocUsed();
    EXPECT_EQ(dbFlush(d, true), 20000u);
    EXPECT_EQ(kvstoreSize(d->keys), 0u);
    EXPECT_FALSE(has(name(7)));
    EXPECT_EQ(lazyfreePending(), 20000u);
    put(d, name(7));
    EXPECT_TRUE(lazyfreeStep(0));
    EXPECT_LT(lazyfreePending(), 20000u);
    EXPECT_LT(zmallocUsed(), full);
    while (lazyfreeStep(1000))
        continue;
    EXPECT_EQ(lazyfreePending(), 0u);
    EXPECT_EQ(lazyfreeFreed(), 20000u);
    EXPECT_TRUE(has(name(7)));
}

TEST_F(Keyspace, EvictionFreesWhatWaitsBeforeItTakesMore) {
    policy(EVENT_POLICY_ALLKEYS_LRU);
    for (int i = 0; i < 2000; i++) {
        put(d, name(i));
        put(dbGet(1), name(i));
    }
    dbFlush(dbGet(1), true);
    squeeze(0.3);
    EXPECT_EQ(evictPerform(), EVICT_OK);
    EXPECT_EQ(keyspace_stats.evicted_keys, 0u);
}

TEST_F(Keyspace, IdleTimeSurvivesTheClocksWrap) {
    put(d, "k");
    object *o = dbPeek(d, "k", 1, hashOf("k"));
    o->lru = 0xfffffe;
    lru_clock = 3;
    EXPECT_EQ(objectIdleMs(o), 5000);
}

TEST_F(Keyspace, MemoryAddsUp) {
    memoryPicture m;
    for (int i = 0; i < 1000; i++)
        put(d, name(i), i % 2 ? 1000 : 0);
    memoryRead(&m);
    EXPECT_EQ(m.keys, 1000u);
    EXPECT_EQ(m.total, zmallocUsed());
    EXPECT_EQ(m.overhead + m.dataset, m.total);
    EXPECT_GT(m.dataset, 1000u * 100);
    EXPECT_EQ(m.tables % HASHTABLE_BUCKET_BYTES, 0u);
}

} // namespace
