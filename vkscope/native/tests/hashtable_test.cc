/* hashtable_test.cc: the hash table beside std::unordered_map, its guarantees while it resizes, its memory. */
extern "C" {
#include "base/base.h"
#include "ds/hashtable.h"
}
#include <gtest/gtest.h>
#include <cstring>
#include <map>
#include <random>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

namespace {

struct Entry {
    uint64_t key, value;
};

int destroyed, started, completed, resizes;
bool weak; /* hashes to few chains and tags, so that chains grow long */

const void *entryKey(const void *e) {
    return &static_cast<const Entry *>(e)->key;
}
uint64_t hashKey(const void *k) {
    return weak ? *static_cast<const uint64_t *>(k) % 5 : sipHash(k, 8);
}
int compareKeys(const void *a, const void *b) {
    return memcmp(a, b, 8);
}
void destroy(void *e) {
    destroyed++;
    zfree(e);
}
void onStart(hashtable *) {
    started++;
}
void onComplete(hashtable *) {
    completed++;
}
void onResize(hashtable *, size_t from, size_t to, bool) {
    EXPECT_NE(from, to);
    resizes++;
}

hashtableType entryType() {
    hashtableType t = {};
    t.entryGetKey = entryKey;
    t.hashFunction = hashKey;
    t.keyCompare = compareKeys;
    t.entryDestructor = destroy;
    t.rehashingStarted = onStart;
    t.rehashingCompleted = onComplete;
    t.resized = onResize;
    return t;
}

Entry *make(uint64_t key, uint64_t value = 0) {
    auto *e = static_cast<Entry *>(zmalloc(sizeof(Entry)));
    *e = {key, value};
    return e;
}

class Table : public testing::TestWithParam<bool> {
  protected:
    void SetUp() override {
        destroyed = started = completed = resizes = 0;
        weak = GetParam();
        hashtableSetResizePolicy(HASHTABLE_RESIZE_ALLOW);
        before = zmallocUsed();
        ht = hashtableCreate(&type);
    }
    void TearDown() override {
        if (ht)
            valid();
        hashtableRelease(ht);
        EXPECT_EQ(started, completed);
        EXPECT_EQ(zmallocUsed(), before);
    }
    void valid() {
        EXPECT_STREQ(hashtableWhyInvalid(ht), nullptr);
    }
    void fill(uint64_t from, uint64_t to) {
        for (uint64_t i = from; i < to; i++)
            ASSERT_TRUE(hashtableAdd(ht, make(i, i)));
    }
    Entry *find(uint64_t key) {
        void *e = nullptr;
        return hashtableFind(ht, &key, &e) ? static_cast<Entry *>(e) : nullptr;
    }
    bool remove(uint64_t key) {
        return hashtableDelete(ht, &key);
    }
    hashtableType type = entryType();
    hashtable *ht = nullptr;
    size_t before = 0;
};

INSTANTIATE_TEST_SUITE_P(Hashes, Table, testing::Bool(),
                         [](const auto &i) { return std::string(i.param ? "Weak" : "Good"); });

TEST_P(Table, BehavesAsTheModel) {
    std::mt19937_64 rng(7);
    std::unordered_map<uint64_t, uint64_t> model;
    int steps = weak ? 30000 : 300000;
    for (int i = 0; i < steps; i++) {
        uint64_t range = weak ? 300 : (i / 60000 % 2 ? 500 : 20000), key = rng() % range, value = rng();
        bool has = model.count(key);
        void *p = nullptr;
        hashtablePosition at;
        switch (rng() % 10) {
        case 0:
        case 1: {
            Entry *e = make(key, value);
            ASSERT_EQ(hashtableAdd(ht, e), !has);
            if (has) {
                zfree(e);
            } else {
                model[key] = value;
            }
            break;
        }
        case 2:
            ASSERT_EQ(hashtableReplace(ht, make(key, value)), !has);
            model[key] = value;
            break;
        case 3:
            ASSERT_EQ(hashtableFindPositionForInsert(ht, &key, &at, &p), !has);
            if (!has) {
                hashtableInsertAtPosition(ht, make(key, value), &at);
                model[key] = value;
            } else {
                ASSERT_EQ(static_cast<Entry *>(p)->value, model[key]);
            }
            break;
        case 4:
            ASSERT_EQ(remove(key), has);
            model.erase(key);
            break;
        case 5:
            ASSERT_EQ(hashtablePop(ht, &key, &p), has);
            if (has) {
                ASSERT_EQ(static_cast<Entry *>(p)->value, model[key]);
                zfree(p);
            }
            model.erase(key);
            break;
        case 6: {
            void **ref = hashtableTwoPhasePopFindRef(ht, &key, &at);
            ASSERT_EQ(ref != nullptr, has);
            if (ref) {
                ASSERT_EQ(static_cast<Entry *>(*ref)->value, model[key]);
                zfree(*ref);
                hashtableTwoPhasePopDelete(ht, &at);
            }
            model.erase(key);
            break;
        }
        case 7: {
            hashtableIncrementalFindState s;
            hashtableIncrementalFindInit(&s, ht, &key);
            while (hashtableIncrementalFindStep(&s)) {
            }
            ASSERT_EQ(hashtableIncrementalFindGetResult(&s, &p), has);
            if (has) {
                ASSERT_EQ(static_cast<Entry *>(p)->value, model[key]);
            }
            break;
        }
        case 8: {
            Entry *e = find(key);
            ASSERT_EQ(e != nullptr, has);
            if (e) {
                Entry *moved = make(key, e->value);
                zfree(e);
                ASSERT_TRUE(hashtableReplaceReallocatedEntry(ht, e, moved));
            }
            break;
        }
        default: {
            uint64_t h = hashtableHashKey(ht, &key);
            hashtablePrefetch(ht, h);
            hashtablePrefetchEntry(ht, h);
            ASSERT_EQ(hashtablePrefetchValue(ht, &key, h) != nullptr, has);
        }
        }
        ASSERT_EQ(hashtableSize(ht), model.size());
        if (i % 5000 == 0) {
            ASSERT_STREQ(hashtableWhyInvalid(ht), nullptr);
        }
    }
    for (auto &[key, value] : model)
        ASSERT_EQ(find(key)->value, value);
}

void collect(void *ctx, void *entry) {
    (*static_cast<std::map<uint64_t, int> *>(ctx))[static_cast<Entry *>(entry)->key]++;
}

TEST_P(Table, ScanReturnsAllWithoutResize) {
    uint64_t n = weak ? 200 : 20000;
    fill(0, n);
    while (hashtableRehashStep(ht, 100)) {
    }
    std::map<uint64_t, int> seen;
    size_t cursor = 0;
    do {
        cursor = hashtableScan(ht, cursor, collect, &seen);
    } while (cursor);
    EXPECT_EQ(seen.size(), n);
    for (auto &[key, times] : seen)
        EXPECT_EQ(times, 1) << key;
}

/* Keys 0..99 stay throughout; thousands of others come and go between calls. */
TEST_P(Table, ScanReturnsWhatStaysAcrossResizes) {
    for (int mode = 0; mode < 4; mode++) {
        hashtableEmpty(ht, nullptr);
        uint64_t extra = weak ? 400 : 6000, next = 100, last = 100;
        fill(0, 100);
        if (mode == 1 || mode == 3) {
            fill(100, 100 + extra);
            next = 100 + extra;
        }
        std::map<uint64_t, int> seen;
        size_t cursor = 0;
        int calls = 0, starts = started;
        do {
            cursor = hashtableScan(ht, cursor, collect, &seen);
            calls++;
            for (int k = 0; k < 40; k++) {
                bool grow = mode == 0 || (mode == 2 && calls < 60);
                if (mode == 3)
                    grow = calls / 50 % 2;
                if (grow && next < 100 + extra * 2) {
                    fill(next, next + 1);
                    next++;
                } else if (!grow && last < next) {
                    remove(last++);
                }
            }
        } while (cursor);
        EXPECT_TRUE(weak || started > starts) << "no resize in mode " << mode;
        for (uint64_t i = 0; i < 100; i++)
            EXPECT_GE(seen[i], 1) << "key " << i << " mode " << mode;
        valid();
    }
}

TEST_P(Table, ScanCallbackMayDelete) {
    uint64_t n = weak ? 150 : 5000;
    fill(0, n);
    struct Ctx {
        hashtable *ht;
        std::set<uint64_t> seen;
    } ctx{ht, {}};
    size_t cursor = 0;
    do {
        cursor = hashtableScan(
            ht, cursor,
            [](void *c, void *e) {
                auto *x = static_cast<Ctx *>(c);
                uint64_t key = static_cast<Entry *>(e)->key;
                x->seen.insert(key);
                EXPECT_TRUE(hashtableDelete(x->ht, &key));
            },
            &ctx);
    } while (cursor);
    EXPECT_EQ(ctx.seen.size(), n);
    EXPECT_EQ(hashtableSize(ht), 0u);
}

TEST_P(Table, SafeIteratorBearsDeletesAndAdds) {
    uint64_t n = weak ? 150 : 5000;
    fill(0, n);
    std::map<uint64_t, int> seen;
    hashtableIterator it;
    hashtableInitIterator(&it, ht, HASHTABLE_ITER_SAFE | HASHTABLE_ITER_PREFETCH_VALUES);
    void *p;
    uint64_t fresh = 1000000;
    while (hashtableNext(&it, &p)) {
        uint64_t key = static_cast<Entry *>(p)->key;
        seen[key]++;
        EXPECT_TRUE(hashtableIsRehashingPaused(ht));
        if (key % 3 == 0)
            remove(key);
        if (key < n && key % 4 == 1) {
            ASSERT_TRUE(hashtableAdd(ht, make(fresh++)));
        }
    }
    hashtableCleanupIterator(&it);
    EXPECT_FALSE(hashtableIsRehashingPaused(ht));
    for (uint64_t i = 0; i < n; i++)
        EXPECT_EQ(seen[i], 1) << i;
    for (auto &[key, times] : seen)
        EXPECT_EQ(times, 1) << key;
}

TEST_P(Table, IteratorMidRehashReturnsAll) {
    uint64_t n = 7 * 64 + 1;
    fill(0, n);
    while (hashtableRehashStep(ht, 100)) {
    }
    ASSERT_TRUE(hashtableExpand(ht, 5000));
    hashtableRehashStep(ht, 20);
    EXPECT_TRUE(weak || hashtableIsRehashing(ht));
    std::set<uint64_t> seen;
    hashtableIterator *it = hashtableCreateIterator(ht, 0);
    void *p;
    while (hashtableNext(it, &p))
        EXPECT_TRUE(seen.insert(static_cast<Entry *>(p)->key).second);
    hashtableReleaseIterator(it);
    EXPECT_EQ(seen.size(), n);
}

TEST_P(Table, DeletingCompactsChains) {
    hashtablePauseAutoShrink(ht);
    fill(0, 300);
    while (hashtableRehashStep(ht, 100)) {
    }
    if (weak) {
        EXPECT_GT(hashtableChainedBuckets(ht, 0), 30u);
    }
    for (uint64_t i = 0; i < 300; i++) {
        ASSERT_TRUE(remove(i));
        if (i % 20 == 0)
            valid();
    }
    EXPECT_EQ(hashtableChainedBuckets(ht, 0), 0u);
    hashtableResumeAutoShrink(ht);
}

TEST_P(Table, RandomReachesEveryEntry) {
    fill(0, 30);
    std::map<uint64_t, int> seen;
    void *p;
    for (int i = 0; i < 6000; i++) {
        ASSERT_TRUE(hashtableFairRandomEntry(ht, &p));
        seen[static_cast<Entry *>(p)->key]++;
    }
    for (uint64_t i = 0; i < 30; i++) {
        EXPECT_GT(seen[i], 120);
        EXPECT_LT(seen[i], 300);
    }
    void *some[20];
    ASSERT_EQ(hashtableSampleEntries(ht, some, 20), 20u);
    EXPECT_EQ(std::set<void *>(some, some + 20).size(), 20u);
    ASSERT_TRUE(hashtableRandomEntry(ht, &p));
}

TEST_P(Table, RandomIsFairInOneVeryLongChain) {
    const int entries = 400, draws = 100 * entries;
    for (uint64_t i = 0; i < entries; i++)
        ASSERT_TRUE(hashtableAdd(ht, make(i * 5)));
    fill(1, 4);
    std::map<uint64_t, int> seen;
    for (int i = 0; i < draws; i++) {
        void *p;
        ASSERT_TRUE(hashtableFairRandomEntry(ht, &p));
        seen[static_cast<Entry *>(p)->key]++;
    }
    for (uint64_t i = 0; i < entries; i++) {
        EXPECT_GT(seen[i * 5], 40);
        EXPECT_LT(seen[i * 5], 200);
    }
    for (uint64_t i = 1; i < 4; i++)
        EXPECT_LT(seen[i], 200);
    for (int i = 0; i < entries; i++) {
        void *p;
        ASSERT_TRUE(hashtablePopFairRandom(ht, &p));
        destroy(p);
    }
    EXPECT_EQ(hashtableSize(ht), 3u);
}

class Plain : public Table {};
INSTANTIATE_TEST_SUITE_P(Hashes, Plain, testing::Values(false));

TEST_P(Plain, MillionEntriesInTwoToTheEighteen) {
    hashtableType set = {};
    hashtable *s = hashtableCreate(&set);
    for (uintptr_t i = 1; i <= 1000000; i++)
        hashtableAdd(s, reinterpret_cast<void *>(i));
    while (hashtableRehashStep(s, 1000)) {
    }
    EXPECT_EQ(hashtableBuckets(s), 1u << 18);
    EXPECT_LT(static_cast<double>(hashtableMemUsage(s)) / 1e6, 17.6);
    hashtableRelease(s);
}

TEST_P(Plain, ShrinksAndTellsIt) {
    fill(0, 10000);
    for (uint64_t i = 0; i < 9990; i++)
        remove(i);
    while (hashtableRehashStep(ht, 100)) {
    }
    EXPECT_LE(hashtableBuckets(ht), 32u);
    EXPECT_EQ(started + completed, resizes);
    EXPECT_GT(started, 8);
}

TEST_P(Plain, PoliciesHoldResizesBack) {
    fill(0, 7);
    hashtableSetResizePolicy(HASHTABLE_RESIZE_FORBID);
    fill(7, 100);
    EXPECT_EQ(hashtableBuckets(ht), 1u);
    hashtableSetResizePolicy(HASHTABLE_RESIZE_AVOID);
    fill(100, 101);
    EXPECT_GT(hashtableBuckets(ht), 1u);
    hashtableSetResizePolicy(HASHTABLE_RESIZE_ALLOW);
}

TEST_P(Plain, EmptyMidRehashAndReuse) {
    fill(0, 449);
    EXPECT_TRUE(hashtableIsRehashing(ht));
    hashtableEmpty(ht, nullptr);
    EXPECT_EQ(destroyed, 449);
    EXPECT_EQ(hashtableBuckets(ht), 0u);
    fill(0, 10);
}

TEST_P(Plain, TryExpandRefusesWhatCannotBe) {
    EXPECT_FALSE(hashtableTryExpand(ht, SIZE_MAX / 2));
    EXPECT_TRUE(hashtableTryExpand(ht, 1000));
    EXPECT_FALSE(hashtableExpand(ht, 10));
}

TEST_P(Plain, BytesKeysAreFoundByView) {
    hashtableType t = {};
    t.entryKeyBytes = [](const void *e, size_t *len) {
        *len = strlen(static_cast<const char *>(e));
        return static_cast<const char *>(e);
    };
    hashtable *b = hashtableCreate(&t);
    std::vector<std::string> names;
    for (int i = 0; i < 1000; i++)
        names.push_back("key:" + std::to_string(i));
    for (auto &n : names)
        ASSERT_TRUE(hashtableAdd(b, n.data()));
    for (auto &n : names) {
        std::string buffer = n + "tail";
        hashtableBytes view = {buffer.data(), n.size()};
        void *found = nullptr;
        ASSERT_TRUE(hashtableFind(b, &view, &found));
        EXPECT_EQ(found, n.data());
        EXPECT_NE(hashtableFindBytes(b, buffer.data(), n.size(), sipHash(n.data(), n.size())), nullptr);
    }
    EXPECT_EQ(hashtablePopBytes(b, "key:5", 5, sipHash("key:5", 5)), names[5].data());
    EXPECT_EQ(hashtablePopBytes(b, "key:5", 5, sipHash("key:5", 5)), nullptr);
    EXPECT_STREQ(hashtableWhyInvalid(b), nullptr);
    hashtableRelease(b);
}

TEST_P(Plain, StatsCountEveryEntry) {
    fill(0, 3000);
    hashtableStats a = hashtableGetStatsHt(ht, 0, true), b = hashtableGetStatsHt(ht, 1, true);
    hashtableCombineStats(&b, &a);
    EXPECT_EQ(a.used, 3000u);
    size_t chains = 0;
    for (size_t n : a.chain_entries)
        chains += n;
    EXPECT_EQ(chains, hashtableBuckets(ht));
    char text[40];
    hashtableGetStats(text, sizeof(text), ht, true);
    EXPECT_EQ(strlen(text), sizeof(text) - 1);
}

} // namespace
