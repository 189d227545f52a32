// trace_ring_test.cc: the writer, the readers and the classes of trace/ring.h.
#include <gtest/gtest.h>
#include <cerrno>
#include <cstring>
#include <string>
#include <sys/stat.h>
#include <unistd.h>
#include <vector>

#include "trace/trace.h"

namespace {

class Ring : public ::testing::Test {
  protected:
    void SetUp() override {
        path = "/tmp/vk-ring-test-" + std::to_string(getpid());
        ASSERT_TRUE(traceInit(path.c_str(), 64 << 10));
    }
    void TearDown() override {
        traceHideKeys(false);
        traceClose(true);
    }
    std::string path;
};

std::vector<traceEvent> headers(const std::string &packed) {
    std::vector<traceEvent> out;
    for (size_t at = 0; at + sizeof(traceEvent) <= packed.size();) {
        traceEvent e;
        memcpy(&e, packed.data() + at, sizeof(e));
        out.push_back(e);
        at += sizeof(e) + e.payload * 16;
    }
    return out;
}

std::string drain(traceReader *r, const traceFilter *f = nullptr) {
    std::string all, buf(64 << 10, '\0');
    uint32_t count;
    while (size_t n = traceReaderDrain(r, f, buf.data(), buf.size(), &count))
        all.append(buf, 0, n);
    return all;
}

TEST_F(Ring, FileIsPrivateAndGoesWithACleanExit) {
    struct stat st;
    ASSERT_EQ(stat(path.c_str(), &st), 0);
    EXPECT_EQ(st.st_mode & 0777, 0600u);
    traceClose(true);
    EXPECT_NE(stat(path.c_str(), &st), 0);
}

TEST_F(Ring, FileStaysWhenItMust) {
    struct stat st;
    traceClose(false);
    EXPECT_EQ(stat(path.c_str(), &st), 0);
    unlink(path.c_str());
}

TEST_F(Ring, WritesTheHeaderAsDrawn) {
    traceReader r;
    traceReaderStart(&r, false);
    trace_tick = 99;
    evCommandSlow(0x1122334455667788, 12000000, 7, 5000, 3, FLAG_COMMAND_WRITE, 2, 0, EVENT_NOBODY, 0, 1, "user:1", 6);
    std::string packed = drain(&r);
    ASSERT_EQ(packed.size(), 32u + 32u);
    const unsigned char expect[32] = {0x88, 0x77, 0x66, 0x55, 0x44, 0x33, 0x22, 0x11, 0x00, 0x1b, 0xb7,
                                      0x00, 0x11, 0x00, 0x02, 0x00, 0x63, 0x00, 0x00, 0x00, 0x07, 0x00,
                                      0x00, 0x00, 0x88, 0x13, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00};
    EXPECT_EQ(memcmp(packed.data(), expect, 32), 0);
    EXPECT_EQ(packed.substr(32 + 22), std::string("\x06\x00\x06\x00user:1", 10));
}

TEST_F(Ring, HidesKeysButKeepsTheirLength) {
    traceReader r;
    traceReaderStart(&r, false);
    traceHideKeys(true);
    evCommandSlow(1, 2, 7, 0, 3, 0, 2, 0, 0, 0, 0, "secret", 6);
    evBootStep(1, 2, 0, 3, "config", 6);
    std::string packed = drain(&r);
    EXPECT_EQ(packed.find("secret"), std::string::npos);
    EXPECT_NE(packed.find("config"), std::string::npos); // a text is no user data
    EXPECT_EQ(packed.substr(32 + 22, 4), std::string("\x06\x00\x00\x00", 4));
}

TEST_F(Ring, CutsLongKeysAndSaturates) {
    char tail[4 + TRACE_KEY_SHOWN];
    std::string key(100000, 'k');
    EXPECT_EQ(traceKey(tail, key.data(), key.size()), 4u + TRACE_KEY_SHOWN);
    uint16_t lengths[2];
    memcpy(lengths, tail, 4);
    EXPECT_EQ(lengths[0], UINT16_MAX);
    EXPECT_EQ(lengths[1], TRACE_KEY_SHOWN);
    EXPECT_EQ(traceSat32(uint64_t(UINT32_MAX) + 1), UINT32_MAX);
}

TEST_F(Ring, ClassesAreOnWhileSomebodyReads) {
    EXPECT_FALSE(traceOn(CLASS_COMMAND));
    EXPECT_TRUE(traceOn(CLASS_SLOW));
    traceRead(CLASS_COMMAND);
    traceRead(CLASS_COMMAND | CLASS_SLOW);
    traceUnread(CLASS_COMMAND);
    EXPECT_TRUE(traceOn(CLASS_COMMAND));
    traceUnread(CLASS_COMMAND | CLASS_SLOW);
    EXPECT_FALSE(traceOn(CLASS_COMMAND));
    EXPECT_TRUE(traceOn(CLASS_SLOW)); // a default class never goes off
}

TEST_F(Ring, NothingIsWrittenForAClassNobodyReads) {
    uint64_t before = traceEventsWritten();
    evKeyExpired(1, EVENT_EXPIRE_HOW_LAZY, 5, "k", 1);
    EXPECT_EQ(traceEventsWritten(), before);
    traceEmit(EV_KeyExpired, 0, 0, 0, nullptr, 0);
    EXPECT_EQ(traceEventsWritten(), before);
}

TEST_F(Ring, AReaderThatKeepsUpLosesNothingOverManyLaps) {
    traceReader r;
    traceReaderStart(&r, false);
    uint64_t next = 0;
    for (uint64_t i = 0; i < 20000; i++) {
        std::string name(i % 40, 'n');
        evConfigChanged(i + 1, 0, i, name.data(), name.size());
        if (i % 300 != 299)
            continue;
        for (const traceEvent &e : headers(drain(&r)))
            EXPECT_EQ(e.value, next++);
    }
    for (const traceEvent &e : headers(drain(&r)))
        EXPECT_EQ(e.value, next++);
    EXPECT_EQ(next, 20000u);
    EXPECT_EQ(r.lost, 0u);
    EXPECT_EQ(traceReaderPending(&r), 0u);
}

TEST_F(Ring, AReaderThatWasOvertakenGoesOnWholeAndKnowsHowManyItLost) {
    traceReader r;
    traceReaderStart(&r, false);
    const uint64_t n = 10000;
    for (uint64_t i = 0; i < n; i++) {
        std::string name(i % 44, 'n');
        evConfigChanged(i + 1, 0, i, name.data(), name.size());
    }
    auto got = headers(drain(&r));
    ASSERT_FALSE(got.empty());
    EXPECT_EQ(r.lost + got.size(), n);
    EXPECT_EQ(got.front().value, r.lost);
    for (size_t i = 1; i < got.size(); i++)
        ASSERT_EQ(got[i].value, got[i - 1].value + 1);
    EXPECT_GT(got.size() * 64, (64u << 10) / 2); // most of the ring was still to be had
}

TEST_F(Ring, TheOldestIsFoundAfterManyLaps) {
    for (uint64_t i = 0; i < 5000; i++)
        evServerReady(i + 1, 0, i);
    traceReader r;
    traceReaderStart(&r, true);
    auto got = headers(drain(&r));
    ASSERT_FALSE(got.empty());
    EXPECT_EQ(got.back().value, 4999u);
    EXPECT_EQ(r.lost, 0u);
    for (size_t i = 1; i < got.size(); i++)
        ASSERT_EQ(got[i].value, got[i - 1].value + 1);
}

TEST_F(Ring, FiltersByClassSpanAndTime) {
    traceReader r;
    traceReaderStart(&r, false);
    evBootStep(100, 5000, 0, 1, "short", 5);
    evBootStep(200, 50000, 0, 2, "long", 4);
    evServerReady(300, 0, 3); // no span: spans do not filter it
    evMemorySampled(400, 4, 0, 0, 0, 0, 0);
    traceFilter f = {CLASS_SERVER, 10000, 0};
    auto got = headers(drain(&r, &f));
    ASSERT_EQ(got.size(), 2u);
    EXPECT_EQ(got[0].value, 2u);
    EXPECT_EQ(got[1].value, 3u);
    traceReaderStart(&r, true);
    traceFilter late = {UINT32_MAX, 0, 300};
    EXPECT_EQ(headers(drain(&r, &late)).size(), 2u);
}

TEST_F(Ring, ASmallBufferTakesWholeEvents) {
    traceReader r;
    traceReaderStart(&r, false);
    for (uint64_t i = 0; i < 500; i++)
        evConfigChanged(i + 1, 0, i, "0123456789", 10);
    std::string buf(TRACE_EVENT_MAX, '\0');
    uint64_t next = 0;
    uint32_t count;
    while (size_t n = traceReaderDrain(&r, nullptr, buf.data(), buf.size(), &count)) {
        auto got = headers(buf.substr(0, n));
        EXPECT_EQ(got.size(), count);
        for (const traceEvent &e : got)
            EXPECT_EQ(e.value, next++);
    }
    EXPECT_EQ(next, 500u);
}

TEST_F(Ring, AForkedChildWritesToItsOwnRing) {
    traceReader r;
    traceReaderStart(&r, false);
    traceForked();
    evServerReady(1, 0, 42);
    traceThreadUse(TRACE_RING_MAIN);
    evServerReady(2, 0, 43);
    auto got = headers(drain(&r));
    ASSERT_EQ(got.size(), 2u);
    EXPECT_EQ(got[0].ring, TRACE_RING_MAIN);
    EXPECT_EQ(got[1].ring, TRACE_RING_CHILD);
    EXPECT_EQ(got[1].value, 42u);
}

TEST_F(Ring, TellsTheNamesOfCommands) {
    const char *names[] = {"", "get", "sc\"ope|x"};
    traceCommandNames(names, 3);
    size_t len;
    const char *json = traceMeta(&len);
    std::string meta(json, len);
    EXPECT_NE(meta.find("\"commands\":[\"\",\"get\",\"sc\\\"ope|x\"]}"), std::string::npos);
    EXPECT_NE(meta.find(events_json), std::string::npos);
}

TEST(RingWithoutFile, EventsGoNowhereBeforeInitAndMemoryWorks) {
    evServerReady(1, 0, 1); // no ring: no crash
    ASSERT_TRUE(traceInit(nullptr, 0));
    traceReader r;
    traceReaderStart(&r, false);
    evServerReady(1, 0, 1);
    EXPECT_EQ(headers(drain(&r)).size(), 1u);
    EXPECT_STREQ(traceRingPath(), "");
    traceClose(true);
}

TEST(RingWithoutFile, SaysWhyItCannotBeMade) {
    errno = 0;
    EXPECT_FALSE(traceInit("/nonexistent/dir/ring", 0));
    EXPECT_EQ(errno, ENOENT);
}

} // namespace
