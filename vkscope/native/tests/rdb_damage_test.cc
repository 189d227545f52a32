// rdb_damage_test.cc: a file of every encoding, damaged in one place: refused, or read exactly.
//
// Words   VKSCOPE_RDB_STEP: of how many bits one is turned over, and of how many lengths one is tried; 1 for all.
// Cost    under the sanitizers a load takes 1 ms, without sums sometimes more, as a length that was hit makes tables
//         large; step 1 takes 3 minutes with sums and 10 for each of the runs without.
#include <gtest/gtest.h>
#include <cstdlib>
#include <string>
#include <sys/mman.h>
#include <unistd.h>
#include <vector>
extern "C" {
#include "exec/nested.h"
#include "gen/commands.h"
#include "gen/events.h"
#include "persist/rdb_file.h"
#include "types/digest.h"
#include "types/types.h"
}

namespace {

size_t step(size_t usual) {
    const char *said = getenv("VKSCOPE_RDB_STEP");
    return said ? strtoul(said, nullptr, 10) : usual;
}

class RdbDamage : public ::testing::Test {
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
        keyspaceRelease();
    }

    void SetUp() override {
        before = rdb_config;
        limits = types_config;
        types_config.hash_max_entries = types_config.set_max_entries = types_config.zset_max_entries = 16;
        types_config.hash_max_value = types_config.set_max_value = types_config.zset_max_value = 64;
        types_config.set_max_intset = 64;
        types_config.list_max_size = -2;
        types_config.stream_node_entries = 20;
        types_config.stream_node_bytes = 4096;
        inner.authenticated = true;
        rdb_config.compression = rdb_config.checksum = true;
        rdb_config.save_version = 80;
        fd = memfd_create("damage", MFD_CLOEXEC);
        path = "/proc/self/fd/" + std::to_string(fd);
        fill();
        save();
        for (const char *db : {"1", "2", "3", "0"}) // their tables are made when they are first needed
            run({"SELECT", db}), run({"SET", "x", "1", "PX", "100000"}), run({"HSET", "h", "f", "1"});
        empty();
        used = zmallocUsed();
    }

