// Client-side caching: what is remembered of whom, who is told of a change, and that nothing stays behind.
#include "reactor_fixture.h"

extern "C" {
#include "net/pubsub.h"
#include "net/tracking.h"
}

namespace {

using namespace reactor_test;
using Line = std::vector<std::string>;

std::string told(const Line &keys) {
    return ">2\r\n$10\r\ninvalidate\r\n" + words(keys);
}

class Tracking : public Reactor {
  protected:
    void TearDown() override {
        tracking_max_keys = 1000000;
        Reactor::TearDown();
        EXPECT_EQ(tracking_stats.clients, 0u);
        EXPECT_EQ(tracking_stats.keys, 0u);
        EXPECT_EQ(tracking_stats.items, 0u);
        EXPECT_EQ(trackingPrefixes(), 0u);
    }
    std::string say(Peer &p, const Line &line) {
        return ask(p, words(line));
    }
    // A client in RESP3 that tracks.
    Peer &tracker(const Line &options = {}) {
        Peer &p = connect();
        Line line = {"CLIENT", "TRACKING", "ON"};
        line.insert(line.end(), options.begin(), options.end());
        say(p, {"HELLO", "3"});
        EXPECT_EQ(say(p, line), "+OK\r\n");
        return p;
    }
    // Nothing came although the server had the opportunity.
    bool silent(Peer &p) {
        for (int i = 0; i < 3; i++)
            reactorTick();
        return p.take().empty();
    }
};

TEST_F(Tracking, WhoReadsIsToldOnceOfTheFirstChange) {
    Peer &a = tracker(), &b = connect();
    say(a, {"GET", "k"});
    say(a, {"MGET", "k", "other", "k"});
    EXPECT_EQ(tracking_stats.keys, 2u);
    EXPECT_EQ(tracking_stats.items, 2u);
    uint64_t invalidated = tracking_stats.invalidated;
    say(b, {"SET", "k", "1"});
    EXPECT_EQ(next(a), told({"k"}));
    EXPECT_EQ(tracking_stats.invalidated, invalidated + 1);
    EXPECT_EQ(tracking_stats.keys, 1u);
    say(b, {"SET", "k", "2"});
    EXPECT_TRUE(silent(a));
}

TEST_F(Tracking, AKeyRemembersAnyNumberOfReaders) {
    std::vector<Peer *> all;
    for (int i = 0; i < 20; i++)
        all.push_back(&tracker());
    for (size_t i = 0; i < all.size(); i++) { // in another order than that of their slots
        say(*all[i * 7 % all.size()], {"GET", "k"});
        say(*all[i * 7 % all.size()], {"GET", "k"});
    }
    EXPECT_EQ(tracking_stats.keys, 1u);
    EXPECT_EQ(tracking_stats.items, all.size());
    Peer &b = connect();
    say(b, {"DEL", "k"});
    EXPECT_TRUE(silent(*all[0])) << "nothing was there to change";
    say(b, {"SET", "k", "1"});
    for (Peer *p : all)
        EXPECT_EQ(next(*p), told({"k"}));
    EXPECT_EQ(tracking_stats.items, 0u);
}

TEST_F(Tracking, WhoHasGoneIsNotMistakenForWhoHasItsSlot) {
    Peer &a = tracker();
    Peer &stays = tracker();
    say(a, {"GET", "k"});
    hangUp(a);
    for (int i = 0; i < 3; i++)
        reactorTick();
    Peer &b = tracker();
    EXPECT_EQ(b.slot, a.slot);
    Peer &c = connect();
    say(c, {"SET", "k", "1"});
    EXPECT_TRUE(silent(b));
    EXPECT_TRUE(silent(stays));
}

TEST_F(Tracking, ItsOwnChangeIsToldBehindTheReplyUnlessNoloop) {
    Peer &a = tracker(), &b = tracker({"NOLOOP"}), &c = connect();
    say(a, {"GET", "k"});
    EXPECT_EQ(say(a, {"SET", "k", "1"}), "+OK\r\n" + told({"k"}));
    say(b, {"GET", "k"});
    EXPECT_EQ(say(b, {"SET", "k", "2"}), "+OK\r\n");
    EXPECT_TRUE(silent(b));
    say(b, {"GET", "k"});
    say(c, {"SET", "k", "3"});
    EXPECT_EQ(next(b), told({"k"}));
}

TEST_F(Tracking, CachingSpeaksOfTheNextCommandOrTransaction) {
    Peer &a = tracker({"OPTIN"});
    say(a, {"GET", "k"});
    EXPECT_EQ(tracking_stats.keys, 0u);
    say(a, {"CLIENT", "CACHING", "YES"});
    say(a, {"GET", "k"});
    say(a, {"GET", "later"});
    EXPECT_EQ(tracking_stats.keys, 1u);
    for (const Line &line : {Line{"CLIENT", "CACHING", "YES"}, {"MULTI"}, {"GET", "m"}, {"GET", "n"}, {"EXEC"}})
        say(a, line);
    EXPECT_EQ(tracking_stats.keys, 3u);
    Peer &b = tracker({"OPTOUT"});
    say(b, {"CLIENT", "CACHING", "NO"});
    say(b, {"GET", "x"});
    EXPECT_EQ(tracking_stats.keys, 3u);
    say(b, {"GET", "x"});
    EXPECT_EQ(tracking_stats.keys, 4u);
}

TEST_F(Tracking, ARedirectionTellsAnother) {
    Peer &to = connect(), &a = connect(), &b = connect();
    std::string id = std::to_string(to.c->id);
    say(to, {"SUBSCRIBE", "__redis__:invalidate"});
    EXPECT_EQ(say(a, {"CLIENT", "TRACKING", "ON", "REDIRECT", id}), "+OK\r\n");
    EXPECT_EQ(trackingRedirect(a.c), (long long)to.c->id);
    say(a, {"GET", "k"});
    say(b, {"SET", "k", "1"});
    EXPECT_EQ(next(to), "*3\r\n$7\r\nmessage\r\n$20\r\n__redis__:invalidate\r\n*1\r\n$1\r\nk\r\n");
    say(a, {"HELLO", "3"});
    say(a, {"GET", "k"});
    hangUp(to);
    for (int i = 0; i < 3; i++)
        reactorTick();
    EXPECT_FALSE(trackingIsBroken(a.c)) << "nobody has had to be told";
    say(b, {"SET", "k", "2"});
    EXPECT_EQ(next(a), ">2\r\n$21\r\ntracking-redir-broken\r\n:" + id + "\r\n");
    EXPECT_TRUE(trackingIsBroken(a.c));
}

TEST_F(Tracking, InResp2OnlyASubscriberCanBeTold) {
    Peer &to = connect(), &a = connect(), &b = connect();
    say(a, {"CLIENT", "TRACKING", "ON", "REDIRECT", std::to_string(to.c->id)});
    say(a, {"GET", "k"});
    uint64_t invalidated = tracking_stats.invalidated;
    say(b, {"SET", "k", "1"});
    EXPECT_TRUE(silent(to));
    EXPECT_TRUE(silent(a));
    EXPECT_EQ(tracking_stats.invalidated, invalidated);
}

TEST_F(Tracking, BroadcastsOfATurnAreOneMessageAPrefix) {
    Peer &a = tracker({"BCAST", "PREFIX", "user:", "PREFIX", "item:"}), &b = connect();
    EXPECT_EQ(trackingPrefixes(), 2u);
    b.send(words({"SET", "user:1", "1"}) + words({"SET", "other", "1"}) + words({"SET", "item:1", "1"}) +
           words({"SET", "user:2", "1"}) + words({"INCR", "user:1"}));
    EXPECT_EQ(next(a), told({"user:1", "user:2"}) + told({"item:1"}));
    EXPECT_FALSE(trackingHasNews());
    EXPECT_EQ(tracking_stats.keys, 0u) << "nothing is remembered for it";
}

TEST_F(Tracking, BroadcastsLeaveOutWhatANoloopClientChangedLast) {
    Peer &a = tracker({"BCAST", "NOLOOP"}), &b = connect();
    a.send(words({"SET", "mine", "1"}) + words({"SET", "both", "1"}));
    b.send(words({"SET", "both", "2"}) + words({"SET", "theirs", "2"}));
    std::string got = next(a);
    if (got == "+OK\r\n+OK\r\n") // served before the other, whose changes come with the turn's end
        got += next(a);
    EXPECT_EQ(got, "+OK\r\n+OK\r\n" + told({"both", "theirs"}));
}

TEST_F(Tracking, OffLeavesItsPrefixesToOthers) {
    Peer &a = tracker({"BCAST", "PREFIX", "p"}), &b = tracker({"BCAST", "PREFIX", "p"}), &c = connect();
    EXPECT_EQ(trackingPrefixes(), 1u);
    EXPECT_EQ(say(a, {"CLIENT", "TRACKING", "OFF"}), "+OK\r\n");
    EXPECT_FALSE(trackingIsOn(a.c));
    say(c, {"SET", "p1", "1"});
    EXPECT_EQ(next(b), told({"p1"}));
    EXPECT_TRUE(silent(a));
    say(b, {"CLIENT", "TRACKING", "OFF"});
    EXPECT_EQ(trackingPrefixes(), 0u);
}

TEST_F(Tracking, AFlushTellsAllAndForgetsAll) {
    Peer &a = tracker(), &b = tracker(), &c = connect();
    say(a, {"MGET", "k", "l"});
    say(c, {"SET", "k", "1"});
    next(a);
    say(c, {"FLUSHALL"});
    EXPECT_EQ(next(a), ">2\r\n$10\r\ninvalidate\r\n_\r\n");
    EXPECT_EQ(next(b), ">2\r\n$10\r\ninvalidate\r\n_\r\n");
    EXPECT_EQ(tracking_stats.keys, 0u);
}

TEST_F(Tracking, TheTableIsBroughtDownToItsLimit) {
    Peer &a = tracker();
    Line many = {"MGET"};
    for (int i = 0; i < 1000; i++)
        many.push_back("k" + std::to_string(i));
    say(a, many);
    EXPECT_EQ(tracking_stats.keys, 1000u);
    tracking_max_keys = 50;
    uint64_t evicted = tracking_stats.evicted;
    for (int i = 0; i < 20 && tracking_stats.keys > 50; i++)
        say(a, {"PING"});
    EXPECT_EQ(tracking_stats.keys, 50u);
    EXPECT_EQ(tracking_stats.evicted, evicted + 950);
}

TEST_F(Tracking, WhoTracksNoMoreLeavesNothing) {
    Peer &a = tracker();
    say(a, {"GET", "k"});
    EXPECT_EQ(tracking_stats.clients, 1u);
    say(a, {"RESET"});
    EXPECT_EQ(tracking_stats.clients, 0u);
    EXPECT_EQ(tracking_stats.keys, 0u) << "without anybody who tracks there is no table";
}

} // namespace
