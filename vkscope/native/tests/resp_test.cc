// The parser: whole and partial requests, strictness, quotes.
#include <gtest/gtest.h>
#include <string>
#include <vector>

extern "C" {
#include "base/base.h"
#include "net/resp.h"
}

namespace {

const respLimits open_limits = {true, 512LL << 20};

struct Parsed {
    respResult result;
    std::vector<std::string> words;
    size_t used;
};

// Parses one request whose bytes become visible `step` at a time, in a buffer that moves each time.
Parsed parse(const std::string &bytes, size_t step, const respLimits &limits = open_limits) {
    respResume r = {};
    respReset(&r);
    Parsed p = {RESP_INCOMPLETE, {}, 0};
    std::string copy;
    for (size_t seen = step; p.result == RESP_INCOMPLETE; seen += step) {
        copy = std::string(bytes, 0, seen);
        std::vector<char> buf(copy.begin(), copy.end());
        p.result = respParse(&r, buf.data(), buf.size(), &limits, &p.used);
        if (p.result == RESP_COMPLETE)
            for (int i = 0; i < r.argc; i++)
                p.words.emplace_back(r.argv[i].ptr, r.argv[i].len);
        if (p.result == RESP_ERROR)
            p.words.emplace_back(r.error);
        if (seen >= bytes.size())
            break;
    }
    respRelease(&r);
    return p;
}

TEST(Resp, EveryStepGivesTheSameWords) {
    size_t before = zmallocUsed();
    const std::string request = std::string("*3\r\n$3\r\nSET\r\n$0\r\n\r\n$12\r\nbinary\r\n") + '\0' + "\x01xy\r\n";
    for (size_t step = 1; step <= request.size(); step++) {
        Parsed p = parse(request, step);
        ASSERT_EQ(p.result, RESP_COMPLETE) << step;
        ASSERT_EQ(p.words.size(), 3u);
        EXPECT_EQ(p.words[0], "SET");
        EXPECT_EQ(p.words[1], "");
        EXPECT_EQ(p.words[2], std::string("binary\r\n") + '\0' + "\x01xy");
        EXPECT_EQ(p.used, request.size());
    }
    EXPECT_EQ(zmallocUsed(), before);
}

TEST(Resp, NumbersAreStrict) {
    for (const char *bad : {"*+1\r\n", "*01\r\n", "* 1\r\n", "*1 \r\n", "*1_0\r\n", "*1048577\r\n", "*x\r\n"})
        EXPECT_EQ(parse(bad, 100).result, RESP_ERROR) << bad;
    for (const char *bad : {"*1\r\n$-1\r\n", "*1\r\n$04\r\nPING\r\n", "*1\r\n$536870913\r\n", "*1\r\n:4\r\nPING\r\n",
                            "*1\r\n$4\r\nPINGxx"})
        EXPECT_EQ(parse(bad, 100).result, RESP_ERROR) << bad;
}

TEST(Resp, WithoutAuthenticationRequestsStaySmall) {
    respLimits closed = {false, 512LL << 20};
    EXPECT_EQ(parse("*10\r\n$1\r\n", 100, closed).result, RESP_INCOMPLETE);
    EXPECT_EQ(parse("*11\r\n", 100, closed).words.at(0), "unauthenticated multibulk length");
    EXPECT_EQ(parse("*1\r\n$16385\r\n", 100, closed).words.at(0), "unauthenticated bulk length");
}

TEST(Resp, InlineWordsHaveQuotes) {
    Parsed p = parse("set  'a b' \"c\\x41\\n\\\"\"\r\n", 100);
    ASSERT_EQ(p.result, RESP_COMPLETE);
    EXPECT_EQ(p.words, (std::vector<std::string>{"set", "a b", "cA\n\""}));
    EXPECT_EQ(parse("get \"a\r\n", 100).result, RESP_ERROR);
    EXPECT_EQ(parse("get \"a\"b\r\n", 100).result, RESP_ERROR);
    EXPECT_EQ(parse("\r\n", 100).result, RESP_EMPTY);
    EXPECT_EQ(parse("*0\r\n", 100).result, RESP_EMPTY);
}

} // namespace
