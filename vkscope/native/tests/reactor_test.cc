// The loop: readiness in a chosen order, the wake-up contract, turns nested in a command.
#include "reactor_fixture.h"
#include <csignal>

namespace {

using namespace reactor_test;

class ScriptedReactor : public Reactor {
  protected:
    void SetUp() override {
        Reactor::SetUp();
        reactorSetPoller(scripted);
    }
    void bring(std::vector<Ready> ready) {
        script.push_back([ready] { return ready; });
    }
};

TEST_F(ScriptedReactor, ServesInTheOrderOfReadiness) {
    Peer &a = connect(), &b = connect();
    a.send(words({"APPEND", "k", "a"}));
    b.send(words({"APPEND", "k", "b"}));
    bring({{&b, EPOLLIN}, {&a, EPOLLIN}});
    EXPECT_EQ(reactorTick(), -1);
    EXPECT_EQ(b.take(), ":1\r\n");
    EXPECT_EQ(a.take(), ":2\r\n");
}

TEST_F(ScriptedReactor, WhoIsNotReadyIsNotRead) {
    Peer &a = connect(), &b = connect();
    a.send("PING\r\n");
    b.send("PING\r\n");
    bring({{&b, EPOLLIN}});
    reactorTick();
    EXPECT_EQ(a.take(), "");
    EXPECT_EQ(b.take(), "+PONG\r\n");
    bring({{&a, EPOLLIN}});
    reactorTick();
    EXPECT_EQ(a.take(), "+PONG\r\n");
}

TEST_F(ScriptedReactor, AnEventOfAClientThatIsGoneFindsNobody) {
    Peer &a = connect();
    hangUp(a);
    bring({{&a, EPOLLIN | EPOLLHUP}});
    reactorTick();
    EXPECT_FALSE(a.known());
    Peer &b = connect(); // takes the slot over, with another generation
    EXPECT_EQ(b.slot, a.slot);
    bring({{&a, EPOLLIN}});
    b.send("PING\r\n");
    reactorTick();
    EXPECT_EQ(b.take(), "");
}

TEST_F(ScriptedReactor, ALongPipelineIsServedWithoutFurtherEvents) {
    Peer &a = connect();
    const int n = 5000;
    std::string pings;
    for (int i = 0; i < n; i++)
        pings += "PING\r\n";
    // More than one read brings: the socket stays ready until it is empty, as level triggering has it.
    a.send(pings);
    size_t answered = 0;
    for (int ticks = 0; answered < size_t(n) && ticks < 100; ticks++) {
        bring({{&a, EPOLLIN}});
        int64_t next = reactorTick();
        EXPECT_EQ(next == 0, reactorPending() > 0);
        while (reactorTick() == 0)
            continue; // what is in the buffer needs no event
        EXPECT_EQ(reactorPending(), 0u);
        answered += a.take().size() / 7;
    }
    EXPECT_EQ(answered, size_t(n));
}

TEST_F(ScriptedReactor, OneClientsPipelineDoesNotKeepOthersWaiting) {
    Peer &a = connect(), &b = connect();
    std::string many;
    for (int i = 0; i < 500; i++)
        many += words({"INCR", "n"});
    a.send(many);
    b.send(words({"GET", "n"}));
    bring({{&a, EPOLLIN}, {&b, EPOLLIN}});
    reactorTick();
    std::string seen = b.take();
    ASSERT_EQ(seen.substr(0, 1), "$");
    EXPECT_LE(std::stoi(seen.substr(seen.find("\r\n") + 2)), 64);
}

TEST_F(ScriptedReactor, HalfARequestIsNoWork) {
    Peer &a = connect();
    a.send("*2\r\n$3\r\nGET\r\n$1\r\n");
    bring({{&a, EPOLLIN}});
    EXPECT_EQ(reactorTick(), -1);
    EXPECT_EQ(reactorPending(), 0u);
    a.send("k\r\n");
    bring({{&a, EPOLLIN}});
    reactorTick();
    EXPECT_EQ(a.take(), "$-1\r\n");
}

class NestedTurns : public ScriptedReactor {
  protected:
    void SetUp() override {
        ScriptedReactor::SetUp();
        exec_config.busy_reply_ms = 0;
    }
    void TearDown() override {
        exec_config.busy_reply_ms = 5000;
        ScriptedReactor::TearDown();
    }
    // Two keys: after the first the command looks at the clock, and a nested turn begins.
    const std::string populate = words({"DEBUG", "POPULATE", "2"});
};

TEST_F(NestedTurns, WhoCameInTheSameTurnIsServedMeanwhile) {
    Peer &a = connect(), &b = connect();
    a.send(populate + "PING\r\n");
    b.send("RESET\r\nGET k\r\n");
    uint64_t before = reactor_stats.nested;
    std::string early;
    bring({{&a, EPOLLIN}, {&b, EPOLLIN}});
    script.push_back([&]() -> std::vector<Ready> {
        EXPECT_TRUE(reactorIsExecuting(a.c));
        EXPECT_FALSE(reactorIsExecuting(b.c));
        return {};
    });
    script.push_back([&]() -> std::vector<Ready> {
        early = b.take();
        EXPECT_EQ(a.take(), "");
        return {};
    });
    reactorTick();
    EXPECT_GT(reactor_stats.nested, before);
    if (early.empty())
        early = b.take();
    EXPECT_EQ(early, "+RESET\r\n-BUSY Valkey is busy running a command that takes long.\r\n");
    EXPECT_EQ(a.take(), "+OK\r\n+PONG\r\n");
    EXPECT_EQ(exec_state, EXEC_OPEN);
}

TEST_F(NestedTurns, WhoComesMeanwhileIsServedAndWhoExecutesIsNotRead) {
    Peer &a = connect(), &b = connect();
    a.send(populate);
    bring({{&a, EPOLLIN}});
    script.push_back([&]() -> std::vector<Ready> {
        a.send("PING\r\n");
        b.send("RESET\r\n");
        return {{&a, EPOLLIN}, {&b, EPOLLIN}};
    });
    reactorTick();
    EXPECT_EQ(b.take(), "+RESET\r\n");
    EXPECT_EQ(a.take(), "+OK\r\n");
    bring({{&a, EPOLLIN}});
    reactorTick();
    EXPECT_EQ(a.take(), "+PONG\r\n");
}

TEST_F(NestedTurns, WhoLeavesMeanwhileIsFreedByTheOuterTurn) {
    Peer &a = connect(), &b = connect();
    a.send(populate);
    bool known_meanwhile = false;
    bring({{&a, EPOLLIN}});
    script.push_back([&]() -> std::vector<Ready> {
        hangUp(b);
        return {{&b, EPOLLIN | EPOLLHUP}};
    });
    script.push_back([&]() -> std::vector<Ready> { return {}; });
    exec_nested = [](execState why) {
        bool ran = reactorNested(why);
        return ran;
    };
    // Looked at between the nested turn and the end of the outer one: by the reply of the long command.
    reactorTick();
    exec_nested = reactorNested;
    known_meanwhile = b.c != nullptr;
    EXPECT_TRUE(known_meanwhile);
    EXPECT_FALSE(b.known());
    EXPECT_EQ(a.take(), "+OK\r\n");
}

TEST_F(NestedTurns, GoesTwoDeepAndNoDeeper) {
    static int deepest, depth;
    static bool refused;
    deepest = depth = 0;
    refused = false;
    exec_nested = [](execState) {
        static void (*dig)() = [] {
            depth++;
            script.push_front([]() -> std::vector<Ready> {
                dig();
                return {};
            });
            if (reactorNested(EXEC_LOADING)) {
                deepest = depth > deepest ? depth : deepest;
            } else {
                script.pop_front();
                refused = true;
            }
            depth--;
        };
        dig();
        return true;
    };
    Peer &a = connect();
    a.send(populate);
    bring({{&a, EPOLLIN}});
    reactorTick();
    exec_nested = reactorNested;
    EXPECT_EQ(deepest, 2);
    EXPECT_TRUE(refused);
    EXPECT_EQ(a.take(), "+OK\r\n");
}

TEST_F(NestedTurns, LoadingHasItsOwnAnswer) {
    Peer &a = connect(), &b = connect();
    a.send(populate);
    b.send("RESET\r\nAUTH x\r\nGET k\r\n");
    bring({{&a, EPOLLIN}});
    bring({{&b, EPOLLIN}});
    exec_nested = [](execState) { return reactorNested(EXEC_LOADING); };
    reactorTick();
    exec_nested = reactorNested;
    std::string got = b.take();
    EXPECT_EQ(got.substr(0, 8), "+RESET\r\n");
    EXPECT_NE(got.find("-LOADING Valkey is loading the dataset in memory\r\n"), std::string::npos) << got;
}

TEST_F(NestedTurns, OutsideATickItDoesNotRun) {
    EXPECT_FALSE(reactorNested(EXEC_BUSY));
}

std::vector<std::pair<traceEvent, evTickEndedPayload>> ticks(traceReader *r) {
    std::vector<std::pair<traceEvent, evTickEndedPayload>> found;
    std::string buf(64 << 10, '\0');
    uint32_t count;
    while (size_t n = traceReaderDrain(r, nullptr, buf.data(), buf.size(), &count))
        for (size_t at = 0; at < n;) {
            traceEvent e;
            memcpy(&e, buf.data() + at, sizeof(e));
            if (e.type == EV_TickEnded) {
                found.emplace_back(e, evTickEndedPayload{});
                memcpy(&found.back().second, buf.data() + at + sizeof(e), sizeof(evTickEndedPayload));
            }
            at += sizeof(e) + e.payload * 16;
        }
    return found;
}

TEST_F(NestedTurns, TheInnerTurnsTimeIsInNoPhaseOfTheOuter) {
    Peer &a = connect();
    a.send(populate);
    traceRead(CLASS_TICK);
    traceReader r;
    traceReaderStart(&r, false);
    bring({{&a, EPOLLIN}});
    script.push_back([&]() -> std::vector<Ready> {
        usleep(20000);
        return {};
    });
    reactorTick();
    traceUnread(CLASS_TICK);
    auto found = ticks(&r);
    ASSERT_GE(found.size(), 2u);
    auto &[inner, inside] = found.front();
    auto &[outer, around] = found.back();
    EXPECT_EQ(inside.depth, 1u);
    EXPECT_EQ(around.depth, 0u);
    EXPECT_GE(inside.poll_ns, 20000000u);
    EXPECT_GE(inner.span, 20000000u);
    EXPECT_EQ(uint64_t(around.poll_ns) + around.read_ns + around.parse_ns + around.execute_ns + around.python_ns +
                      around.before_sleep_ns + around.cron_ns + around.other_ns >=
                  inner.span,
              false);
    EXPECT_EQ(outer.value, 1u);
}

TEST_F(ScriptedReactor, ACommandKnowsHowLongItWaitedWasParsedAndWritten) {
    Peer &a = connect();
    traceRead(CLASS_COMMAND);
    traceReader r;
    traceReaderStart(&r, false);
    a.send(words({"SET", "k", std::string(1000, 'x')}) + words({"GET", "k"}));
    bring({{&a, EPOLLIN}});
    reactorTick();
    traceUnread(CLASS_COMMAND);
    std::string buf(64 << 10, '\0');
    uint32_t count, seen = 0;
    size_t n = traceReaderDrain(&r, nullptr, buf.data(), buf.size(), &count);
    for (size_t at = 0; at < n;) {
        traceEvent e;
        evCommandExecutedPayload p;
        memcpy(&e, buf.data() + at, sizeof(e));
        memcpy(&p, buf.data() + at + sizeof(e), sizeof(p));
        at += sizeof(e) + e.payload * 16;
        if (e.type != EV_CommandExecuted)
            continue;
        seen++;
        EXPECT_GT(e.value, 0u);
        EXPECT_GT(p.parse_ns, 0u);
        EXPECT_GT(p.write_ns, 0u);
        EXPECT_EQ(e.subject, a.slot);
    }
    EXPECT_EQ(seen, 2u);
}

// Events of one type, with their payloads behind them.
std::vector<std::string> told(traceReader *r, eventType type) {
    std::vector<std::string> found;
    std::string buf(64 << 10, '\0');
    uint32_t count;
    while (size_t n = traceReaderDrain(r, nullptr, buf.data(), buf.size(), &count))
        for (size_t at = 0; at < n;) {
            traceEvent e;
            memcpy(&e, buf.data() + at, sizeof(e));
            size_t total = sizeof(e) + e.payload * 16;
            if (e.type == type)
                found.push_back(buf.substr(at, total));
            at += total;
        }
    return found;
}

TEST_F(Reactor, AChildIsToldOfAndReaped) {
    traceReader r;
    traceReaderStart(&r, false);
    pid_t pid = childFork(EVENT_FORK_KIND_DEBUG, 0);
    if (pid == 0)
        raise(SIGKILL); // a status of its own would be replaced by tools that watch memory
    ASSERT_GT(pid, 0);
    std::vector<std::string> ended, all;
    for (int i = 0; i < 500 && ended.empty(); i++) {
        usleep(10000);
        reactorTick();
        traceReader again = r;
        ended = told(&again, EV_ForkEnded);
    }
    ASSERT_EQ(ended.size(), 1u);
    traceEvent e;
    evForkEndedPayload p;
    memcpy(&e, ended[0].data(), sizeof(e));
    memcpy(&p, ended[0].data() + sizeof(e), sizeof(p));
    EXPECT_EQ(e.value, uint64_t(pid));
    EXPECT_EQ(p.status, unsigned(SIGKILL) << 8);
    EXPECT_EQ(p.kind, unsigned(EVENT_FORK_KIND_DEBUG));
    EXPECT_EQ(told(&r, EV_ForkStarted).size(), 1u);
}

TEST_F(ScriptedReactor, ARefusedCommandSaysWhy) {
    Peer &a = connect();
    traceRead(CLASS_COMMAND);
    traceReader r;
    traceReaderStart(&r, false);
    a.send(words({"NOSUCH"}) + words({"GET"}) + words({"GET", "k"}));
    bring({{&a, EPOLLIN}});
    reactorTick();
    traceUnread(CLASS_COMMAND);
    std::vector<std::string> refused = told(&r, EV_CommandRejected);
    ASSERT_EQ(refused.size(), 2u);
    evCommandRejectedPayload p;
    memcpy(&p, refused[0].data() + sizeof(traceEvent), sizeof(p));
    EXPECT_EQ(p.command, UINT16_MAX);
    EXPECT_EQ(p.reason, unsigned(EVENT_REJECT_REASON_UNKNOWN));
    memcpy(&p, refused[1].data() + sizeof(traceEvent), sizeof(p));
    EXPECT_EQ(p.reason, unsigned(EVENT_REJECT_REASON_ARITY));
}

} // namespace
