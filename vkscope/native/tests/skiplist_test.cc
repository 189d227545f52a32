// skiplist_test.cc: order, ranks and spans of the skiplist, against a sorted vector.
#include <gtest/gtest.h>
#include <algorithm>
#include <cmath>
#include <map>
#include <random>
#include <string>
#include <vector>
extern "C" {
#include "base/base.h"
#include "ds/skiplist.h"
}

namespace {

using Key = std::pair<double, std::string>;

std::string memberOf(const skiplistNode *n) {
    size_t len;
    const char *m = skiplistMember(n, &len);
    return std::string(m, len);
}

class Skiplist : public testing::Test {
  protected:
    void SetUp() override {
        used = zmallocUsed();
        skiplistInit(&list);
    }
    void TearDown() override {
        while (skiplistNode *n = skiplistTakeFirst(&list))
            skiplistNodeFree(n);
        EXPECT_TRUE(skiplistValidate(&list));
        EXPECT_EQ(zmallocUsed(), used);
    }
    skiplistNode *add(double score, const std::string &member) {
        skiplistNode *n = skiplistNodeNew(score, member.data(), member.size());
        skiplistInsert(&list, n);
        return n;
    }
    std::vector<Key> all() {
        std::vector<Key> keys;
        for (const skiplistNode *n = skiplistFirst(&list); n; n = n->next)
            keys.emplace_back(n->score, memberOf(n));
        return keys;
    }
    skiplist list;
    size_t used;
};

TEST_F(Skiplist, IsEmptyAtFirst) {
    size_t rank = 7;
    EXPECT_TRUE(skiplistValidate(&list));
    EXPECT_EQ(skiplistFirst(&list), nullptr);
    EXPECT_EQ(skiplistAt(&list, 0), nullptr);
    EXPECT_EQ(skiplistTakeFirst(&list), nullptr);
    EXPECT_EQ(skiplistSeek(&list, 0, false, &rank), nullptr);
    EXPECT_EQ(rank, 0u);
}

TEST_F(Skiplist, OrdersByScoreThenBytes) {
    add(1, "b");
    add(-INFINITY, "z");
    add(1, std::string("a\0x", 3));
    add(1, "a");
    add(INFINITY, "");
    EXPECT_TRUE(skiplistValidate(&list));
    std::vector<Key> want = {{-INFINITY, "z"}, {1, "a"}, {1, std::string("a\0x", 3)}, {1, "b"}, {INFINITY, ""}};
    EXPECT_EQ(all(), want);
}

TEST_F(Skiplist, KeepsMembersOfAnyLength) {
    for (size_t len : {0, 6, 7, 254, 255, 256, 70000})
        EXPECT_EQ(memberOf(add((double)len, std::string(len, 'm'))).size(), len);
}

TEST_F(Skiplist, DrawsHeightsOfAQuarter) {
    std::map<unsigned, int> heights;
    for (int i = 0; i < 100000; i++) {
        skiplistNode *n = skiplistNodeNew(0, "", 0);
        heights[n->height]++;
        skiplistNodeFree(n);
    }
    EXPECT_NEAR(heights[1], 75000, 1500);
    EXPECT_NEAR(heights[2], 18750, 1200);
    EXPECT_LE(heights.rbegin()->first, (unsigned)SKIPLIST_MAX_LEVEL);
}

TEST_F(Skiplist, FindsByRankScoreAndMember) {
    for (int i = 0; i < 1000; i++)
        add(i / 10, std::to_string(1000 + i));
    ASSERT_TRUE(skiplistValidate(&list));
    size_t rank;
    for (int i = 0; i < 1000; i += 37) {
        skiplistNode *n = skiplistAt(&list, (size_t)i);
        EXPECT_EQ(memberOf(n), std::to_string(1000 + i));
        EXPECT_EQ(skiplistRank(&list, n), (size_t)i);
    }
    EXPECT_EQ(memberOf(skiplistSeek(&list, 50, false, &rank)), "1500");
    EXPECT_EQ(rank, 500u);
    EXPECT_EQ(memberOf(skiplistSeek(&list, 50, true, &rank)), "1510");
    EXPECT_EQ(rank, 510u);
    EXPECT_EQ(skiplistSeek(&list, 99, true, &rank), nullptr);
    EXPECT_EQ(rank, 1000u);
    EXPECT_EQ(memberOf(skiplistSeekMember(&list, "1234", 4, false, &rank)), "1234");
    EXPECT_EQ(rank, 234u);
    EXPECT_EQ(memberOf(skiplistSeekMember(&list, "1234", 4, true, &rank)), "1235");
}

void collect(void *ctx, skiplistNode *n) {
    static_cast<std::vector<Key> *>(ctx)->emplace_back(n->score, memberOf(n));
    skiplistNodeFree(n);
}

TEST_F(Skiplist, RemovesRanges) {
    for (int i = 0; i < 500; i++)
        add(i, "m");
    std::vector<Key> taken;
    EXPECT_EQ(skiplistRemoveRange(&list, 100, 50, collect, &taken), 50u);
    EXPECT_TRUE(skiplistValidate(&list));
    EXPECT_EQ(taken.front().first, 100);
    EXPECT_EQ(taken.back().first, 149);
    EXPECT_EQ(skiplistRemoveRange(&list, 440, 99, collect, &taken), 10u);
    EXPECT_EQ(skiplistRemoveRange(&list, 440, 1, collect, &taken), 0u);
    EXPECT_EQ(list.length, 440u);
    EXPECT_TRUE(skiplistValidate(&list));
}

TEST_F(Skiplist, AgreesWithASortedVector) {
    std::mt19937 dice(5);
    std::map<std::string, skiplistNode *> nodes;
    for (int step = 0; step < 20000; step++) {
        std::string name = "m" + std::to_string(dice() % 600);
        double score = (double)(dice() % 100);
        auto at = nodes.find(name);
        if (at == nodes.end()) {
            nodes[name] = add(score, name);
        } else if (dice() % 3) {
            skiplistRescore(&list, at->second, dice() % 2 ? score : at->second->score + 0.25);
        } else {
            skiplistRemove(&list, at->second);
            skiplistNodeFree(at->second);
            nodes.erase(at);
        }
        if (step % 500)
            continue;
        ASSERT_TRUE(skiplistValidate(&list));
        std::vector<Key> want;
        for (auto &[key, n] : nodes)
            want.emplace_back(n->score, key);
        std::sort(want.begin(), want.end());
        ASSERT_EQ(all(), want);
    }
}

TEST(SkiplistBytes, OrderIsThatOfBytesThenLength) {
    EXPECT_LT(skiplistCompareBytes("a", 1, "b", 1), 0);
    EXPECT_LT(skiplistCompareBytes("a", 1, "aa", 2), 0);
    EXPECT_EQ(skiplistCompareBytes("ab", 2, "ab", 2), 0);
    EXPECT_GT(skiplistCompareBytes("\xff", 1, "a", 1), 0);
    EXPECT_LT(skiplistCompareBytes("", 0, "a", 1), 0);
}

} // namespace
