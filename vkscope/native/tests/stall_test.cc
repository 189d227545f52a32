// Where time is lost is where it is charged: 5 ms of standing still at each place of base/stall.h, one after the other.
#include "reactor_fixture.h"
#include <csignal>
#include <sys/un.h>
#include <cstdio>

namespace {

using namespace reactor_test;

struct Charged {
    unsigned phase, job;
    std::string command, key;
    uint64_t ns;
};

class Stalls : public Reactor {
  protected:
    void SetUp() override {
        Reactor::SetUp();
        traceTickThresholds(4000000);
        traceReaderStart(&reader, false);
        ask(me(), "PING\r\n");
    }
    void TearDown() override {
        EXPECT_EQ(stall_armed, STALL_NONE) << "nobody came by";
        stall_armed = STALL_NONE;
        traceTickThresholds(10000000);
        Reactor::TearDown();
    }
    Peer &me() {
        if (!mine)
            mine = &connect();
        return *mine;
    }
    // Ticks until who comes by the place has stood still, and a little longer.
    void turnUntilStalled() {
        for (int i = 0; i < 400 && stall_armed != STALL_NONE; i++) {
            reactorTick();
            usleep(1000);
        }
        reactorTick();
    }
    // What the event stream says of phases that took as long as a stall: the longest one.
    Charged told() {
        Charged worst = {99, 99, "", "", 0};
        std::string buf(64 << 10, '\0');
        uint32_t count;
        while (size_t n = traceReaderDrain(&reader, nullptr, buf.data(), buf.size(), &count))
            for (size_t at = 0; at < n;) {
                traceEvent e;
                evTickPhaseSlowPayload p;
                memcpy(&e, buf.data() + at, sizeof(e));
                memcpy(&p, buf.data() + at + sizeof(e), sizeof(p));
                if (e.type == EV_TickPhaseSlow && e.value > worst.ns) {
                    const char *tail = buf.data() + at + sizeof(e) + offsetof(evTickPhaseSlowPayload, job) + 2;
                    uint16_t shown;
                    memcpy(&shown, tail + 2, 2);
                    const command *c = commandById(p.command);
                    worst = {p.phase, p.job, c ? c->name : "", std::string(tail + 4, shown), e.value};
                }
                at += sizeof(e) + e.payload * 16;
            }
        return worst;
    }
    void expect(unsigned phase, const std::string &command, const std::string &key = "", unsigned job = 0) {
        Charged c = told();
        EXPECT_EQ(c.phase, phase);
        EXPECT_EQ(c.command, command);
        EXPECT_EQ(c.key, key);
        EXPECT_EQ(c.job, job);
        EXPECT_GE(c.ns, stall_ns * 99 / 100);
    }
    void stallIn(stallPoint where, const std::string &request) {
        stall_armed = where;
        ask(me(), request);
    }
    traceReader reader;
    Peer *mine = nullptr;
};

TEST_F(Stalls, Poll) {
    stall_armed = STALL_POLL;
    reactorTick();
    expect(EVENT_PHASE_POLL, "");
}

TEST_F(Stalls, Accept) {
    std::string path = "/tmp/vk-stall-" + std::to_string(getpid()) + ".sock";
    ASSERT_EQ(reactorListen(listenUnix(path.c_str(), 0700, -1, 5), &connection_unix), 0);
    int fd = socket(AF_UNIX, SOCK_STREAM, 0);
    sockaddr_un address = {};
    address.sun_family = AF_UNIX;
    snprintf(address.sun_path, sizeof(address.sun_path), "%s", path.c_str());
    stall_armed = STALL_ACCEPT;
    ASSERT_EQ(::connect(fd, reinterpret_cast<sockaddr *>(&address), sizeof(address)), 0);
    turnUntilStalled();
    expect(EVENT_PHASE_READ, "");
    close(fd);
    reactorTick();
    unlink(path.c_str());
}

TEST_F(Stalls, Read) {
    stallIn(STALL_READ, words({"GET", "a"}));
    expect(EVENT_PHASE_READ, "");
}

TEST_F(Stalls, Parse) {
    stallIn(STALL_PARSE, words({"GETRANGE", "parsed", "0", "1"}));
    expect(EVENT_PHASE_PARSE, "getrange", "parsed");
}

TEST_F(Stalls, Lookup) {
    stallIn(STALL_LOOKUP, words({"STRLEN", "looked up"}));
    expect(EVENT_PHASE_EXECUTE, "strlen", "looked up");
}

TEST_F(Stalls, Add) {
    stallIn(STALL_ADD, words({"SETNX", "added", "v"}));
    expect(EVENT_PHASE_EXECUTE, "setnx", "added");
}

TEST_F(Stalls, Free) {
    ask(me(), words({"SET", "freed", "v"}));
    stallIn(STALL_FREE, words({"DEL", "freed"}));
    expect(EVENT_PHASE_EXECUTE, "del", "freed");
}

TEST_F(Stalls, Reply) {
    ask(me(), words({"SET", "read", "v"}));
    stallIn(STALL_REPLY, words({"GET", "read"}));
    expect(EVENT_PHASE_EXECUTE, "get", "read");
}

TEST_F(Stalls, Encoding) {
    stallIn(STALL_ENCODING, words({"HSET", "converted", "f", std::string(100, 'x')}));
    expect(EVENT_PHASE_EXECUTE, "hset", "converted");
}

TEST_F(Stalls, LazyExpire) {
    ask(me(), words({"SET", "late", "v", "PX", "1"}));
    usleep(5000);
    stallIn(STALL_LAZY_EXPIRE, words({"EXISTS", "late"}));
    expect(EVENT_PHASE_EXECUTE, "exists", "late");
}

TEST_F(Stalls, TheOneOfManyCommands) {
    std::string pipeline;
    for (int i = 0; i < 20; i++)
        pipeline += words({"SET", "k" + std::to_string(i), "v"});
    pipeline += words({"SETNX", "the one", "v"});
    for (int i = 0; i < 20; i++)
        pipeline += words({"GET", "k" + std::to_string(i)});
    // SET replaces or adds: all keys but one exist already, so that one alone comes by.
    for (int i = 0; i < 20; i++)
        ask(me(), words({"SET", "k" + std::to_string(i), "v"}));
    stallIn(STALL_ADD, pipeline);
    expect(EVENT_PHASE_EXECUTE, "setnx", "the one");
}

TEST_F(Stalls, TheControlPlanesHandler) {
    stallIn(STALL_PYTHON, words({"INFO", "server"}));
    expect(EVENT_PHASE_PYTHON, "info");
}

TEST_F(Stalls, Signal) {
    stall_armed = STALL_SIGNAL;
    raise(SIGTERM);
    turnUntilStalled();
    expect(EVENT_PHASE_PYTHON, "", "", EVENT_CRON_JOB_CONTROL_PLANE);
}

TEST_F(Stalls, ControlPlanesCron) {
    stall_armed = STALL_CONTROL_PLANE;
    turnUntilStalled();
    expect(EVENT_PHASE_PYTHON, "", "", EVENT_CRON_JOB_CONTROL_PLANE);
}

TEST_F(Stalls, ExpireCycle) {
    stall_armed = STALL_EXPIRE_CYCLE;
    turnUntilStalled();
    expect(EVENT_PHASE_CRON, "", "", EVENT_CRON_JOB_EXPIRE);
}

TEST_F(Stalls, Rehash) {
    stall_armed = STALL_REHASH;
    turnUntilStalled();
    expect(EVENT_PHASE_CRON, "", "", EVENT_CRON_JOB_REHASH);
}

TEST_F(Stalls, ClientsCron) {
    stall_armed = STALL_CLIENTS_CRON;
    turnUntilStalled();
    expect(EVENT_PHASE_CRON, "", "", EVENT_CRON_JOB_CLIENTS);
}

TEST_F(Stalls, Sample) {
    stall_armed = STALL_SAMPLE;
    turnUntilStalled();
    expect(EVENT_PHASE_CRON, "", "", EVENT_CRON_JOB_SAMPLE);
}

TEST_F(Stalls, Push) {
    ask(me(), words({"SCOPE", "SUBSCRIBE", "CLASS", "slow"}));
    stall_armed = STALL_PUSH;
    turnUntilStalled();
    expect(EVENT_PHASE_BEFORE_SLEEP, "");
    ask(me(), words({"SCOPE", "UNSUBSCRIBE"}));
}

TEST_F(Stalls, Write) {
    ask(me(), words({"SET", "k", "v"}));
    stallIn(STALL_WRITE, words({"GET", "k"}));
    reactorTick();
    expect(EVENT_PHASE_BEFORE_SLEEP, "get");
}

TEST_F(Stalls, Close) {
    Peer &other = connect();
    stall_armed = STALL_CLOSE;
    hangUp(other);
    turnUntilStalled();
    expect(EVENT_PHASE_BEFORE_SLEEP, "");
}

} // namespace
