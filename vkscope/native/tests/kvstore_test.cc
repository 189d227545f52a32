/* kvstore_test.cc: one table or many that look like one, beside a plain map. */
extern "C" {
#include "base/base.h"
#include "keyspace/kvstore.h"
}
#include <gtest/gtest.h>
#include <map>
#include <random>
#include <set>

namespace {

int told[3];

void *pointer(uint64_t key) {
    return reinterpret_cast<void *>(key);
}

hashtableType storeType() {
    hashtableType t = {};
    t.getMetadataSize = kvstoreHashtableMetadataSize;
    t.rehashingStarted = kvstoreHashtableRehashingStarted;
    t.rehashingCompleted = kvstoreHashtableRehashingCompleted;
    return t;
}

/* bits, flags */
class Store : public testing::TestWithParam<std::pair<int, int>> {
  protected:
    void SetUp() override {
        told[0] = told[1] = 0;
        before = zmallocUsed();
        kvs = kvstoreCreate(&type, GetParam().first, GetParam().second);
        kvstoreSetRehashListener(
            kvs,
            [](void *, kvstore *, int, size_t from, size_t to, kvstoreResizeStep step) { told[step] += from != to; },
            nullptr);
    }
    void TearDown() override {
        EXPECT_STREQ(kvstoreValidate(kvs), nullptr);
        kvstoreRelease(kvs);
        EXPECT_EQ(told[0], told[1]);
        EXPECT_EQ(zmallocUsed(), before);
    }
    int slot(uint64_t key) {
        return static_cast<int>(key * 7919 % static_cast<uint64_t>(kvstoreNumHashtables(kvs)));
    }
    void fill(uint64_t from, uint64_t to) {
        for (uint64_t k = from; k < to; k++)
            ASSERT_TRUE(kvstoreHashtableAdd(kvs, slot(k), pointer(k)));
    }
    hashtableType type = storeType();
    kvstore *kvs = nullptr;
    size_t before = 0;
};

INSTANTIATE_TEST_SUITE_P(Shapes, Store,
                         testing::Values(std::pair{0, 0}, std::pair{3, 0}, std::pair{4, 1}, std::pair{4, 3},
                                         std::pair{14, 3}));

TEST_P(Store, BehavesAsTheModel) {
    std::mt19937_64 rng(3);
    std::set<uint64_t> model;
    for (int i = 0; i < 60000; i++) {
        uint64_t key = rng() % 3000 + 1;
        int d = slot(key);
        bool has = model.count(key);
        hashtablePosition at;
        switch (rng() % 6) {
        case 0:
        case 1:
            ASSERT_EQ(kvstoreHashtableAdd(kvs, d, pointer(key)), !has);
            model.insert(key);
            break;
        case 2:
            ASSERT_EQ(kvstoreHashtableDelete(kvs, d, pointer(key)), has);
            model.erase(key);
            break;
        case 3:
            ASSERT_EQ(kvstoreHashtableFind(kvs, d, pointer(key), nullptr), has);
            break;
        case 4:
            if (kvstoreHashtableTwoPhasePopFindRef(kvs, d, pointer(key), &at)) {
                kvstoreHashtableTwoPhasePopDelete(kvs, d, &at);
                ASSERT_TRUE(has);
            } else {
                ASSERT_FALSE(has);
            }
            model.erase(key);
            break;
        default:
            if (kvstoreHashtableFindPositionForInsert(kvs, d, pointer(key), &at, nullptr)) {
                kvstoreHashtableInsertAtPosition(kvs, d, pointer(key), &at);
                ASSERT_FALSE(has);
            }
            model.insert(key);
        }
        ASSERT_EQ(kvstoreSize(kvs), model.size());
        if (i % 10000 == 0) {
            ASSERT_STREQ(kvstoreValidate(kvs), nullptr);
        }
    }
}

TEST_P(Store, KeyIndexNamesTheTable) {
    fill(1, 500);
    uint64_t index = 0;
    int d = kvstoreGetFirstNonEmptyHashtableIndex(kvs), tables = 0;
    for (; d >= 0; d = kvstoreGetNextNonEmptyHashtableIndex(kvs, d), tables++)
        for (uint64_t k = 0; k < kvstoreHashtableSize(kvs, d); k++)
            ASSERT_EQ(kvstoreFindHashtableIndexByKeyIndex(kvs, ++index), d);
    EXPECT_EQ(index, 499u);
    EXPECT_EQ(tables, kvstoreNumNonEmptyHashtables(kvs));
    for (int i = 0; i < 100; i++)
        EXPECT_GT(kvstoreHashtableSize(kvs, kvstoreGetFairRandomHashtableIndex(kvs)), 0u);
}

TEST_P(Store, ScanReturnsWhatStays) {
    fill(1, 2000);
    std::set<uint64_t> seen;
    uint64_t cursor = 0, gone = 1000, fresh = 10000;
    do {
        cursor = kvstoreScan(
            kvs, cursor, -1,
            [](void *c, void *e) { static_cast<std::set<uint64_t> *>(c)->insert(reinterpret_cast<uint64_t>(e)); },
            nullptr, &seen);
        for (int k = 0; k < 5; k++) {
            if (fresh < 12000) {
                fill(fresh, fresh + 1);
                fresh++;
            }
            if (gone < 2000) {
                ASSERT_TRUE(kvstoreHashtableDelete(kvs, slot(gone), pointer(gone)));
                gone++;
            }
        }
    } while (cursor);
    for (uint64_t k = 1; k < 1000; k++)
        EXPECT_TRUE(seen.count(k)) << k;
}

TEST_P(Store, ScanOfOneTableStaysThere) {
    fill(1, 500);
    int d = slot(42);
    std::set<uint64_t> seen;
    uint64_t cursor = 0;
    do {
        cursor = kvstoreScan(
            kvs, cursor, d,
            [](void *c, void *e) { static_cast<std::set<uint64_t> *>(c)->insert(reinterpret_cast<uint64_t>(e)); },
            nullptr, &seen);
    } while (cursor);
    EXPECT_EQ(seen.size(), kvstoreHashtableSize(kvs, d));
    for (uint64_t k : seen)
        EXPECT_EQ(slot(k), d);
}

TEST_P(Store, IteratorReturnsAllOnceAndBearsDeletes) {
    fill(1, 800);
    kvstoreIterator *it = kvstoreIteratorInit(kvs, HASHTABLE_ITER_SAFE);
    std::map<uint64_t, int> seen;
    void *e;
    while (kvstoreIteratorNext(it, &e)) {
        uint64_t key = reinterpret_cast<uint64_t>(e);
        seen[key]++;
        EXPECT_EQ(kvstoreIteratorGetCurrentHashtableIndex(it), slot(key));
        ASSERT_TRUE(kvstoreHashtableDelete(kvs, slot(key), e));
    }
    kvstoreIteratorRelease(it);
    EXPECT_EQ(seen.size(), 799u);
    EXPECT_EQ(kvstoreSize(kvs), 0u);
    if (GetParam().second & KVSTORE_FREE_EMPTY_HASHTABLES) {
        EXPECT_EQ(kvstoreNumAllocatedHashtables(kvs), 0);
    }
}

TEST_P(Store, RehashesThroughTheList) {
    if (kvstoreNumHashtables(kvs) > 16)
        return; /* too few keys a table to rehash slowly */
    fill(1, 3000);
    ASSERT_TRUE(kvstoreExpand(kvs, 5000, true, nullptr));
    EXPECT_EQ(kvstoreHashtableRehashingCount(kvs), static_cast<size_t>(kvstoreNumHashtables(kvs)));
    EXPECT_GT(kvstoreOverheadHashtableRehashing(kvs), 0u);
    while (kvstoreIncrementallyRehash(kvs, 1000)) {
    }
    EXPECT_EQ(kvstoreHashtableRehashingCount(kvs), 0u);
    EXPECT_EQ(kvstoreOverheadHashtableRehashing(kvs), 0u);
    kvstoreTryResizeHashtables(kvs, 100);
    EXPECT_GT(told[0], 0);
    EXPECT_LE(kvstoreOverheadHashtableLut(kvs), kvstoreMemUsage(kvs));
}

TEST_P(Store, EmptiesOneTableAndAll) {
    fill(1, 900);
    int d = slot(5);
    uint64_t there = kvstoreHashtableSize(kvs, d);
    EXPECT_EQ(kvstoreHashtableEmpty(kvs, d), there);
    EXPECT_EQ(kvstoreSize(kvs), 899 - there);
    EXPECT_STREQ(kvstoreValidate(kvs), nullptr);
    kvstoreEmpty(kvs, nullptr);
    EXPECT_EQ(kvstoreSize(kvs), 0u);
    EXPECT_EQ(kvstoreGetFairRandomHashtableIndex(kvs), -1);
}

} // namespace
