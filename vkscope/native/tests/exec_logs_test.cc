// exec/errors and exec/commandlog: codes and their limit; entries, cuts, limits that are off.
#include <gtest/gtest.h>
#include <cstring>
#include <string>
#include <vector>

extern "C" {
#include "base/base.h"
#include "exec/exec.h"
#include "gen/commands.h"
}

namespace {

uint64_t timesOf(const std::string &code) {
    const errorCount *list;
    unsigned n = errorsList(&list);
    for (unsigned i = 0; i < n; i++)
        if (code == list[i].code)
            return list[i].times;
    return 0;
}

void count(const std::string &text) {
    errorsCount(text.data(), text.size());
}

TEST(Errors, AreCountedByTheirFirstWord) {
    errorsReset();
    count("WRONGTYPE Operation against a key");
    count("WRONGTYPE again");
    count("ERR no");
    count("oneword");
    count(std::string(40, 'x') + " a word longer than a code");
    EXPECT_EQ(timesOf("WRONGTYPE"), 2u);
    EXPECT_EQ(timesOf("ERR"), 3u);
    errorsReset();
    EXPECT_EQ(timesOf("ERR"), 0u);
}

TEST(Errors, OverTheLimitShareOneCode) {
    errorsReset();
    for (int i = 0; i < ERROR_CODES + 10; i++) {
        std::string text = "E" + std::to_string(i) + " text";
        errorsCountUsers(text.data(), text.size());
    }
    EXPECT_EQ(timesOf("ERRORSTATS_OVERFLOW"), 10u);
    count("OWN text");
    EXPECT_EQ(timesOf("OWN"), 1u);
    count("E5 again");
    EXPECT_EQ(timesOf("E5"), 2u);
    errorsReset();
}

class CommandLog : public ::testing::Test {
  protected:
    void SetUp() override {
        used = zmallocUsed();
        spec.name = "get";
        cmd.spec = &spec;
        snprintf(cmd.name, sizeof(cmd.name), "get");
        for (int k = 0; k < LOG_KINDS; k++)
            commandlogSetLimit(commandlogKind(k), -1, 128);
    }
    void TearDown() override {
        commandlogRelease();
        EXPECT_EQ(zmallocUsed(), used);
    }
    void log(const std::vector<std::string> &words, commandCost cost) {
        std::vector<execArg> argv;
        for (const auto &w : words)
            argv.push_back({w.data(), w.size()});
        execContext x = {};
        x.cmd = &cmd;
        x.argv = argv.data();
        x.argc = (int)argv.size();
        if (commandlogDue(&cost))
            commandlogAdd(&x, &cost);
    }
    // What COMMANDLOG <sub> ... answers.
    std::string ask(const char *sub, const char *count_or_kind, const char *kind = nullptr) {
        commandSpec s = {};
        command c = {};
        s.name = sub;
        c.spec = &s;
        std::vector<execArg> argv = {{"commandlog", 10}, {sub, strlen(sub)}, {count_or_kind, strlen(count_or_kind)}};
        if (kind)
            argv.push_back({kind, strlen(kind)});
        replySink sink = {};
        sink.resp = 2;
        execContext x = {};
        x.cmd = &c;
        x.out = &sink;
        x.argv = argv.data();
        x.argc = (int)argv.size();
        commandlogCommand(&x);
        std::string text(sink.buf, sink.len);
        sinkRelease(&sink);
        return text;
    }
    size_t used = 0;
    commandSpec spec = {};
    command cmd = {};
};

TEST_F(CommandLog, EachKindHasItsOwnUnit) {
    commandlogSetLimit(LOG_SLOW, 5, 128);
    commandlogSetLimit(LOG_LARGE_REPLY, 100, 128);
    log({"get", "a"}, {4999, 1000, 99});
    EXPECT_EQ(ask("len", "slow"), ":0\r\n");
    log({"get", "b"}, {5000, 1000, 99});
    log({"get", "c"}, {1, 1000, 100});
    EXPECT_EQ(ask("len", "slow"), ":1\r\n");
    EXPECT_EQ(ask("len", "large-request"), ":0\r\n");
    EXPECT_EQ(ask("len", "large-reply"), ":1\r\n");
    std::string slow = ask("get", "-1", "slow");
    EXPECT_NE(slow.find(":5\r\n*2\r\n$3\r\nget\r\n$1\r\nb\r\n$0\r\n\r\n$0\r\n\r\n"), std::string::npos);
}

TEST_F(CommandLog, LengthCutsAndZeroIsOff) {
    commandlogSetLimit(LOG_LARGE_REQUEST, 0, 3);
    for (int i = 0; i < 5; i++)
        log({"get", std::to_string(i)}, {0, 1, 0});
    EXPECT_EQ(ask("len", "large-request"), ":3\r\n");
    commandlogSetLimit(LOG_LARGE_REQUEST, 0, 1);
    EXPECT_EQ(ask("len", "large-request"), ":1\r\n");
    EXPECT_NE(ask("get", "9", "large-request").find("$1\r\n4\r\n"), std::string::npos);
    commandlogSetLimit(LOG_LARGE_REQUEST, 0, 0);
    commandCost cost = {UINT64_MAX - 1, UINT64_MAX - 1, UINT64_MAX - 1};
    EXPECT_FALSE(commandlogDue(&cost));
    EXPECT_EQ(ask("reset", "large-request"), "+OK\r\n");
    EXPECT_EQ(ask("len", "large-request"), ":0\r\n");
}

TEST_F(CommandLog, ArgumentsAreCutByNumberAndLength) {
    commandlogSetLimit(LOG_SLOW, 0, 128);
    std::vector<std::string> words(40, "w");
    words[1] = std::string(200, 'A');
    log(words, {1, 0, 0});
    std::string text = ask("get", "1", "slow");
    EXPECT_NE(text.find("*32\r\n"), std::string::npos);
    EXPECT_NE(text.find(std::string(128, 'A') + "... (72 more bytes)"), std::string::npos);
    EXPECT_EQ(text.find(std::string(129, 'A')), std::string::npos);
    EXPECT_NE(text.find("... (9 more arguments)"), std::string::npos);
}

TEST_F(CommandLog, ThresholdsTooLargeForTheirUnitAreOff) {
    commandlogSetLimit(LOG_SLOW, INT64_MAX, 128);
    EXPECT_EQ(commandlog_floor[LOG_SLOW], UINT64_MAX);
}

} // namespace
