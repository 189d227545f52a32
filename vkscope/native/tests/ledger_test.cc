// What persistence remembers, and how SCOPE SNAPSHOT tells it.
#include "reactor_fixture.h"

extern "C" {
#include "net/children.h"
#include "persist/ledger.h"
#include "persist/persist.h"
}

namespace {

using namespace reactor_test;

TEST(Ledger, KeepsTheNewestErrorsCutToTheirRoom) {
    ledgerReset();
    EXPECT_EQ(ledgerErrorAt(0), nullptr);
    for (int i = 0; i < LEDGER_ERRORS + 3; i++)
        ledgerFailed("error %d %s", i, std::string(400, 'x').c_str());
    EXPECT_EQ(std::string(ledgerErrorAt(0)->text).substr(0, 9), "error 10 ");
    EXPECT_EQ(strlen(ledgerErrorAt(0)->text), sizeof(ledgerError::text) - 1);
    EXPECT_EQ(std::string(ledgerErrorAt(LEDGER_ERRORS - 1)->text).substr(0, 8), "error 3 ");
    EXPECT_EQ(ledgerErrorAt(LEDGER_ERRORS), nullptr);
    EXPECT_GE(ledgerErrorAt(0)->time_ns, ledgerErrorAt(1)->time_ns);
    ledgerReset();
    EXPECT_EQ(ledgerErrorAt(0), nullptr);
}

TEST(Ledger, CountsSyncsByDoublings) {
    ledgerReset();
    for (uint64_t ns : {uint64_t(0), uint64_t(1), uint64_t(1023), uint64_t(1024), uint64_t(1) << 50})
        ledgerSynced(ns);
    EXPECT_EQ(ledger_syncs.count, 5u);
    EXPECT_EQ(ledger_syncs.worst_ns, uint64_t(1) << 50);
    EXPECT_EQ(ledger_syncs.bucket[0], 1u);
    EXPECT_EQ(ledger_syncs.bucket[1], 1u);
    EXPECT_EQ(ledger_syncs.bucket[10], 1u); // 512..1023
    EXPECT_EQ(ledger_syncs.bucket[11], 1u);
    EXPECT_EQ(ledger_syncs.bucket[LEDGER_SYNC_BUCKETS - 1], 1u);
    ledgerReset();
}

TEST(Ledger, HoldsTheSavePointsThatFit) {
    ledgerSavePoint points[LEDGER_SAVE_POINTS + 2];
    for (int i = 0; i < LEDGER_SAVE_POINTS + 2; i++)
        points[i] = {i + 1, 100};
    ledgerSavePoints(points, LEDGER_SAVE_POINTS + 2);
    EXPECT_EQ(ledgerSavePointAt(LEDGER_SAVE_POINTS - 1)->seconds, LEDGER_SAVE_POINTS);
    EXPECT_EQ(ledgerSavePointAt(LEDGER_SAVE_POINTS), nullptr);
    ledgerSavePoints(nullptr, 0);
    EXPECT_EQ(ledgerSavePointAt(0), nullptr);
}

class Section : public Reactor {};

TEST_F(Section, TellsErrorsSyncsAndSavePoints) {
    ledgerReset();
    ledgerSavePoint points[] = {{900, 1}, {60, 10000}};
    ledgerSavePoints(points, 2);
    ledgerFailed("no room on %s", "the disk");
    ledgerSynced(1500);
    size_t len;
    const char *names[] = {"persist"};
    const char *json = vkSnapshot(names, 1, &len);
    std::string told(json, len);
    auto has = [&](const char *text) { return told.find(text) != std::string::npos; };
    EXPECT_TRUE(has("\"save_points\":[[900,1],[60,10000]]")) << told;
    EXPECT_TRUE(has("\"text\":\"no room on the disk\"")) << told;
    EXPECT_TRUE(has("\"count\":1,\"worst_ns\":1500,\"histogram\":[[2048,1]]")) << told;
    EXPECT_TRUE(has("\"child\":null")) << told;
    ledgerReset();
}

} // namespace
