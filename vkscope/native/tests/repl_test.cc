// The primary's side of replication: the backlog, the stream that replicas read from it, snapshots, WAIT.
#include "reactor_fixture.h"
#include <random>

extern "C" {
#include "repl/repl.h"
}

namespace {

using namespace reactor_test;

std::string all(const backlog &b, uint64_t from) {
    std::string got;
    for (;;) {
        size_t len;
        const char *piece = backlogPiece(&b, from, &len);
        if (!piece)
            return got;
        got.append(piece, len);
        from += len;
    }
}

TEST(Backlog, KeepsWhatIsNeededAndWhatItsSizeSays) {
    std::mt19937 random(7);
    for (size_t size : {size_t(1), size_t(BACKLOG_BLOCK), size_t(100000)}) {
        backlog b = {};
        std::string whole;
        uint64_t start = random() % 1000, needed = start;
        backlogCreate(&b, start, size);
        EXPECT_TRUE(backlogHas(&b, start));
        for (int i = 0; i < 2000; i++) {
            std::string piece(random() % (i % 100 ? 400 : 70000), char('a' + i % 26));
            backlogAppend(&b, piece.data(), piece.size());
            whole += piece;
            ASSERT_EQ(b.end, start + whole.size());
            if (i % 7 == 0)
                needed += random() % (b.end - needed + 1);
            backlogTrim(&b, needed);
            ASSERT_LE(b.first, needed);
            ASSERT_TRUE(whole.size() < size || b.end - b.first >= size);
            ASSERT_LT(b.end - b.first, std::max<uint64_t>(size, b.end - needed) + 2 * BACKLOG_BLOCK);
            ASSERT_EQ(all(b, needed), whole.substr(needed - start));
        }
        EXPECT_FALSE(backlogHas(&b, b.first - 1));
        EXPECT_TRUE(backlogHas(&b, b.end));
        EXPECT_FALSE(backlogHas(&b, b.end + 1));
        backlogTrim(&b, UINT64_MAX);
        EXPECT_LT(b.end - b.first, size + BACKLOG_BLOCK);
        backlogFree(&b);
        EXPECT_FALSE(backlogHas(&b, 0));
        EXPECT_EQ(backlogBytes(&b), 0u);
    }
}

class Replication : public Reactor {
  protected:
    void SetUp() override {
        Reactor::SetUp();
        vkReplSettings s = {};
        s.backlog_bytes = 1 << 20;
        s.max_lag_s = 10;
        vkReplApply(&s);
        vkReplCreateBacklog();
    }
    void TearDown() override {
        Reactor::TearDown();
        EXPECT_EQ(replica_count, 0u);
        vkReplFreeBacklog(1);
    }
    // A replica that goes on from the stream's end; what it is told first is read.
    Peer &attached() {
        Peer &p = connect();
        vkReplica known;
        EXPECT_TRUE(vkReplicaAsks(p.slot, p.generation, &known));
        EXPECT_TRUE(vkReplicaContinue(p.slot, p.generation, propagate_offset + 1));
        EXPECT_EQ(next(p), "+CONTINUE\r\n");
        return p;
    }
    std::string until(Peer &p, const std::string &end) {
        std::string got;
        for (int i = 0;
             i < 2000 && (got.size() < end.size() || got.compare(got.size() - end.size(), end.size(), end) != 0); i++) {
            reactorTick();
            got += p.take();
            if (i > 100)
                usleep(1000);
        }
        return got;
    }
};

TEST_F(Replication, TheStreamNamesItsDatabaseAndReachesEverybody) {
    Peer &one = attached(), &other = attached(), &client = connect();
    EXPECT_EQ(ask(client, words({"SET", "a", "1"})), "+OK\r\n");
    std::string stream = words({"SELECT", "0"}) + words({"SET", "a", "1"});
    EXPECT_EQ(until(one, stream), stream);
    EXPECT_EQ(until(other, stream), stream);
    EXPECT_EQ(ask(client, words({"SET", "b", "2"})), "+OK\r\n");
    EXPECT_EQ(until(one, words({"SET", "b", "2"})), words({"SET", "b", "2"}));
    vkReplPing();
    EXPECT_EQ(until(one, words({"PING"})), words({"PING"}));
}

TEST_F(Replication, OneThatDoesNotReadHoldsTheStreamAndThenGetsIt) {
    Peer &slow = attached(), &fast = attached(), &client = connect();
    std::string value(100000, 'x'), form = words({"SET", "k", value});
    std::string got;
    for (int i = 0; i < 60; i++) {
        client.send(form);
        for (int k = 0; k < 10; k++) {
            reactorTick();
            fast.take();
            client.take();
        }
    }
    EXPECT_GT(repl_stream.log.end - repl_stream.log.first, 5000000u);
    EXPECT_GT(clientOutputMemory(slow.c), 5000000u);
    std::string whole = words({"SELECT", "0"});
    for (int i = 0; i < 60; i++)
        whole += form;
    for (int i = 0; i < 5000 && got.size() < whole.size(); i++) {
        got += slow.take();
        reactorTick();
    }
    EXPECT_TRUE(got == whole);
    replSoon();
    reactorTick();
    EXPECT_LT(repl_stream.log.end - repl_stream.log.first, 1100000u);
}

TEST_F(Replication, OneBeyondItsLimitIsClosed) {
    reactor_config.output[CLIENT_REPLICA].hard = 2 << 20;
    Peer &slow = attached(), &client = connect();
    std::string form = words({"SET", "k", std::string(100000, 'x')});
    for (int i = 0; i < 60 && slow.known(); i++)
        ask(client, form);
    EXPECT_FALSE(slow.known());
    reactor_config.output[CLIENT_REPLICA].hard = 0;
}

TEST_F(Replication, AnAnswerInTheStreamEndsTheLink) {
    Peer &replica = attached();
    replica.send(words({"GET", "k"}));
    for (int i = 0; i < 5; i++)
        reactorTick();
    EXPECT_FALSE(replica.known());
    EXPECT_EQ(replica.take(), "");
}

TEST_F(Replication, WaitEndsWithTheAcknowledgement) {
    Peer &replica = attached(), &client = connect();
    ask(client, words({"SET", "k", "v"}));
    client.send(words({"WAIT", "1", "0"}));
    until(replica, words({"REPLCONF", "GETACK", "*"}));
    EXPECT_EQ(client.take(), "");
    replica.send(words({"REPLCONF", "ACK", "1"}));
    reactorTick();
    EXPECT_EQ(client.take(), "");
    replica.send(words({"REPLCONF", "ACK", std::to_string(propagate_offset)}));
    EXPECT_EQ(next(client), ":1\r\n");
}

TEST_F(Replication, AWaiterThatGoesIsForgotten) {
    Peer &replica = attached(), &client = connect();
    ask(client, words({"SET", "k", "v"}));
    client.send(words({"WAIT", "1", "0"}));
    until(replica, words({"REPLCONF", "GETACK", "*"}));
    hangUp(client);
    for (int i = 0; i < 3; i++)
        reactorTick();
    replica.send(words({"REPLCONF", "ACK", "1000000"}));
    for (int i = 0; i < 3; i++)
        reactorTick();
    EXPECT_EQ(blocking_stats.clients, 0u);
}

TEST_F(Replication, ASnapshotComesThroughAPipeAndThenTheStream) {
    Peer &client = connect(), &replica = connect();
    ask(client, words({"SET", "before", "1"}));
    ask(replica, words({"REPLCONF", "capa", "eof"}));
    rdb_config.save_version = RDB_VERSION;
    vkReplicaWaits(replica.slot, replica.generation, true, true, 0, 0);
    ASSERT_EQ(vkSnapshotStart(replica.slot, replica.generation, true), 0);
    EXPECT_EQ(vkSnapshotStart(replica.slot, replica.generation, true), EBUSY);
    std::string got;
    size_t at = std::string::npos;
    for (int i = 0; i < 5000 && (at == std::string::npos || got.find(got.substr(at, 40), at + 1) == std::string::npos);
         i++) {
        reactorTick();
        got += replica.take();
        at = got.find("$EOF:") == std::string::npos || got.size() < 120 ? at : got.find("$EOF:") + 5;
        usleep(500);
    }
    ASSERT_NE(at, std::string::npos);
    EXPECT_EQ(got.find("+FULLRESYNC "), 0u);
    EXPECT_NE(got.find("before"), std::string::npos);
    ask(client, words({"SET", "after", "1"}));
    EXPECT_EQ(replica.take(), ""); // until it acknowledges
    for (int i = 0; i < 2000 && snapshot.pid; i++) {
        reactorTick();
        usleep(500);
    }
    replica.send(words({"REPLCONF", "ACK", "0"}));
    std::string stream = words({"SELECT", "0"}) + words({"SET", "after", "1"});
    EXPECT_EQ(until(replica, stream), stream);
}

TEST_F(Replication, TheChildGoesWithItsLastReplica) {
    Peer &client = connect(), &replica = connect();
    for (int i = 0; i < 200; i++)
        ask(client, words({"SET", "k" + std::to_string(i), "v"}));
    ask(replica, words({"REPLCONF", "capa", "eof"}));
    rdb_config.save_version = RDB_VERSION;
    rdb_config.save_delay_us = 100000;
    vkReplicaWaits(replica.slot, replica.generation, false, true, 0, 0);
    ASSERT_EQ(vkSnapshotStart(replica.slot, replica.generation, true), 0);
    rdb_config.save_delay_us = 0;
    shutdown(replica.fd, SHUT_RDWR); // the child has the descriptor, too
    hangUp(replica);
    for (int i = 0; i < 4000 && snapshot.pid; i++) {
        reactorTick();
        usleep(500);
    }
    EXPECT_EQ(snapshot.pid, 0);
    EXPECT_EQ(children_stats.alive, 0u);
}

TEST_F(Replication, WritesAreRefusedWithoutEnoughReplicas) {
    vkReplSettings s = {};
    s.backlog_bytes = 1 << 20;
    s.max_lag_s = 10;
    s.min_replicas = 1;
    vkReplApply(&s);
    Peer &client = connect();
    const char *refused = "-NOREPLICAS Not enough good replicas to write.\r\n";
    EXPECT_EQ(ask(client, words({"SET", "k", "v"})), refused);
    Peer &replica = attached();
    EXPECT_EQ(ask(client, words({"SET", "k", "v"})), "+OK\r\n");
    hangUp(replica);
    for (int i = 0; i < 3; i++)
        reactorTick();
    EXPECT_EQ(ask(client, words({"SET", "k", "v"})), refused);
    s.min_replicas = 0;
    vkReplApply(&s);
}

} // namespace
