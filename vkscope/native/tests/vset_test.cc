// vset_test.cc: the contracts of vset.h, their cost in bytes, and a random walk beside a map.
#include <gtest/gtest.h>
#include <algorithm>
#include <map>
#include <memory>
#include <random>
#include <set>
#include <vector>
extern "C" {
#include "base/base.h"
#include "ds/vset.h"
}

namespace {

struct Entry {
    long long expiry;
};

size_t asked; // calls of expiryOf

long long expiryOf(const void *e) {
    asked++;
    return static_cast<const Entry *>(e)->expiry;
}

int collect(void *e, void *ctx) {
    static_cast<std::vector<Entry *> *>(ctx)->push_back(static_cast<Entry *>(e));
    return 1;
}

int collectOne(void *e, void *ctx) {
    collect(e, ctx);
    return 0;
}

class Vset : public ::testing::Test {
  protected:
    void SetUp() override {
        used = zmallocUsed();
        vsetInit(&set);
    }
    void TearDown() override {
        EXPECT_TRUE(vsetValidate(&set, expiryOf));
        vsetRelease(&set);
        EXPECT_TRUE(vsetIsEmpty(&set));
        EXPECT_EQ(zmallocUsed(), used);
    }
    // One entry for each expiry, in that order.
    void fill(const std::vector<long long> &expiries) {
        entries = std::vector<Entry>(expiries.size());
        for (size_t i = 0; i < expiries.size(); i++) {
            entries[i].expiry = expiries[i];
            ASSERT_TRUE(vsetAddEntry(&set, expiryOf, &entries[i]));
        }
    }
    std::vector<Entry *> walk() {
        std::vector<Entry *> out;
        vsetIterator it;
        void *e;
        vsetInitIterator(&set, &it);
        while (vsetNext(&it, &e))
            out.push_back(static_cast<Entry *>(e));
        vsetResetIterator(&it);
        EXPECT_FALSE(vsetNext(&it, &e));
        return out;
    }
    vset set;
    std::vector<Entry> entries;
    size_t used = 0;
};

TEST_F(Vset, EmptyAnswersNothing) {
    Entry e{5};
    EXPECT_TRUE(vsetIsEmpty(&set));
    EXPECT_EQ(vsetMemUsage(&set), 0u);
    EXPECT_EQ(vsetEstimatedEarliestExpiry(&set, expiryOf), VSET_NEVER);
    EXPECT_FALSE(vsetRemoveEntry(&set, &e, 5));
    EXPECT_FALSE(vsetUpdateEntry(&set, expiryOf, &e, &e, 5, 6));
    EXPECT_EQ(vsetRemoveExpired(&set, expiryOf, nullptr, LLONG_MAX, 10, nullptr), 0u);
    EXPECT_TRUE(walk().empty());
}

TEST_F(Vset, OneEntryIsOneSmallBlock) {
    fill({1000});
    EXPECT_LE(vsetMemUsage(&set), 32u);
    EXPECT_FALSE(vsetAddEntry(&set, expiryOf, &entries[0])); // a second time
    EXPECT_EQ(vsetCount(&set), 1u);
    EXPECT_EQ(vsetEstimatedEarliestExpiry(&set, expiryOf), 1000);
    EXPECT_TRUE(vsetRemoveEntry(&set, &entries[0], 1000));
    EXPECT_TRUE(vsetIsEmpty(&set));
}

TEST_F(Vset, ExpiresUpToNowAndUpToTheLimit) {
    fill({30, 10, 20, 40, 20});
    std::vector<Entry *> gone;
    EXPECT_EQ(vsetRemoveExpired(&set, expiryOf, collect, 9, 100, &gone), 0u);
    EXPECT_EQ(vsetRemoveExpired(&set, expiryOf, collect, 20, 0, &gone), 0u);
    EXPECT_EQ(vsetRemoveExpired(&set, expiryOf, collect, 20, 2, &gone), 2u);
    EXPECT_EQ(vsetRemoveExpired(&set, expiryOf, collect, 20, 100, &gone), 1u);
    EXPECT_EQ(gone.size(), 3u);
    for (Entry *e : gone)
        EXPECT_LE(e->expiry, 20);
    EXPECT_EQ(vsetEstimatedEarliestExpiry(&set, expiryOf), 30);
    EXPECT_EQ(vsetRemoveExpired(&set, expiryOf, collectOne, 100, 100, &gone), 1u); // the callback stops it
    EXPECT_EQ(vsetCount(&set), 1u);
}

TEST_F(Vset, ExpiryWalksLeavesInOrder) {
    std::vector<long long> expiries(5000);
    for (size_t i = 0; i < expiries.size(); i++)
        expiries[i] = static_cast<long long>(i * 7919 % 5000);
    fill(expiries);
    std::vector<Entry *> gone;
    long long latest = -1;
    for (int now = 0; now < 5000; now += 100) {
        size_t before = gone.size();
        EXPECT_EQ(vsetRemoveExpired(&set, expiryOf, collect, now, 1000, &gone), now ? 100u : 1u);
        for (size_t i = before; i < gone.size(); i++)
            EXPECT_GT(gone[i]->expiry, latest);
        latest = now;
        ASSERT_TRUE(vsetValidate(&set, expiryOf));
    }
    EXPECT_EQ(vsetCount(&set), 99u);
}

TEST_F(Vset, EqualExpiriesAreLikeAnyOthers) {
    fill(std::vector<long long>(10000, 77));
    ASSERT_TRUE(vsetValidate(&set, expiryOf));
    for (size_t i = 0; i < entries.size(); i += 2)
        ASSERT_TRUE(vsetRemoveEntry(&set, &entries[i], 77));
    EXPECT_FALSE(vsetRemoveEntry(&set, &entries[0], 77));
    EXPECT_EQ(vsetCount(&set), 5000u);
    EXPECT_EQ(vsetEstimatedEarliestExpiry(&set, expiryOf), 77);
}

TEST_F(Vset, UpdateNeverLooksAtTheOldEntry) {
    std::vector<long long> expiries(1000);
    for (size_t i = 0; i < expiries.size(); i++)
        expiries[i] = static_cast<long long>(i);
    fill(expiries);
    std::vector<std::unique_ptr<Entry>> moved;
    for (size_t i = 0; i < entries.size(); i++) {
        auto dead = std::make_unique<Entry>(Entry{static_cast<long long>(i)});
        ASSERT_TRUE(vsetUpdateEntry(&set, expiryOf, &entries[i], dead.get(), dead->expiry, dead->expiry));
        volatile auto old = reinterpret_cast<uintptr_t>(dead.get()); // a number to gcc, too
        dead.reset();                                                // the sanitizers would see a look behind old
        moved.push_back(std::make_unique<Entry>(Entry{2000 - static_cast<long long>(i)}));
        ASSERT_TRUE(vsetUpdateEntry(&set, expiryOf, reinterpret_cast<void *>(old), moved.back().get(),
                                    static_cast<long long>(i), moved.back()->expiry));
    }
    ASSERT_TRUE(vsetValidate(&set, expiryOf));
    EXPECT_EQ(vsetCount(&set), 1000u);
    EXPECT_EQ(vsetEstimatedEarliestExpiry(&set, expiryOf), 1001);
    vsetClear(&set);
}

TEST_F(Vset, EarliestIsRemembered) {
    std::vector<long long> expiries(3000);
    for (size_t i = 0; i < expiries.size(); i++)
        expiries[i] = static_cast<long long>((i * 31) % 3000);
    fill(expiries);
    vsetEstimatedEarliestExpiry(&set, expiryOf);
    asked = 0;
    EXPECT_EQ(vsetEstimatedEarliestExpiry(&set, expiryOf), 0);
    EXPECT_EQ(asked, 0u);
    ASSERT_TRUE(vsetRemoveEntry(&set, &entries[0], 0));
    EXPECT_EQ(vsetEstimatedEarliestExpiry(&set, expiryOf), 1);
    EXPECT_LE(asked, 62u);
}

TEST_F(Vset, CostsAboutTenBytesAnEntry) {
    std::mt19937_64 rng(7);
    for (int shape = 0; shape < 3; shape++) {
        std::vector<long long> expiries(100000);
        for (size_t i = 0; i < expiries.size(); i++) {
            expiries[i] = shape == 0 ? static_cast<long long>(i) : shape == 1 ? static_cast<long long>(rng() >> 20) : 5;
        }
        asked = 0;
        fill(expiries);
        EXPECT_LT(asked, 6 * expiries.size()) << shape;
        double each = static_cast<double>(vsetMemUsage(&set)) / static_cast<double>(expiries.size());
        RecordProperty("bytes_per_entry_" + std::to_string(shape), std::to_string(each));
        EXPECT_LT(each, shape == 1 ? 12.0 : 13.0) << shape;
        vsetShape s;
        vsetGetShape(&set, &s);
        EXPECT_EQ(s.entries, expiries.size());
        EXPECT_LE(s.depth, 5);
        vsetClear(&set);
    }
}

TEST_F(Vset, ShrinksWhenEntriesLeave) {
    std::vector<long long> expiries(50000);
    for (size_t i = 0; i < expiries.size(); i++)
        expiries[i] = static_cast<long long>(i * 48271 % 50021);
    fill(expiries);
    size_t full = vsetMemUsage(&set);
    for (size_t i = 0; i < entries.size(); i++) {
        if (i % 20 == 0)
            continue;
        ASSERT_TRUE(vsetRemoveEntry(&set, &entries[i], entries[i].expiry));
    }
    ASSERT_TRUE(vsetValidate(&set, expiryOf));
    EXPECT_LT(vsetMemUsage(&set), full / 7);
}

TEST_F(Vset, ValidateSeesAnExpiryChangedBehindItsBack) {
    std::vector<long long> expiries(500);
    for (size_t i = 0; i < expiries.size(); i++)
        expiries[i] = static_cast<long long>(i);
    fill(expiries);
    entries[3].expiry = 400;
    EXPECT_FALSE(vsetValidate(&set, expiryOf));
    entries[3].expiry = 3;
}

TEST_F(Vset, AgreesWithAMap) {
    for (uint64_t seed = 1; seed <= 12; seed++) {
        std::mt19937_64 rng(seed);
        long long range = seed % 3 ? 1000000 : 3;
        std::vector<Entry> pool(2000);
        std::set<std::pair<long long, Entry *>> model;
        std::vector<bool> in(pool.size());
        for (int step = 0; step < 20000; step++) {
            size_t i = rng() % pool.size();
            Entry *e = &pool[i];
            unsigned op = static_cast<unsigned>(rng() % 16);
            auto expiry = static_cast<long long>(rng() % static_cast<uint64_t>(range));
            if (op == 0 && step % 64 == 0) {
                std::vector<Entry *> gone;
                size_t limit = rng() % 300;
                auto expected = static_cast<size_t>(
                    std::count_if(model.begin(), model.end(), [&](auto &m) { return m.first <= expiry / 4; }));
                ASSERT_EQ(vsetRemoveExpired(&set, expiryOf, collect, expiry / 4, limit, &gone),
                          std::min(limit, expected));
                for (Entry *g : gone) {
                    ASSERT_EQ(model.erase({g->expiry, g}), 1u);
                    in[static_cast<size_t>(g - pool.data())] = false;
                }
            } else if (!in[i]) {
                e->expiry = expiry;
                ASSERT_TRUE(vsetAddEntry(&set, expiryOf, e));
                model.insert({expiry, e});
                in[i] = true;
            } else if (op < 8) {
                ASSERT_TRUE(vsetRemoveEntry(&set, e, e->expiry));
                model.erase({e->expiry, e});
                in[i] = false;
            } else {
                long long old = e->expiry;
                e->expiry = expiry;
                ASSERT_TRUE(vsetUpdateEntry(&set, expiryOf, e, e, old, expiry));
                model.erase({old, e});
                model.insert({expiry, e});
            }
            long long earliest = model.empty() ? VSET_NEVER : model.begin()->first;
            ASSERT_EQ(vsetEstimatedEarliestExpiry(&set, expiryOf), earliest);
            if (step % 100 == 0) {
                ASSERT_TRUE(vsetValidate(&set, expiryOf)) << seed << " " << step;
            }
        }
        std::vector<Entry *> walked = walk();
        std::set<Entry *> distinct(walked.begin(), walked.end());
        ASSERT_EQ(walked.size(), model.size());
        ASSERT_EQ(distinct.size(), model.size());
        for (auto &m : model)
            ASSERT_TRUE(distinct.count(m.second));
        vsetClear(&set);
    }
}

} // namespace
