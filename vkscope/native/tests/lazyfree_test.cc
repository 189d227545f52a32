// Lazy freeing by the background thread, under a server: nothing that stays is touched, all that goes is freed.
#include "reactor_fixture.h"

extern "C" {
#include "base/base.h"
#include "keyspace/keyspace.h"
#include "persist/bio.h"
}
#include <sys/wait.h>
#include <map>
#include <random>

namespace {

using namespace reactor_test;

class Lazyfree : public Reactor {
  protected:
    void SetUp() override {
        Reactor::SetUp();
        lazyfreeResetStats();
    }
    // Sends piece by piece, and takes what is answered to all of it.
    static std::string ask(Peer &p, std::string request) {
        const std::string end = "$3\r\nend\r\n";
        std::string got;
        request += words({"ECHO", "end"});
        for (size_t at = 0; at < request.size() || got.size() < end.size() ||
                            got.compare(got.size() - end.size(), end.size(), end) != 0;) {
            ssize_t n = at < request.size() ? send(p.fd, request.data() + at, request.size() - at, MSG_NOSIGNAL) : 0;
            at += n > 0 ? size_t(n) : 0;
            reactorTick();
            got += p.take();
            if (!p.known())
                return "the client is gone";
        }
        return got.substr(0, got.size() - end.size());
    }
    // Turns until nothing is pending; false: it takes too long.
    static bool settle() {
        for (int i = 0; i < 60000; i++) {
            reactorTick();
            if (!lazyfreePending() && !lazyfreeWaits() && !bioPending(BIO_LAZY_FREE))
                return true;
            usleep(1000);
        }
        return false;
    }
};

// A value of a kind, of more allocations than are freed at once.
std::string big(const std::string &key, unsigned kind) {
    std::string out;
    for (int i = 0; i < 200; i++) {
        std::string n = std::to_string(i), text(100, char('a' + i % 26));
        switch (kind % 5) {
        case 0:
            out += words({"HSET", key, "f" + n, text});
            break;
        case 1:
            out += words({"SADD", key, n + text});
            break;
        case 2:
            out += words({"ZADD", key, n, n + text});
            break;
        case 3:
            out += words({"RPUSH", key, std::string(3000, 'v')});
            break;
        case 4:
            out += words({"XADD", key, "1-" + std::to_string(i + 1), "f", std::string(2500, 'x')});
            break;
        }
    }
    if (kind % 5 == 0)
        out += words({"HEXPIRE", key, "1000", "FIELDS", "2", "f1", "f2"});
    if (kind % 5 == 4)
        out += words({"XGROUP", "CREATE", key, "g", "0"}) +
               words({"XREADGROUP", "GROUP", "g", "c", "COUNT", "50", "STREAMS", key, ">"});
    return out;
}

TEST_F(Lazyfree, EveryTypeGoesToTheThread) {
    Peer &p = connect();
    size_t before = 0;
    for (int round = 0; round < 4; round++) {
        ask(p, words({"FLUSHALL", "SYNC"}));
        for (unsigned kind = 0; kind < 5; kind++)
            ask(p, big("k" + std::to_string(kind), kind));
        uint64_t done = bio_stats[BIO_LAZY_FREE].done, gone = lazyfreeFreed();
        EXPECT_EQ(ask(p, words({"UNLINK", "k0", "k1", "k2", "k3", "k4"})), ":5\r\n");
        ASSERT_TRUE(settle());
        EXPECT_EQ(lazyfreeFreed() - gone, 5u);
        EXPECT_GT(bio_stats[BIO_LAZY_FREE].done, done);
        ask(p, words({"FLUSHALL", "SYNC"}));
        if (round > 1) /* the first round leaves buffers behind */
            EXPECT_EQ(zmallocUsed(), before);
        before = zmallocUsed();
    }
}

// Random writes against a map, while values and databases go to the thread all the time.
TEST_F(Lazyfree, WhatStaysIsWhatAModelSays) {
    Peer &p = connect();
    std::mt19937 dice(11);
    std::map<std::string, std::string> model;
    ask(p, words({"FLUSHALL"}));
    for (int turn = 0; turn < 600; turn++) {
        std::string batch, expected;
        for (int i = 0; i < 20; i++) {
            std::string key = "s" + std::to_string(dice() % 500), value(1 + dice() % 400, char('a' + dice() % 26));
            batch += words({"SET", key, value});
            expected += "+OK\r\n";
            model[key] = value;
        }
        EXPECT_EQ(ask(p, batch), expected);
        if (turn % 3 == 0)
            ask(p, big("big", dice()) + words({"UNLINK", "big"}));
        if (turn % 97 == 0) {
            EXPECT_EQ(ask(p, words({"FLUSHALL", "ASYNC"})), "+OK\r\n");
            model.clear();
        }
        std::string key = "s" + std::to_string(dice() % 500), answer = ask(p, words({"GET", key}));
        auto found = model.find(key);
        if (found == model.end())
            EXPECT_EQ(answer, "$-1\r\n");
        else
            EXPECT_EQ(answer, "$" + std::to_string(found->second.size()) + "\r\n" + found->second + "\r\n");
    }
    ASSERT_TRUE(settle());
    EXPECT_EQ(ask(p, words({"DBSIZE"})), ":" + std::to_string(model.size()) + "\r\n");
    for (const auto &[key, value] : model)
        EXPECT_EQ(ask(p, words({"GET", key})), "$" + std::to_string(value.size()) + "\r\n" + value + "\r\n");
    ask(p, words({"FLUSHALL", "SYNC"}));
}

// The address sanitizer's own allocator keeps the locks that a thread holds at a fork: there the child comes later.
#ifdef __SANITIZE_ADDRESS__
constexpr bool FORKS_BESIDE = false;
#else
constexpr bool FORKS_BESIDE = true;
#endif

TEST_F(Lazyfree, AChildFreesWhatIsItsOwn) {
    Peer &p = connect();
    for (int round = 0; round < 5; round++) {
        ask(p, words({"DEBUG", "POPULATE", "20000"}));
        ask(p, words({"FLUSHALL", "ASYNC"}) + big("stays", 0));
        if (!FORKS_BESIDE)
            ASSERT_TRUE(settle());
        pid_t pid = fork();
        if (pid == 0) {
            object *o = dbTake(dbGet(0), "stays", 5, sipHash("stays", 5));
            if (o)
                lazyfreeValue(o);
            while (lazyfreeStep(1000) || lazyfreeWaits())
                continue;
            _exit(o && lazyfreePending() == 0 ? 0 : 1);
        }
        int status = 0;
        ASSERT_EQ(waitpid(pid, &status, 0), pid);
        EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0);
        EXPECT_EQ(ask(p, words({"HLEN", "stays"})), ":200\r\n");
        ASSERT_TRUE(settle());
    }
    ask(p, words({"FLUSHALL", "SYNC"}));
}

