// The reply sink: growth, and the limit beyond which it takes nothing more.
#include <gtest/gtest.h>
#include <string>

extern "C" {
#include "base/base.h"
#include "exec/exec.h"
}

namespace {

struct Sink : testing::Test {
    size_t before = zmallocUsed();
    replySink sink = {};
    execContext x = {};
    Sink() {
        sink.resp = 2;
        x.out = &sink;
    }
    void TearDown() override {
        sinkRelease(&sink);
        EXPECT_EQ(zmallocUsed(), before);
    }
    std::string text() const {
        return std::string(sink.buf, sink.len);
    }
};

TEST_F(Sink, TakesAllUpToItsLimitAndNothingAfterIt) {
    sink.limit = 5000;
    const std::string piece(100, 'x');
    for (int i = 0; i < 49; i++)
        sinkAppend(&sink, piece.data(), piece.size());
    EXPECT_EQ(sink.len, 4900u);
    EXPECT_FALSE(sink.over);
    sinkAppend(&sink, piece.data(), piece.size());
    sinkAppend(&sink, piece.data(), piece.size());
    EXPECT_TRUE(sink.over && sink.muted);
    size_t len = sink.len;
    sinkAppend(&sink, piece.data(), piece.size());
    replyBulkC(&x, "more");
    replyLong(&x, 7);
    EXPECT_EQ(sink.len, len);
    EXPECT_LE(sink.cap, 5000u + 200u);
}

TEST_F(Sink, CountsOnlyWhatHasNotLeft) {
    sink.limit = 5000;
    const std::string piece(1000, 'x');
    for (int i = 0; i < 20; i++) {
        sinkAppend(&sink, piece.data(), piece.size());
        sink.sent = sink.len;
    }
    EXPECT_FALSE(sink.over);
    EXPECT_EQ(sink.len, 20000u);
}

TEST_F(Sink, OneBulkLargerThanTheLimitIsRefusedWithoutHarm) {
    sink.limit = 20000;
    const std::string big(1000000, 'x');
    size_t handle = replyDeferredLen(&x);
    replyLong(&x, 1);
    replyBulk(&x, big.data(), big.size());
    replySetDeferredArray(&x, handle, 2);
    EXPECT_TRUE(sink.over);
}

TEST_F(Sink, WithoutALimitGrowsAndFitsAgain) {
    const std::string big(300000, 'x');
    replyBulk(&x, big.data(), big.size());
    EXPECT_EQ(text(), "$300000\r\n" + big + "\r\n");
    sinkFit(&sink, 1024);
    EXPECT_EQ(sink.cap, 1024u);
    EXPECT_EQ(sink.len, 0u);
    replyStatus(&x, "OK");
    EXPECT_EQ(text(), "+OK\r\n");
}

} // namespace
