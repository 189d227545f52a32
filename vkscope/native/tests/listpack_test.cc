// listpack_test.cc: the bytes of every encoding, the contracts of listpack.h, and a random walk beside a vector.
#include <gtest/gtest.h>
#include <random>
#include <set>
#include <string>
#include <vector>
extern "C" {
#include "base/base.h"
#include "ds/listpack.h"
}

namespace {

using Bytes = std::string;

const unsigned char *raw(const Bytes &s) {
    return reinterpret_cast<const unsigned char *>(s.data());
}

// Owns a listpack and says it in C++.
class Pack {
  public:
    explicit Pack(size_t capacity = 0) : lp(lpNew(capacity)) {}
    ~Pack() {
        lpFree(lp);
    }
    Pack(const Pack &) = delete;
    Pack &operator=(const Pack &) = delete;

    Pack &add(const Bytes &s) {
        lp = lpAppend(lp, raw(s), static_cast<uint32_t>(s.size()));
        return *this;
    }
    Pack &addInt(long long v) {
        lp = lpAppendInteger(lp, v);
        return *this;
    }
    Bytes bytes() const {
        return {reinterpret_cast<char *>(lp), lpBytes(lp)};
    }
    // The entries' bytes alone.
    Bytes body() const {
        return bytes().substr(6, lpBytes(lp) - 7);
    }
    unsigned char *find(const Bytes &s, unsigned skip = 0) {
        return lpFind(lp, lpFirst(lp), raw(s), static_cast<uint32_t>(s.size()), skip);
    }
    unsigned char *lp;
};

Bytes textAt(unsigned char *p) {
    unsigned char buf[LP_INTBUF_SIZE];
    int64_t len;
    unsigned char *s = lpGet(p, &len, buf);
    return {reinterpret_cast<char *>(s), static_cast<size_t>(len)};
}

std::vector<Bytes> all(unsigned char *lp) {
    std::vector<Bytes> out;
    for (unsigned char *p = lpFirst(lp); p; p = lpNext(lp, p))
        out.push_back(textAt(p));
    return out;
}

// Every test ends with the allocator where it began.
class Listpack : public ::testing::Test {
  protected:
    void SetUp() override {
        used = zmallocUsed();
    }
    void TearDown() override {
        EXPECT_EQ(zmallocUsed(), used);
    }
    size_t used = 0;
};

Bytes operator""_b(const char *s, size_t n) {
    return {s, n};
}

TEST_F(Listpack, EmptyIsSevenBytes) {
    Pack p;
    EXPECT_EQ(p.bytes(), "\x07\0\0\0\0\0\xff"_b);
    EXPECT_EQ(lpFirst(p.lp), nullptr);
    EXPECT_EQ(lpLast(p.lp), nullptr);
    EXPECT_EQ(lpSeek(p.lp, 0), nullptr);
    EXPECT_EQ(lpSeek(p.lp, -1), nullptr);
    EXPECT_EQ(p.find("x"), nullptr);
}

TEST_F(Listpack, HeaderExample) {
    Pack p;
    p.add("hi").addInt(300);
    EXPECT_EQ(p.bytes(), "\x0e\0\0\0\x02\0\x82hi\x03\xc1\x2c\x02\xff"_b);
}

TEST_F(Listpack, IntegerEncodings) {
    struct {
        long long value;
        Bytes body;
    } const cases[] = {
        {0, "\0\x01"_b},
        {127, "\x7f\x01"_b},
        {128, "\xc0\x80\x02"_b},
        {-1, "\xdf\xff\x02"_b},
        {4095, "\xcf\xff\x02"_b},
        {-4096, "\xd0\0\x02"_b},
        {4096, "\xf1\0\x10\x03"_b},
        {-4097, "\xf1\xff\xef\x03"_b},
        {32767, "\xf1\xff\x7f\x03"_b},
        {-32768, "\xf1\0\x80\x03"_b},
        {32768, "\xf2\0\x80\0\x04"_b},
        {-8388608, "\xf2\0\0\x80\x04"_b},
        {8388607, "\xf2\xff\xff\x7f\x04"_b},
        {8388608, "\xf3\0\0\x80\0\x05"_b},
        {INT32_MIN, "\xf3\0\0\0\x80\x05"_b},
        {INT32_MAX, "\xf3\xff\xff\xff\x7f\x05"_b},
        {2147483648LL, "\xf4\0\0\0\x80\0\0\0\0\x09"_b},
        {INT64_MIN, "\xf4\0\0\0\0\0\0\0\x80\x09"_b},
        {INT64_MAX, "\xf4\xff\xff\xff\xff\xff\xff\xff\x7f\x09"_b},
    };
    for (const auto &c : cases) {
        Pack as_int, as_text;
        as_int.addInt(c.value);
        as_text.add(std::to_string(c.value));
        EXPECT_EQ(as_int.body(), c.body) << c.value;
        EXPECT_EQ(as_text.body(), c.body) << c.value;
        unsigned slen = 0;
        long long back = 0;
        EXPECT_EQ(lpGetValue(lpFirst(as_int.lp), &slen, &back), nullptr);
        EXPECT_EQ(back, c.value);
        EXPECT_EQ(lpEntrySizeInteger(c.value), c.body.size());
        EXPECT_EQ(lpEstimateBytesRepeatedInteger(c.value, 3), 7 + 3 * c.body.size());
    }
}

TEST_F(Listpack, TextsThatOnlyLookLikeIntegersStayTexts) {
    for (const Bytes &s :
         std::vector<Bytes>{"", "-", "-0", "00", "01", "+1", " 1", "1 ", "1.0", "0x1", "9223372036854775808",
                            "-9223372036854775809", "100000000000000000000000"}) {
        Pack p;
        p.add(s);
        EXPECT_EQ(p.body()[0], static_cast<char>(0x80 | s.size())) << s;
        EXPECT_EQ(all(p.lp), std::vector<Bytes>{s});
        EXPECT_NE(p.find(s), nullptr) << s;
    }
}

TEST_F(Listpack, TextEncodingsAndBacklens) {
    struct {
        size_t len;
        Bytes header, backlen;
    } const cases[] = {
        {0, "\x80"_b, "\x01"_b},
        {63, "\xbf"_b, "\x40"_b},
        {64, "\xe0\x40"_b, "\x42"_b},
        {125, "\xe0\x7d"_b, "\x7f"_b},
        {126, "\xe0\x7e"_b, "\x01\x80"_b},
        {4095, "\xef\xff"_b, "\x20\x81"_b},
        {4096, "\xf0\0\x10\0\0"_b, "\x20\x85"_b},
        {16377, "\xf0\xf9\x3f\0\0"_b, "\x7f\xfe"_b},
        {16378, "\xf0\xfa\x3f\0\0"_b, "\0\xff\xff"_b},
        {2097145, "\xf0\xf9\xff\x1f\0"_b, "\x7f\xff\xfe"_b},
        {2097146, "\xf0\xfa\xff\x1f\0"_b, "\0\xff\xff\xff"_b},
    };
    for (const auto &c : cases) {
        Pack p;
        Bytes text(c.len, 'x');
        p.add(text);
        EXPECT_TRUE(p.body() == c.header + text + c.backlen) << c.len;
        EXPECT_EQ(lpEntrySizeString(raw(text), static_cast<uint32_t>(c.len)), p.body().size());
        EXPECT_TRUE(lpValidate(p.lp)) << c.len;
        EXPECT_EQ(lpLast(p.lp), lpFirst(p.lp));
    }
}

TEST_F(Listpack, FindSkipsValuesAndComparesForeignForms) {
    Pack p;
    p.add("name").add("age").add("age").add("41").add("41").add("name");
    EXPECT_EQ(p.find("name", 1), lpSeek(p.lp, 0));
    EXPECT_EQ(p.find("age", 1), lpSeek(p.lp, 2));
    EXPECT_EQ(p.find("age", 0), lpSeek(p.lp, 1));
    EXPECT_EQ(p.find("41", 1), lpSeek(p.lp, 4));
    EXPECT_EQ(p.find("41", 0), lpSeek(p.lp, 3));
    EXPECT_EQ(p.find("nam", 1), nullptr);
    EXPECT_EQ(p.find("42", 0), nullptr);
    EXPECT_EQ(p.find("041", 0), nullptr);
    // A writer that keeps a short text in the 12-bit form is understood.
    Bytes foreign =
        "\x0d\0\0\0\x01\0\xe0\x03"
        "abc\x05\xff"_b;
    auto *lp = reinterpret_cast<unsigned char *>(foreign.data());
    ASSERT_TRUE(lpValidateIntegrity(lp, foreign.size(), 1, nullptr, nullptr));
    EXPECT_EQ(lpFind(lp, lpFirst(lp), raw("abc"), 3, 0), lpFirst(lp));
}

TEST_F(Listpack, DeleteSaysWhatStandsThereNow) {
    Pack p;
    p.add("a").add("b").add("c");
    unsigned char *at = nullptr;
    p.lp = lpDelete(p.lp, lpSeek(p.lp, 1), &at);
    EXPECT_EQ(textAt(at), "c");
    p.lp = lpDelete(p.lp, at, &at);
    EXPECT_EQ(at, nullptr);
    EXPECT_EQ(all(p.lp), std::vector<Bytes>{"a"});
    p.lp = lpDeleteRange(p.lp, -5, 3);
    p.lp = lpDeleteRange(p.lp, 0, 0);
    EXPECT_EQ(lpLength(p.lp), 1u);
    p.lp = lpDeleteRange(p.lp, -1, 100);
    EXPECT_EQ(lpBytes(p.lp), static_cast<size_t>(LP_EMPTY_BYTES));
}

TEST_F(Listpack, CountBeyondTheHeaderIsWalkedFor) {
    Pack p(200000); // room at once: growing byte by byte is slow under sanitizers
    for (int i = 0; i < 65534; i++)
        p.addInt(i % 100);
    EXPECT_EQ(p.bytes().substr(4, 2), "\xfe\xff"_b);
    for (int i = 0; i < 10; i++)
        p.addInt(7);
    EXPECT_EQ(p.bytes().substr(4, 2), "\xff\xff"_b);
    EXPECT_EQ(lpLength(p.lp), 65544u);
    EXPECT_EQ(textAt(lpSeek(p.lp, -1)), "7");
    EXPECT_EQ(textAt(lpSeek(p.lp, 101)), "1");
    EXPECT_EQ(lpSeek(p.lp, 65544), nullptr);
    EXPECT_EQ(lpSeek(p.lp, -65545), nullptr);
    p.lp = lpDeleteRange(p.lp, -20, 20);
    EXPECT_EQ(p.bytes().substr(4, 2), "\xff\xff"_b);
    EXPECT_EQ(lpLength(p.lp), 65524u);
    EXPECT_EQ(p.bytes().substr(4, 2), "\xf4\xff"_b); // known again, and remembered
    EXPECT_TRUE(lpValidate(p.lp));
}

TEST_F(Listpack, MergeKeepsTheLargerBlock) {
    for (bool first_larger : {true, false}) {
        unsigned char *a = lpNew(0), *b = lpNew(0);
        a = lpAppend(a, raw("a"), 1);
        b = lpAppend(b, raw("b"), 1);
        unsigned char *&larger = first_larger ? a : b;
        larger = lpAppendInteger(larger, 12345678901LL);
        EXPECT_EQ(lpMerge(&a, &a), nullptr);
        unsigned char *merged = lpMerge(&a, &b);
        EXPECT_EQ(merged, first_larger ? a : b);
        EXPECT_EQ(first_larger ? b : a, nullptr);
        std::vector<Bytes> expected =
            first_larger ? std::vector<Bytes>{"a", "12345678901", "b"} : std::vector<Bytes>{"a", "b", "12345678901"};
        EXPECT_EQ(all(merged), expected);
        EXPECT_TRUE(lpValidate(merged));
        EXPECT_EQ(lpMerge(&a, &b), nullptr);
        lpFree(merged);
    }
}

TEST_F(Listpack, SafetyLimitHoldsAtItsEdge) {
    Pack p;
    EXPECT_TRUE(lpSafeToAdd(nullptr, LISTPACK_MAX_SAFETY_LIMIT));
    EXPECT_FALSE(lpSafeToAdd(nullptr, LISTPACK_MAX_SAFETY_LIMIT + 1));
    EXPECT_TRUE(lpSafeToAdd(p.lp, LISTPACK_MAX_SAFETY_LIMIT - 7));
    EXPECT_FALSE(lpSafeToAdd(p.lp, LISTPACK_MAX_SAFETY_LIMIT - 6));
    EXPECT_FALSE(lpSafeToAdd(p.lp, SIZE_MAX));
}

TEST_F(Listpack, IntegrityRejectsEveryTornByte) {
    Pack p;
    p.add("field").addInt(5).add(Bytes(200, 'v')).addInt(-70000);
    Bytes good = p.bytes();
    for (size_t cut = 0; cut < good.size(); cut++) {
        Bytes torn = good.substr(0, cut);
        EXPECT_FALSE(lpValidateIntegrity(reinterpret_cast<unsigned char *>(torn.data()), cut, 1, nullptr, nullptr));
    }
    // No change of a length, a backlen, the count or the end may pass.
    for (size_t at : {0u, 3u, 4u, 5u, 6u, 12u, 14u, 15u, 16u}) {
        Bytes torn = good;
        torn[at] = static_cast<char>(torn[at] ^ 0x41);
        EXPECT_FALSE(
            lpValidateIntegrity(reinterpret_cast<unsigned char *>(torn.data()), torn.size(), 1, nullptr, nullptr))
            << at;
    }
    Bytes no_end = good;
    no_end.back() = 0;
    EXPECT_FALSE(
        lpValidateIntegrity(reinterpret_cast<unsigned char *>(no_end.data()), good.size(), 0, nullptr, nullptr));
}

TEST_F(Listpack, ValidationLetsTheCallerReject) {
    Pack p;
    p.addInt(1).addInt(2).addInt(3);
    auto reject_two = [](unsigned char *e, unsigned head, void *seen) {
        EXPECT_EQ(head, 3u);
        ++*static_cast<int *>(seen);
        return e[0] == 2 ? 0 : 1;
    };
    int seen = 0;
    EXPECT_FALSE(lpValidateIntegrity(p.lp, lpBytes(p.lp), 1, reject_two, &seen));
    EXPECT_EQ(seen, 2);
}

TEST_F(Listpack, TornBlockPanicsInsteadOfReadingOutside) {
    Pack p;
    p.add("abc");
    p.lp[6] = static_cast<unsigned char>(0x80 | 50);
    EXPECT_DEATH(lpNext(p.lp, lpFirst(p.lp)), "BUG");
    EXPECT_DEATH(p.find("zzz"), "BUG");
    EXPECT_DEATH(lpDelete(p.lp, lpFirst(p.lp), nullptr), "BUG");
}

TEST_F(Listpack, RandomPairsAreKeysWithTheirValues) {
    Pack p;
    for (int i = 0; i < 20; i++)
        p.add("k" + std::to_string(i)).addInt(i);
    auto check = [](const listpackEntry &k, const listpackEntry &v) {
        ASSERT_NE(k.sval, nullptr);
        EXPECT_EQ(Bytes(reinterpret_cast<char *>(k.sval), k.slen), "k" + std::to_string(v.lval));
    };
    std::set<long long> reached;
    listpackEntry keys[64], vals[64];
    for (int round = 0; round < 200; round++) {
        lpRandomPair(p.lp, 20, &keys[0], &vals[0]);
        check(keys[0], vals[0]);
        reached.insert(vals[0].lval);
        lpRandomPairs(p.lp, 64, keys, vals);
        for (int i = 0; i < 64; i++)
            check(keys[i], vals[i]);
        ASSERT_EQ(lpRandomPairsUnique(p.lp, 5, keys, vals), 5u);
        for (int i = 0; i < 5; i++) {
            check(keys[i], vals[i]);
            if (i > 0) {
                EXPECT_LT(vals[i - 1].lval, vals[i].lval);
            }
        }
    }
    EXPECT_EQ(reached.size(), 20u);
    EXPECT_EQ(lpRandomPairsUnique(p.lp, 64, keys, nullptr), 20u);
}

TEST_F(Listpack, UniqueSamplesAreEven) {
    Pack p;
    for (int i = 0; i < 10; i++)
        p.addInt(i).addInt(i);
    int hits[10] = {};
    listpackEntry keys[3];
    for (int round = 0; round < 20000; round++) {
        ASSERT_EQ(lpRandomPairsUnique(p.lp, 3, keys, nullptr), 3u);
        for (auto &k : keys)
            hits[k.lval]++;
    }
    for (int h : hits)
        EXPECT_NEAR(h, 6000, 400); // 65 is one standard deviation
}

TEST_F(Listpack, ReprNamesEncodings) {
    Pack p;
    p.add("a\x01").addInt(300);
    char *text = nullptr;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    lpRepr(p.lp, out);
    fclose(out);
    EXPECT_STREQ(text,
                 "listpack: 14 bytes, 2 entries\n"
                 "    0 @6      str6  header 1, payload 2, backlen 1  a\\x01\n"
                 "    1 @10     int13 header 2, payload 0, backlen 1  300\n");
    free(text);
}

Bytes randomValue(std::mt19937_64 &rng) {
    switch (rng() % 4) {
    case 0:
        return std::to_string(static_cast<int64_t>(rng()) >> (rng() % 64));
    case 1:
        return Bytes(rng() % 300, static_cast<char>('a' + rng() % 26));
    default:
        return "field:" + std::to_string(rng() % 50);
    }
}

TEST_F(Listpack, AgreesWithAVector) {
    for (uint64_t seed = 1; seed <= 20; seed++) {
        std::mt19937_64 rng(seed);
        Pack p;
        std::vector<Bytes> model;
        for (int step = 0; step < 600; step++) {
            Bytes v = randomValue(rng);
            auto len = static_cast<uint32_t>(v.size());
            size_t at = model.empty() ? 0 : rng() % model.size();
            unsigned char *e = lpSeek(p.lp, static_cast<long>(at));
            unsigned op = model.empty() ? 0 : static_cast<unsigned>(rng() % 6);
            auto where = model.begin() + static_cast<long>(at);
            if (op == 0) {
                p.add(v);
                model.push_back(v);
            } else if (op == 1) {
                p.lp = lpInsertString(p.lp, raw(v), len, e, LP_BEFORE, &e);
                model.insert(where, v);
            } else if (op == 2) {
                p.lp = lpInsertString(p.lp, raw(v), len, e, LP_AFTER, &e);
                model.insert(where + 1, v);
            } else if (op == 3) {
                p.lp = lpReplace(p.lp, &e, raw(v), len);
                *where = v;
                EXPECT_EQ(textAt(e), v);
            } else if (op == 4) {
                p.lp = lpDelete(p.lp, e, &e);
                model.erase(where);
            } else {
                p.lp = lpPrepend(p.lp, raw(v), len);
                model.insert(model.begin(), v);
            }
            ASSERT_EQ(all(p.lp), model) << "seed " << seed << " step " << step;
            ASSERT_TRUE(lpValidate(p.lp));
        }
    }
}

} // namespace
