// trace_race_test.cc: a reader in another thread beside a writer that laps it: every event that it gets is whole.
#include <gtest/gtest.h>
#include <atomic>
#include <cstring>
#include <string>
#include <thread>

#include "trace/trace.h"

namespace {

TEST(RingRace, WhatIsReadIsWholeAndWhatIsLostIsCounted) {
    ASSERT_TRUE(traceInit(nullptr, 64 << 10));
    const uint64_t n = 300000;
    std::atomic<bool> ended{false};
    uint64_t got = 0, broken = 0, lost = 0, last = 0;
    traceReader r;
    traceReaderStart(&r, false);
    std::thread reader([&] {
        std::string buf(16 << 10, '\0');
        for (bool final_round = false;;) {
            uint32_t count;
            size_t len = traceReaderDrain(&r, nullptr, buf.data(), buf.size(), &count);
            for (size_t at = 0; at < len;) {
                traceEvent e;
                memcpy(&e, buf.data() + at, sizeof(e));
                size_t total = sizeof(e) + e.payload * 16;
                // Every event says its number three times: value, time and name.
                uint64_t named = 0;
                if (e.payload >= 1)
                    memcpy(&named, buf.data() + at + sizeof(e) + 4, 8);
                if (e.type != EV_ConfigChanged || e.time != e.value || named != e.value || e.value <= last)
                    broken++;
                last = e.value;
                got++;
                at += total;
            }
            if (len)
                continue;
            if (final_round)
                break;
            final_round = ended.load();
        }
        lost = r.lost;
    });
    for (uint64_t i = 1; i <= n; i++) {
        char name[44] = {0};
        memcpy(name, &i, 8);
        evConfigChanged(i, 0, i, name, 8 + i % 37);
    }
    ended = true;
    reader.join();
    EXPECT_EQ(broken, 0u);
    EXPECT_EQ(got + lost, n);
    traceClose(true);
}

} // namespace
