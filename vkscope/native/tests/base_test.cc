// base: the allocator's books, strict numbers, the glob's bounds, the hash of slots.
#include <gtest/gtest.h>
#include <cmath>
#include <cstring>
#include <map>
#include <random>
#include <string>

extern "C" {
#include "base/base.h"
}

namespace {

TEST(Zmalloc, BooksBalanceThroughRandomUse) {
    size_t before = zmallocUsed();
    std::mt19937 dice(7);
    std::map<char *, std::pair<size_t, char>> live;
    for (int i = 0; i < 200000; i++) {
        if (live.size() < 500 || dice() % 2) {
            size_t size = dice() % (dice() % 50 ? 300 : 20000);
            char *p = static_cast<char *>(zmalloc(size));
            ASSERT_GE(zmallocSize(p), size);
            char fill = static_cast<char>(dice());
            memset(p, fill, size);
            ASSERT_TRUE(live.emplace(p, std::make_pair(size, fill)).second);
        } else {
            auto it = live.begin();
            std::advance(it, dice() % 20);
            auto [p, what] = *it;
            live.erase(it);
            for (size_t k = 0; k < what.first; k++)
                ASSERT_EQ(p[k], what.second);
            if (dice() % 3 == 0) {
                size_t size = dice() % 6000;
                char *q = static_cast<char *>(zrealloc(p, size));
                for (size_t k = 0; k < std::min(size, what.first); k++)
                    ASSERT_EQ(q[k], what.second);
                memset(q, what.second, size);
                live.emplace(q, std::make_pair(size, what.second));
            } else {
                zfree(p);
            }
        }
    }
    for (auto &[p, what] : live)
        zfree(p);
    zmallocTrim();
    EXPECT_EQ(zmallocUsed(), before);
}

TEST(Num, IntegersRoundTripAndAreStrict) {
    char text[32];
    long long back = 0;
    for (long long v :
         {0LL, 1LL, -1LL, 10LL, 99LL, 100LL, -100LL, 1234567890123LL, (long long)INT64_MAX, (long long)INT64_MIN}) {
        size_t len = static_cast<size_t>(ll2string(text, v));
        EXPECT_EQ(std::string(text, len), std::to_string(v));
        ASSERT_TRUE(string2ll(text, len, &back));
        EXPECT_EQ(back, v);
    }
    for (const char *bad :
         {"", "-", "+1", "01", "-0", " 1", "1 ", "1_0", "9223372036854775808", "-9223372036854775809", "1a"})
        EXPECT_FALSE(string2ll(bad, strlen(bad), &back)) << bad;
}

TEST(Num, DoublesAreShortAndReadBack) {
    char text[128];
    std::mt19937_64 dice(3);
    for (int i = 0; i < 20000; i++) {
        uint64_t bits = dice();
        double v, back;
        memcpy(&v, &bits, 8);
        if (!std::isfinite(v))
            continue;
        int len = d2string(text, sizeof(text), v);
        back = strtod(text, nullptr);
        ASSERT_EQ(back, v) << text;
        ASSERT_LE(len, 25);
    }
    EXPECT_EQ(std::string(text, d2string(text, sizeof(text), 3.0)), "3");
    EXPECT_EQ(std::string(text, d2string(text, sizeof(text), 0.1)), "0.1");
}

TEST(Glob, MatchesAndStaysCheap) {
    auto match = [](const std::string &p, const std::string &s) {
        return globMatch(p.data(), p.size(), s.data(), s.size(), false);
    };
    EXPECT_TRUE(match("", ""));
    EXPECT_FALSE(match("*", ""));
    EXPECT_TRUE(match("h?llo", "hello"));
    EXPECT_TRUE(match("h[a-e]llo", "hello"));
    EXPECT_FALSE(match("h[^e]llo", "hello"));
    EXPECT_TRUE(match("a\\*b", "a*b"));
    EXPECT_FALSE(match("a\\*b", "axb"));
    EXPECT_TRUE(match("*a*b*c", "xxaxxbxxc"));
    std::string stars;
    for (int i = 0; i < 50000; i++)
        stars += "*?";
    EXPECT_FALSE(match(stars + "b", std::string(60000, 'a')));
    std::string twenty;
    for (int i = 0; i < 20; i++)
        twenty += "a*";
    EXPECT_FALSE(match(twenty + "b", std::string(40, 'a')));
}

TEST(Hash, SlotsFollowTheTag) {
    auto slot = [](const std::string &k) { return keyHashSlot(k.data(), k.size()); };
    EXPECT_EQ(slot("123456789"), 0x31c3u);
    EXPECT_EQ(slot("{user1000}.following"), slot("{user1000}.followers"));
    EXPECT_NE(slot("foo{}{bar}"), slot("bar"));
    EXPECT_EQ(slot("foo{bar}{zap}"), slot("bar"));
}

} // namespace
