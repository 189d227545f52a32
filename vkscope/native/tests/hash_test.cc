// hash_test.cc: entries of a hash's table, and the filing of keys by when their first field is due.
#include <gtest/gtest.h>
#include <string>
extern "C" {
#define VK_HASHTABLE_NO_BRIDGE
#include "types/hash_entry.h"
}

namespace {

std::string text(const stringView &v) {
    return std::string(v.ptr, v.len);
}

TEST(HashEntry, KeepsFieldValueAndLimit) {
    size_t used = zmallocUsed();
    for (size_t flen : {0, 1, 255, 256, 1000}) {
        for (size_t vlen : {0, 5, 65535, 65536}) {
            for (long long expire : {NO_EXPIRE, 0LL, 1LL << 60}) {
                std::string f(flen, 'f'), v(vlen, 'v');
                void *e = hashEntryNew(f.data(), flen, v.data(), vlen, expire);
                stringView field, value;
                hashEntryView(e, &field, &value);
                EXPECT_EQ(text(field), f);
                EXPECT_EQ(text(value), v);
                EXPECT_EQ(hashEntryExpire(e), expire);
                zfree(e);
            }
        }
    }
    EXPECT_EQ(zmallocUsed(), used);
}

TEST(HashEntry, IsWrittenOverOnlyWhereItFits) {
    void *e = hashEntryNew("f", 1, "12345", 5, NO_EXPIRE);
    std::string longer(500, 'x');
    void *other = hashEntryWith(e, longer.data(), longer.size(), NO_EXPIRE);
    ASSERT_NE(other, e);
    zfree(e);
    void *timed = hashEntryTimed(other, 77);
    ASSERT_NE(timed, other);
    zfree(other);
    EXPECT_EQ(hashEntryTimed(timed, 78), timed);
    EXPECT_EQ(hashEntryExpire(timed), 78);
    stringView f, v;
    hashEntryView(timed, &f, &v);
    EXPECT_EQ(text(v), longer);
    zfree(timed);
}

class Volatile : public testing::Test {
  protected:
    void SetUp() override {
        used = zmallocUsed();
        hashTypeInit();
        command_now = 1000;
        keyspaceInit(2);
        x = execContext{};
        x.db = dbGet(0);
    }
    void TearDown() override {
        keyspaceRelease();
        EXPECT_EQ(zmallocUsed(), used);
    }
    object *add(const char *key) {
        object *o = hashNew(key, strlen(key));
        dbAdd(x.db, o, hashOf(key));
        return o;
    }
    void time(object *o, const char *field, long long when) {
        hashSet(&x, o, field, strlen(field), "v", 1, when);
        volatileChanged(x.db, o);
    }
    object *find(const char *key) {
        return dbPeek(x.db, key, strlen(key), hashOf(key));
    }
    static uint64_t hashOf(const char *key) {
        return sipHash(key, strlen(key));
    }
    // Runs the cycle at `now`; parts removed.
    unsigned cycle(int64_t now) {
        unsigned keys;
        return volatileCycle(now, UINT64_MAX, &keys);
    }
    size_t used;
    execContext x;
};

TEST_F(Volatile, KeysAreFiledWhileTheyHaveTimedFields) {
    object *o = add("h");
    hashSet(&x, o, "a", 1, "v", 1, NO_EXPIRE);
    EXPECT_EQ(o->encoding, ENC_LISTPACK);
    time(o, "b", 2000);
    EXPECT_EQ(o->encoding, ENC_HASHTABLE);
    EXPECT_EQ(x.db->nvolatiles, 1u);
    EXPECT_TRUE(o->flags & OBJ_VOLATILE);
    hashDelete(o, "b", 1);
    volatileChanged(x.db, o);
    EXPECT_EQ(x.db->nvolatiles, 0u);
    EXPECT_FALSE(o->flags & OBJ_VOLATILE);
}

TEST_F(Volatile, TheCycleTakesWhatIsDueAndNothingElse) {
    object *o = add("h");
    time(o, "late", 3000);
    time(o, "soon", 1500);
    time(add("gone"), "only", 1600);
    EXPECT_EQ(cycle(1500), 0u); // the millisecond it ends with is still its own
    EXPECT_EQ(cycle(1501), 1u);
    EXPECT_EQ(hashLength(o), 1u);
    EXPECT_NE(find("gone"), nullptr);
    EXPECT_EQ(cycle(2000), 1u);
    EXPECT_EQ(find("gone"), nullptr);
    EXPECT_EQ(x.db->nvolatiles, 1u);
    EXPECT_EQ(cycle(3001), 1u);
    EXPECT_EQ(find("h"), nullptr);
    EXPECT_EQ(x.db->nvolatiles, 0u);
}

TEST_F(Volatile, ALaterLimitIsFiledAnewWhenItComesUp) {
    object *o = add("h");
    time(o, "a", 1100);
    hashSetExpire(&x, o, "a", 1, 5000);
    volatileChanged(x.db, o);
    EXPECT_EQ(cycle(2000), 0u);
    EXPECT_EQ(x.db->nvolatiles, 1u);
    EXPECT_EQ(cycle(5001), 1u);
}

TEST_F(Volatile, ObjectsThatMoveStayFiled) {
    object *o = add("h");
    time(o, "a", 1500);
    for (const char *other : {"x", "y", "z"})
        time(add(other), "a", 1500);
    dbSetExpire(x.db, o, hashOf("h"), 9000);
    object *taken = dbTake(x.db, "h", 1, hashOf("h"));
    EXPECT_EQ(x.db->nvolatiles, 3u);
    dbAdd(dbGet(1), objectWithKey(taken, "new", 3), hashOf("new"));
    EXPECT_EQ(dbGet(1)->nvolatiles, 1u);
    EXPECT_EQ(cycle(1501), 4u);
    EXPECT_EQ(find("x"), nullptr);
}

TEST_F(Volatile, LargeHashesGoInTurns) {
    object *o = add("h");
    for (int i = 0; i < 1000; i++)
        time(o, std::to_string(i).c_str(), 1100 + i);
    EXPECT_EQ(hashLive(o), 1000u);
    command_now = 1601;
    EXPECT_EQ(hashLive(o), 499u);
    unsigned keys;
    EXPECT_EQ(volatileCycle(1601, 0, &keys), 80u); // one turn, then the time is over
    EXPECT_EQ(cycle(1601), 421u);
    EXPECT_EQ(hashLength(o), 499u);
}

} // namespace
