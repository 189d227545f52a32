// trace_stats_test.cc: histograms, the worst commands, ticks, the flight recorder and xray's tree.
#include <gtest/gtest.h>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iterator>
#include <string>
#include <unistd.h>
#include <vector>

#include "trace/trace.h"

extern "C" {
uint64_t clockMonoNs(void);
}

namespace {

TEST(Histogram, EveryValueLiesInItsBucket) {
    for (uint64_t v : {0UL, 1UL, 7UL, 8UL, 9UL, 15UL, 16UL, 1000UL, 1023UL, 1024UL, 999999999UL, 1UL << 40}) {
        unsigned i = histIndex(v);
        EXPECT_LE(histLower(i), v);
        EXPECT_GE(histUpper(i), v);
    }
    EXPECT_EQ(histIndex(1000), 63u); // the header's example
    EXPECT_EQ(histLower(63), 960u);
    EXPECT_EQ(histUpper(63), 1023u);
    EXPECT_EQ(histIndex(UINT64_MAX), unsigned(HIST_BUCKETS - 1));
}

TEST(Histogram, BucketsTouchWithoutHolesAndKeepAnEighth) {
    for (unsigned i = 1; i < HIST_BUCKETS; i++) {
        ASSERT_EQ(histLower(i), histUpper(i - 1) + 1);
        ASSERT_EQ(histIndex(histLower(i)), i);
        if (i + 1 < HIST_BUCKETS) {
            ASSERT_LE(histUpper(i) - histLower(i), histLower(i) / 8);
        }
    }
}

TEST(Histogram, Percentiles) {
    static histogram h;
    EXPECT_EQ(histPercentile(&h, 50), 0u);
    for (uint64_t v = 1; v <= 1000; v++)
        histAdd(&h, v * 1000);
    EXPECT_EQ(h.count, 1000u);
    EXPECT_EQ(h.sum, 500500000u);
    for (double p : {50.0, 90.0, 99.0}) {
        double exact = p * 10000;
        EXPECT_GE(double(histPercentile(&h, p)), exact);
        EXPECT_LE(double(histPercentile(&h, p)), exact * 1.126);
    }
    EXPECT_EQ(histPercentile(&h, 100), 1000000u); // never over the maximum
    EXPECT_EQ(histCountUpTo(&h, UINT64_MAX), 1000u);
    static histogram both;
    histMerge(&both, &h);
    histMerge(&both, &h);
    EXPECT_EQ(both.count, 2000u);
    EXPECT_EQ(histPercentile(&both, 50), histPercentile(&h, 50));
    histReset(&both);
    EXPECT_EQ(both.count + both.max + both.sum, 0u);
}

class Stats : public ::testing::Test {
  protected:
    void SetUp() override {
        ASSERT_TRUE(traceInit(nullptr, 64 << 10));
        traceStatsReset();
    }
    void TearDown() override {
        flight_config.tick_ns = 0;
        flight_config.dir[0] = 0;
        traceHideKeys(false);
        traceClose(true);
    }
};

void command(uint64_t ns, const std::string &key) {
    if (!traceCommandTimed(ns, 5, 9, false))
        return;
    traceWorst w = {};
    w.execute_ns = ns;
    w.command = 5;
    traceWorstAdd(&w, key.data(), key.size());
}

TEST_F(Stats, TheWorstAreKeptLongestFirst) {
    for (uint64_t i = 1; i <= 100; i++)
        command(i * 37 % 101 * 1000, "k" + std::to_string(i));
    traceWorst list[TRACE_WORST];
    ASSERT_EQ(traceWorstList(list), unsigned(TRACE_WORST));
    for (uint64_t i = 0; i < TRACE_WORST; i++)
        EXPECT_EQ(list[i].execute_ns, (100 - i) * 1000);
    EXPECT_EQ(trace_stats.worst_floor, (101 - TRACE_WORST) * 1000u);
    static histogram window;
    traceWindowExecute(&window);
    EXPECT_EQ(window.count, 100u);
}

TEST_F(Stats, TheWorstHideTheirKeysToo) {
    traceHideKeys(true);
    command(1000, "secret");
    traceWorst list[TRACE_WORST];
    ASSERT_EQ(traceWorstList(list), 1u);
    EXPECT_EQ(list[0].key_shown, 0);
    EXPECT_EQ(list[0].key_len, 6);
    EXPECT_EQ(memcmp(list[0].key, "secret", 6) == 0, false);
}

std::string drainAll(traceReader *r) {
    std::string all, buf(64 << 10, '\0');
    uint32_t count;
    while (size_t n = traceReaderDrain(r, nullptr, buf.data(), buf.size(), &count))
        all.append(buf, 0, n);
    return all;
}

TEST_F(Stats, ASlowTickIsToldWithItsWorstCommand) {
    traceReader r;
    traceReaderStart(&r, false);
    traceTick t = {};
    t.span_ns = trace_stats.tick_slow_ns;
    t.execute_ns = t.span_ns;
    traceTickEnded(&t); // not over the threshold
    EXPECT_TRUE(drainAll(&r).empty());
    command(11000000, "big");
    t.span_ns += 1;
    t.commands = 3;
    traceTickEnded(&t);
    std::string packed = drainAll(&r);
    traceEvent e;
    evTickSlowPayload p;
    ASSERT_GE(packed.size(), sizeof(e) + sizeof(p));
    memcpy(&e, packed.data(), sizeof(e));
    memcpy(&p, packed.data() + sizeof(e), sizeof(p));
    EXPECT_EQ(e.type, EV_TickSlow);
    EXPECT_EQ(e.value, 3u);
    EXPECT_EQ(p.worst_command, 5);
    EXPECT_EQ(p.worst_client, 9u);
    EXPECT_EQ(p.worst_ns, 11000000u);
    traceTickEnded(&t); // the worst was of the last tick
    packed = drainAll(&r);
    memcpy(&p, packed.data() + sizeof(e), sizeof(p));
    EXPECT_EQ(p.worst_ns, 0u);
    EXPECT_EQ(p.worst_client, EVENT_NOBODY);
}

TEST_F(Stats, CronSamplesMemory) {
    traceReader r;
    traceReaderStart(&r, false);
    uint64_t before = trace_stats.events[EV_MemorySampled];
    traceCron(123, 456);
    EXPECT_EQ(trace_stats.events[EV_MemorySampled], before + 1);
    EXPECT_GT(trace_stats.rss, 0u);
    EXPECT_EQ(traceResidentBytes() > 0, true);
}

class Flight : public Stats {
  protected:
    void SetUp() override {
        Stats::SetUp();
        char pattern[] = "/tmp/vk-flight-XXXXXX";
        ASSERT_NE(mkdtemp(pattern), nullptr);
        dir = pattern;
        snprintf(flight_config.dir, sizeof(flight_config.dir), "%s", dir.c_str());
    }
    void TearDown() override {
        flightJoin();
        std::string rm = "rm -rf " + dir;
        EXPECT_EQ(system(rm.c_str()), 0);
        Stats::TearDown();
    }
    std::string read(const std::string &name) {
        std::ifstream in(dir + "/" + name, std::ios::binary);
        return {std::istreambuf_iterator<char>(in), {}};
    }
    std::string dir;
};

TEST_F(Flight, FreezesWhatTheRingHolds) {
    uint64_t now = clockMonoNs();
    evBootStep(1, 0, 0, 1, "at the start of time", 20);
    evBootStep(now, 0, 0, 2, "just now", 8);
    const char *name = flightTrigger(EVENT_TRIGGER_COMMAND, 7);
    ASSERT_NE(name, nullptr) << strerror(errno);
    std::string kept = name;
    flightJoin();
    std::string file = read(kept);
    EXPECT_EQ(file.substr(0, 8), "VKTRACE1");
    EXPECT_NE(file.find("\"trigger\":\"command\""), std::string::npos);
    EXPECT_NE(file.find("CHNK"), std::string::npos);
    EXPECT_NE(file.find("just now"), std::string::npos);
    EXPECT_EQ(file.find("at the start of time"), std::string::npos);
}

TEST_F(Flight, IsLimitedExceptForPeople) {
    ASSERT_NE(flightTrigger(EVENT_TRIGGER_COMMAND, 0), nullptr);
    flightJoin();
    EXPECT_EQ(flightTrigger(EVENT_TRIGGER_TICK, 0), nullptr);
    EXPECT_EQ(errno, EAGAIN);
    usleep(2000); // another file name
    EXPECT_NE(flightTrigger(EVENT_TRIGGER_COMMAND, 0), nullptr);
}

TEST_F(Flight, ATickOverTheLimitTriggers) {
    flight_config.tick_ns = 1000;
    uint64_t interval = flight_config.min_interval_ns;
    flight_config.min_interval_ns = 0;
    uint64_t before = trace_stats.events[EV_FlightRecorderTriggered];
    traceTick t = {};
    t.span_ns = 1000;
    traceTickEnded(&t);
    EXPECT_EQ(trace_stats.events[EV_FlightRecorderTriggered], before);
    t.span_ns = 1001;
    traceTickEnded(&t);
    EXPECT_EQ(trace_stats.events[EV_FlightRecorderTriggered], before + 1);
    flight_config.min_interval_ns = interval;
}

TEST_F(Flight, OffOrWithoutADirectorySaysSo) {
    snprintf(flight_config.dir, sizeof(flight_config.dir), "%s/none", dir.c_str());
    EXPECT_EQ(flightTrigger(EVENT_TRIGGER_COMMAND, 0), nullptr);
    EXPECT_EQ(errno, ENOENT);
    flight_config.dir[0] = 0;
    EXPECT_EQ(flightTrigger(EVENT_TRIGGER_COMMAND, 0), nullptr);
    EXPECT_EQ(errno, ENOTSUP);
}

struct Tree {
    std::string text;
};

void treeOpen(void *ctx, const char *kind, const char *, uint64_t offset, uint64_t bytes) {
    static_cast<Tree *>(ctx)->text +=
        std::string(kind) + "@" + std::to_string(offset) + "+" + std::to_string(bytes) + "{";
}
void treeNumber(void *ctx, const char *name, int64_t value) {
    static_cast<Tree *>(ctx)->text += std::string(name) + "=" + std::to_string(value) + ";";
}
void treeText(void *ctx, const char *name, const char *text, size_t len) {
    static_cast<Tree *>(ctx)->text += std::string(name) + "=" + std::string(text, len) + ";";
}
void treeChildren(void *ctx) {
    static_cast<Tree *>(ctx)->text += "|";
}
void treeClose(void *ctx, unsigned children) {
    static_cast<Tree *>(ctx)->text += std::to_string(children) + "}";
}
const xrayRenderer to_tree = {treeOpen, treeNumber, treeText, treeChildren, treeClose};

TEST(Xray, FieldsComeBeforeChildrenWhichAreCounted) {
    Tree tree;
    xraySink s;
    xrayInit(&s, &to_tree, &tree);
    xrayOpen(&s, "object", "", 0, 30);
    xrayNumber(&s, "flags", 2);
    xrayLeaf(&s, "key", "", 8, 6);
    xrayOpen(&s, "value", "", 14, 5);
    xrayText(&s, "text", "hello", 5);
    xrayClose(&s);
    xrayClose(&s);
    EXPECT_EQ(tree.text, "object@0+30{flags=2;|key@8+6{|0}value@14+5{text=hello;|0}2}");
    EXPECT_EQ(s.depth, 0u);
}

TEST(Xray, SaysWhenThereIsNoRoomForMore) {
    Tree tree;
    xraySink s;
    xrayInit(&s, &to_tree, &tree);
    xrayOpen(&s, "list", "", 0, 0);
    unsigned drawn = 0;
    while (!xrayFull(&s)) {
        xrayLeaf(&s, "entry", "", 0, 1);
        ASSERT_LT(++drawn, unsigned(XRAY_ROOM));
    }
    xrayLeftOut(&s, 10);
    xrayClose(&s);
    EXPECT_GT(drawn, XRAY_ROOM / 2u);
    EXPECT_EQ(s.left_out, 10u);
}

TEST_F(Stats, WhatHappenedIsSummedAndTheWorstIsKeptWhole) {
    for (uint64_t i = 1; i <= 5; i++)
        evEvictionCycleRan(clockMonoNs(), i == 3 ? 900 : i, 100 * i, 7, uint32_t(i), 0);
    traceHappened h = happenedRead(EV_EvictionCycleRan);
    EXPECT_EQ(h.count, 5u);
    EXPECT_EQ(h.span_ns, 900u + 1 + 2 + 4 + 5);
    EXPECT_EQ(h.value, 1500u);
    EXPECT_EQ(h.worst.span, 900u);
    evEvictionCycleRanPayload p;
    ASSERT_GE(h.worst.payload * 16u, sizeof(p) / 16 * 16);
    memcpy(&p, h.payload, sizeof(p));
    EXPECT_EQ(p.keys, 3u);
    EXPECT_EQ(happenedRead(EV_ClockJumped).count, 0u);
}

TEST_F(Stats, WhatHappenedIsForgottenAfterTwoTurns) {
    evEvictionCycleRan(clockMonoNs(), 10, 1, 0, 1, 0);
    happenedTurn(1000);
    evEvictionCycleRan(clockMonoNs(), 5, 1, 0, 1, 0);
    EXPECT_EQ(happenedRead(EV_EvictionCycleRan).count, 2u);
    EXPECT_EQ(happenedRead(EV_EvictionCycleRan).worst.span, 10u);
    happenedTurn(2000);
    EXPECT_EQ(happenedSince(), 1000u);
    EXPECT_EQ(happenedRead(EV_EvictionCycleRan).count, 1u);
    EXPECT_EQ(happenedRead(EV_EvictionCycleRan).worst.span, 5u);
    happenedTurn(3000);
    EXPECT_EQ(happenedRead(EV_EvictionCycleRan).count, 0u);
}

TEST_F(Stats, WhatIsOnlyWrittenWhenReadIsNotCounted) {
    traceRead(CLASS_KEY);
    evKeyExpired(clockMonoNs(), 0, 5, "k", 1);
    traceUnread(CLASS_KEY);
    EXPECT_EQ(trace_stats.events[EV_KeyExpired], 1u);
    EXPECT_EQ(happenedRead(EV_KeyExpired).count, 0u);
}

TEST_F(Stats, ASleepIsNotStolen) {
    ASSERT_TRUE(traceCpuLook());
    uint64_t start = clockMonoNs();
    struct timespec nap = {0, 50000000};
    nanosleep(&nap, nullptr);
    uint64_t span = clockMonoNs() - start, waited = trace_stats.cpu_wait_ns;
    uint64_t stolen = traceStolen(span);
    EXPECT_LE(stolen, trace_stats.cpu_wait_ns - waited + 1);
    EXPECT_EQ(traceStolen(999999), 0u); // too short to look
}

TEST_F(Stats, ASpanOlderThanAnyLookTakesNoMoreThanWasSeen) {
    traceCpuLook();
    uint64_t waited = trace_stats.cpu_wait_ns;
    traceCpuLook();
    uint64_t stolen = traceStolen(3600ULL * 1000000000);
    EXPECT_LE(stolen, trace_stats.cpu_wait_ns);
    EXPECT_GE(trace_stats.cpu_wait_ns, waited);
}

} // namespace
