// intset_test.cc: the array's order and bytes, its widening, and what it takes for an intset.
#include <gtest/gtest.h>
#include <cstring>
#include <set>
#include <string>
extern "C" {
#define VK_HASHTABLE_NO_BRIDGE
#include "base/base.h"
#include "ds/intset.h"
}

namespace {

class Intset : public testing::Test {
  protected:
    void SetUp() override {
        used = zmallocUsed();
        s = intsetNew();
    }
    void TearDown() override {
        EXPECT_TRUE(intsetValidate(s));
        zfree(s);
        EXPECT_EQ(zmallocUsed(), used);
    }
    bool add(int64_t n) {
        bool added;
        s = intsetAdd(s, n, &added);
        return added;
    }
    bool remove(int64_t n) {
        bool gone;
        s = intsetRemove(s, n, &gone);
        return gone;
    }
    std::string bytes() {
        return std::string(reinterpret_cast<char *>(s), intsetBytes(s));
    }
    size_t used;
    intset *s;
};

TEST_F(Intset, HasTheBytesOfTheDrawing) {
    EXPECT_TRUE(add(300));
    EXPECT_TRUE(add(-1));
    EXPECT_TRUE(add(5));
    EXPECT_FALSE(add(5));
    EXPECT_EQ(bytes(), std::string("\2\0\0\0\3\0\0\0\xff\xff\5\0\x2c\1", 14));
    EXPECT_TRUE(add(70000));
    EXPECT_EQ(bytes(), std::string("\4\0\0\0\4\0\0\0\xff\xff\xff\xff\5\0\0\0\x2c\1\0\0\x70\x11\1\0", 24));
}

TEST_F(Intset, WidensAtBothEnds) {
    for (int64_t n : {0L, 32767L, -32768L, 32768L, -32769L, 2147483647L, -2147483648L, 2147483648L, -2147483649L,
                      INT64_MAX, INT64_MIN}) {
        EXPECT_FALSE(intsetFind(s, n));
        EXPECT_TRUE(add(n));
        EXPECT_TRUE(intsetFind(s, n));
        EXPECT_TRUE(intsetValidate(s));
    }
    EXPECT_EQ(intsetGet(s, 0), INT64_MIN);
    EXPECT_EQ(intsetGet(s, intsetLen(s) - 1), INT64_MAX);
    EXPECT_TRUE(remove(INT64_MAX));
    EXPECT_FALSE(remove(INT64_MAX));
    EXPECT_EQ(s->width, 8u);
}

TEST_F(Intset, AgreesWithASet) {
    std::set<int64_t> model;
    for (int i = 0; i < 4000; i++) {
        int64_t n = static_cast<int64_t>(randomU64() % 500) - 250;
        if (randomU64() % 3) {
            EXPECT_EQ(add(n), model.insert(n).second);
        } else {
            EXPECT_EQ(remove(n), model.erase(n) == 1);
        }
    }
    ASSERT_EQ(intsetLen(s), model.size());
    uint32_t i = 0;
    for (int64_t n : model)
        EXPECT_EQ(intsetGet(s, i++), n);
    for (int64_t n = -260; n < 260; n++)
        EXPECT_EQ(intsetFind(s, n), model.count(n) == 1);
    while (intsetLen(s))
        s = intsetRemoveAt(s, intsetLen(s) / 2);
}

TEST(IntsetIntegrity, RefusesWhatIsNone) {
    auto good = [](std::string b, bool deep = true) { return intsetValidateIntegrity(b.data(), b.size(), deep); };
    std::string three("\2\0\0\0\3\0\0\0\xff\xff\5\0\x2c\1", 14);
    EXPECT_TRUE(good(three));
    for (size_t n = 0; n < three.size(); n++)
        EXPECT_FALSE(good(three.substr(0, n)));
    EXPECT_FALSE(good(three + "x"));
    EXPECT_FALSE(good(std::string("\2\0\0\0\0\0\0\0", 8)));          // empty
    EXPECT_FALSE(good(std::string("\3\0\0\0\1\0\0\0\1\0\0", 11)));   // a width of 3
    EXPECT_FALSE(good(std::string("\2\0\0\0\2\0\0\0\1\0\1\0", 12))); // twice the same
    EXPECT_FALSE(good(std::string("\2\0\0\0\2\0\0\0\2\0\1\0", 12))); // descending
    EXPECT_TRUE(good(std::string("\2\0\0\0\2\0\0\0\2\0\1\0", 12), false));
    EXPECT_FALSE(good(std::string("\x08\0\0\0\xff\xff\xff\xff\1\0", 10))); // a count that would wrap in 32 bits
}

} // namespace
