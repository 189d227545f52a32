// The append-only file's write path: what is in the file when, what is durable, and what happens when the disk says no.
#include "reactor_fixture.h"

extern "C" {
#include "persist/aof.h"
#include "persist/bio.h"
#include "exec/propagate.h"
}
#include <sys/resource.h>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <sstream>

namespace {

using namespace reactor_test;

std::string form(const std::vector<std::string> &words_) {
    std::string out = "*" + std::to_string(words_.size()) + "\r\n";
    for (const std::string &w : words_)
        out += "$" + std::to_string(w.size()) + "\r\n" + w + "\r\n";
    return out;
}

int64_t wall_ms = 1700000000000;
int64_t stoppedWall() {
    return wall_ms;
}

class Aof : public Reactor {
  protected:
    void SetUp() override {
        Reactor::SetUp();
        ASSERT_NE(mkdtemp(folder), nullptr);
        expire_config.active = false;
        policy(AOF_ALWAYS);
    }
    void TearDown() override {
        room(RLIM_INFINITY);
        aofStop();
        policy(AOF_EVERYSEC);
        expire_config.active = true;
        clockSetWall(nullptr);
        std::string command = std::string("rm -rf ") + folder;
        ASSERT_EQ(system(command.c_str()), 0);
        Reactor::TearDown();
        EXPECT_EQ(exec_misconf, nullptr);
        EXPECT_EQ(evict_uncounted[UNCOUNTED_AOF] <= 256 * 1024, true);
    }
    static void policy(aofPolicy p, bool stamps = false) {
        aofConfig c = {p, false, stamps};
        aofApply(&c);
    }
    // Files may not grow beyond this: a full disk.
    static void room(rlim_t bytes) {
        struct rlimit now;
        ASSERT_EQ(getrlimit(RLIMIT_FSIZE, &now), 0);
        now.rlim_cur = bytes;
        signal(SIGXFSZ, SIG_IGN);
        ASSERT_EQ(setrlimit(RLIMIT_FSIZE, &now), 0);
    }
    std::string path(const char *name = "a") const {
        return std::string(folder) + "/" + name;
    }
    std::string content(const char *name = "a") const {
        std::ifstream in(path(name), std::ios::binary);
        std::stringstream all;
        all << in.rdbuf();
        return all.str();
    }
    // Ticks until this holds, for at most ten seconds.
    template <class F> static bool until(F holds) {
        for (int i = 0; i < 10000 && !holds(); i++) {
            reactorTick();
            usleep(1000);
        }
        return holds();
    }
    char folder[32] = "/tmp/vk_aof_XXXXXX";
};

const std::string SELECT0 = form({"SELECT", "0"});

TEST_F(Aof, UnitsAreInTheFileBeforeTheirAnswersLeave) {
    ASSERT_TRUE(aofOpen(path().c_str()));
    EXPECT_EQ(aof_now.state, AOF_ON);
    Peer &p = connect();
    EXPECT_EQ(ask(p, words({"SET", "k", "v"})), "+OK\r\n");
    std::string expected = SELECT0 + form({"SET", "k", "v"});
    EXPECT_EQ(content(), expected);
    EXPECT_EQ(aof_now.size, expected.size());
    EXPECT_EQ(aof_now.durable, propagate_offset);
    ask(p,
        words({"SELECT", "3"}) + words({"MULTI"}) + words({"SET", "a", "1"}) + words({"INCR", "a"}) + words({"EXEC"}));
    expected +=
        form({"MULTI"}) + form({"SELECT", "3"}) + form({"SET", "a", "1"}) + form({"INCR", "a"}) + form({"EXEC"});
    EXPECT_EQ(content(), expected);
    ask(p, words({"GET", "a"}));
    EXPECT_EQ(content(), expected);
    EXPECT_EQ(aof_now.written, expected.size());
    dbFlush(dbGet(3), false);
}

TEST_F(Aof, OneSyncServesAllClientsOfATurn) {
    ASSERT_TRUE(aofOpen(path().c_str()));
    Peer &a = connect(), &b = connect();
    uint64_t before = aof_now.syncs;
    a.send(words({"SET", "a", "1"}) + words({"SET", "b", "1"}));
    b.send(words({"SET", "c", "1"}));
    reactorTick();
    EXPECT_EQ(a.take(), "+OK\r\n+OK\r\n");
    EXPECT_EQ(b.take(), "+OK\r\n");
    EXPECT_EQ(aof_now.syncs - before, 1u);
    EXPECT_EQ(aof_now.durable_written, aof_now.written);
}

TEST_F(Aof, TheNextFileBeginsWithASelect) {
    ASSERT_TRUE(aofOpen(path().c_str()));
    Peer &p = connect();
    ask(p, words({"SET", "k", "1"}));
    ASSERT_TRUE(aofOpen(path("b").c_str()));
    EXPECT_EQ(aof_now.size, 0u);
    ask(p, words({"SET", "k", "2"}));
    EXPECT_EQ(content(), SELECT0 + form({"SET", "k", "1"}));
    EXPECT_EQ(content("b"), SELECT0 + form({"SET", "k", "2"}));
    EXPECT_FALSE(aofOpen(path("no/such").c_str()));
    EXPECT_EQ(errno, ENOENT);
    ask(p, words({"SET", "k", "3"}));
    EXPECT_EQ(content("b"), SELECT0 + form({"SET", "k", "2"}) + form({"SET", "k", "3"}));
}

TEST_F(Aof, WhatTheFileHadStays) {
    std::ofstream(path()) << "before";
    ASSERT_TRUE(aofOpen(path().c_str()));
    EXPECT_EQ(aof_now.size, 6u);
    Peer &p = connect();
    ask(p, words({"SET", "k", "1"}));
    EXPECT_EQ(content(), "before" + SELECT0 + form({"SET", "k", "1"}));
}

TEST_F(Aof, StampsStandWhereTheSecondChanges) {
    clockSetWall(stoppedWall);
    policy(AOF_ALWAYS, true);
    ASSERT_TRUE(aofOpen(path().c_str()));
    Peer &p = connect();
    ask(p, words({"SET", "k", "1"}));
    ask(p, words({"SET", "k", "2"}));
    wall_ms += 1000;
    ask(p, words({"SET", "k", "3"}));
    EXPECT_EQ(content(), "#TS:1700000000\r\n" + SELECT0 + form({"SET", "k", "1"}) + form({"SET", "k", "2"}) +
                             "#TS:1700000001\r\n" + form({"SET", "k", "3"}));
}

TEST_F(Aof, AThreadSyncsOnceASecond) {
    policy(AOF_EVERYSEC);
    ASSERT_TRUE(aofOpen(path().c_str()));
    Peer &p = connect();
    uint64_t before = aof_now.syncs;
    ask(p, words({"SET", "k", "1"}));
    ask(p, words({"SET", "k", "2"}));
    EXPECT_EQ(content(), SELECT0 + form({"SET", "k", "1"}) + form({"SET", "k", "2"}));
    EXPECT_TRUE(until([&] { return aof_now.durable == propagate_offset; }));
    EXPECT_GE(aof_now.syncs - before, 1u);
    EXPECT_LE(aof_now.syncs - before, 2u);
    EXPECT_EQ(aof_now.durable_written, aof_now.written);
}

TEST_F(Aof, NothingIsDurableBeforeTheFirstBase) {
    Peer &p = connect();
    aofExpect();
    ask(p, words({"SET", "k", "0"}));
    ASSERT_TRUE(aofOpen(path().c_str()));
    EXPECT_EQ(aof_now.state, AOF_WAIT_REWRITE);
    ask(p, words({"SET", "k", "1"}));
    EXPECT_EQ(aof_now.durable, 0u);
    EXPECT_EQ(content(), SELECT0 + form({"SET", "k", "1"}));
    aofOn();
    EXPECT_EQ(aof_now.state, AOF_ON);
    EXPECT_EQ(aof_now.durable, propagate_offset);
}

TEST_F(Aof, AFirstRewriteThatFailedIsForgotten) {
    Peer &p = connect();
    aofExpect();
    ASSERT_TRUE(aofOpen(path().c_str()));
    ask(p, words({"SET", "k", "1"}));
    aofExpect();
    ask(p, words({"SET", "k", "2"}));
    EXPECT_EQ(content(), SELECT0 + form({"SET", "k", "1"}));
    aofOn();
    EXPECT_EQ(aof_now.state, AOF_WAIT_REWRITE);
}

TEST_F(Aof, AWriteThatFailsIsNeverAcknowledged) {
    ASSERT_TRUE(aofOpen(path().c_str()));
    Peer &a = connect(), &reader = connect(), &other = connect();
    ask(a, words({"SET", "k", "1"}));
    std::string before = content();
    room(before.size() + 10);
    a.send(words({"SET", "k", "2"}));
    reader.send(words({"GET", "x"}));
    reactorTick();
    EXPECT_EQ(a.take(), "");
    reactorTick();
    EXPECT_FALSE(a.known());
    EXPECT_EQ(reader.take(), "$-1\r\n");
    EXPECT_EQ(content(), before); // ten bytes were cut off again
    EXPECT_EQ(ask(other, words({"SET", "k", "3"})), "-MISCONF Errors writing to the AOF file: File too large\r\n");
    EXPECT_EQ(ask(other, words({"PING"})), "-MISCONF Errors writing to the AOF file: File too large\r\n");
    EXPECT_EQ(ask(other, words({"MULTI"}) + words({"SET", "k", "3"}) + words({"EXEC"})).substr(0, 5), "+OK\r\n");
    EXPECT_EQ(ask(other, words({"GET", "k"})), "$1\r\n2\r\n");
    room(RLIM_INFINITY);
    EXPECT_TRUE(until([] { return exec_misconf == nullptr; }));
    EXPECT_EQ(content(), before + form({"SET", "k", "2"}));
    EXPECT_EQ(aof_now.durable, propagate_offset);
    EXPECT_EQ(ask(other, words({"SET", "k", "4"})), "+OK\r\n");
    EXPECT_EQ(content(), before + form({"SET", "k", "2"}) + form({"SET", "k", "4"}));
}

TEST_F(Aof, WithEverysecWritesAreRefusedUntilThereIsRoom) {
    policy(AOF_EVERYSEC);
    ASSERT_TRUE(aofOpen(path().c_str()));
    Peer &a = connect(), &wrote = connect();
    ask(a, words({"SET", "k", "1"}));
    std::string before = content();
    room(before.size());
    wrote.send(words({"SET", "k", "2"}));
    reactorTick();
    EXPECT_EQ(wrote.take(), "");
    reactorTick();
    EXPECT_FALSE(wrote.known());
    EXPECT_NE(aof_now.buffered, 0u);
    EXPECT_EQ(ask(a, words({"SET", "k", "3"})), "-MISCONF Errors writing to the AOF file: File too large\r\n");
    EXPECT_EQ(ask(a, words({"GET", "k"})), "$1\r\n2\r\n");
    EXPECT_FALSE(aofOpen(path("b").c_str())); // the old file still lacks something
    EXPECT_EQ(errno, EFBIG);
    room(RLIM_INFINITY);
    EXPECT_TRUE(until([] { return exec_misconf == nullptr; }));
    EXPECT_EQ(content(), before + form({"SET", "k", "2"}));
    EXPECT_EQ(ask(a, words({"SET", "k", "4"})), "+OK\r\n");
}

TEST_F(Aof, StoppingMakesAllDurableAndForgetsIt) {
    policy(AOF_NO);
    ASSERT_TRUE(aofOpen(path().c_str()));
    Peer &a = connect();
    ask(a, words({"SET", "k", "1"}));
    uint64_t syncs = aof_now.syncs;
    EXPECT_TRUE(aofStop());
    EXPECT_EQ(aof_now.syncs, syncs + 1);
    EXPECT_EQ(aof_now.state, AOF_OFF);
    ask(a, words({"SET", "k", "2"}));
    EXPECT_EQ(content(), SELECT0 + form({"SET", "k", "1"}));
}

} // namespace
