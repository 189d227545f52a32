// reserve: what stands behind the system when it gives no memory.
#include <gtest/gtest.h>
#include <cstring>
#include <vector>

extern "C" {
#include "base/base.h"
}

namespace {

class Reserve : public ::testing::Test {
  protected:
    void SetUp() override {
        zfree(zmalloc(1));
        before = zmallocUsed();
        full = zmallocReserve();
        ASSERT_GT(full, 0U);
    }
    void TearDown() override {
        memoryFault(0, 0);
        zmallocThin(false);
        EXPECT_TRUE(zmallocRefill());
        EXPECT_FALSE(memory_short);
        EXPECT_EQ(zmallocUsed(), before);
        EXPECT_EQ(zmallocReserve(), full);
    }
    size_t before = 0, full = 0;
};

TEST_F(Reserve, ServesOneRequestThatFails) {
    memoryFault(0, 1);
    void *p = zmalloc(20000);
    EXPECT_TRUE(memory_short);
    EXPECT_LT(zmallocReserve(), full);
    memset(p, 1, 20000);
    EXPECT_TRUE(zmallocRefill());
    EXPECT_FALSE(memory_short);
    zfree(p);
}

TEST_F(Reserve, IsNotTouchedByALargeRequest) {
    uint64_t turned_away = memory_state.turned_away;
    memoryFault(0, UINT64_MAX);
    EXPECT_EQ(zmallocTry(MEMORY_SMALL * 3), nullptr);
    EXPECT_FALSE(memory_short);
    EXPECT_EQ(zmallocReserve(), full);
    EXPECT_EQ(memory_state.turned_away, turned_away + 1);
    EXPECT_FALSE(memoryThere(MEMORY_SMALL * 3));
    EXPECT_TRUE(memoryThere(100));
}

TEST_F(Reserve, ABlockThatCannotGrowStaysAsItIs) {
    char *p = static_cast<char *>(zmalloc(MEMORY_SMALL * 2));
    memset(p, 7, MEMORY_SMALL * 2);
    size_t used = zmallocUsed();
    memoryFault(0, UINT64_MAX);
    EXPECT_EQ(zreallocTry(p, MEMORY_SMALL * 9), nullptr);
    EXPECT_EQ(zmallocUsed(), used);
    EXPECT_EQ(p[MEMORY_SMALL * 2 - 1], 7);
    p = static_cast<char *>(zrealloc(p, MEMORY_SMALL)); // smaller: nothing is asked for
    EXPECT_EQ(p[MEMORY_SMALL - 1], 7);
    zfree(p);
}

TEST_F(Reserve, StaysInUseUntilTheSystemGivesAgain) {
    memoryFault(0, UINT64_MAX);
    std::vector<void *> blocks;
    for (int i = 0; i < 40; i++)
        blocks.push_back(zmalloc(20000));
    EXPECT_TRUE(memory_short);
    EXPECT_FALSE(zmallocRefill());
    EXPECT_TRUE(memory_short);
    for (void *p : blocks)
        zfree(p);
    memoryFault(0, 0);
    EXPECT_TRUE(zmallocRefill());
    EXPECT_FALSE(memory_short);
}

TEST_F(Reserve, ThinSlabsAskForEachBlock) {
    zmallocThin(true);
    memoryFault(5, 1);
    std::vector<void *> blocks;
    for (int i = 0; i < 200 && !memory_short; i++)
        blocks.push_back(zmalloc(40));
    EXPECT_TRUE(memory_short);
    EXPECT_LE(blocks.size(), 6U);
    for (int i = 0; i < 3000; i++) // what the reserve gave is not thin
        blocks.push_back(zmalloc(40));
    for (void *p : blocks)
        zfree(p);
}

TEST_F(Reserve, WhenItIsSpentTheServerEnds) {
    EXPECT_DEATH(
        {
            memoryFault(0, UINT64_MAX);
            for (int i = 0; i < 100000; i++)
                memset(zmalloc(20000), 1, 20000);
        },
        "out of memory");
}

} // namespace
