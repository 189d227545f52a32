// lzf_test.cc: the groups of lzf.h's drawing byte by byte, what must be refused, and round trips.
#include <gtest/gtest.h>
#include <memory>
#include <random>
#include <string>
extern "C" {
#include "base/lzf.h"
}

namespace {

using Bytes = std::string;

// Blocks of exactly the size asked for, so that the sanitizer sees one byte too many.
Bytes compress(const Bytes &in, size_t room) {
    std::unique_ptr<char[]> from(new char[in.size()]), to(new char[room]);
    in.copy(from.get(), in.size());
    return {to.get(), lzfCompress(from.get(), in.size(), to.get(), room)};
}

Bytes decompress(const Bytes &in, size_t room) {
    std::unique_ptr<char[]> from(new char[in.size()]), to(new char[room]);
    in.copy(from.get(), in.size());
    return {to.get(), lzfDecompress(from.get(), in.size(), to.get(), room)};
}

Bytes operator""_b(const char *s, size_t n) {
    return {s, n};
}

TEST(Lzf, WritesTheGroupsOfTheDrawing) {
    EXPECT_EQ(compress("aaaaaaaaaa", 10),
              "\x00"
              "a\xe0\x00\x00"_b);
    EXPECT_EQ(compress("abcabc", 6),
              "\x02"
              "abc\x20\x02"_b);
    EXPECT_EQ(compress("abc", 4),
              "\x02"
              "abc"_b);
}

TEST(Lzf, SplitsLongLiteralsAndLongMatches) {
    Bytes text;
    for (int i = 0; i < 33; i++)
        text += static_cast<char>(i);
    EXPECT_EQ(compress(text, 35), "\x1f"_b + text.substr(0, 32) + "\x00 "_b);
    EXPECT_EQ(compress(Bytes(1 + 264 + 264, 'a'), 9),
              "\x00"
              "a\xe0\xff\x00\xe0\xff\x01"_b);
}

TEST(Lzf, RefusesWhatDoesNotFit) {
    EXPECT_EQ(compress("", 10), "");
    EXPECT_EQ(compress("abc", 3), "");
    Bytes text(1000, 'x');
    size_t size = compress(text, 1000).size();
    ASSERT_GT(size, 0u);
    for (size_t room = 0; room < size; room++)
        EXPECT_EQ(compress(text, room), "") << room;
    EXPECT_EQ(compress(text, size).size(), size);
}

TEST(Lzf, ReadsEveryKindOfReference) {
    EXPECT_EQ(decompress("\x01"
                         "ab\xc0\x01"_b,
                         10),
              "ababababab");
    Bytes far = "\x1f"_b + Bytes(32, 'q');
    Bytes all;
    for (int i = 0; i < 256; i++)
        all += far;
    all[1] = 'Z';
    EXPECT_EQ(decompress(all + "\x3f\xff"_b, 8195).substr(8192), "Zqq");
}

TEST(Lzf, RefusesBrokenStreams) {
    EXPECT_EQ(decompress("\x03"
                         "abc"_b,
                         10),
              "");
    EXPECT_EQ(decompress("\x00"
                         "a\x20"_b,
                         10),
              "")
        << "no offset";
    EXPECT_EQ(decompress("\x00"
                         "a\xe0"_b,
                         10),
              "")
        << "no length";
    EXPECT_EQ(decompress("\x00"
                         "a\xe0\x00"_b,
                         100),
              "")
        << "no offset behind the length";
    EXPECT_EQ(decompress("\x00"
                         "a\x20\x01"_b,
                         10),
              "")
        << "in front of the start";
    EXPECT_EQ(decompress("\x20\x00"_b, 10), "") << "nothing to repeat";
    EXPECT_EQ(decompress("\x00"
                         "a\x20\x00"_b,
                         3),
              "")
        << "one byte more than there is room for";
    EXPECT_EQ(decompress("\x00"
                         "a\x20\x00"_b,
                         4),
              "aaaa");
}

TEST(Lzf, RoundTrips) {
    std::mt19937 random(7);
    for (int round = 0; round < 2000; round++) {
        Bytes text;
        size_t len = 1 + random() % (round % 50 ? 400 : 40000);
        unsigned letters = 1 + random() % (round % 3 ? 4 : 256);
        while (text.size() < len) {
            if (text.size() > 10 && random() % 4 == 0) {
                size_t at = random() % text.size();
                text += text.substr(at, random() % 300);
            } else {
                text += static_cast<char>(random() % letters);
            }
        }
        Bytes packed = compress(text, text.size() + text.size() / 32 + 1);
        ASSERT_FALSE(packed.empty());
        ASSERT_EQ(decompress(packed, text.size()), text);
        EXPECT_EQ(decompress(packed, text.size() - 1), "");
    }
}

} // namespace
