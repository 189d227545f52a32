// reactor_fixture.h: a server of the native rooms alone, for tests: clients on socket pairs, a poller that can be
// scripted.
//
// Words  script: what the polls of a tick bring, one entry a poll; an empty script asks the kernel.
#ifndef VK_TESTS_REACTOR_FIXTURE_H
#define VK_TESTS_REACTOR_FIXTURE_H
#include <gtest/gtest.h>
#include <fcntl.h>
#include <functional>
#include <sys/socket.h>
#include <unistd.h>
#include <deque>
#include <string>
#include <vector>

extern "C" {
#include "types/types.h"
#include "door/vk.h"
#include "net/clients.h"
}

namespace reactor_test {

struct Peer {
    int fd = -1; // the test's end
    client *c = nullptr;
    uint32_t slot = 0, generation = 0;

    void send(const std::string &bytes) const {
        ASSERT_EQ(write(fd, bytes.data(), bytes.size()), ssize_t(bytes.size()));
    }
    std::string take() const {
        std::string got;
        char buf[4096];
        for (ssize_t n; (n = recv(fd, buf, sizeof(buf), MSG_DONTWAIT)) > 0;)
            got.append(buf, size_t(n));
        return got;
    }
    bool known() const {
        return reactorClient(slot, generation) != nullptr;
    }
};

struct Ready {
    const Peer *peer;
    uint32_t events;
};

using Poll = std::function<std::vector<Ready>()>;
inline std::deque<Poll> script;

inline int scripted(int, epoll_event *events, int room, int) {
    if (script.empty())
        return 0;
    Poll next = script.front();
    script.pop_front();
    int n = 0;
    for (const Ready &r : next()) {
        EXPECT_LT(n, room);
        events[n].events = r.events;
        events[n++].data.u64 = uint64_t(r.peer->generation) << 32 | r.peer->slot;
    }
    return n;
}

class Reactor : public ::testing::Test {
  protected:
    static inline typesConfig limits;
    static vkSettings settings() {
        vkSettings s = {};
        s.databases = 16;
        s.hz = 10;
        s.maxclients = 1000;
        s.query_buffer_limit = 1 << 30;
        s.proto_max_bulk_len = 512 << 20;
        s.slow_us = 10000;
        return s;
    }
    static void SetUpTestSuite() {
        vkSettings s = settings();
        limits = types_config; // vkInit sets them from the settings
        ASSERT_TRUE(vkInit(&s, nullptr, 1 << 20));
        exec_config.debug_command = ALLOWED_ALL;
        traceClose(true); // each test has rings of its own
    }
    static void TearDownTestSuite() {
        vkRelease();
        types_config = limits;
    }
    void SetUp() override {
        ASSERT_TRUE(traceInit(nullptr, 1 << 20));
        script.clear();
    }
    void TearDown() override {
        reactorSetPoller(nullptr);
        for (Peer &p : peers)
            hangUp(p);
        for (int i = 0; i < 3; i++)
            reactorTick();
        EXPECT_EQ(reactorClients(), 0u);
        dbFlush(dbGet(0), false);
        traceClose(true);
    }
    Peer &connect() {
        int pair[2];
        EXPECT_EQ(socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, pair), 0);
        peers.emplace_back();
        Peer &p = peers.back();
        p.fd = pair[0];
        p.c = reactorAdopt(connection{&connection_unix, pair[1]});
        EXPECT_NE(p.c, nullptr);
        p.slot = p.c->slot;
        p.generation = p.c->generation;
        return p;
    }
    void hangUp(Peer &p) {
        if (p.fd >= 0)
            close(p.fd);
        p.fd = -1;
    }
    // Ticks until something comes.
    std::string next(Peer &p) {
        std::string got;
        for (int i = 0; i < 200 && got.empty(); i++) {
            reactorTick();
            got = p.take();
        }
        return got;
    }
    // Ticks until the peer has answered.
    std::string ask(Peer &p, const std::string &request) {
        p.send(request);
        return next(p);
    }
    std::deque<Peer> peers;
};

inline std::string words(const std::vector<std::string> &list) {
    std::string out = "*" + std::to_string(list.size()) + "\r\n";
    for (const std::string &w : list)
        out += "$" + std::to_string(w.size()) + "\r\n" + w + "\r\n";
    return out;
}

} // namespace reactor_test
#endif
