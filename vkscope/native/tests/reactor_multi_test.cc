// Transactions: what is queued and how it is kept, whom a change of a watched key spoils, and that nothing stays
// behind.
#include "reactor_fixture.h"

extern "C" {
#include "exec/multi.h"
}

namespace {

using namespace reactor_test;
using Line = std::vector<std::string>;

int64_t wall_ms;
int64_t stoppedWall() {
    return wall_ms;
}

class Multi : public Reactor {
  protected:
    void SetUp() override {
        Reactor::SetUp();
        before = multi_stats;
    }
    void TearDown() override {
        clockSetWall(nullptr);
        Reactor::TearDown();
        EXPECT_EQ(multi_stats.watchers, 0u);
        EXPECT_EQ(multi_stats.watched_keys, 0u);
        valid();
    }
    void valid() {
        const char *wrong = multiWhyInvalid();
        EXPECT_EQ(wrong, nullptr) << wrong;
    }
    std::string say(Peer &p, const Line &line) {
        std::string reply = ask(p, words(line));
        valid();
        return reply;
    }
    void all(Peer &p, const std::vector<Line> &lines) {
        for (const Line &line : lines)
            say(p, line);
    }
    // What EXEC answers to a transaction of one PING.
    std::string ping(Peer &p) {
        all(p, {{"MULTI"}, {"PING"}});
        return say(p, {"EXEC"});
    }
    static transaction *of(const Peer &p) {
        return p.c->session.multi;
    }
    multiStats before = {};
    const std::string executed = "*1\r\n+PONG\r\n", dirty = "*-1\r\n";
};

TEST_F(Multi, WhoSaysNeitherMultiNorWatchHasNone) {
    Peer &a = connect();
    say(a, {"SET", "k", "1"});
    EXPECT_EQ(of(a), nullptr);
    EXPECT_EQ(multiMemory(&a.c->session), 0u);
    say(a, {"MULTI"});
    ASSERT_NE(of(a), nullptr);
    EXPECT_TRUE(multiOpen(&a.c->session));
    EXPECT_EQ(say(a, {"DISCARD"}), "+OK\r\n");
    EXPECT_EQ(of(a), nullptr);
    EXPECT_EQ(multi_stats.discarded, before.discarded + 1);
}

TEST_F(Multi, RunsWhatWasQueuedInItsOrder) {
    Peer &a = connect();
    EXPECT_EQ(say(a, {"MULTI"}), "+OK\r\n");
    EXPECT_EQ(say(a, {"APPEND", "k", "a"}), "+QUEUED\r\n");
    EXPECT_EQ(say(a, {"APPEND", "k", "b"}), "+QUEUED\r\n");
    EXPECT_EQ(say(a, {"GET", "k"}), "+QUEUED\r\n");
    EXPECT_EQ(of(a)->count, 3);
    EXPECT_EQ(of(a)->flags_any & (CMD_WRITE | CMD_READONLY), uint32_t(CMD_WRITE | CMD_READONLY));
    EXPECT_EQ(of(a)->flags_all & (CMD_WRITE | CMD_READONLY), 0u);
    EXPECT_TRUE(of(a)->keys);
    EXPECT_EQ(say(a, {"EXEC"}), "*3\r\n:1\r\n:2\r\n$2\r\nab\r\n");
    EXPECT_EQ(multi_stats.executed, before.executed + 1);
    EXPECT_EQ(multi_stats.commands, before.commands + 3);
    EXPECT_EQ(of(a), nullptr);
}

TEST_F(Multi, ArgumentsStayWhereTheyAreWhileChunksAreAdded) {
    Peer &a = connect();
    const int n = 500;
    std::vector<const execArg *> argv;
    size_t text = 0;
    say(a, {"MULTI"});
    for (int i = 0; i < n; i++) {
        std::string value(size_t(i * 7), 'v');
        say(a, {"APPEND", "k", value});
        argv.push_back(of(a)->last->argv);
        text += strlen("APPEND") + 1 + value.size() + 3 * sizeof(execArg);
    }
    EXPECT_EQ(of(a)->argument_bytes, text);
    EXPECT_GE(of(a)->chunk_bytes, text);
    EXPECT_LT(of(a)->chunk_bytes, 2 * text + 128 * 1024) << "a chunk is at most 64 KiB, or as large as its command";
    EXPECT_EQ(multiMemory(&a.c->session), sizeof(transaction) + of(a)->chunk_bytes);
    int i = 0;
    for (const queuedCommand *q = of(a)->first; q; q = q->next, i++) {
        EXPECT_EQ(q->argv, argv[size_t(i)]);
        EXPECT_EQ(q->argv[2].len, size_t(i * 7));
        EXPECT_EQ(std::string(q->argv[2].ptr, q->argv[2].len), std::string(size_t(i * 7), 'v'));
    }
    EXPECT_EQ(i, n);
    EXPECT_EQ(say(a, {"EXEC"}).substr(0, 6), "*500\r\n");
}

TEST_F(Multi, ACommandThatCannotBeQueuedSpoilsIt) {
    Peer &a = connect();
    all(a, {{"MULTI"}, {"SET", "k", "1"}});
    EXPECT_EQ(say(a, {"SET", "k"}).substr(0, 4), "-ERR");
    EXPECT_TRUE(of(a)->spoiled);
    say(a, {"SET", "k", "2"});
    EXPECT_EQ(of(a)->count, 1) << "what will not run is not kept";
    EXPECT_EQ(say(a, {"EXEC"}), "-EXECABORT Transaction discarded because of previous errors.\r\n");
    EXPECT_EQ(say(a, {"EXISTS", "k"}), ":0\r\n");
    EXPECT_EQ(multi_stats.spoiled, before.spoiled + 1);
}

TEST_F(Multi, AChangeByAnyoneSpoilsAllWhoWatch) {
    Peer &a = connect(), &b = connect(), &c = connect();
    say(a, {"WATCH", "k", "other", "k"});
    say(b, {"WATCH", "k"});
    EXPECT_EQ(multi_stats.watchers, 2u);
    EXPECT_EQ(multi_stats.watched_keys, 2u);
    EXPECT_EQ(of(a)->nwatches, 2u) << "a key named twice is watched once";
    say(c, {"SET", "unwatched", "1"});
    say(c, {"GET", "k"});
    EXPECT_FALSE(of(a)->dirty);
    say(c, {"SET", "k", "1"});
    EXPECT_TRUE(of(a)->dirty);
    EXPECT_TRUE(of(b)->dirty);
    EXPECT_EQ(std::string(of(a)->dirty_key, of(a)->dirty_len), "k");
    EXPECT_EQ(multi_stats.watched_keys, 0u) << "who is dirty hears of nothing else";
    EXPECT_EQ(ping(a), dirty);
    EXPECT_EQ(ping(b), dirty);
    EXPECT_EQ(ping(a), executed) << "EXEC ends the watches";
    EXPECT_EQ(multi_stats.dirty, before.dirty + 2);
}

TEST_F(Multi, ItsOwnChangeBeforeMultiCountsToo) {
    Peer &a = connect();
    say(a, {"WATCH", "k"});
    say(a, {"SET", "k", "1"});
    EXPECT_EQ(ping(a), dirty);
    say(a, {"WATCH", "k"});
    all(a, {{"MULTI"}, {"SET", "k", "2"}});
    EXPECT_EQ(say(a, {"EXEC"}), "*1\r\n+OK\r\n") << "what it does itself in EXEC does not";
}

TEST_F(Multi, UnwatchForgetsAndWhatCameBefore) {
    Peer &a = connect(), &b = connect();
    say(a, {"WATCH", "k"});
    say(b, {"SET", "k", "1"});
    say(a, {"UNWATCH"});
    EXPECT_EQ(of(a), nullptr);
    EXPECT_EQ(ping(a), executed);
    say(a, {"WATCH", "k"});
    all(a, {{"MULTI"}, {"UNWATCH"}});
    say(b, {"SET", "k", "2"});
    EXPECT_EQ(say(a, {"EXEC"}), dirty) << "a queued UNWATCH comes too late";
}

TEST_F(Multi, KeysOfTheSameNameInOtherDatabasesAreOthers) {
    Peer &a = connect(), &b = connect();
    say(a, {"WATCH", "k"});
    say(b, {"SELECT", "3"});
    say(b, {"SET", "k", "1"});
    EXPECT_FALSE(of(a)->dirty);
    say(a, {"SELECT", "3"});
    say(a, {"WATCH", "k"});
    EXPECT_EQ(multi_stats.watched_keys, 2u);
    say(b, {"DEL", "k"});
    EXPECT_EQ(ping(a), dirty);
}

TEST_F(Multi, AFlushSpoilsThoseWhoWatchWhatWasThere) {
    Peer &a = connect(), &b = connect(), &c = connect();
    say(c, {"SET", "there", "1"});
    say(a, {"WATCH", "there"});
    say(b, {"WATCH", "missing"});
    say(c, {"FLUSHDB"});
    EXPECT_EQ(ping(a), dirty);
    EXPECT_EQ(ping(b), executed);
}

TEST_F(Multi, ASwapSpoilsThoseWhoseKeyIsThereOnEitherSide) {
    Peer &a = connect(), &b = connect(), &c = connect();
    all(c, {{"SELECT", "1"}, {"SET", "k", "1"}, {"SELECT", "0"}});
    say(a, {"WATCH", "k"});
    say(b, {"WATCH", "neither"});
    say(c, {"SWAPDB", "0", "1"});
    EXPECT_EQ(ping(a), dirty);
    EXPECT_EQ(ping(b), executed);
}

TEST_F(Multi, AKeyThatExpiresMeanwhileCountsAsChanged) {
    Peer &a = connect();
    wall_ms = 1000000;
    clockSetWall(stoppedWall);
    say(a, {"SET", "k", "1", "PX", "100"});
    say(a, {"WATCH", "k"});
    wall_ms += 200;
    EXPECT_EQ(ping(a), dirty);
    EXPECT_EQ(say(a, {"EXISTS", "k"}), ":0\r\n");
}

TEST_F(Multi, ThatAKeyGoesWhichHadExpiredBeforeIsNoChange) {
    Peer &a = connect(), &b = connect();
    wall_ms = 1000000;
    clockSetWall(stoppedWall);
    say(a, {"DEBUG", "SET-ACTIVE-EXPIRE", "0"});
    say(a, {"SET", "k", "1", "PX", "100"});
    wall_ms += 200;
    say(a, {"WATCH", "k"});
    EXPECT_EQ(say(b, {"GET", "k"}), "$-1\r\n");
    EXPECT_FALSE(of(a)->dirty);
    say(b, {"SET", "k", "2"});
    EXPECT_EQ(ping(a), dirty);
    say(a, {"DEBUG", "SET-ACTIVE-EXPIRE", "1"});
}

TEST_F(Multi, WhoHangsUpLeavesNoWatch) {
    Peer &a = connect(), &b = connect(), &c = connect();
    say(a, {"WATCH", "k", "only"});
    say(b, {"WATCH", "k"});
    say(a, {"MULTI"});
    say(a, {"SET", "x", std::string(100000, 'x')});
    hangUp(a);
    for (int i = 0; i < 3; i++)
        reactorTick();
    valid();
    EXPECT_EQ(multi_stats.watchers, 1u);
    EXPECT_EQ(multi_stats.watched_keys, 1u);
    say(c, {"SET", "k", "1"});
    EXPECT_EQ(ping(b), dirty);
}

TEST_F(Multi, ResetEndsIt) {
    Peer &a = connect(), &b = connect();
    all(a, {{"WATCH", "k"}, {"MULTI"}, {"SET", "k", "1"}});
    EXPECT_EQ(say(a, {"RESET"}), "+RESET\r\n");
    EXPECT_EQ(of(a), nullptr);
    say(b, {"SET", "k", "2"});
    EXPECT_EQ(say(a, {"EXEC"}), "-ERR EXEC without MULTI\r\n");
}

TEST_F(Multi, ManyWatchersComeAndGoInAnyOrder) {
    std::vector<Peer *> all_peers;
    for (int i = 0; i < 30; i++)
        all_peers.push_back(&connect());
    for (int round = 0; round < 20; round++) {
        for (size_t i = 0; i < all_peers.size(); i++) {
            size_t what = (i * 7 + size_t(round) * 11) % 5;
            std::string key = "k" + std::to_string((i + size_t(round)) % 6);
            if (what < 3)
                say(*all_peers[i], {"WATCH", key, "k" + std::to_string(what)});
            else if (what == 3)
                say(*all_peers[i], {"UNWATCH"});
            else
                say(*all_peers[i], {"INCR", key});
        }
    }
    for (Peer *p : all_peers)
        say(*p, {"UNWATCH"});
    EXPECT_EQ(multi_stats.watched_keys, 0u);
}

} // namespace
