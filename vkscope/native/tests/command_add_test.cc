// Commands that arrive at run time, and commands that run inside another one.
#include <gtest/gtest.h>
#include <string>
#include <vector>
extern "C" {
#include "exec/command_add.h"
#include "exec/command_info.h"
#include "exec/command_keys.h"
#include "exec/exec.h"
#include "exec/nested.h"
#include "gen/commands.h"
#include "types/types.h"
}

namespace {

commandAddition addition(const char *name, const char *flags = "write fast") {
    return {name, flags, "Does something.", -3, 1, -1, 2};
}

TEST(CommandAdd, StandsInTheTable) {
    commandAddition a = addition("unit.first");
    unsigned before = commandTopCount();
    ASSERT_EQ(commandAdd(&a), nullptr);
    EXPECT_EQ(commandTopCount(), before + 1);
    command *c = commandLookup("UNIT.First", 10);
    ASSERT_NE(c, nullptr);
    EXPECT_EQ(c->spec->arity, -3);
    EXPECT_EQ(c->spec->flags, (uint32_t)(CMD_PYTHON | CMD_WRITE | CMD_FAST));
    EXPECT_EQ(c->spec->acl, (uint64_t)(ACL_WRITE | ACL_FAST));
    EXPECT_STREQ(c->spec->doc->summary, "Does something.");
    EXPECT_EQ(c->spec->proc, nullptr);
}

TEST(CommandAdd, ItsKeysAreFound) {
    commandAddition a = addition("unit.keys");
    ASSERT_EQ(commandAdd(&a), nullptr);
    const execArg argv[] = {{"unit.keys", 9}, {"a", 1}, {"1", 1}, {"b", 1}, {"2", 1}};
    keyRefs keys;
    keyRefsInit(&keys);
    EXPECT_EQ(commandGetKeys(commandLookup("unit.keys", 9)->spec, argv, 5, 0, &keys), 2);
    EXPECT_EQ(keys.refs[0].pos, 1);
    EXPECT_EQ(keys.refs[1].pos, 3);
    keyRefsFree(&keys);
}

TEST(CommandAdd, RefusesWhatCannotBe) {
    commandAddition first = addition("unit.twice"), odd = addition("unit.odd", "write sideways");
    commandAddition empty = addition("");
    std::string name(64, 'x');
    commandAddition too_long = addition(name.c_str());
    ASSERT_EQ(commandAdd(&first), nullptr);
    EXPECT_STREQ(commandAdd(&first), "a command of that name exists already");
    EXPECT_STREQ(commandAdd(&odd), "there is no flag 'sideways'");
    EXPECT_STREQ(commandAdd(&empty), "its name is empty or too long");
    EXPECT_STREQ(commandAdd(&too_long), "its name is empty or too long");
    EXPECT_EQ(commandLookup("unit.odd", 8), nullptr);
}

class Nested : public ::testing::Test {
  protected:
    static void SetUpTestSuite() {
        keyspaceInit(4);
        hashTypeInit();
        for (unsigned i = 0; i < command_specs_count; i++)
            if (command_specs[i].parent || !commandLookup(command_specs[i].name, strlen(command_specs[i].name)))
                commandRegister(&command_specs[i]);
    }
    static void TearDownTestSuite() {
        keyspaceRelease();
    }
    std::string run(std::vector<std::string> words) {
        std::vector<execArg> argv;
        for (const std::string &w : words)
            argv.push_back({w.data(), w.size()});
        replySink out = {};
        out.resp = 3;
        execNested(&caller, &inner, argv.data(), (int)argv.size(), &out);
        std::string reply(out.buf, out.len);
        sinkRelease(&out);
        return reply;
    }
    execContext caller = {};
    session inner = {};
    void SetUp() override {
        inner.authenticated = true;
    }
};

TEST_F(Nested, RunsInItsOwnSession) {
    EXPECT_EQ(run({"SET", "k", "v"}), "+OK\r\n");
    EXPECT_EQ(run({"GET", "k"}), "$1\r\nv\r\n");
    EXPECT_EQ(run({"SELECT", "1"}), "+OK\r\n");
    EXPECT_EQ(run({"GET", "k"}), "_\r\n");
    EXPECT_EQ(inner.dbid, 1);
}

TEST_F(Nested, LeavesTheGateItsErrors) {
    EXPECT_EQ(run({"GET"}), "-ERR wrong number of arguments for 'get' command\r\n");
    EXPECT_EQ(run({"nope"}), "-ERR unknown command 'nope', with args beginning with: \r\n");
}

TEST_F(Nested, RefusesClientsAndTheControlPlane) {
    EXPECT_EQ(run({"CLIENT", "ID"}), "-ERR 'client|id' is not allowed from inside a command\r\n");
    EXPECT_EQ(run({"INFO"}), "-ERR 'info' is answered by the control plane, which is never entered twice\r\n");
}

} // namespace