    void TearDown() override {
        rdb_config = before;
        types_config = limits;
        empty();
        close(fd);
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

    void many(const std::string &command, const std::string &key, int n, int width, bool pairs) {
        std::vector<std::string> words = {command, key};
        for (int i = 0; i < n; i++) {
            std::string element = std::to_string(i * 7919);
            element.resize((size_t)width, (char)('a' + i % 26));
            words.push_back(command == "ZADD" ? std::to_string(i * 1.25 - 9) : element);
            if (pairs)
                words.push_back(element);
        }
        ASSERT_NE(run(words)[0], '-');
    }

    void fill() {
        run({"SET", "int8", "7"}), run({"SET", "int16", "-3000"}), run({"SET", "int32", "1000000"});
        run({"SET", "int64", "9223372036854775807"}), run({"SET", "text", "embedded"});
        run({"SET", "long", std::string(900, 'l')}), run({"SET", "", "no name"});
        run({"SET", "with-time", "x", "PX", "99999999"});
        std::string noise;
        unsigned seed = 1; // does not shrink
        for (int i = 0; i < 3000; i++)
            noise += (char)((seed = seed * 1103515245 + 12345) >> 16);
        run({"SET", "noise", noise});
        many("RPUSH", "list-small", 8, 5, false), many("RPUSH", "list-long", 900, 12, false);
        run({"RPUSH", "list-plain", noise + noise + noise, "x"});
        run({"SADD", "set-16", "1", "-300"}), run({"SADD", "set-32", "1", "70000"});
        run({"SADD", "set-64", "1", "5000000000"}), many("SADD", "set-small", 8, 6, false);
        many("SADD", "set-long", 60, 9, false);
        many("HSET", "hash-small", 8, 7, true), many("HSET", "hash-long", 60, 9, true);
        many("HSET", "hash-times", 20, 9, true), run({"HSET", "hash-times", "f", "v"});
        run({"HPEXPIRE", "hash-times", "88888888", "FIELDS", "1", "f"});
        many("ZADD", "zset-small", 8, 7, true), many("ZADD", "zset-long", 60, 9, true);
        for (int i = 1; i < 50; i++)
            run({"XADD", "stream", std::to_string(i) + "-1", "field", std::to_string(i), "other", "value"});
        run({"XDEL", "stream", "7-1"}), run({"XGROUP", "CREATE", "stream", "group", "0"});
        run({"XREADGROUP", "GROUP", "group", "one", "COUNT", "9", "STREAMS", "stream", ">"});
        run({"XREADGROUP", "GROUP", "group", "two", "COUNT", "4", "STREAMS", "stream", ">"});
        run({"XACK", "stream", "group", "2-1"});
        run({"SELECT", "2"}), run({"SET", "elsewhere", "x"}), run({"SELECT", "0"});
    }

    void empty() {
        for (int i = 0; i < 4; i++)
            dbFlush(dbGet(i), false);
    }

    std::string digest() {
        uint8_t sum[SHA1_BYTES] = {0};
        digestDataset(sum);
        return std::string((const char *)sum, sizeof(sum));
    }

    void save() {
        wanted = digest();
        char target[] = "/tmp/vkscope-damage-XXXXXX";
        int made = mkstemp(target);
        close(made);
        ASSERT_TRUE(rdbSave(target, EVENT_SAVE_WHY_OTHER));
        FILE *f = fopen(target, "rb");
        bytes.resize(1 << 20);
        bytes.resize(fread(bytes.data(), 1, bytes.size(), f));
        fclose(f);
        unlink(target);
        ASSERT_EQ(pwrite(fd, bytes.data(), bytes.size(), 0), (ssize_t)bytes.size());
    }

    enum rdbResult load() {
        return rdbLoad(path.c_str(), 0, EVENT_LOAD_WHY_RELOAD);
    }

    /* Turn a bit over, load, turn it back. */
    enum rdbResult turned(size_t bit) {
        char was = bytes[bit / 8], now = (char)(was ^ 1 << bit % 8);
        EXPECT_EQ(pwrite(fd, &now, 1, (off_t)(bit / 8)), 1);
        enum rdbResult got = load();
        EXPECT_EQ(pwrite(fd, &was, 1, (off_t)(bit / 8)), 1);
        return got;
    }

    rdbConfig before = {};
    typesConfig limits = {};
    execContext caller = {};
    session inner = {};
    int fd = -1;
    size_t used = 0;
    std::string path, bytes, wanted;
};

TEST_F(RdbDamage, TheFileHoldsEnoughAndIsReadAsItIs) {
    RecordProperty("bytes", (int)bytes.size());
    EXPECT_GT(bytes.size(), 19000u);
    ASSERT_EQ(load(), RDB_LOADED);
    EXPECT_EQ(digest(), wanted);
}

TEST_F(RdbDamage, ATurnedBitIsRefusedOrRead) {
    size_t refused = 0, tried = 0;
    for (size_t bit = 0; bit < bytes.size() * 8; bit += step(61), tried++) {
        enum rdbResult got = turned(bit);
        refused += got == RDB_FAILED;
        ASSERT_TRUE(got == RDB_FAILED || (got == RDB_LOADED && digest() == wanted)) << "bit " << bit;
        empty();
        ASSERT_EQ(zmallocUsed(), used) << "bit " << bit;
    }
    EXPECT_GT(refused, tried * 99 / 100);
    ASSERT_EQ(load(), RDB_LOADED);
    EXPECT_EQ(digest(), wanted);
}

TEST_F(RdbDamage, WithoutSumsATurnedBitNeverCrashes) {
    rdb_config.checksum = false;
    for (bool deep : {false, true}) {
        rdb_config.sanitize_files = deep;
        for (size_t bit = deep ? 5 : 0; bit < bytes.size() * 8; bit += step(401)) {
            if (turned(bit) == RDB_LOADED)
                digest(); // walks every value
            empty();
            ASSERT_EQ(zmallocUsed(), used) << "bit " << bit;
        }
    }
}

TEST_F(RdbDamage, AFileThatEndsEarlyIsRefused) {
    for (size_t cut = step(61); cut <= bytes.size(); cut += step(61)) {
        ASSERT_EQ(ftruncate(fd, (off_t)(bytes.size() - cut)), 0);
        ASSERT_EQ(load(), RDB_FAILED) << bytes.size() - cut << " bytes";
        empty();
        ASSERT_EQ(zmallocUsed(), used) << bytes.size() - cut << " bytes";
    }
}

} // namespace
