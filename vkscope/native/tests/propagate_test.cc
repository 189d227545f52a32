// The write stream: which forms a unit has, who gets them, and when they stand between MULTI and EXEC.
#include "reactor_fixture.h"

extern "C" {
#include "exec/propagate.h"
}

namespace {

using namespace reactor_test;
using Line = std::vector<std::string>;
using Told = std::vector<std::string>;

int64_t wall_ms;
int64_t stoppedWall() {
    return wall_ms;
}

// What the feeds got: a form as its words with blanks between, the database in front where it is not 0.
Told files, replicas;

std::string plain(int dbid, const char *resp, size_t len) {
    std::string text(resp, len), out = dbid > 0 ? std::to_string(dbid) + ":" : "";
    size_t at = text.find("\r\n") + 2;
    int n = 0, wanted = std::stoi(text.substr(1));
    for (; at < len; n++) {
        size_t bytes = std::stoul(text.substr(at + 1));
        at = text.find("\r\n", at) + 2;
        out += (n ? " " : "") + text.substr(at, bytes);
        at += bytes + 2;
    }
    EXPECT_EQ(n, wanted) << text;
    return out;
}

void toFiles(int dbid, const char *resp, size_t len) {
    files.push_back(plain(dbid, resp, len));
}

void toReplicas(int dbid, const char *resp, size_t len) {
    replicas.push_back(plain(dbid, resp, len));
}

class Propagate : public Reactor {
  protected:
    void SetUp() override {
        Reactor::SetUp();
        files.clear();
        replicas.clear();
        propagateListen(FEED_REPLICAS, toReplicas);
        propagateForgetTable();
        wall_ms = 1700000000000;
        clockSetWall(stoppedWall);
        expire_config.active = false;
        lazy = lazyfree_config;
        lazyfree_config = {};
    }
    void TearDown() override {
        EXPECT_EQ(propagate_depth, 0u);
        EXPECT_EQ(propagate_forms, 0u);
        propagateListen(FEED_REPLICAS, nullptr);
        propagateListen(FEED_FILES, nullptr);
        propagate_to = (1u << FEEDS) - 1;
        expire_config.active = true;
        lazyfree_config = lazy;
        clockSetWall(nullptr);
        Reactor::TearDown();
    }
    lazyfreeConfig lazy = {};
    // Runs commands; what the replicas were told since the last call.
    Told run(Peer &p, const std::vector<Line> &lines) {
        for (const Line &line : lines)
            ask(p, words(line));
        Told told;
        told.swap(replicas);
        return told;
    }
};

TEST_F(Propagate, WritesThatChangeSomethingSpeakForThemselves) {
    Peer &a = connect();
    EXPECT_EQ(run(a, {{"SET", "k", "v"}}), Told({"SET k v"}));
    EXPECT_EQ(run(a, {{"GET", "k"}, {"SETNX", "k", "w"}, {"DEL", "none"}, {"INCR", "k"}}), Told());
    EXPECT_EQ(propagate_stats.own_words, 1u);
    EXPECT_EQ(propagate_stats.units, 1u);
    EXPECT_EQ(propagate_stats.transactions, 0u);
}

TEST_F(Propagate, NobodyReadsNothingIsCounted) {
    propagateListen(FEED_REPLICAS, nullptr);
    EXPECT_FALSE(propagateWanted());
    Peer &a = connect();
    run(a, {{"SADD", "s", "a", "b", "c"}, {"SPOP", "s"}, {"SET", "k", "v", "EX", "5"}, {"FLUSHALL"}});
    EXPECT_EQ(propagate_stats.forms, 0u);
    EXPECT_EQ(propagate_stats.units, 0u);
}

TEST_F(Propagate, ExpiriesComeBeforeWhatMetThem) {
    Peer &a = connect();
    run(a, {{"SET", "k", "v", "PX", "10"}});
    wall_ms += 20;
    EXPECT_EQ(run(a, {{"SET", "k", "w"}}), Told({"MULTI", "DEL k", "SET k w", "EXEC"}));
    run(a, {{"SET", "k", "v", "PX", "10"}});
    wall_ms += 20;
    lazyfree_config.expire = true;
    EXPECT_EQ(run(a, {{"GET", "k"}}), Told({"UNLINK k"}));
    EXPECT_EQ(propagate_stats.by_server, 2u);
    EXPECT_EQ(propagate_stats.transactions, 1u);
}

TEST_F(Propagate, OnlyTheOutermostCommandDecidesWhetherFormsBelongTogether) {
    Peer &a = connect();
    const std::vector<Line> keys = {{"SET", "k", "v", "PX", "10"}, {"SET", "l", "v", "PX", "10"}};
    run(a, keys);
    wall_ms += 20;
    EXPECT_EQ(run(a, {{"SCAN", "0"}}).size(), 2u); // touches whatever keys it meets
    run(a, keys);
    wall_ms += 20;
    Told told = run(a, {{"MULTI"}, {"SCAN", "0"}, {"EXEC"}});
    ASSERT_EQ(told.size(), 4u);
    EXPECT_EQ(told.front(), "MULTI");
    EXPECT_EQ(told.back(), "EXEC");
}

TEST_F(Propagate, AFeedGetsWhatIsForIt) {
    propagateListen(FEED_FILES, toFiles);
    Peer &a = connect();
    EXPECT_EQ(run(a, {{"PUBLISH", "c", "m"}}), Told({"PUBLISH c m"}));
    EXPECT_EQ(files, Told());
    EXPECT_EQ(run(a, {{"MULTI"}, {"PUBLISH", "c", "m"}, {"SET", "k", "v"}, {"EXEC"}}),
              Told({"MULTI", "PUBLISH c m", "SET k v", "EXEC"}));
    EXPECT_EQ(files, Told({"MULTI", "SET k v", "EXEC"}));
}

TEST_F(Propagate, WhatNoFeedReadsMakesNoTransaction) {
    propagateListen(FEED_REPLICAS, nullptr);
    propagateListen(FEED_FILES, toFiles);
    Peer &a = connect();
    run(a, {{"MULTI"}, {"PUBLISH", "c", "m"}, {"SET", "k", "v"}, {"EXEC"}});
    EXPECT_EQ(files, Told({"SET k v"}));
    EXPECT_EQ(propagate_stats.forms, 1u);
}

TEST_F(Propagate, AScriptMaySilenceItsWritesButNotTheServers) {
    Peer &a = connect();
    run(a, {{"SET", "k", "v", "PX", "10"}});
    wall_ms += 20;
    propagate_to = 0;
    EXPECT_EQ(run(a, {{"SET", "k", "w"}, {"SADD", "s", "m"}, {"SPOP", "s"}, {"PUBLISH", "c", "m"}, {"FLUSHALL"}}),
              Told({"DEL k"}));
    propagate_to = 1u << FEED_FILES;
    EXPECT_EQ(run(a, {{"SET", "k", "w"}}), Told());
}

TEST_F(Propagate, WhoWaitedIsAUnitOfItsOwn) {
    Peer &a = connect(), &b = connect(), &c = connect();
    b.send(words({"BLPOP", "l", "0"}));
    c.send(words({"BLMOVE", "l", "m", "LEFT", "RIGHT", "0"}));
    for (int i = 0; i < 3; i++)
        reactorTick();
    EXPECT_EQ(run(a, {{"MULTI"}, {"RPUSH", "l", "x"}, {"RPUSH", "l", "y"}, {"EXEC"}}),
              Told({"MULTI", "RPUSH l x", "RPUSH l y", "EXEC", "LPOP l", "LMOVE l m LEFT RIGHT"}));
    EXPECT_EQ(propagate_stats.units, 3u);
}

TEST_F(Propagate, LookingForWaitersTakesNoKeyOut) {
    Peer &a = connect(), &b = connect();
    run(a, {{"SELECT", "1"}, {"RPUSH", "l", "x"}, {"PEXPIRE", "l", "10"}, {"SELECT", "0"}});
    b.send(words({"BLPOP", "l", "0"}));
    for (int i = 0; i < 3; i++)
        reactorTick();
    wall_ms += 20;
    EXPECT_EQ(run(a, {{"SWAPDB", "0", "1"}}), Told({"SWAPDB 0 1"}));
    EXPECT_EQ(b.take(), "");
    EXPECT_EQ(run(a, {{"EXISTS", "l"}}), Told({"DEL l"}));
}

TEST_F(Propagate, ManyMembersAreToldInPieces) {
    Peer &a = connect();
    Line add = {"SADD", "s"};
    for (int i = 0; i < 5000; i++)
        add.push_back("member:" + std::to_string(i));
    run(a, {add});
    Told told = run(a, {{"SPOP", "s", "2500"}});
    ASSERT_EQ(told.size(), 5u); // MULTI, 1,024, 1,024, 452, EXEC
    for (int i = 1; i < 4; i++)
        EXPECT_EQ(told[i].substr(0, 12), "SREM s membe");
    EXPECT_EQ(std::count(told[1].begin(), told[1].end(), ' '), 1025);
    EXPECT_EQ(std::count(told[3].begin(), told[3].end(), ' '), 453);
    EXPECT_EQ(run(a, {{"SCARD", "s"}, {"SPOP", "s", "9999"}}), Told({"DEL s"}));
}

TEST_F(Propagate, ManyFormsAndLongWordsFit) {
    Peer &a = connect();
    std::vector<Line> lines = {{"MULTI"}};
    Told expected = {"MULTI"};
    for (int i = 0; i < 100; i++) {
        lines.push_back({"APPEND", "k" + std::to_string(i), std::string(3000, 'x')});
        expected.push_back("APPEND k" + std::to_string(i) + " " + std::string(3000, 'x'));
    }
    lines.push_back({"EXEC"});
    expected.push_back("EXEC");
    EXPECT_EQ(run(a, lines), expected);
    EXPECT_EQ(run(a, {{"SET", "k", ""}}), Told({"SET k "}));
}

TEST_F(Propagate, AFormThatIsNoneIsForgotten) {
    Peer &a = connect();
    run(a, {{"HSET", "h", "f", "v", "g", "v"}});
    EXPECT_EQ(run(a, {{"HGETEX", "h", "PX", "10", "FIELDS", "2", "f", "x"}, {"HEXPIRE", "h", "0", "FIELDS", "1", "x"}}),
              Told({"HPEXPIREAT h 1700000000010 FIELDS 1 f"}));
    wall_ms += 20;
    unsigned keys;
    EXPECT_EQ(volatileCycle(wall_ms, UINT64_MAX, &keys), 1u);
    EXPECT_EQ(volatileCycle(wall_ms, UINT64_MAX, &keys), 0u);
    EXPECT_EQ(run(a, {{"SET", "k", "v"}}), Told({"HDEL h f", "SET k v"}));
}

TEST_F(Propagate, EvictedKeysAreToldAlone) {
    Peer &a = connect();
    run(a, {{"SET", "k", std::string(100000, 'x')}});
    evictConfig before = evict_config;
    evict_config.maxmemory = zmallocUsed() - 50000;
    evict_config.policy = EVENT_POLICY_ALLKEYS_RANDOM;
    Told told = run(a, {{"INCR", "n"}});
    evict_config = before;
    EXPECT_EQ(told, Told({"DEL k", "INCR n"}));
}

TEST_F(Propagate, RemembersWhatBecameOfWhat) {
    Peer &a = connect();
    run(a, {{"XADD", "s", "1-1", "f", "v"}, {"XGROUP", "CREATE", "s", "g", "0"}});
    run(a, {{"XREADGROUP", "GROUP", "g", "c", "NOACK", "STREAMS", "s", ">"}});
    auto id = [](const char *container, const char *sub) {
        command *c = commandLookup(container, strlen(container));
        return (sub ? commandLookupSub(c, sub, strlen(sub)) : c)->id;
    };
    unsigned rows, found = 0;
    const propagateBecame *table = propagateTable(&rows);
    for (unsigned i = 0; i < rows; i++) {
        found += table[i].command == id("xgroup", "create") && table[i].became == id("xgroup", "create");
        found += table[i].command == id("xreadgroup", nullptr) && table[i].became == id("xgroup", "setid");
        found += table[i].command == id("xreadgroup", nullptr) && table[i].became == id("xgroup", "createconsumer");
    }
    EXPECT_EQ(found, 3u);
    EXPECT_EQ(rows, 4u);
}

TEST_F(Propagate, EventsNameTheKeyAndTheUnit) {
    Peer &a = connect();
    run(a, {{"XADD", "stream", "1-1", "f", "v"}, {"XGROUP", "CREATE", "stream", "g", "0"}});
    propagateListen(FEED_REPLICAS, nullptr); // events alone are enough
    traceRead(CLASS_STREAM);
    traceReader r;
    traceReaderStart(&r, false);
    run(a, {{"XREADGROUP", "GROUP", "g", "c", "STREAMS", "stream", ">"}});
    traceUnread(CLASS_STREAM);
    std::string buf(64 << 10, '\0');
    uint32_t count, units = 0, place = 0;
    size_t n = traceReaderDrain(&r, nullptr, buf.data(), buf.size(), &count);
    for (size_t at = 0; at < n;) {
        traceEvent e;
        evCommandPropagatedPayload p;
        memcpy(&e, buf.data() + at, sizeof(e));
        std::string payload = buf.substr(at + sizeof(e), e.payload * 16);
        at += sizeof(e) + e.payload * 16;
        units += e.type == EV_UnitPropagated && e.value == 2;
        if (e.type != EV_CommandPropagated)
            continue;
        memcpy(&p, payload.data(), sizeof(p));
        EXPECT_EQ(e.subject, a.slot);
        EXPECT_EQ(p.place, place++);
        EXPECT_STREQ(commandById(p.command)->name, "xreadgroup");
        EXPECT_STREQ(commandById(p.became)->name, p.place ? "xgroup|setid" : "xclaim");
        EXPECT_NE(payload.find("stream"), std::string::npos);
    }
    EXPECT_EQ(place, 2u);
    EXPECT_EQ(units, 1u);
}

} // namespace
