// trace/latency: samples by event and second, the threshold, forgetting.
#include <gtest/gtest.h>
#include <string>

extern "C" {
#include "base/base.h"
}
#include "trace/latency.h"

namespace {

int64_t now_ms;
int64_t wall() {
    return now_ms;
}

class Latency : public ::testing::Test {
  protected:
    void SetUp() override {
        now_ms = 1000000;
        clockSetWall(wall);
        latencySetThreshold(10);
        used = zmallocUsed();
    }
    void TearDown() override {
        latencyReset(nullptr, 0);
        latencySetThreshold(0);
        clockSetWall(nullptr);
        EXPECT_EQ(zmallocUsed(), used);
    }
    size_t used = 0;
};

constexpr uint64_t MS = 1000000;

TEST_F(Latency, OnlyTimesFromTheThresholdOnAreKept) {
    latencyAdd("command", 10 * MS - 1);
    EXPECT_EQ(latencyCount(), 0u);
    latencyAdd("command", 10 * MS);
    ASSERT_EQ(latencyCount(), 1u);
    EXPECT_EQ(latencyLast(latencyAt(0))->ms, 10u);
    latencySetThreshold(0);
    latencyAdd("other", UINT64_MAX - 1);
    EXPECT_EQ(latencyCount(), 1u);
}

TEST_F(Latency, ASecondKeepsItsWorst) {
    latencyAdd("command", 20 * MS);
    latencyAdd("command", 15 * MS);
    now_ms += 1000;
    latencyAdd("command", 12 * MS);
    const latencyEvent *e = latencyFind("command", 7);
    ASSERT_NE(e, nullptr);
    EXPECT_EQ(latencyOldest(e, LATENCY_SAMPLES - 2)->ms, 20u);
    EXPECT_EQ(latencyLast(e)->ms, 12u);
    EXPECT_EQ(latencyLast(e)->time_s, 1001);
    EXPECT_EQ(e->max, 20u);
    EXPECT_EQ(e->sum, 47u);
    EXPECT_EQ(e->many, 3u);
}

TEST_F(Latency, TheOldestSamplesAreOverwritten) {
    for (int i = 0; i < LATENCY_SAMPLES + 5; i++) {
        latencySample("command", (uint64_t)(i + 1) * MS);
        now_ms += 1000;
    }
    const latencyEvent *e = latencyAt(0);
    EXPECT_EQ(latencyOldest(e, 0)->ms, 6u);
    EXPECT_EQ(latencyLast(e)->ms, (uint64_t)LATENCY_SAMPLES + 5);
}

TEST_F(Latency, ForgettingIgnoresCaseAndCounts) {
    latencySample("command", MS);
    latencySample("fork", MS);
    EXPECT_EQ(latencyReset("COMM", 4), 0u);
    EXPECT_EQ(latencyReset("COMMAND", 7), 1u);
    EXPECT_EQ(latencyFind("command", 7), nullptr);
    EXPECT_EQ(latencyCount(), 1u);
    EXPECT_EQ(latencyReset(nullptr, 0), 1u);
}

TEST_F(Latency, KindsAreLimited) {
    static std::string names[LATENCY_EVENTS + 1];
    for (int i = 0; i <= LATENCY_EVENTS; i++) {
        names[i] = "event" + std::to_string(i);
        latencySample(names[i].c_str(), MS);
    }
    EXPECT_EQ(latencyCount(), unsigned(LATENCY_EVENTS));
}

} // namespace
