// Debugging sessions without a script: what the client is told, what it may say, and what a bad one can not do.
#include <gtest/gtest.h>
#include <string>
#include <sys/socket.h>
#include <unistd.h>

extern "C" {
#include "net/net.h"
#include "script/debug.h"
}

namespace {

class ScriptDebug : public testing::Test {
  protected:
    client peer = {};
    scriptDebug session = {};
    scriptDebug *d = &session;
    debugInput input = {};
    int user = -1;
    size_t before = 0;
    static constexpr const char *source = "one\ntwo\r\nthree";
    debugLine lines[3] = {{0, 3}, {4, 4}, {9, 5}};

    void SetUp() override {
        int fds[2];
        ASSERT_EQ(socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, fds), 0);
        user = fds[0];
        peer.io.conn = {&connection_unix, fds[1]};
        before = zmallocUsed();
        respReset(&input.request);
        session.client = &peer;
        session.forked = true; // waits without looking at signals
        session.source = source;
        session.lines = lines;
        session.nlines = 3;
        session.line = 2;
        session.max_len = 256;
        session.input = &input;
    }
    void TearDown() override {
        close(user);
        close(peer.io.conn.fd);
        debugInputRelease(&input);
        sinkRelease(&session.out);
        EXPECT_EQ(zmallocUsed(), before);
    }
    // What has been told, and not sent; told no more afterwards.
    std::string told() {
        std::string text(session.out.buf ? session.out.buf : "", session.out.len);
        session.out.len = 0;
        session.told = 0;
        return text;
    }
    std::string command(std::vector<std::string> words) {
        std::vector<execArg> argv;
        for (std::string &word : words) {
            word += "\r\n"; // as in a request
            argv.push_back({word.data(), word.size() - 2});
        }
        if (!debugRunCommand(d, argv.data(), (int)argv.size()))
            debugUnknown(d);
        return told();
    }
    std::string reply(const std::string &resp) {
        debugTellReply(d, resp.data(), resp.size());
        return told();
    }
    std::string read(const std::string &bytes) {
        execArg *argv;
        int argc;
        if (!bytes.empty())
            EXPECT_EQ(send(user, bytes.data(), bytes.size(), MSG_NOSIGNAL), (ssize_t)bytes.size());
        const char *why = debugRead(d, &argv, &argc);
        std::string text = why ? std::string("!") + why : "";
        for (int i = 0; !why && i < argc; i++)
            text += std::string(argv[i].ptr, argv[i].len) + "|";
        return text;
    }
};

TEST_F(ScriptDebug, LinesAreStatusRepliesOfOneArray) {
    debugSay(d, "a\r\nb %d", 7);
    debugStopped(d, "step over");
    char got[256];
    ssize_t n = recv(user, got, sizeof(got), 0);
    EXPECT_EQ(std::string(got, (size_t)n),
              "*3\r\n+a  b 7\r\n+* Stopped at 2, stop reason = step over\r\n+-> 2   two \r\n");
    EXPECT_EQ(session.told, 0);
}

TEST_F(ScriptDebug, SourceAndBreakpoints) {
    EXPECT_EQ(command({"b", "1", "2"}),
              "+  #1   one\r\n+-> 2   two \r\n+  #1   one\r\n+->#2   two \r\n+   3   three\r\n");
    EXPECT_EQ(command({"B"}), "+2 breakpoints set:\r\n+  #1   one\r\n+->#2   two \r\n");
    EXPECT_EQ(command({"break", "2"}), "+Wrong line number.\r\n");
    EXPECT_EQ(command({"b", "4294967297"}), "+Wrong line number.\r\n");
    EXPECT_EQ(command({"b", "-9223372036854775808"}), "+No breakpoint in the specified line.\r\n");
    EXPECT_EQ(command({"b", "-1"}), "+Breakpoint removed.\r\n");
    EXPECT_EQ(command({"b", "0"}), "+All breakpoints removed.\r\n");
    EXPECT_EQ(command({"l", "3", "0"}), "+   3   three\r\n");
    EXPECT_EQ(command({"l", "99999999999999999999", "99999999999999999999"}), command({"whole"}));
    EXPECT_EQ(command({"l", "1", "-1"}), "");
    debugShowLine(d, 4);
    EXPECT_EQ(told(), "+   4   <out of range source code line>\r\n");
    EXPECT_EQ(command({"lis"}), "+<error> Unknown Lua debugger command or wrong number of arguments.\r\n");
}

