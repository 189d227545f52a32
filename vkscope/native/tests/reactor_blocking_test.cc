// Waiting for keys: order, deadlines, what wakes and what does not, whatever happens to the client meanwhile.
#include "reactor_fixture.h"

extern "C" {
#include "exec/blocking.h"
#include "keyspace/keyspace.h"
#include "types/types.h"
#include "types/hash.h"
}

namespace {

using namespace reactor_test;

// WAITHASH key [key ...] timeout: deletes the first key that is a hash, and answers its name.
void serveOrWait(execContext *x, unsigned flags) {
    int64_t deadline;
    if (!blockTimeout(x, x->argc - 1, false, &deadline))
        return;
    for (int i = 1; i < x->argc - 1; i++) {
        bool wrong;
        object *o = argWrite(x, i, OBJ_HASH, &wrong);
        if (wrong)
            return;
        if (!o)
            continue;
        dbDelete(x->db, x->argv[i].ptr, x->argv[i].len, argHash(x, i));
        keyChanged(x->db, x->argv[i].ptr, x->argv[i].len, KEY_GENERIC, "del");
        replyBulk(x, x->argv[i].ptr, x->argv[i].len);
        return;
    }
    if (x->again && flags & BLOCK_ON_NOKEY) {
        replyErrorC(x, "NOGROUP gone");
        return;
    }
    if (!blockOnKeys(x, OBJ_HASH, 1, x->argc - 2, deadline, flags))
        replyNullArray(x);
}
void waitHash(execContext *x) {
    serveOrWait(x, 0);
}
void waitNokey(execContext *x) {
    serveOrWait(x, BLOCK_ON_NOKEY);
}
// MOVEHASH from to: as BLMOVE, which wakes others.
void moveHash(execContext *x) {
    bool wrong;
    object *o = argWrite(x, 1, OBJ_HASH, &wrong);
    if (wrong)
        return;
    if (!o) {
        blockOnKeys(x, OBJ_HASH, 1, 1, 0, 0);
        return;
    }
    o = dbTake(x->db, x->argv[1].ptr, x->argv[1].len, argHash(x, 1));
    o = objectWithKey(o, x->argv[2].ptr, x->argv[2].len);
    dbAdd(x->db, o, argHash(x, 2));
    keyChanged(x->db, x->argv[2].ptr, x->argv[2].len, KEY_HASH, "moved");
    replyOk(x);
}

commandSpec spec(const char *name, void (*proc)(execContext *), int arity) {
    commandSpec s = {};
    s.name = name;
    s.proc = proc;
    s.since = "0";
    s.arity = int16_t(arity);
    s.flags = CMD_WRITE | CMD_BLOCKING;
    return s;
}

class Blocking : public Reactor {
  protected:
    static void SetUpTestSuite() {
        Reactor::SetUpTestSuite();
        static const commandSpec wait = spec("waithash", waitHash, -3), nokey = spec("waitnokey", waitNokey, -3),
                                 move = spec("movehash", moveHash, 3);
        if (!commandLookup("waithash", 8)) {
            commandRegister(&wait);
            commandRegister(&nokey);
            commandRegister(&move);
        }
    }
    void TearDown() override {
        valid();
        Reactor::TearDown();
        EXPECT_EQ(blocking_stats.clients, 0u);
        EXPECT_EQ(blocking_stats.keys, 0u);
        EXPECT_EQ(blocking_stats.deadlines, 0u);
        EXPECT_EQ(dbGet(0)->awaited, 0u);
        valid();
    }
    void valid() {
        const char *wrong = blockingWhyInvalid();
        EXPECT_EQ(wrong, nullptr) << wrong;
    }
    // The peer's command waits: nothing is answered.
    void waits(Peer &p, const std::vector<std::string> &command) {
        uint64_t before = blocking_stats.blocked;
        p.send(words(command));
        for (int i = 0; i < 100 && blocking_stats.blocked == before; i++)
            reactorTick();
        EXPECT_EQ(blocking_stats.blocked, before + 1);
        EXPECT_EQ(p.take(), "");
        valid();
    }
    std::string say(Peer &p, const std::vector<std::string> &command) {
        std::string reply = ask(p, words(command));
        valid();
        return reply;
    }
    const std::vector<std::string> add = {"HSET", "h", "f", "v"};
};

TEST_F(Blocking, ServesWhoCanBeServedAtOnce) {
    Peer &a = connect();
    say(a, add);
    EXPECT_EQ(say(a, {"WAITHASH", "h", "0"}), "$1\r\nh\r\n");
}

TEST_F(Blocking, ServesInTheOrderOfWaiting) {
    Peer &a = connect(), &b = connect(), &c = connect();
    waits(a, {"WAITHASH", "h", "0"});
    waits(b, {"WAITHASH", "h", "0"});
    EXPECT_EQ(say(c, add), ":1\r\n");
    EXPECT_EQ(next(a), "$1\r\nh\r\n");
    EXPECT_EQ(b.take(), "");
    EXPECT_EQ(say(c, add), ":1\r\n");
    EXPECT_EQ(next(b), "$1\r\nh\r\n");
}

TEST_F(Blocking, WaitsForSeveralKeysAndEachOnce) {
    Peer &a = connect(), &b = connect();
    waits(a, {"WAITHASH", "g", "h", "g", "0"});
    EXPECT_EQ(dbGet(0)->awaited, 2u);
    EXPECT_EQ(blocking_stats.keys, 2u);
    say(b, add);
    EXPECT_EQ(next(a), "$1\r\nh\r\n");
    EXPECT_EQ(dbGet(0)->awaited, 0u);
}

TEST_F(Blocking, AnotherTypeWakesNobody) {
    Peer &a = connect(), &b = connect();
    waits(a, {"WAITHASH", "h", "0"});
    uint64_t before = blocking_stats.reruns;
    EXPECT_EQ(say(b, {"SET", "h", "1"}), "+OK\r\n");
    EXPECT_EQ(a.take(), "");
    EXPECT_EQ(blocking_stats.reruns, before);
    say(b, {"DEL", "h"});
    say(b, add);
    EXPECT_EQ(next(a), "$1\r\nh\r\n");
}

TEST_F(Blocking, RenameCopyMoveAndSwapBringKeysToo) {
    Peer &a = connect(), &b = connect();
    for (const std::vector<std::string> &how :
         {std::vector<std::string>{"RENAME", "other", "h"}, {"COPY", "other", "h"}, {"SWAPDB", "0", "1"}}) {
        waits(a, {"WAITHASH", "h", "0"});
        if (how[0] == "SWAPDB") {
            say(b, {"SELECT", "1"});
            say(b, add);
            say(b, {"SELECT", "0"});
        } else {
            say(b, {"HSET", "other", "f", "v"});
        }
        say(b, how);
        EXPECT_EQ(next(a), "$1\r\nh\r\n") << how[0];
        say(b, {"FLUSHALL"});
    }
}

TEST_F(Blocking, WhoIsServedMayWakeAnother) {
    Peer &a = connect(), &b = connect(), &c = connect();
    waits(b, {"WAITHASH", "to", "0"});
    waits(a, {"MOVEHASH", "h", "to"});
    say(c, add);
    EXPECT_EQ(next(a), "+OK\r\n");
    EXPECT_EQ(next(b), "$2\r\nto\r\n");
}

TEST_F(Blocking, ThePipelineBehindAWaitWaits) {
    Peer &a = connect(), &b = connect();
    a.send(words({"INCR", "n"}) + words({"WAITHASH", "h", "0"}) + words({"INCR", "n"}) +
           "SET \"q\\x41\" 1\r\nGET qA\r\n");
    EXPECT_EQ(next(a), ":1\r\n");
    a.send("PING\r\n");
    reactorTick();
    EXPECT_EQ(a.take(), "");
    say(b, add);
    std::string got;
    for (int i = 0; i < 20; i++)
        got += next(a);
    EXPECT_EQ(got, "$1\r\nh\r\n:2\r\n+OK\r\n$1\r\n1\r\n+PONG\r\n");
}

TEST_F(Blocking, ManyWaitsInOnePipeline) {
    Peer &a = connect(), &b = connect();
    std::string many;
    const int n = 200;
    for (int i = 0; i < n; i++)
        many += words({"WAITHASH", "h", "0"});
    a.send(many);
    std::string got;
    for (int i = 0; i < n; i++) {
        say(b, add);
        got += a.take();
    }
    got += next(a);
    EXPECT_EQ(got.size(), size_t(n) * 7);
}

TEST_F(Blocking, TimeIsOver) {
    Peer &a = connect(), &b = connect();
    waits(b, {"WAITHASH", "h", "100"});
    waits(a, {"WAITHASH", "h", "0.001"});
    EXPECT_EQ(blocking_stats.deadlines, 2u);
    std::string got;
    while (got.empty()) {
        reactorTick();
        got = a.take();
    }
    EXPECT_EQ(got, "*-1\r\n");
    EXPECT_EQ(b.take(), "");
    EXPECT_EQ(say(a, {"PING"}), "+PONG\r\n");
}

TEST_F(Blocking, DeadlinesEndInTheirOrder) {
    std::vector<Peer *> all;
    for (int i = 0; i < 20; i++) {
        all.push_back(&connect());
        waits(*all.back(), {"WAITHASH", "h", std::to_string((i * 7) % 20 + 10)});
        int64_t first = blockingNext();
        EXPECT_GT(first, 0);
    }
    for (int i = 0; i < 20; i++) {
        waiter *w = blockingOverdue(INT64_MAX);
        ASSERT_NE(w, nullptr);
        int64_t deadline = w->deadline;
        EXPECT_EQ(deadline, blockingNext());
        clientUnblock(w->client, false);
        EXPECT_TRUE(!blockingNext() || blockingNext() >= deadline);
        valid();
    }
}

TEST_F(Blocking, ClientUnblock) {
    Peer &a = connect(), &b = connect();
    waits(a, {"WAITHASH", "h", "0"});
    std::string id = std::to_string(a.c->id);
    EXPECT_EQ(say(b, {"CLIENT", "UNBLOCK", id}), ":1\r\n");
    EXPECT_EQ(next(a), "*-1\r\n");
    EXPECT_EQ(say(b, {"CLIENT", "UNBLOCK", id}), ":0\r\n");
    waits(a, {"WAITHASH", "h", "0"});
    EXPECT_EQ(say(b, {"CLIENT", "UNBLOCK", id, "ERROR"}), ":1\r\n");
    EXPECT_EQ(next(a), "-UNBLOCKED client unblocked via CLIENT UNBLOCK\r\n");
    EXPECT_EQ(say(a, {"ECHO", "x"}), "$1\r\nx\r\n");
}

TEST_F(Blocking, WhoHangsUpLeavesItsQueues) {
    Peer &a = connect(), &b = connect();
    waits(a, {"WAITHASH", "h", "g", "5"});
    hangUp(a);
    for (int i = 0; i < 3; i++)
        reactorTick();
    EXPECT_FALSE(a.known());
    EXPECT_EQ(blocking_stats.clients, 0u);
    EXPECT_EQ(say(b, add), ":1\r\n");
    EXPECT_EQ(say(b, {"HGET", "h", "f"}), "$1\r\nv\r\n");
}

TEST_F(Blocking, KilledInTheSameTurnAsServed) {
    Peer &a = connect(), &b = connect();
    waits(a, {"WAITHASH", "h", "0"});
    b.send(words({"CLIENT", "KILL", "ID", std::to_string(a.c->id)}) + words(add));
    EXPECT_EQ(next(b), ":1\r\n:1\r\n");
    EXPECT_EQ(say(b, {"HGET", "h", "f"}), "$1\r\nv\r\n");
}

TEST_F(Blocking, AnotherTypeWakesWhoAskedForThat) {
    Peer &a = connect(), &b = connect(), &c = connect();
    waits(a, {"WAITNOKEY", "x", "0"});
    waits(b, {"WAITHASH", "x", "0"});
    EXPECT_EQ(blocking_stats.nokeys, 1u);
    say(c, {"SET", "x", "1"});
    EXPECT_EQ(next(a).substr(0, 10), "-WRONGTYPE");
    EXPECT_EQ(b.take(), "");
    EXPECT_EQ(blocking_stats.nokeys, 0u);
    say(c, {"DEL", "x"});
    say(c, {"HSET", "x", "f", "v"});
    EXPECT_EQ(next(b), "$1\r\nx\r\n");
}

TEST_F(Blocking, AWaitThatMustNotBeAnswersAtOnce) {
    Peer &a = connect();
    execContext x = clientContext(a.c);
    replySink out = {};
    execArg argv[] = {{"WAITHASH", 8}, {"h", 1}, {"0", 1}};
    x.argv = argv;
    x.argc = 3;
    x.db = dbGet(0);
    x.first_hash = sipHash("h", 1);
    x.out = &out;
    out.resp = 2;
    x.deny_blocking = true;
    execRun(&x);
    EXPECT_EQ(std::string(out.buf, out.len), "*-1\r\n");
    EXPECT_EQ(x.outcome, EXEC_RAN);
    sinkRelease(&out);
}

TEST_F(Blocking, Timeouts) {
    Peer &a = connect();
    const std::vector<std::pair<std::string, std::string>> cases = {
        {"x", "-ERR timeout is not a float or out of range\r\n"},
        {"-1", "-ERR timeout is negative\r\n"},
        {"1e30", "-ERR timeout is out of range\r\n"},
        {"9223372036854775", "-ERR timeout is out of range\r\n"},
        {"nan", "-ERR timeout is not a float or out of range\r\n"},
    };
    for (auto &[text, error] : cases)
        EXPECT_EQ(say(a, {"WAITHASH", "h", text}), error) << text;
}

TEST_F(Blocking, CountsOnceAndOnlyWhenAnswered) {
    Peer &a = connect(), &b = connect();
    command *c = commandLookup("waithash", 8);
    uint64_t calls = c->calls, all = exec_stats.commands;
    waits(a, {"WAITHASH", "h", "0"});
    EXPECT_EQ(c->calls, calls);
    EXPECT_EQ(exec_stats.commands, all);
    say(b, add);
    EXPECT_EQ(next(a), "$1\r\nh\r\n");
    EXPECT_EQ(c->calls, calls + 1);
    EXPECT_EQ(exec_stats.commands, all + 2);
}

TEST_F(Blocking, APauseHoldsServing) {
    Peer &a = connect(), &b = connect();
    waits(a, {"WAITHASH", "h", "0"});
    b.send(words(add) + words({"CLIENT", "PAUSE", "100000", "WRITE"}));
    EXPECT_NE(next(a), "") << "served before the pause began";
    next(b);
    say(b, {"CLIENT", "UNPAUSE"});
    waits(a, {"WAITHASH", "h", "0"});
    say(b, {"CLIENT", "PAUSE", "100000", "WRITE"});
    object *o = hashNew("h", 1);
    dbAdd(dbGet(0), o, sipHash("h", 1));
    reactorTick();
    EXPECT_EQ(a.take(), "");
    dbDelete(dbGet(0), "h", 1, sipHash("h", 1));
    say(b, {"CLIENT", "UNPAUSE"});
    say(b, add);
    EXPECT_EQ(next(a), "$1\r\nh\r\n");
}

} // namespace
