// rax_test.cc: radix trees, node by node where the layout matters, and against std::map where the order does.
#include <gtest/gtest.h>
#include <map>
#include <random>
#include <string>
#include <vector>
extern "C" {
#include "base/base.h"
#include "ds/rax.h"
}

namespace {

using Model = std::map<std::string, void *>;

void *value(uintptr_t n) {
    return reinterpret_cast<void *>(n);
}

class Rax : public testing::Test {
  protected:
    void SetUp() override {
        used = zmallocUsed();
    }
    void TearDown() override {
        raxFree(&tree, nullptr);
        EXPECT_EQ(tree.root, nullptr);
        EXPECT_EQ(tree.nodes, 0u);
        EXPECT_EQ(tree.bytes, 0u);
        EXPECT_EQ(zmallocUsed(), used);
    }
    bool insert(const std::string &key, void *v) {
        return raxInsert(&tree, key.data(), key.size(), v);
    }
    bool remove(const std::string &key) {
        void *old = nullptr;
        bool found = raxRemove(&tree, key.data(), key.size(), &old);
        if (found)
            removed = old;
        return found;
    }
    std::vector<std::string> forwards() {
        std::vector<std::string> keys;
        raxIterator it;
        raxStart(&it, &tree);
        for (bool more = raxSeek(&it, RAX_FIRST, nullptr, 0); more; more = raxNext(&it))
            keys.emplace_back(reinterpret_cast<char *>(it.key), it.len);
        raxStop(&it);
        return keys;
    }
    std::vector<std::string> backwards() {
        std::vector<std::string> keys;
        raxIterator it;
        raxStart(&it, &tree);
        for (bool more = raxSeek(&it, RAX_LAST, nullptr, 0); more; more = raxPrev(&it))
            keys.emplace_back(reinterpret_cast<char *>(it.key), it.len);
        raxStop(&it);
        return keys;
    }
    // What a seek finds; "(none)" where it finds nothing.
    std::string seek(raxSeekOp op, const std::string &key) {
        raxIterator it;
        raxStart(&it, &tree);
        bool found = raxSeek(&it, op, key.data(), key.size());
        std::string got = found ? std::string(reinterpret_cast<char *>(it.key), it.len) : "(none)";
        raxStop(&it);
        return got;
    }
    rax tree = {};
    void *removed = nullptr;
    size_t used = 0;
};

std::string expected(const Model &model, raxSeekOp op, const std::string &key) {
    auto at = model.lower_bound(key), end = model.end();
    bool equal = at != end && at->first == key;
    if (op == RAX_EQ)
        return equal ? key : "(none)";
    if (op == RAX_GT && equal)
        ++at;
    if (op == RAX_GE || op == RAX_GT)
        return at == end ? "(none)" : at->first;
    if (op == RAX_LE && equal)
        return key;
    return at == model.begin() ? "(none)" : std::prev(at)->first;
}

TEST_F(Rax, AnEmptyTreeHasNothing) {
    EXPECT_EQ(raxFind(&tree, "", 0), nullptr);
    EXPECT_FALSE(remove("a"));
    for (raxSeekOp op : {RAX_FIRST, RAX_LAST, RAX_EQ, RAX_GE, RAX_GT, RAX_LE, RAX_LT})
        EXPECT_EQ(seek(op, "a"), "(none)");
    EXPECT_TRUE(raxValidate(&tree));
}

TEST_F(Rax, IsLaidOutAsDrawn) {
    for (const char *key : {"foobar", "footer", "foo"})
        EXPECT_TRUE(insert(key, value(1)));
    EXPECT_EQ(tree.nodes, 3u);
    raxShape s;
    raxNodeShape(tree.root, &s);
    EXPECT_TRUE(s.has_value);
    EXPECT_EQ(s.branches, 2u);
    EXPECT_EQ(std::string(reinterpret_cast<const char *>(s.bytes), 2), "bt");
    EXPECT_EQ(std::string(reinterpret_cast<const char *>(s.prefix_bytes), s.prefix), "foo");
    EXPECT_EQ(s.used, 16u + 18u + 3u);
    raxNodeShape(raxNodeChild(tree.root, 1), &s);
    EXPECT_EQ(std::string(reinterpret_cast<const char *>(s.prefix_bytes), s.prefix), "er");
    EXPECT_EQ(s.used, 18u);
    EXPECT_TRUE(raxValidate(&tree));
}

TEST_F(Rax, RemovingJoinsWhatWasSplit) {
    insert("foobar", value(1));
    size_t bytes = tree.bytes;
    insert("footer", value(2));
    insert("foo", value(3));
    EXPECT_TRUE(remove("foo"));
    EXPECT_EQ(removed, value(3));
    EXPECT_TRUE(raxValidate(&tree));
    EXPECT_TRUE(remove("footer"));
    EXPECT_FALSE(remove("footer"));
    EXPECT_FALSE(remove("foo"));
    EXPECT_EQ(tree.nodes, 1u);
    EXPECT_EQ(tree.bytes, bytes);
    EXPECT_EQ(*raxFind(&tree, "foobar", 6), value(1));
    EXPECT_TRUE(raxValidate(&tree));
}

TEST_F(Rax, NullIsAValue) {
    EXPECT_TRUE(insert("a", nullptr));
    void **place = raxFind(&tree, "a", 1);
    ASSERT_NE(place, nullptr);
    EXPECT_EQ(*place, nullptr);
    *place = value(5);
    EXPECT_FALSE(insert("a", value(6)));
    EXPECT_EQ(*raxFind(&tree, "a", 1), value(6));
}

TEST_F(Rax, TheEmptyKeyAndAllBytesAreKeys) {
    EXPECT_TRUE(insert("", value(1)));
    for (int i = 255; i >= 0; i--)
        EXPECT_TRUE(insert(std::string(1, static_cast<char>(i)), value(2)));
    EXPECT_EQ(tree.count, 257u);
    EXPECT_TRUE(raxValidate(&tree));
    std::vector<std::string> keys = forwards();
    ASSERT_EQ(keys.size(), 257u);
    EXPECT_EQ(keys[0], "");
    EXPECT_EQ(keys[256], "\xff");
    for (int i = 0; i < 256; i++)
        EXPECT_TRUE(remove(std::string(1, static_cast<char>(i))));
    EXPECT_EQ(tree.count, 1u);
    EXPECT_TRUE(raxValidate(&tree));
}

TEST_F(Rax, KeysLongerThanTheIteratorHasRoomFor) {
    std::string key;
    for (int i = 0; i < 300; i++) {
        insert(key, value(1));
        key += std::string(7, static_cast<char>('a' + i % 26));
    }
    EXPECT_EQ(forwards().size(), 300u);
    EXPECT_EQ(backwards().size(), 300u);
    EXPECT_EQ(seek(RAX_LT, key).size(), 7u * 299);
}

TEST_F(Rax, AgreesWithAMap) {
    std::mt19937 random(7);
    Model model;
    auto key = [&] {
        std::string k(random() % 6, ' ');
        for (char &c : k)
            c = "abc\xff"[random() % 4];
        return k;
    };
    for (int i = 0; i < 20000; i++) {
        std::string k = key();
        if (random() % 2) {
            void *v = value(random());
            EXPECT_EQ(insert(k, v), model.insert_or_assign(k, v).second);
        } else {
            EXPECT_EQ(remove(k), model.erase(k) == 1);
        }
        k = key();
        for (raxSeekOp op : {RAX_EQ, RAX_GE, RAX_GT, RAX_LE, RAX_LT})
            ASSERT_EQ(seek(op, k), expected(model, op, k));
        void **place = raxFind(&tree, k.data(), k.size());
        auto at = model.find(k);
        ASSERT_EQ(place != nullptr, at != model.end());
        if (place)
            ASSERT_EQ(*place, at->second);
        if (i % 500 == 0) {
            ASSERT_TRUE(raxValidate(&tree));
            std::vector<std::string> keys;
            for (auto &[k2, v] : model)
                keys.push_back(k2);
            EXPECT_EQ(forwards(), keys);
            std::reverse(keys.begin(), keys.end());
            EXPECT_EQ(backwards(), keys);
        }
    }
}

TEST_F(Rax, RandomReachesEveryKey) {
    std::map<std::string, int> seen;
    for (const char *key : {"a", "ab", "abc", "b", "bcd", "bce"})
        insert(key, value(1));
    raxIterator it;
    raxStart(&it, &tree);
    for (int i = 0; i < 2000; i++) {
        ASSERT_TRUE(raxRandom(&it));
        seen[std::string(reinterpret_cast<char *>(it.key), it.len)]++;
    }
    raxStop(&it);
    EXPECT_EQ(seen.size(), 6u);
}

int freed;
void count(void *) {
    freed++;
}

TEST_F(Rax, DrainsInParts) {
    for (int i = 0; i < 1000; i++)
        insert("key:" + std::to_string(i), value(1));
    freed = 0;
    int parts = 0;
    while (raxDrain(&tree, count, 64))
        parts++;
    EXPECT_EQ(freed, 1000);
    EXPECT_GE(parts, 1000 / 64);
}

} // namespace
