// zmalloc: what foreign threads free comes back, while the owner goes on; a child may be forked at any moment.
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>
#include <atomic>
#include <cstring>
#include <random>
#include <thread>
#include <vector>

extern "C" {
#include "base/base.h"
}

namespace {

struct Block {
    unsigned char *at;
    size_t size;
    unsigned char fill;
};

Block block(std::mt19937 &dice) {
    size_t size = 1 + dice() % (dice() % 64 ? 300 : 30000);
    Block b = {static_cast<unsigned char *>(zmalloc(size)), size, static_cast<unsigned char>(dice())};
    memset(b.at, b.fill, size);
    return b;
}

bool sound(const Block &b) {
    for (size_t i = 0; i < b.size; i++)
        if (b.at[i] != b.fill)
            return false;
    return true;
}

// Of all classes: blocks that are in use or handed back.
uint64_t blocksOut() {
    uint64_t sum = 0;
    for (int i = 0; i < ZMALLOC_CLASSES; i++) {
        zmallocClass c;
        zmallocStats(i, &c);
        sum += c.used;
    }
    return sum;
}

class ZmallocForeign : public ::testing::Test {
  protected:
    void SetUp() override {
        ASSERT_TRUE(zmallocShare(true));
        used = zmallocUsed();
        out = blocksOut();
    }
    void TearDown() override {
        while (zmallocTake(64))
            continue;
        EXPECT_TRUE(zmallocShare(false));
        EXPECT_EQ(zmallocUsed(), used);
        EXPECT_EQ(blocksOut(), out);
    }
    size_t used = 0;
    uint64_t out = 0;
};

// Checks and frees; the owner does not look at them any more.
std::thread freeing(std::vector<Block> blocks, std::atomic<bool> *good) {
    return std::thread([blocks = std::move(blocks), good] {
        zmallocForeign();
        for (const Block &b : blocks) {
            if (!sound(b))
                *good = false;
            zfree(b.at);
        }
    });
}

TEST_F(ZmallocForeign, BytesGoAtOnceAndBlocksWhenTheyAreTaken) {
    std::mt19937 dice(1);
    std::vector<Block> blocks;
    std::atomic<bool> good{true};
    for (int i = 0; i < 5000; i++)
        blocks.push_back(block(dice));
    uint64_t full = blocksOut();
    size_t active = zmallocActive();
    freeing(std::move(blocks), &good).join();
    EXPECT_TRUE(good);
    EXPECT_EQ(zmallocUsed(), used);
    EXPECT_EQ(blocksOut(), full);
    EXPECT_LE(zmallocActive(), active);
    while (zmallocTake(1))
        EXPECT_LE(blocksOut(), full);
    EXPECT_EQ(blocksOut(), out);
    EXPECT_FALSE(zmallocTake(1));
}

TEST_F(ZmallocForeign, TwoThreadsFreeWhileTheOwnerTakesAndGives) {
    std::mt19937 dice(2);
    for (int round = 0; round < 20; round++) {
        std::vector<Block> theirs[2], own;
        std::atomic<bool> good{true};
        for (int i = 0; i < 3000; i++) {
            own.push_back(block(dice));
            theirs[i % 2].push_back(block(dice));
        }
        std::thread a = freeing(std::move(theirs[0]), &good), b = freeing(std::move(theirs[1]), &good);
        for (int i = 0; i < 20000; i++) {
            size_t at = dice() % own.size();
            ASSERT_TRUE(sound(own[at]));
            zfree(own[at].at);
            own[at] = block(dice);
            if (dice() % 100 == 0)
                zmallocTake(1 + dice() % 8);
            if (dice() % 4000 == 0)
                zmallocTrim();
        }
        a.join();
        b.join();
        EXPECT_TRUE(good);
        for (const Block &o : own) {
            EXPECT_TRUE(sound(o));
            zfree(o.at);
        }
    }
}

TEST_F(ZmallocForeign, ARoomIsUsedAgainBeforeAnotherIsBegun) {
    constexpr int BLOCKS = 8 * 512; // slabs of 128-byte blocks
    zmallocClass before, after;
    auto look = [](zmallocClass *c) {
        for (int i = 0; i < ZMALLOC_CLASSES; i++) {
            zmallocStats(i, c);
            if (c->size == 128)
                return;
        }
    };
    std::vector<Block> blocks;
    std::atomic<bool> good{true};
    auto fill = [&] {
        for (int i = 0; i < BLOCKS; i++) {
            blocks.push_back({static_cast<unsigned char *>(zmalloc(128)), 128, 7});
            memset(blocks.back().at, 7, 128);
        }
    };
    fill();
    look(&before);
    freeing(std::move(blocks), &good).join();
    blocks.clear();
    fill();
    look(&after);
    EXPECT_EQ(after.slabs, before.slabs);
    for (const Block &b : blocks)
        zfree(b.at);
}

// The address sanitizer's own allocator keeps the locks that a thread holds at a fork: there the child comes later.
#ifdef __SANITIZE_ADDRESS__
constexpr bool FORKS_BESIDE = false;
#else
constexpr bool FORKS_BESIDE = true;
#endif

// What is on its way at the fork is lost to the child; its own blocks are not.
TEST_F(ZmallocForeign, AChildGoesOnWithoutTheThread) {
    std::mt19937 dice(3);
    for (int round = 0; round < 5; round++) {
        std::vector<Block> theirs, own;
        std::atomic<bool> good{true};
        for (int i = 0; i < 5000; i++) {
            own.push_back(block(dice));
            theirs.push_back(block(dice));
        }
        std::thread t = freeing(std::move(theirs), &good);
        if (!FORKS_BESIDE)
            t.join();
        pid_t pid = fork();
        if (pid == 0) {
            bool fine = true;
            for (Block &o : own) {
                fine = fine && sound(o);
                zfree(o.at);
                o = block(dice);
                zmallocTake(1);
            }
            for (const Block &o : own)
                fine = fine && sound(o);
            _exit(fine ? 0 : 1);
        }
        int status = 0;
        ASSERT_EQ(waitpid(pid, &status, 0), pid);
        EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0);
        if (FORKS_BESIDE)
            t.join();
        EXPECT_TRUE(good);
        for (const Block &o : own)
            zfree(o.at);
    }
}

} // namespace
