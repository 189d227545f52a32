// Channels, patterns and shard channels: who is told what, in which order, and that nothing stays behind.
#include "reactor_fixture.h"

extern "C" {
#include "net/pubsub.h"
}

namespace {

using namespace reactor_test;
using Line = std::vector<std::string>;

std::string bulk(const std::string &text) {
    return "$" + std::to_string(text.size()) + "\r\n" + text + "\r\n";
}
std::string message(const std::string &channel, const std::string &text) {
    return "*3\r\n" + bulk("message") + bulk(channel) + bulk(text);
}
std::string pmessage(const std::string &pattern, const std::string &channel, const std::string &text) {
    return "*4\r\n" + bulk("pmessage") + bulk(pattern) + bulk(channel) + bulk(text);
}
std::string asPush(std::string text) {
    text[0] = '>';
    return text;
}

class Pubsub : public Reactor {
  protected:
    void TearDown() override {
        Reactor::TearDown();
        EXPECT_EQ(pubsub_stats.clients, 0u);
        for (int kind = 0; kind < PUBSUB_KINDS; kind++)
            EXPECT_EQ(pubsubCount(pubsubKind(kind)), 0u) << kind;
    }
    std::string say(Peer &p, const Line &line) {
        return ask(p, words(line));
    }
    static long publish(const std::string &channel, const std::string &text, bool shard = false) {
        return pubsubPublish(channel.data(), channel.size(), sipHash(channel.data(), channel.size()), text.data(),
                             text.size(), shard);
    }
};

TEST_F(Pubsub, TellsEverySubscriberOnce) {
    Peer &a = connect(), &b = connect(), &c = connect();
    EXPECT_EQ(say(a, {"SUBSCRIBE", "x", "y", "x"}),
              "*3\r\n$9\r\nsubscribe\r\n$1\r\nx\r\n:1\r\n"
              "*3\r\n$9\r\nsubscribe\r\n$1\r\ny\r\n:2\r\n"
              "*3\r\n$9\r\nsubscribe\r\n$1\r\nx\r\n:2\r\n");
    say(b, {"SUBSCRIBE", "x"});
    EXPECT_EQ(pubsub_stats.clients, 2u);
    EXPECT_EQ(pubsubCount(PUBSUB_CHANNEL), 2u);
    EXPECT_EQ(pubsubCountOf(a.c, PUBSUB_CHANNEL), 2u);
    uint64_t delivered = pubsub_stats.delivered, bytes = pubsub_stats.delivered_bytes;
    EXPECT_EQ(say(c, {"PUBLISH", "x", "hi"}), ":2\r\n");
    EXPECT_EQ(next(a), message("x", "hi"));
    EXPECT_EQ(next(b), message("x", "hi"));
    EXPECT_EQ(pubsub_stats.delivered, delivered + 2);
    EXPECT_EQ(pubsub_stats.delivered_bytes, bytes + 2 * message("x", "hi").size());
    EXPECT_EQ(say(c, {"PUBLISH", "z", "hi"}), ":0\r\n");
}

TEST_F(Pubsub, AHoleAmongMembersIsFilled) {
    std::vector<Peer *> all;
    for (int i = 0; i < 9; i++) {
        all.push_back(&connect());
        say(*all.back(), {"SUBSCRIBE", "x"});
    }
    for (size_t gone : {0u, 4u, 8u, 1u}) {
        say(*all[gone], {"UNSUBSCRIBE", "x"});
        all[gone] = nullptr;
        long left = 0;
        for (Peer *p : all)
            left += p != nullptr;
        EXPECT_EQ(publish("x", "m"), left);
        for (Peer *p : all)
            if (p)
                EXPECT_EQ(next(*p), message("x", "m"));
    }
}

TEST_F(Pubsub, PatternsAreToldInTheOrderInWhichTheyCame) {
    Peer &a = connect();
    say(a, {"PSUBSCRIBE", "n*", "*s", "news", "other*"});
    EXPECT_EQ(publish("news", "1"), 3);
    EXPECT_EQ(next(a), pmessage("n*", "news", "1") + pmessage("*s", "news", "1") + pmessage("news", "news", "1"));
    say(a, {"PUNSUBSCRIBE", "n*"});
    say(a, {"PSUBSCRIBE", "n*"});
    EXPECT_EQ(publish("news", "2"), 3);
    EXPECT_EQ(next(a), pmessage("*s", "news", "2") + pmessage("news", "news", "2") + pmessage("n*", "news", "2"));
    EXPECT_EQ(pubsubCount(PUBSUB_PATTERN), 4u);
}

TEST_F(Pubsub, AChannelAndAPatternTellTheSameClientTwice) {
    Peer &a = connect();
    say(a, {"SUBSCRIBE", "x"});
    say(a, {"PSUBSCRIBE", "?"});
    EXPECT_EQ(publish("x", "m"), 2);
    EXPECT_EQ(next(a), message("x", "m") + pmessage("?", "x", "m"));
}

TEST_F(Pubsub, ShardChannelsAreOthersAndHaveNoPatterns) {
    Peer &a = connect();
    say(a, {"SUBSCRIBE", "x"});
    say(a, {"PSUBSCRIBE", "*"});
    EXPECT_EQ(say(a, {"SSUBSCRIBE", "x"}), "*3\r\n$10\r\nssubscribe\r\n$1\r\nx\r\n:1\r\n") << "counted apart";
    EXPECT_EQ(publish("x", "m", true), 1);
    EXPECT_EQ(next(a), "*3\r\n" + bulk("smessage") + bulk("x") + bulk("m"));
}

TEST_F(Pubsub, InResp3APushFollowsTheReplyOfItsOwnCommand) {
    Peer &a = connect();
    say(a, {"HELLO", "3"});
    EXPECT_EQ(say(a, {"SUBSCRIBE", "x"}), ">3\r\n$9\r\nsubscribe\r\n$1\r\nx\r\n:1\r\n");
    EXPECT_EQ(say(a, {"PUBLISH", "x", "m"}), ":1\r\n" + asPush(message("x", "m")));
    a.send(words({"MULTI"}) + words({"PUBLISH", "x", "1"}) + words({"PING"}) + words({"EXEC"}));
    EXPECT_EQ(next(a), "+OK\r\n+QUEUED\r\n+QUEUED\r\n*2\r\n:1\r\n+PONG\r\n" + asPush(message("x", "1")))
        << "not in the middle of EXEC's";
}

TEST_F(Pubsub, EveryoneIsToldInHisOwnProtocol) {
    Peer &a = connect(), &b = connect();
    say(b, {"HELLO", "3"});
    say(a, {"SUBSCRIBE", "x"});
    say(b, {"SUBSCRIBE", "x"});
    EXPECT_EQ(publish("x", "m"), 2);
    EXPECT_EQ(next(a), message("x", "m"));
    EXPECT_EQ(next(b), asPush(message("x", "m")));
}

TEST_F(Pubsub, RepliesThatAreOffDoNotMuteMessages) {
    Peer &a = connect();
    say(a, {"SUBSCRIBE", "x"});
    Peer &b = connect();
    say(b, {"HELLO", "3"});
    say(b, {"SUBSCRIBE", "x"});
    b.send(words({"CLIENT", "REPLY", "OFF"}));
    reactorTick();
    EXPECT_EQ(publish("x", "m"), 2);
    EXPECT_EQ(next(b), asPush(message("x", "m")));
    EXPECT_EQ(say(b, {"CLIENT", "REPLY", "ON"}), "+OK\r\n");
}

TEST_F(Pubsub, ASubscriberInResp2MaySayLittle) {
    Peer &a = connect();
    EXPECT_EQ(say(a, {"PING"}), "+PONG\r\n");
    say(a, {"SUBSCRIBE", "x"});
    EXPECT_TRUE(a.c->session.subscribed);
    EXPECT_EQ(say(a, {"PING"}), "*2\r\n$4\r\npong\r\n$0\r\n\r\n");
    EXPECT_EQ(say(a, {"GET", "k"}).substr(0, 24), "-ERR Can't execute 'get'");
    say(a, {"UNSUBSCRIBE"});
    EXPECT_FALSE(a.c->session.subscribed);
    EXPECT_EQ(say(a, {"GET", "k"}), "$-1\r\n");
}

TEST_F(Pubsub, UnsubscribingWithoutNamesEndsAllOfAKind) {
    Peer &a = connect();
    EXPECT_EQ(say(a, {"UNSUBSCRIBE"}), "*3\r\n$11\r\nunsubscribe\r\n$-1\r\n:0\r\n");
    say(a, {"SUBSCRIBE", "x", "y"});
    say(a, {"PSUBSCRIBE", "*"});
    say(a, {"UNSUBSCRIBE"});
    EXPECT_EQ(pubsubCountOf(a.c, PUBSUB_CHANNEL), 0u);
    EXPECT_EQ(pubsubCountOf(a.c, PUBSUB_PATTERN), 1u);
    EXPECT_GT(pubsubMemory(a.c), 0u);
    EXPECT_EQ(pubsub_stats.clients, 1u);
    EXPECT_EQ(say(a, {"RESET"}), "+RESET\r\n");
    EXPECT_EQ(pubsubMemory(a.c), 0u);
    EXPECT_EQ(pubsub_stats.clients, 0u);
}

TEST_F(Pubsub, WhoHangsUpIsToldNothingMore) {
    Peer &a = connect(), &b = connect();
    say(a, {"SUBSCRIBE", "x"});
    say(a, {"PSUBSCRIBE", "x*"});
    say(b, {"SUBSCRIBE", "x"});
    hangUp(a);
    for (int i = 0; i < 3; i++)
        reactorTick();
    EXPECT_EQ(publish("x", "m"), 1);
    EXPECT_EQ(next(b), message("x", "m"));
}

TEST_F(Pubsub, NamesMayBeEmptyLongAndOfAnyBytes) {
    Peer &a = connect();
    const std::string name("\r\n\0$", 4), large(100000, 'c');
    say(a, {"SUBSCRIBE", "", name, large});
    for (const std::string &channel : {std::string(), name, large}) {
        EXPECT_EQ(publish(channel, channel), 1);
        std::string got, want = message(channel, channel);
        while (got.size() < want.size())
            got += next(a);
        EXPECT_EQ(got, want);
    }
}

} // namespace
