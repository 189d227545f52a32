// aof_load_test.cc: files of commands become data: transactions, notes, what is torn, and RDB in front.
//
// Words   log: the last file. A test that says nothing else has that file alone.
#include <gtest/gtest.h>
#include <cstdio>
#include <fstream>
#include <sstream>
#include <string>
#include <sys/stat.h>
#include <unistd.h>
#include <vector>
extern "C" {
#include "exec/exec.h"
#include "gen/commands.h"
#include "gen/events.h"
#include "persist/aof_load.h"
#include "persist/aof_rewrite.h"
#include "persist/persist.h"
#include "types/digest.h"
#include "types/types.h"
}

namespace {

using Command = std::vector<std::string>;

std::string form(const Command &words) {
    std::string out = "*" + std::to_string(words.size()) + "\r\n";
    for (const std::string &w : words)
        out += "$" + std::to_string(w.size()) + "\r\n" + w + "\r\n";
    return out;
}

std::string forms(const std::vector<Command> &commands) {
    std::string out;
    for (const Command &c : commands)
        out += form(c);
    return out;
}

class AofLoad : public ::testing::Test {
  protected:
    static void SetUpTestSuite() {
        command_now = clockWallMs();
        commandTimeSet(command_now);
        keyspaceInit(4);
        typesInit();
        for (unsigned i = 0; i < command_specs_count; i++)
            if (command_specs[i].parent || !commandLookup(command_specs[i].name, strlen(command_specs[i].name)))
                commandRegister(&command_specs[i]);
    }
    static void TearDownTestSuite() {
        aofFilesClear();
        keyspaceRelease();
    }
    void SetUp() override {
        ASSERT_NE(mkdtemp(folder), nullptr);
        aof_load_config.truncate = true;
        aof_load_config.old_name = "old";
        name("log");
    }
    void TearDown() override {
        empty();
        aofFilesClear();
        for (const std::string &n : names)
            unlink(path(n).c_str());
        EXPECT_EQ(rmdir(folder), 0);
        aof_load_config.truncate = true;
        aof_load_config.old_name = "";
    }
    static void empty() {
        for (int i = 0; i < 4; i++)
            dbFlush(dbGet(i), false);
    }
    std::string path(const std::string &n) const {
        return std::string(folder) + "/" + n;
    }
    void name(const std::string &n, unsigned kind = EVENT_AOF_FILE_INCREMENT) {
        names.push_back(n);
        ASSERT_TRUE(aofFilesAdd(kind, names.size(), folder, n.c_str()));
    }
    // These instead of the log.
    void instead(const std::vector<std::pair<std::string, unsigned>> &files) {
        aofFilesClear();
        for (const auto &[n, kind] : files)
            name(n, kind);
    }
    void write(const std::string &bytes, const std::string &n = "log") {
        std::ofstream(path(n), std::ios::binary | std::ios::trunc) << bytes;
    }
    std::string content(const std::string &n = "log") const {
        std::ifstream in(path(n), std::ios::binary);
        std::stringstream all;
        all << in.rdbuf();
        return all.str();
    }
    enum aofLoaded load() {
        empty();
        return aofLoad(&total, &base);
    }
    enum aofLoaded load(const std::string &bytes) {
        write(bytes);
        return load();
    }
    // "": there is no such string.
    static std::string get(const std::string &key, int db = 0) {
        stringView v;
        object *o = dbPeek(dbGet(db), key.data(), key.size(), sipHash(key.data(), key.size()));
        if (!o)
            return "";
        stringGet(o, &v);
        return std::string(v.ptr, v.len);
    }
    static uint64_t keys() {
        uint64_t n = 0;
        for (int i = 0; i < 4; i++)
            n += kvstoreSize(dbGet(i)->keys);
        return n;
    }
    static std::string digest() {
        uint8_t sum[SHA1_BYTES] = {0};
        digestDataset(sum);
        return std::string(reinterpret_cast<const char *>(sum), sizeof(sum));
    }
    // Of every type, small and large, with time limits, in two databases.
    static std::string everyType() {
        std::vector<Command> all = {{"SELECT", "0"},         {"SET", "text", "some\r\ntext"},
                                    {"SET", "number", "42"}, {"PEXPIREAT", "number", "9999999999999"},
                                    {"SET", "", "x"},        {"SET", "long", std::string(5000, 'l')}};
        for (int i = 0; i < 200; i++) {
            std::string n = std::to_string(i);
            all.push_back({"RPUSH", "list", "element" + n, n});
            all.push_back({"SADD", "set", "m" + n});
            all.push_back({"SADD", "numbers", n});
            all.push_back({"HSET", "hash", "f" + n, std::string(size_t(i % 80), 'v')});
            all.push_back({"ZADD", "zset", n + ".25", "m" + n});
            all.push_back({"XADD", "stream", n + "-1", "f", n});
        }
        all.push_back({"HPEXPIREAT", "hash", "9999999999999", "FIELDS", "1", "f1"});
        all.push_back({"SELECT", "2"});
        all.push_back({"SET", "elsewhere", "x"});
        return forms(all);
    }
    char folder[32] = "/tmp/vk_aofload_XXXXXX";
    std::vector<std::string> names;
    uint64_t total = 0, base = 0;
};

const std::string SELECT0 = form({"SELECT", "0"});

TEST_F(AofLoad, NothingIsNoError) {
    write("");
    EXPECT_EQ(load(), AOF_EMPTY);
    unlink(path("log").c_str());
    EXPECT_EQ(load(), AOF_BROKEN); // the manifest names it
    aofFilesClear();
    EXPECT_EQ(load(), AOF_ABSENT);
}

TEST_F(AofLoad, CommandsRunInTheirDatabase) {
    std::string bytes = SELECT0 + forms({{"SET", "a", "1"}, {"INCR", "a"}, {"SELECT", "3"}, {"SET", "a", "x"}});
    EXPECT_EQ(load(bytes), AOF_LOADED);
    EXPECT_EQ(get("a"), "2");
    EXPECT_EQ(get("a", 3), "x");
    EXPECT_EQ(total, bytes.size());
    EXPECT_EQ(base, 0u);
    EXPECT_EQ(content(), bytes);
}

TEST_F(AofLoad, NotesStandAnywhereBetweenCommands) {
    std::string bytes = "#TS:1700000000\r\n" + SELECT0 + "#TS:1700000001\r\n" + form({"MULTI"}) + "# note\r\n" +
                        form({"SET", "a", "1"}) + "#TS:1700000002\r\n" + form({"EXEC"}) + "#TS:1700000003\r\n";
    EXPECT_EQ(load(bytes), AOF_LOADED);
    EXPECT_EQ(get("a"), "1");
    EXPECT_EQ(content(), bytes);
}

TEST_F(AofLoad, ATransactionWithoutItsEndIsCutOff) {
    std::string whole = SELECT0 + form({"SET", "a", "1"}) + "#TS:5\r\n";
    std::string open = forms({{"MULTI"}, {"SET", "a", "2"}}) + "#TS:6\r\n" + form({"SET", "b", "2"});
    for (size_t cut = form({"MULTI"}).size(); cut <= open.size(); cut++) {
        ASSERT_EQ(load(whole + open.substr(0, cut)), AOF_TRUNCATED) << cut;
        ASSERT_EQ(get("a"), "1") << cut;
        ASSERT_EQ(get("b"), "") << cut;
        ASSERT_EQ(content(), whole) << cut;
        ASSERT_EQ(load(), AOF_LOADED) << cut;
    }
    EXPECT_EQ(load(whole + open + form({"EXEC"})), AOF_LOADED);
    EXPECT_EQ(get("a"), "2");
    EXPECT_EQ(get("b"), "2");
}

TEST_F(AofLoad, ADroppedTransactionIsWhole) {
    std::string bytes = SELECT0 + forms({{"MULTI"}, {"SET", "a", "1"}, {"DISCARD"}, {"SET", "b", "1"}});
    EXPECT_EQ(load(bytes), AOF_LOADED);
    EXPECT_EQ(get("a"), "");
    EXPECT_EQ(get("b"), "1");
}

TEST_F(AofLoad, EveryCutLeavesTheWholeCommands) {
    std::vector<Command> commands = {
        {"SELECT", "0"}, {"SET", "k1", "v\r\n"}, {"SET", "k2", ""}, {"SET", "k3", "*1\r\n"}};
    std::vector<size_t> ends = {0};
    for (const Command &c : commands)
        ends.push_back(ends.back() + form(c).size());
    std::string bytes = forms(commands);
    for (size_t cut = 1, whole = 0; cut <= bytes.size(); cut++) {
        whole += cut == ends[whole + 1];
        ASSERT_EQ(load(bytes.substr(0, cut)), cut == ends[whole] ? AOF_LOADED : AOF_TRUNCATED) << cut;
        ASSERT_EQ(keys(), whole ? whole - 1 : 0) << cut;
        ASSERT_EQ(content(), bytes.substr(0, ends[whole])) << cut;
    }
}

TEST_F(AofLoad, ATornFileStaysAsItIsWhereThatIsWanted) {
    std::string bytes = SELECT0 + form({"SET", "a", "1"}) + "*3\r\n$3\r\nSE";
    aof_load_config.truncate = false;
    EXPECT_EQ(load(bytes), AOF_BROKEN);
    EXPECT_EQ(content(), bytes);
}

TEST_F(AofLoad, OnlyTheLastFileMayBeTorn) {
    instead({{"a", EVENT_AOF_FILE_BASE}, {"b", EVENT_AOF_FILE_INCREMENT}, {"old-one", EVENT_AOF_FILE_HISTORY}});
    std::string a = SELECT0 + form({"SET", "a", "1"}), b = SELECT0 + form({"SET", "b", "1"}), torn = "*3\r\n$3\r\nSE";
    write(a, "a");
    write(b + torn, "b"); // history, which is not read, stands behind it
    EXPECT_EQ(load(), AOF_TRUNCATED);
    EXPECT_EQ(get("a") + get("b"), "11");
    EXPECT_EQ(content("b"), b);
    EXPECT_EQ(base, a.size());
    write(a + torn, "a");
    EXPECT_EQ(load(), AOF_BROKEN);
    EXPECT_EQ(content("a"), a + torn);
    write("", "b"); // it is the last all the same
    EXPECT_EQ(load(), AOF_BROKEN);
    EXPECT_EQ(content("a"), a + torn);
}

TEST_F(AofLoad, WhatIsNoCommandIsRefused) {
    std::string whole = SELECT0 + form({"SET", "a", "1"});
    for (const std::string &odd :
         {std::string("PING\r\n"), std::string("*0\r\n"), std::string("*1\r\n+x\r\n"), form({"NOSUCHCOMMAND", "a"}),
          form({"GET"}), form({"SET", "a"}), form({"", ""}), form({"CONFIG", "NOSUCH"}), form({"OBJECT"})}) {
        EXPECT_EQ(load(whole + odd), AOF_BROKEN) << odd;
        EXPECT_EQ(content(), whole + odd) << odd; // nothing was torn
        EXPECT_EQ(get("a"), "1") << odd;
    }
}

TEST_F(AofLoad, ACommandThatFailsIsPassedOver) {
    std::string bytes =
        SELECT0 +
        forms({{"RPUSH", "l", "1"}, {"SET", "a", "x"}, {"INCR", "a"}, {"LPUSH", "a", "1"}, {"SET", "b", "1"}});
    EXPECT_EQ(load(bytes), AOF_LOADED);
    EXPECT_EQ(get("a") + get("b"), "x1");
}

TEST_F(AofLoad, NobodyWaitsForWhatIsNotThere) {
    EXPECT_EQ(load(SELECT0 + forms({{"BLPOP", "l", "0"}, {"WAIT", "1", "0"}, {"SET", "a", "1"}})), AOF_LOADED);
    EXPECT_EQ(get("a"), "1");
}

TEST_F(AofLoad, LengthsBeyondTheFileAreTorn) {
    std::string whole = SELECT0 + form({"SET", "a", "1"});
    for (const char *torn : {"*2147483647\r\n$3\r\nSET\r\n", "*3\r\n$3\r\nSET\r\n$9223372036854775807\r\nx",
                             "*2\r\n$1000000000000\r\nx"}) {
        EXPECT_EQ(load(whole + torn), AOF_TRUNCATED) << torn;
        EXPECT_EQ(content(), whole) << torn;
    }
}

TEST_F(AofLoad, KeysLiveWhateverTheirTime) {
    std::string bytes =
        SELECT0 + forms({{"SET", "a", "1"}, {"PEXPIREAT", "a", "1000"}, {"INCR", "a"}, {"PERSIST", "a"}});
    EXPECT_EQ(load(bytes), AOF_LOADED);
    EXPECT_EQ(get("a"), "2");
}

TEST_F(AofLoad, EitherBaseHoldsAllData) {
    ASSERT_EQ(load(everyType()), AOF_LOADED);
    std::string wanted = digest();
    instead({{"base", EVENT_AOF_FILE_BASE}});
    for (bool rdb : {true, false}) {
        ASSERT_TRUE(aofWriteBase(path("base").c_str(), rdb));
        ASSERT_EQ(content("base").substr(0, 6), rdb ? "VALKEY" : "*2\r\n$6");
        ASSERT_EQ(load(), AOF_LOADED);
        EXPECT_EQ(digest(), wanted) << rdb;
        EXPECT_EQ(base, content("base").size());
    }
}

// Old style: one file of both; and each in a file of its own.
TEST_F(AofLoad, ALogStandsBehindAPreamble) {
    ASSERT_EQ(load(everyType()), AOF_LOADED);
    ASSERT_TRUE(aofWriteBase(path("log").c_str(), true));
    std::string preamble = content(), log = "#TS:1\r\n" + SELECT0 + form({"SET", "text", "new"}),
                torn = "*1\r\n$3\r\nab";
    EXPECT_EQ(load(preamble + log), AOF_LOADED);
    EXPECT_EQ(get("text"), "new");
    EXPECT_EQ(get("elsewhere", 2), "x");
    std::string wanted = digest();
    EXPECT_EQ(load(preamble + log + torn), AOF_TRUNCATED);
    EXPECT_EQ(digest(), wanted);
    EXPECT_EQ(content(), preamble + log);
    EXPECT_EQ(load(preamble + torn), AOF_TRUNCATED);
    EXPECT_EQ(content(), preamble);
    instead({{"old", EVENT_AOF_FILE_BASE}, {"log", EVENT_AOF_FILE_INCREMENT}});
    write(preamble, "old");
    EXPECT_EQ(load(log), AOF_LOADED);
    EXPECT_EQ(digest(), wanted);
}

TEST_F(AofLoad, APreambleThatIsNotWholeIsRefused) {
    ASSERT_EQ(load(everyType()), AOF_LOADED);
    ASSERT_TRUE(aofWriteBase(path("log").c_str(), true));
    std::string preamble = content();
    for (size_t cut = 1; cut < preamble.size(); cut += cut < 100 ? 1 : 211) {
        std::string part = preamble.substr(0, cut);
        enum aofLoaded got = load(part);
        ASSERT_EQ(got, AOF_BROKEN) << cut;
        ASSERT_EQ(content(), part) << cut;
    }
    preamble[preamble.size() - 3] ^= 1; // its sum
    EXPECT_EQ(load(preamble + SELECT0), AOF_BROKEN);
}

} // namespace