TEST_F(ScriptDebug, RepliesAreShownInWords) {
    const struct {
        const char *resp, *shown;
    } cases[] = {{"+OK\r\n", "\"+OK\""},
                 {":-7\r\n", "-7"},
                 {"$-1\r\n", "NULL"},
                 {"*-1\r\n", "NULL"},
                 {"$3\r\na\"b\r\n", "\"a\\\"b\""},
                 {"*2\r\n:1\r\n*0\r\n", "[1,[]]"},
                 {"~2\r\n:1\r\n:2\r\n", "~(1,2)"},
                 {"%2\r\n+a\r\n:1\r\n+b\r\n:2\r\n", "{\"+a\" => 1,\"+b\" => 2}"},
                 {"_\r\n", "(null)"},
                 {"#t\r\n", "#true"},
                 {"#f\r\n", "#false"},
                 {",1.5\r\n", "(double) 1.5"},
                 {"(123\r\n", "123"},
                 {"=7\r\ntxt:abc\r\n", "\"abc\""},
                 {"*9\r\n", "[,,,,,,,,]"}, // cut off: no reply of ours
                 {"$9\r\nabc\r\n", ""}};
    for (const auto &c : cases)
        EXPECT_EQ(reply(c.resp), std::string("+<reply> ") + c.shown + "\r\n") << c.resp;
    EXPECT_EQ(reply("-ERR x\r\n"), "+<error> -ERR x\r\n+<reply> \"-ERR x\"\r\n");
}

TEST_F(ScriptDebug, LongRepliesAreCutAndHintedOnce) {
    std::string many = "*1000\r\n";
    for (int i = 0; i < 1000; i++)
        many += ":1\r\n";
    std::string first = reply(many), second = reply(many);
    EXPECT_EQ(first.substr(0, 261), "+" + second.substr(1, 256) + " ...");
    EXPECT_NE(first.find("\r\n+<hint> "), std::string::npos);
    EXPECT_EQ(second.size(), 1 + 256 + 4 + 2u);
    EXPECT_EQ(command({"m", "1"}), "+<value> replies are truncated at 60 bytes.\r\n");
    EXPECT_EQ(command({"m", "-1"}), "+<value> replies are unlimited.\r\n");
    EXPECT_EQ(reply(many).size(), 2000 + std::string("+<reply> []\r\n").size() - 1);
}

TEST_F(ScriptDebug, CommandsComeWholeOrInPieces) {
    EXPECT_EQ(read("junk\r\n*2\r\n$1\r\nb\r\n$1\r\n3\r\n*1\r\n$1\r\nc\r\n*1"), "b|3|");
    EXPECT_EQ(read(""), "c|");
    EXPECT_EQ(read("\r\n$4\r\nhelp\r\n"), "help|");
}

TEST_F(ScriptDebug, BadClientsEndTheSession) {
    for (const char *bad :
         {"x", "*0\r\n", "*-1\r\n", "*1025\r\n", "*1\r\n$0\r\n\r\n", "*1\r\n$1025\r\n", "*1\r\n$1\r\nabc"}) {
        EXPECT_EQ(read(bad), "!protocol error") << bad;
        debugInputRelease(&input);
        respReset(&input.request);
    }
    shutdown(user, SHUT_WR);
    EXPECT_EQ(read(""), "!");
    EXPECT_TRUE(session.lost);
}

TEST_F(ScriptDebug, NobodyReads) {
    shutdown(user, SHUT_RDWR);
    close(user);
    user = -1;
    debugSay(d, "x");
    debugSend(d);
    EXPECT_TRUE(session.broken);
    debugSay(d, "y");
    debugSend(d); // and goes on
    execArg *argv;
    int argc;
    EXPECT_STREQ(debugRead(d, &argv, &argc), "");
}

} // namespace
