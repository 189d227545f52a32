// hyperloglog_test.cc: both layouts, the way from one to the other, estimates, and bytes that are no sketch.
#include <gtest/gtest.h>
#include <cmath>
#include <cstring>
#include <string>
#include <vector>
extern "C" {
#define VK_HASHTABLE_NO_BRIDGE
#include "base/base.h"
#include "ds/hyperloglog.h"
}

namespace {

class Hyperloglog : public testing::Test {
  protected:
    void SetUp() override {
        buf.assign(HLL_ROOM, 0xcd);
        len = hllNew(buf.data());
        hll_batched = true;
    }
    void TearDown() override {
        EXPECT_TRUE(hllValidate(buf.data(), len));
    }
    enum hllDid raise(unsigned index, unsigned value, size_t most = 3000) {
        return hllRaise(buf.data(), &len, index, value, most);
    }
    std::string body() {
        return std::string(reinterpret_cast<char *>(buf.data()) + HLL_HEAD, len - HLL_HEAD);
    }
    std::vector<uint8_t> registers() {
        std::vector<uint8_t> all(HLL_REGISTERS);
        EXPECT_TRUE(hllMergeInto(all.data(), buf.data(), len));
        return all;
    }
    uint64_t estimate() {
        int counts[HLL_VALUES];
        EXPECT_TRUE(hllHistogram(buf.data(), len, counts));
        return hllEstimate(counts);
    }
    std::vector<uint8_t> buf;
    size_t len;
};

TEST_F(Hyperloglog, HasTheBytesOfTheDrawing) {
    EXPECT_EQ(body(), std::string("\x7f\xff", 2));
    EXPECT_EQ(raise(3, 2), HLL_CHANGED);
    EXPECT_EQ(body(), std::string("\x02\x84\x7f\xfb", 4));
    EXPECT_EQ(raise(3, 2), HLL_SAME);
    EXPECT_EQ(raise(3, 1), HLL_SAME);
    uint64_t kept;
    EXPECT_FALSE(hllKept(buf.data(), &kept));
    hllKeep(buf.data(), 77);
    EXPECT_TRUE(hllKept(buf.data(), &kept));
    EXPECT_EQ(kept, 77u);
}

TEST_F(Hyperloglog, JoinsNeighboursOfTheSameValue) {
    for (unsigned i : {10u, 12u, 11u, 13u, 14u})
        EXPECT_EQ(raise(i, 5), HLL_CHANGED);
    // 10 zeros, four of 5 in one opcode, a fifth, zeros.
    EXPECT_EQ(body(), std::string("\x09\x93\x90\x7f\xf0", 5));
    EXPECT_EQ(raise(12, 6), HLL_CHANGED);
    EXPECT_EQ(body(), std::string("\x09\x91\x94\x91\x7f\xf0", 6));
}

TEST_F(Hyperloglog, BecomesDenseWhereSparseCannotSay) {
    EXPECT_EQ(raise(100, 32), HLL_CHANGED);
    EXPECT_EQ(hllLayoutOf(buf.data()), HLL_SPARSE);
    EXPECT_EQ(raise(16383, 33), HLL_CHANGED);
    EXPECT_EQ(hllLayoutOf(buf.data()), HLL_DENSE);
    EXPECT_EQ(len, static_cast<size_t>(HLL_DENSE_BYTES));
    EXPECT_EQ(hllDenseGet(buf.data() + HLL_HEAD, 100), 32u);
    EXPECT_EQ(hllDenseGet(buf.data() + HLL_HEAD, 16383), 33u);
    EXPECT_EQ(raise(16383, 63), HLL_CHANGED);
    EXPECT_EQ(raise(16383, 62), HLL_SAME);
}

TEST_F(Hyperloglog, BecomesDenseAtTheLimitOfBytes) {
    size_t most = 40;
    for (unsigned i = 0; hllLayoutOf(buf.data()) == HLL_SPARSE; i += 7) {
        ASSERT_LE(len, most);
        ASSERT_EQ(raise(i, 1 + i % 32, most), HLL_CHANGED);
    }
    EXPECT_EQ(len, static_cast<size_t>(HLL_DENSE_BYTES));
}

TEST_F(Hyperloglog, LayoutsAgree) {
    std::vector<uint8_t> model(HLL_REGISTERS), dense(HLL_ROOM);
    size_t dense_len = hllNew(dense.data());
    ASSERT_TRUE(hllToDense(dense.data(), &dense_len));
    for (int i = 0; i < 3000; i++) {
        unsigned index = static_cast<unsigned>(randomU64() % (i % 2 ? 200 : HLL_REGISTERS));
        unsigned value = 1 + static_cast<unsigned>(randomU64() % 32);
        enum hllDid expected = model[index] < value ? HLL_CHANGED : HLL_SAME;
        EXPECT_EQ(raise(index, value, 1 << 20), expected);
        EXPECT_EQ(hllRaise(dense.data(), &dense_len, index, value, 0), expected);
        model[index] = std::max<uint8_t>(model[index], static_cast<uint8_t>(value));
    }
    EXPECT_EQ(hllLayoutOf(buf.data()), HLL_SPARSE);
    EXPECT_EQ(registers(), model);
    std::string sparse_as_dense;
    ASSERT_TRUE(hllToDense(buf.data(), &len));
    EXPECT_EQ(memcmp(buf.data() + HLL_HEAD, dense.data() + HLL_HEAD, len - HLL_HEAD), 0);
    EXPECT_EQ(registers(), model);
}

TEST_F(Hyperloglog, BatchesAgreeWithSingleRegisters) {
    std::vector<uint8_t> model(HLL_REGISTERS);
    for (auto &r : model)
        r = static_cast<uint8_t>(randomU64() & 63);
    ASSERT_TRUE(hllToDense(buf.data(), &len));
    hllPack(buf.data(), model.data());
    for (unsigned i = 0; i < HLL_REGISTERS; i++)
        ASSERT_EQ(hllDenseGet(buf.data() + HLL_HEAD, i), model[i]);
    std::string batched = body();
    int counts[HLL_VALUES], plain[HLL_VALUES];
    ASSERT_TRUE(hllHistogram(buf.data(), len, counts));
    hll_batched = false;
    ASSERT_TRUE(hllHistogram(buf.data(), len, plain));
    EXPECT_EQ(memcmp(counts, plain, sizeof(counts)), 0);
    EXPECT_EQ(registers(), model);
    memset(buf.data() + HLL_HEAD, 0xff, len - HLL_HEAD);
    hllPack(buf.data(), model.data());
    EXPECT_EQ(body(), batched);
    hll_batched = true;
}

TEST_F(Hyperloglog, EstimatesWithinSixDeviations) {
    uint64_t check = 1;
    EXPECT_EQ(estimate(), 0u);
    for (uint64_t n = 1; n <= 100000; n++) {
        uint64_t element = n * 0x9e3779b97f4a7c15ULL;
        ASSERT_NE(hllAdd(buf.data(), &len, &element, sizeof(element), 3000), HLL_BROKEN);
        if (n != check)
            continue;
        double off = std::abs(static_cast<double>(estimate()) - static_cast<double>(n));
        EXPECT_LE(off, std::ceil(6 * 1.04 / 128 * static_cast<double>(n)));
        check *= 10;
    }
    EXPECT_EQ(hllLayoutOf(buf.data()), HLL_DENSE);
}

TEST(HyperloglogBytes, RefusesWhatIsNone) {
    auto is = [](const std::string &b) { return hllIs(reinterpret_cast<const uint8_t *>(b.data()), b.size()); };
    std::string head("HYLL\1\0\0\0\0\0\0\0\0\0\0\0", 16);
    EXPECT_TRUE(is(head));
    EXPECT_FALSE(is(head.substr(0, 15)));
    EXPECT_FALSE(is("X" + head.substr(1)));
    head[4] = 2;
    EXPECT_FALSE(is(head));
    head[4] = 0;
    EXPECT_FALSE(is(head + std::string(12287, 0)));
    EXPECT_TRUE(is(head + std::string(12288, 0)));
    EXPECT_FALSE(is(head + std::string(12289, 0)));
}

TEST(HyperloglogBytes, SparseBytesThatDoNotFitAreBroken) {
    std::string head("HYLL\1\0\0\0\0\0\0\0\0\0\0\0", 16);
    std::vector<std::string> bodies = {
        "",                                  // covers nothing
        std::string("\x7f\xfe", 2),          // one register too few
        std::string("\x7f\xff\x00", 3),      // one too many
        std::string("\x7f", 1),              // cut off
        std::string("\x7f\xfe\x81", 3),      // two values where one register is left
        std::string(40000, '\x7f'),          // runs that add up to more than 32 bits would hold with enough of them
        std::string("\x7f\xff", 2) + "hello" // something behind
    };
    for (const auto &body : bodies) {
        std::vector<uint8_t> buf(HLL_ROOM + 65536), all(HLL_REGISTERS);
        std::string b = head + body;
        size_t len = b.size();
        memcpy(buf.data(), b.data(), len);
        int counts[HLL_VALUES];
        EXPECT_FALSE(hllValidate(buf.data(), len));
        EXPECT_FALSE(hllMergeInto(all.data(), buf.data(), len));
        EXPECT_FALSE(hllHistogram(buf.data(), len, counts));
        EXPECT_FALSE(hllToDense(buf.data(), &len));
        EXPECT_EQ(hllRaise(buf.data(), &len, 16383, 33, 3000), HLL_BROKEN);
        EXPECT_EQ(len, b.size());
    }
}

} // namespace
