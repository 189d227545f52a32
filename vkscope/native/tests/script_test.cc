// Scripts in the native rooms alone: runs, the cache, effects in the write stream, busy scripts, and what they leave.
#include "reactor_fixture.h"

extern "C" {
#include "exec/propagate.h"
#include "script/eval.h"
#include "script/lua_engine.h"
}

namespace {

using namespace reactor_test;

std::vector<std::string> told;

void toReplicas(int, const char *resp, size_t len) {
    told.push_back(std::string(resp, len));
}

class Script : public Reactor {
  protected:
    Peer *peer = nullptr;
    void TearDown() override {
        evalFlush();
        Reactor::TearDown();
    }
    void SetUp() override {
        const char *why = "";
        ASSERT_TRUE(luaApiOpen("libluajit-5.1.so.2", &why)) << "MISSING: install Debian's libluajit-5.1-2: " << why;
        Reactor::SetUp();
        vkScriptInit("libluajit-5.1.so.2");
        told.clear();
        peer = &connect();
        script_stats = {};
    }
    std::string call(const std::vector<std::string> &list) {
        return ask(*peer, words(list));
    }
    std::string eval(const std::string &code) {
        return call({"EVAL", code, "1", "k", "a"});
    }
};

TEST_F(Script, AnswersValues) {
    EXPECT_EQ(eval("return 1.9"), ":1\r\n");
    EXPECT_EQ(eval("return KEYS[1]..ARGV[1]"), "$2\r\nka\r\n");
    EXPECT_EQ(eval("return {1,{2},nil,3}"), "*2\r\n:1\r\n*1\r\n:2\r\n");
    EXPECT_EQ(eval("return redis.call('SET',KEYS[1],1.5)"), "+OK\r\n");
    EXPECT_EQ(eval("return redis.call('GET',KEYS[1])"), "$3\r\n1.5\r\n");
    EXPECT_EQ(eval("return redis.call('GET','none')"), "$-1\r\n");
}

TEST_F(Script, ErrorsSayWhere) {
    std::string reply = eval("\nerror('mine')");
    EXPECT_EQ(reply.find("-ERR user_script:2: mine script: "), 0u) << reply;
    EXPECT_NE(reply.find(", on @user_script:2.\r\n"), std::string::npos) << reply;
    EXPECT_EQ(script_stats.errors, 1u);
}

TEST_F(Script, KnownScriptsAreFoundBySourceAndSha) {
    std::string source = "return 'x'";
    std::string sha = call({"SCRIPT", "LOAD", source}).substr(5, 40);
    uint64_t loaded = script_stats.loaded;
    EXPECT_EQ(call({"EVALSHA", sha, "0"}), "$1\r\nx\r\n");
    EXPECT_EQ(call({"EVAL", source, "0"}), "$1\r\nx\r\n");
    EXPECT_EQ(script_stats.loaded, loaded);
    EXPECT_EQ(evalCount(), 1u);
    EXPECT_EQ(call({"SCRIPT", "FLUSH"}), "+OK\r\n");
    EXPECT_EQ(evalCount(), 0u);
    EXPECT_EQ(evalBytes(), 0u);
    EXPECT_EQ(lua_engine.memory(SCRIPT_EVAL), 0u);
}

TEST_F(Script, TheOldestScriptsGoFirst) {
    for (int i = 0; i <= EVALS_KEPT; i++)
        call({"EVAL", "return " + std::to_string(i), "0"});
    EXPECT_EQ(evalCount(), size_t(EVALS_KEPT));
    EXPECT_EQ(script_stats.evicted, 1u);
    std::string first = "return 0", second = "return 1";
    char hex[41];
    sha1Hex(hex, first.data(), first.size());
    EXPECT_EQ(evalScriptBySha(hex, 40, sipHash(hex, 40)), nullptr);
    sha1Hex(hex, second.data(), second.size());
    EXPECT_NE(evalScriptBySha(hex, 40, sipHash(hex, 40)), nullptr);
}

TEST_F(Script, EffectsAreOneUnit) {
    propagateListen(FEED_REPLICAS, toReplicas);
    eval("redis.call('SET','a','1') redis.call('GET','a') redis.call('DEL','a') return 1");
    ASSERT_EQ(told.size(), 4u);
    EXPECT_EQ(told[0], "*1\r\n$5\r\nMULTI\r\n");
    EXPECT_EQ(told[1], "*3\r\n$3\r\nSET\r\n$1\r\na\r\n$1\r\n1\r\n");
    EXPECT_EQ(told[3], "*1\r\n$4\r\nEXEC\r\n");
    told.clear();
    eval(
        "redis.set_repl(redis.REPL_NONE) redis.call('SET','b','1') redis.set_repl(redis.REPL_ALL) "
        "redis.call('SET','c','1')");
    ASSERT_EQ(told.size(), 1u);
    EXPECT_EQ(told[0], "*3\r\n$3\r\nSET\r\n$1\r\nc\r\n$1\r\n1\r\n");
    EXPECT_EQ(propagate_to, (1u << FEEDS) - 1);
    told.clear();
    eval("return redis.call('GET','b')");
    EXPECT_TRUE(told.empty());
    propagateListen(FEED_REPLICAS, nullptr);
}

TEST_F(Script, MemoryHasAnEnd) {
    uint64_t before = evict_config.maxmemory;
    evict_config.maxmemory = 1;
    EXPECT_NE(eval("#!lua flags=allow-oom\nreturn #string.rep('x', 2^27)").find("not enough memory"),
              std::string::npos);
    EXPECT_NE(eval("#!lua flags=allow-oom\nlocal t={} for i=1,1e8 do t[i]={} end").find("not enough memory"),
              std::string::npos);
    evict_config.maxmemory = before;
    EXPECT_EQ(eval("return 1"), ":1\r\n");
    EXPECT_LT(lua_engine.memory(SCRIPT_EVAL), size_t(9) << 20);
}

TEST_F(Script, ABusyScriptIsKilled) {
    Peer &boss = connect();
    int64_t before = exec_config.busy_reply_ms;
    exec_config.busy_reply_ms = 1;
    boss.send(words({"SCRIPT", "KILL"}));
    reactorSetPoller(scripted);
    reactor_test::script.push_back([&] { return std::vector<Ready>{{peer, EPOLLIN}}; });
    for (int i = 0; i < 4; i++)
        reactor_test::script.push_back([&] { return std::vector<Ready>{{&boss, EPOLLIN}}; });
    peer->send(words({"EVAL", "while true do pcall(function() while true do end end) end", "0"}));
    reactorTick();
    reactorSetPoller(nullptr);
    EXPECT_EQ(boss.take(), "+OK\r\n");
    EXPECT_NE(peer->take().find("-ERR Script killed by user with SCRIPT KILL."), std::string::npos);
    EXPECT_EQ(script_stats.killed, 1u);
    EXPECT_EQ(script_running, nullptr);
    exec_config.busy_reply_ms = before;
    EXPECT_EQ(eval("return 2"), ":2\r\n");
}

TEST_F(Script, ShebangsAreRead) {
    scriptShebang line;
    const std::string good = "#!lua name=x flags=no-writes,allow-oom\nreturn 1";
    EXPECT_EQ(scriptShebangRead(good.data(), good.size(), &line), nullptr);
    EXPECT_EQ(line.len, good.find('\n'));
    EXPECT_STREQ(line.engine, "lua");
    ASSERT_EQ(line.nwords, 2);
    EXPECT_STREQ(line.words[0], "name=x");
    scriptShebangFree(&line);
    for (const std::string bad : {"#!lua", "#!\n", "#! lua\n", "#!lua 'x\n", "#!lua \"x\"y\n"}) {
        EXPECT_NE(scriptShebangRead(bad.data(), bad.size(), &line), nullptr) << bad;
        scriptShebangFree(&line);
    }
    const std::string none = "return 1";
    EXPECT_EQ(scriptShebangRead(none.data(), none.size(), &line), nullptr);
    EXPECT_EQ(line.engine, nullptr);
    scriptShebangFree(&line);
}

} // namespace
