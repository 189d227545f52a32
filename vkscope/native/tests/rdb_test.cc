// rdb_test.cc: the checksum, streams of bytes, lengths and strings, and the converters of old blocks.
#include <gtest/gtest.h>
#include <cstdio>
#include <string>
#include <unistd.h>
#include <vector>
extern "C" {
#include "ds/ds.h"
#include "persist/persist.h"
}

namespace {

TEST(Crc64, KnownSums) {
    EXPECT_EQ(crc64(0, "123456789", 9), 0xe9c6d914c4b8d9caULL);
    EXPECT_EQ(crc64(0, "", 0), 0u);
    std::string text(1000, 'x');
    uint64_t whole = crc64(0, text.data(), text.size());
    for (size_t cut : {1, 7, 8, 9, 500, 999})
        EXPECT_EQ(crc64(crc64(0, text.data(), cut), text.data() + cut, text.size() - cut), whole);
}

// A file that is gone when the test is.
class File {
  public:
    File() : file(tmpfile()) {}
    ~File() {
        fclose(file);
    }
    int fd() {
        return fileno(file);
    }
    void rewind() {
        lseek(fd(), 0, SEEK_SET);
    }

  private:
    FILE *file;
};

TEST(ByteStream, FilesSumAndReturnWhatWasWritten) {
    size_t used = zmallocUsed();
    File file;
    streamOut out;
    streamToFile(&out, file.fd(), true);
    std::string all;
    for (size_t len : {1, 100, STREAM_BLOCK - 101, STREAM_BLOCK, 3 * STREAM_BLOCK + 7, 0, 5}) {
        std::string piece(len, (char)('a' + len % 26));
        streamWrite(&out, piece.data(), piece.size());
        all += piece;
    }
    EXPECT_EQ(streamOutBytes(&out), all.size());
    EXPECT_EQ(streamOutSum(&out), crc64(0, all.data(), all.size()));
    ASSERT_TRUE(streamFlush(&out));
    streamOutRelease(&out);

    file.rewind();
    streamIn in;
    streamFromFile(&in, file.fd(), all.size(), true);
    std::string got(all.size(), 0);
    size_t at = 0;
    for (size_t len : {1, 0, 300, STREAM_BLOCK, 2 * STREAM_BLOCK, 17}) {
        EXPECT_EQ(streamLeft(&in), all.size() - at);
        ASSERT_TRUE(streamRead(&in, &got[at], len));
        at += len;
    }
    const unsigned char *view = streamView(&in, 1000);
    ASSERT_NE(view, nullptr);
    EXPECT_EQ(std::string((const char *)view, 1000), all.substr(at, 1000));
    at += 1000;
    EXPECT_EQ(streamView(&in, STREAM_BLOCK), nullptr); // too long for a view
    ASSERT_TRUE(streamRead(&in, &got[at], all.size() - at));
    EXPECT_EQ(got.substr(0, at - 1000), all.substr(0, at - 1000));
    EXPECT_EQ(streamInSum(&in), crc64(0, all.data(), all.size()));
    EXPECT_FALSE(streamRead(&in, &got[0], 1));
    streamInRelease(&in);
    EXPECT_EQ(zmallocUsed(), used);
}

TEST(ByteStream, AFileThatEndsEarlyIsAnError) {
    File file;
    ASSERT_EQ(write(file.fd(), "abc", 3), 3);
    file.rewind();
    streamIn in;
    char got[8];
    streamFromFile(&in, file.fd(), 100, false);
    EXPECT_FALSE(streamRead(&in, got, 8));
    EXPECT_NE(in.error, 0);
    streamInRelease(&in);
}

class Codec : public ::testing::Test {
  protected:
    void SetUp() override {
        used = zmallocUsed();
        out = rdbOut{};
        out.version = RDB_VERSION;
        out.compress = true;
        streamToMemory(&out.s);
    }
    void TearDown() override {
        streamOutRelease(&out.s);
        EXPECT_EQ(zmallocUsed(), used);
    }
    std::string written() {
        return std::string((const char *)out.s.buf, out.s.len);
    }
    // Reads what was written so far.
    rdbIn *reading() {
        in = rdbIn{};
        streamFromMemory(&in.s, out.s.buf, out.s.len);
        return &in;
    }
    rdbOut out;
    rdbIn in;
    size_t used;
};

TEST_F(Codec, Lengths) {
    for (uint64_t n : {0ULL, 63ULL, 64ULL, 16383ULL, 16384ULL, 0xffffffffULL, 0x100000000ULL, ~0ULL}) {
        out.s.len = 0;
        rdbWriteLength(&out, n);
        uint64_t got = 0;
        ASSERT_TRUE(rdbReadLength(reading(), &got));
        EXPECT_EQ(got, n);
        EXPECT_EQ(in.s.at, in.s.end);
    }
    out.s.len = 0;
    rdbWriteLength(&out, 700);
    EXPECT_EQ(written(), "\x42\xbc");
}

TEST_F(Codec, StringsTakeTheShortestForm) {
    struct {
        std::string text;
        size_t bytes; // 0: shorter than the text
    } cases[] = {{"", 1},
                 {"12", 2},
                 {"-129", 3},
                 {"70000", 5},
                 {"2147483648", 11},
                 {"007", 4},
                 {"abc", 4},
                 {std::string(20, 'a'), 21},
                 {std::string(21, 'a'), 0},
                 {std::string(100000, 'b'), 0}};
    for (const auto &c : cases) {
        out.s.len = 0;
        rdbWriteString(&out, c.text.data(), c.text.size());
        if (c.bytes) {
            EXPECT_EQ(out.s.len, c.bytes) << c.text;
        } else {
            EXPECT_LT(out.s.len, c.text.size());
        }
        rdbText t{};
        ASSERT_TRUE(rdbReadString(reading(), &t)) << in.what;
        EXPECT_EQ(std::string(t.ptr, t.len), c.text);
        rdbTextFree(&t);
    }
}

TEST_F(Codec, TheFirstErrorStays) {
    uint64_t n;
    rdbWriteLength(&out, 5);
    EXPECT_FALSE(rdbReadCount(reading(), 1, &n)); // five elements, and no byte left
    EXPECT_EQ(in.error, RDB_SHORT);
    EXPECT_FALSE(rdbCorrupt(&in, "another"));
    EXPECT_EQ(in.error, RDB_SHORT);
    out.s.len = 0;
    rdbWriteLength(&out, 0);
    EXPECT_FALSE(rdbReadCount(reading(), 1, &n));
    EXPECT_EQ(in.error, RDB_EMPTY);
}

unsigned char *pack(const std::vector<std::string> &texts) {
    unsigned char *lp = lpNew(0);
    for (const auto &t : texts)
        lp = lpAppend(lp, (const unsigned char *)t.data(), (uint32_t)t.size());
    return lp;
}

TEST(ListpackUnique, LooksAtEveryStepth) {
    struct {
        std::vector<std::string> texts;
        unsigned step;
        bool unique;
    } cases[] = {{{}, 1, true},
                 {{"a", "b", "1", "-1"}, 1, true},
                 {{"a", "b", "a"}, 1, false},
                 {{"1", "2", "3", "2"}, 1, false},
                 {{"a", "x", "b", "x"}, 2, true},
                 {{"a", "x", "a", "y"}, 2, false}};
    for (const auto &c : cases) {
        unsigned char *lp = pack(c.texts);
        EXPECT_EQ(rdbListpackUnique(lp, c.step), c.unique);
        lpFree(lp);
    }
    std::vector<std::string> many;
    for (int i = 0; i < 3000; i++)
        many.push_back("member" + std::to_string(i));
    unsigned char *lp = pack(many);
    EXPECT_TRUE(rdbListpackUnique(lp, 1));
    lp = lpAppend(lp, (const unsigned char *)"member0", 7);
    EXPECT_FALSE(rdbListpackUnique(lp, 1));
    lpFree(lp);
}

TEST(Ziplist, TheDrawnExampleIsRead) {
    const unsigned char zl[] = {0x0f, 0, 0, 0, 10, 0, 0, 0, 1, 0, 0, 2, 'h', 'i', 0xff};
    unsigned char *lp = ziplistToListpack(zl, sizeof(zl));
    ASSERT_NE(lp, nullptr);
    EXPECT_EQ(lpLength(lp), 1u);
    EXPECT_TRUE(lpCompare(lpFirst(lp), (const unsigned char *)"hi", 2));
    lpFree(lp);
    for (size_t i = 0; i < sizeof(zl); i++) // of every byte some change is noticed, but of the text's
        for (int bit = 0; bit < 8 && i != 12 && i != 13; bit++) {
            unsigned char torn[sizeof(zl)];
            memcpy(torn, zl, sizeof(zl));
            torn[i] = (unsigned char)(torn[i] ^ 1 << bit);
            EXPECT_EQ(ziplistToListpack(torn, sizeof(torn)), nullptr) << i << " " << bit;
        }
    for (size_t len = 0; len < sizeof(zl); len++)
        EXPECT_EQ(ziplistToListpack(zl, len), nullptr);
}

TEST(Zipmap, FieldsAndValues) {
    const unsigned char zm[] = {2, 1, 'a', 1, 0, 'x', 1, 'b', 2, 1, 'y', 'z', '?', 0xff};
    unsigned char *lp = zipmapToListpack(zm, sizeof(zm));
    ASSERT_NE(lp, nullptr);
    EXPECT_EQ(lpLength(lp), 4u);
    EXPECT_TRUE(lpCompare(lpLast(lp), (const unsigned char *)"yz", 2));
    lpFree(lp);
    for (size_t len = 0; len < sizeof(zm); len++)
        EXPECT_EQ(zipmapToListpack(zm, len), nullptr);
}

} // namespace
