// repeats_test.cc: listpacks that hold an element twice, as files that nobody looked at in depth may bring them.
#include <gtest/gtest.h>
#include <string>
#include <vector>
extern "C" {
#define VK_HASHTABLE_NO_BRIDGE
#include "persist/rdb.h"
#include "types/hash_entry.h"
#include "types/types.h"
}

namespace {

unsigned char *pack(const std::vector<std::string> &texts) {
    unsigned char *lp = lpNew(0);
    for (const std::string &t : texts)
        lp = lpAppend(lp, (const unsigned char *)t.data(), (uint32_t)t.size());
    return lp;
}

class Repeats : public testing::Test {
  protected:
    void SetUp() override {
        used = zmallocUsed();
        typesInit();
        keyspaceInit(1);
        x = execContext{};
        x.db = dbGet(0);
    }
    void TearDown() override {
        rdb_config.payloads_sound = false;
        for (object *o : loaded)
            objectFree(o);
        keyspaceRelease();
        EXPECT_EQ(zmallocUsed(), used);
    }
    static std::string value(const object *o, const std::string &field) {
        stringView v;
        return hashGet(o, field.data(), field.size(), &v) ? std::string(v.ptr, v.len) : "absent";
    }
    // What RESTORE makes of a listpack; NULL: refused.
    static object *restored(unsigned type_byte, const std::vector<std::string> &texts) {
        unsigned char *lp = pack(texts);
        std::string payload(1, (char)type_byte);
        payload += (char)lpBytes(lp);
        payload.append((const char *)lp, lpBytes(lp));
        lpFree(lp);
        rdbIn in;
        return rdbRestore(payload.data(), payload.size(), RDB_VERSION, "k", 1, &in);
    }
    // What is saved as that version, loaded again; freed at the end.
    object *saved(const object *o, unsigned version) {
        rdbOut out = {};
        out.version = version;
        streamToMemory(&out.s);
        EXPECT_TRUE(rdbWriteValue(&out, o));
        rdbIn in;
        object *again = rdbRestore((const char *)out.s.buf, out.s.len, version, "k", 1, &in);
        streamOutRelease(&out.s);
        EXPECT_TRUE(again);
        loaded.push_back(again);
        return again;
    }
    size_t used;
    execContext x;
    std::vector<object *> loaded;
};

TEST_F(Repeats, ATableOfASetTakesAMemberOnce) {
    object *o = objectWith("k", 1, OBJ_SET, ENC_LISTPACK, pack({"a", "1", "a", "b", "1"}));
    EXPECT_EQ(setLength(o), 5u);
    setPrepare(0, o, 100000);
    ASSERT_EQ(o->encoding, ENC_HASHTABLE);
    EXPECT_EQ(setLength(o), 3u);
    setMember m = {"a", 1, 0};
    EXPECT_TRUE(setRemove(o, &m));
    EXPECT_FALSE(setHas(o, &m));
    objectFree(o);
}

TEST_F(Repeats, ATableOfAHashTakesTheValueThatWasFound) {
    object *o = objectWith("k", 1, OBJ_HASH, ENC_LISTPACK, pack({"f", "first", "g", "v", "f", "second"}));
    EXPECT_EQ(value(o, "f"), "first");
    hashSetExpire(&x, o, "g", 1, INT64_MAX / 2);
    ASSERT_EQ(o->encoding, ENC_HASHTABLE);
    EXPECT_EQ(hashLength(o), 2u);
    EXPECT_EQ(value(o, "f"), "first");
    objectFree(o);
}

TEST_F(Repeats, APayloadMayHaveThemOnlyIfItIsSaidToBeSound) {
    std::vector<std::string> pairs = {"f", "first", "f", "second"}, members = {"a", "b", "a"};
    EXPECT_EQ(restored(RDB_HASH_LISTPACK, pairs), nullptr);
    EXPECT_EQ(restored(RDB_SET_LISTPACK, members), nullptr);
    rdb_config.payloads_sound = true;
    object *hash = restored(RDB_HASH_LISTPACK, pairs), *set = restored(RDB_SET_LISTPACK, members);
    ASSERT_TRUE(hash && set);
    EXPECT_EQ(value(hash, "f"), "first");
    EXPECT_EQ(setLength(set), 3u);
    EXPECT_EQ(setLength(saved(set, RDB_VERSION)), 3u);
    EXPECT_EQ(setLength(saved(set, 10)), 2u);
    objectFree(hash);
    objectFree(set);
    // More than a listpack may have, which would be a table: refused.
    size_t most = types_config.set_max_entries;
    types_config.set_max_entries = 2;
    set = restored(RDB_SET_LISTPACK, members);
    types_config.set_max_entries = most;
    EXPECT_EQ(set, nullptr);
}

} // namespace
