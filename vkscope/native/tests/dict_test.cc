// dict_test.cc: the chained dict: members, growth, and a rehash that can be watched bucket by bucket.
#include <gtest/gtest.h>
#include <set>
#include <string>
extern "C" {
#define VK_HASHTABLE_NO_BRIDGE
#include "base/base.h"
#include "ds/dict.h"
}

namespace {

class Dict : public testing::Test {
  protected:
    void SetUp() override {
        used = zmallocUsed();
        dictInit(&d);
    }
    void TearDown() override {
        EXPECT_EQ(dictWhyInvalid(&d), nullptr);
        dictRelease(&d);
        EXPECT_EQ(zmallocUsed(), used);
    }
    bool add(const std::string &s) {
        return dictAdd(&d, s.data(), static_cast<uint32_t>(s.size()));
    }
    bool remove(const std::string &s) {
        return dictDelete(&d, s.data(), static_cast<uint32_t>(s.size()));
    }
    bool find(const std::string &s) {
        return dictFind(&d, s.data(), static_cast<uint32_t>(s.size()));
    }
    size_t used;
    dict d;
};

TEST_F(Dict, KeepsMembersOnce) {
    EXPECT_FALSE(find("a"));
    EXPECT_TRUE(add("a"));
    EXPECT_FALSE(add("a"));
    EXPECT_TRUE(add(""));
    EXPECT_TRUE(find(""));
    EXPECT_TRUE(remove("a"));
    EXPECT_FALSE(remove("a"));
    EXPECT_EQ(dictSize(&d), 1u);
}

TEST_F(Dict, RehashMovesBucketAfterBucket) {
    for (int i = 0; i < 64; i++)
        add(std::to_string(i));
    dictRehash(&d, 1000);
    ASSERT_EQ(d.buckets[0], 64u);
    ASSERT_FALSE(dictIsRehashing(&d));
    add("64");
    ASSERT_TRUE(dictIsRehashing(&d));
    EXPECT_EQ(d.buckets[1], 128u);
    EXPECT_EQ(d.used[1], 1u);
    while (dictIsRehashing(&d)) {
        int64_t before = d.rehash_idx;
        uint64_t moved = d.moved;
        size_t had = d.used[1];
        bool more = dictRehash(&d, 1);
        EXPECT_EQ(dictWhyInvalid(&d), nullptr);
        EXPECT_EQ(dictSize(&d), 65u);
        if (!more)
            break;
        EXPECT_GT(d.rehash_idx, before);
        EXPECT_EQ(d.used[1] - had, d.moved - moved);
        EXPECT_EQ(dictChain(&d, 0, static_cast<size_t>(before)), 0u);
    }
    EXPECT_EQ(d.buckets[0], 128u);
    for (int i = 0; i < 65; i++)
        EXPECT_TRUE(find(std::to_string(i)));
    EXPECT_GE(dictLines(&d), 2 * 65u);
}

TEST_F(Dict, AgreesWithASet) {
    std::set<std::string> model;
    for (int i = 0; i < 5000; i++) {
        std::string s = std::to_string(randomU64() % 800);
        if (randomU64() % 3) {
            EXPECT_EQ(add(s), model.insert(s).second);
        } else {
            EXPECT_EQ(remove(s), model.erase(s) == 1);
        }
        if (i % 100 == 0) {
            ASSERT_EQ(dictWhyInvalid(&d), nullptr);
        }
    }
    EXPECT_EQ(dictSize(&d), model.size());
    EXPECT_GT(dictBytes(&d), model.size() * 16);
}

} // namespace