TEST_F(Lazyfree, EvictionWaitsForTheThreadBeforeItTakesMore) {
    Peer &p = connect();
    ask(p, words({"FLUSHALL", "SYNC"}) + words({"DEBUG", "POPULATE", "2000", "stays", "500"}));
    size_t small = zmallocUsed();
    ask(p, words({"SELECT", "1"}) + words({"DEBUG", "POPULATE", "20000", "goes", "500"}) + words({"SELECT", "0"}));
    evict_config.maxmemory = small + (zmallocUsed() - small) / 4;
    evictSetPolicy(EVENT_POLICY_ALLKEYS_LRU);
    uint64_t evicted = keyspace_stats.evicted_keys;
    dbFlush(dbGet(1), true);
    while (evictPerform() == EVICT_RUNNING)
        continue;
    EXPECT_FALSE(evictNeeded());
    EXPECT_EQ(keyspace_stats.evicted_keys, evicted);
    evict_config.maxmemory = 0;
    evictSetPolicy(EVENT_POLICY_NOEVICTION);
    EXPECT_EQ(ask(p, words({"DBSIZE"})), ":2000\r\n");
    ASSERT_TRUE(settle());
    ask(p, words({"FLUSHALL", "SYNC"}));
}

TEST_F(Lazyfree, TheEndWaitsForWhatIsUnderWay) {
    Peer &p = connect();
    ask(p, words({"DEBUG", "POPULATE", "50000"}) + words({"FLUSHALL", "ASYNC"}));
    ask(p, words({"DEBUG", "POPULATE", "1000"}) + words({"FLUSHALL", "ASYNC"}));
    lazyfreeRelease();
    EXPECT_EQ(lazyfreePending(), 0u);
    ASSERT_TRUE(settle());
}

} // namespace
