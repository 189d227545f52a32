/* cluster_test.cc: slots of keys and patterns, tables by slot, and the gate's answers. */
#include <gtest/gtest.h>
#include <string>

extern "C" {
#include "cluster/cluster.h"
#include "exec/exec.h"
#include "gen/commands.h"
}

namespace {

unsigned slotOf(const std::string &key) {
    return keyHashSlot(key.data(), key.size());
}

int patternSlot(const std::string &p) {
    return patternHashSlot(p.data(), p.size());
}

/* The definition, bit by bit. */
uint16_t plainCrc(const std::string &text) {
    unsigned crc = 0;
    for (char c : text) {
        crc ^= static_cast<unsigned>(static_cast<uint8_t>(c)) << 8;
        for (int bit = 0; bit < 8; bit++)
            crc = crc & 0x8000 ? crc << 1 ^ 0x1021 : crc << 1;
    }
    return static_cast<uint16_t>(crc);
}

TEST(Slots, CrcIsThatOfTheDefinition) {
    std::string text;
    EXPECT_EQ(crc16("123456789", 9), 0x31c3);
    for (int i = 0; i < 300; i++) {
        EXPECT_EQ(crc16(text.data(), text.size()), plainCrc(text)) << text.size();
        text.push_back(static_cast<char>(i * 37 + 11));
    }
}

TEST(Slots, OnlyTheTagCounts) {
    EXPECT_EQ(slotOf("foo"), 12182U);
    EXPECT_EQ(slotOf("a{foo}b"), 12182U);
    EXPECT_EQ(slotOf("{foo}{bar}"), 12182U);
    EXPECT_EQ(slotOf("{}foo"), plainCrc("{}foo") & 0x3fff);
    EXPECT_EQ(slotOf("foo{"), plainCrc("foo{") & 0x3fff);
    EXPECT_EQ(slotOf("foo{{bar}}zap"), plainCrc("{bar") & 0x3fff);
}

TEST(Slots, PatternsWithATagHaveOne) {
    EXPECT_EQ(patternSlot("foo"), 12182);
    EXPECT_EQ(patternSlot("{foo}*"), 12182);
    EXPECT_EQ(patternSlot("x{foo}?[a]"), 12182);
    EXPECT_EQ(patternSlot("*{foo}"), -1);
    EXPECT_EQ(patternSlot("{f*o}"), -1);
    EXPECT_EQ(patternSlot("{}*"), -1);
    EXPECT_EQ(patternSlot("a\\{foo}"), -1);
    EXPECT_EQ(patternSlot("{}foo"), static_cast<int>(plainCrc("{}foo") & 0x3fff));
}

class Keys : public testing::Test {
  protected:
    void SetUp() override {
        keyspaceInit(1);
        keyspaceBySlot();
    }
    void TearDown() override {
        keyspaceRelease();
    }
    static void add(const std::string &key, int64_t expire = NO_EXPIRE) {
        char *data;
        object *o = objectBlank(key.data(), key.size(), 1, &data);
        *data = 'x';
        uint64_t hash = sipHash(key.data(), key.size());
        dbAdd(dbGet(0), o, hash);
        if (expire != NO_EXPIRE)
            dbSetExpire(dbGet(0), dbPeek(dbGet(0), key.data(), key.size(), hash), hash, expire);
    }
    static bool has(const std::string &key) {
        return dbPeek(dbGet(0), key.data(), key.size(), sipHash(key.data(), key.size())) != nullptr;
    }
};

TEST_F(Keys, EachStandsInTheTableOfItsSlot) {
    for (int i = 0; i < 2000; i++)
        add("key" + std::to_string(i), i % 3 ? NO_EXPIRE : INT64_MAX / 2);
    const db *d = dbGet(0);
    uint64_t keys = 0;
    for (int slot = 0; slot < CLUSTER_SLOTS; slot++)
        keys += dbSlotKeys(slot);
    EXPECT_EQ(keys, 2000U);
    EXPECT_EQ(kvstoreValidate(d->keys), nullptr);
    EXPECT_EQ(kvstoreValidate(d->expires), nullptr);
    for (int i = 0; i < 2000; i++) {
        std::string key = "key" + std::to_string(i);
        EXPECT_TRUE(has(key));
        EXPECT_GE(dbSlotKeys(static_cast<int>(slotOf(key))), 1U);
    }
}

TEST_F(Keys, ASlotIsEmptied) {
    for (int i = 0; i < 100; i++)
        add("{foo}" + std::to_string(i), i % 2 ? NO_EXPIRE : INT64_MAX / 2);
    add("other");
    EXPECT_EQ(dbEmptySlot(dbGet(0), 12182), 100U);
    EXPECT_EQ(dbSlotKeys(12182), 0U);
    EXPECT_EQ(kvstoreSize(dbGet(0)->keys), 1U);
    EXPECT_EQ(kvstoreSize(dbGet(0)->expires), 0U);
    EXPECT_EQ(kvstoreValidate(dbGet(0)->keys), nullptr);
    EXPECT_EQ(keyspace_slot, -1);
}

TEST_F(Keys, TheRunningCommandsSlotIsTaken) {
    add("{foo}a");
    keyspace_slot = 12182;
    EXPECT_TRUE(has("{foo}a"));
    int before = keyspaceAnySlot();
    EXPECT_EQ(keyspace_slot, -1);
    keyspaceSlotBack(before);
    EXPECT_EQ(keyspace_slot, 12182);
    keyspace_slot = -1;
}

} // namespace
