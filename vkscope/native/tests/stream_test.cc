// stream_test.cc: blocks of a stream byte by byte, streams against a map of their entries, groups and copies.
#include <gtest/gtest.h>
#include <map>
#include <random>
#include <string>
#include <vector>
extern "C" {
#define VK_HASHTABLE_NO_BRIDGE
#include "types/types.h"
}

namespace {

using Fields = std::vector<std::string>;
using Entries = std::map<std::pair<uint64_t, uint64_t>, Fields>;

std::vector<execArg> arguments(const Fields &fields) {
    std::vector<execArg> args;
    for (const std::string &text : fields)
        args.push_back({text.data(), text.size()});
    return args;
}

std::string text(const stringView &v) {
    return std::string(v.ptr, v.len);
}

Entries walk(const stream *s, streamID start, streamID end, bool backwards) {
    Entries got;
    streamWalk w;
    std::pair<uint64_t, uint64_t> last;
    streamWalkStart(&w, s, &start, &end, backwards);
    while (streamWalkNext(&w)) {
        std::pair<uint64_t, uint64_t> id{w.entry.id.ms, w.entry.id.seq};
        if (!got.empty())
            EXPECT_TRUE(backwards ? id < last : id > last);
        last = id;
        Fields fields;
        for (int64_t i = w.entry.fields; i > 0; i--) {
            stringView name, value;
            streamWalkField(&w, &name, &value);
            fields.push_back(text(name));
            fields.push_back(text(value));
        }
        got[id] = fields;
    }
    streamWalkEnd(&w);
    return got;
}

const Fields a_is_b = {"a", "b"}, a_is_1 = {"a", "1"};
const streamID lowest = {0, 0}, highest = {UINT64_MAX, UINT64_MAX};

Entries all(const stream *s) {
    return walk(s, lowest, highest, false);
}

class Stream : public testing::Test {
  protected:
    void SetUp() override {
        used = zmallocUsed();
        command_now = 1000;
        types_config.stream_node_entries = 100;
        types_config.stream_node_bytes = 4096;
        s = streamNew();
    }
    void TearDown() override {
        EXPECT_TRUE(streamValidate(s));
        streamFree(s);
        EXPECT_EQ(zmallocUsed(), used);
        types_config.stream_node_entries = 100;
        types_config.stream_node_bytes = 4096;
    }
    bool add(uint64_t ms, uint64_t seq, const Fields &fields) {
        streamID id = {ms, seq};
        auto args = arguments(fields);
        return streamAppend(s, &id, args.data(), fields.size() / 2);
    }
    std::vector<unsigned char> firstBlock() {
        raxIterator it;
        raxStart(&it, &s->blocks);
        EXPECT_TRUE(raxSeek(&it, RAX_FIRST, nullptr, 0));
        auto *lp = static_cast<unsigned char *>(it.value);
        std::vector<unsigned char> bytes(lp, lp + lpBytes(lp));
        raxStop(&it);
        return bytes;
    }
    stream *s = nullptr;
    size_t used = 0;
};

TEST_F(Stream, BlocksHaveTheBytesOfTheFormat) {
    add(5, 0, {"a", "1"});
    add(7, 2, {"a", "2"});
    const std::vector<unsigned char> expected = {38,  0, 0, 0, 15, 0, // the listpack's head
                                                 2,   1, 0, 1, 1,  1, 0x81, 'a', 2, 0,
                                                 1, // master: live 2, dead 0, one name, "a", 0
                                                 2,   1, 0, 1, 0,  1, 1,    1,   4, 1, // same, 5-0, 1
                                                 2,   1, 2, 1, 2,  1, 2,    1,   4, 1, // same, 7-2, 2
                                                 0xff};
    EXPECT_EQ(firstBlock(), expected);
}

TEST_F(Stream, OtherNamesStandWithTheEntry) {
    add(1, 0, {"a", "1", "b", "2"});
    add(2, 0, {"b", "1", "a", "2"});
    add(3, 0, {"a", "1"});
    add(4, 0, {"a", std::string(5000, 'x'), "b", ""});
    EXPECT_EQ(all(s), (Entries{{{1, 0}, {"a", "1", "b", "2"}},
                               {{2, 0}, {"b", "1", "a", "2"}},
                               {{3, 0}, {"a", "1"}},
                               {{4, 0}, {"a", std::string(5000, 'x'), "b", ""}}}));
    EXPECT_EQ(s->blocks.count, 2u);
}

TEST_F(Stream, NumbersAndLongTextsAreNamesToo) {
    std::string longName(100, 'n');
    for (uint64_t i = 1; i < 5; i++)
        add(i, 0, {"12", "x", longName, "y", "-0", "z"});
    EXPECT_EQ(all(s).size(), 4u);
    EXPECT_LT(firstBlock().size(), 300u); // the names stand there once
}

TEST_F(Stream, BlocksEndWhereTheLimitsSay) {
    types_config.stream_node_entries = 3;
    for (uint64_t i = 1; i <= 10; i++)
        add(i, 0, {"a", "b"});
    EXPECT_EQ(s->blocks.count, 4u);
    types_config.stream_node_entries = 0;
    types_config.stream_node_bytes = 0;
    for (uint64_t i = 11; i <= 1000; i++)
        add(i, 0, {"a", "b"});
    EXPECT_EQ(s->blocks.count, 4u);
    EXPECT_EQ(s->length, 1000u);
}

TEST_F(Stream, IDsFarApartStayInOrder) {
    add(0, 1, {"a", "1"});
    add(1, UINT64_MAX, {"a", "2"});
    add(UINT64_MAX, 0, {"a", "3"});
    add(UINT64_MAX, UINT64_MAX, {"a", "4"});
    EXPECT_EQ(all(s).size(), 4u);
    EXPECT_EQ(walk(s, {1, 0}, {UINT64_MAX, 0}, true).size(), 2u);
    streamID id = {UINT64_MAX, UINT64_MAX};
    EXPECT_TRUE(streamHas(s, &id));
}

TEST_F(Stream, DeletingTheLastOfABlockFreesIt) {
    types_config.stream_node_entries = 2;
    for (uint64_t i = 1; i <= 6; i++)
        add(i, 0, {"a", "b"});
    for (uint64_t i : {3u, 4u}) {
        streamID id = {i, 0};
        EXPECT_TRUE(streamDelete(s, &id));
        EXPECT_FALSE(streamDelete(s, &id));
    }
    EXPECT_EQ(s->blocks.count, 2u);
    streamID last = {6, 0}, before = {5, 0};
    streamDelete(s, &last);
    streamDelete(s, &before);
    EXPECT_EQ(s->blocks.count, 1u);
    add(7, 0, {"a", "c"});
    EXPECT_EQ(all(s).size(), 3u);
}

TEST_F(Stream, TrimsWholeBlocksOrExactly) {
    types_config.stream_node_entries = 10;
    for (uint64_t i = 1; i <= 100; i++)
        add(i, 0, {"a", "b"});
    streamTrimArgs t = {};
    t.by = streamTrimArgs::TRIM_MAXLEN;
    t.whole_blocks = true;
    t.maxlen = 75;
    EXPECT_EQ(streamTrim(s, &t), 20u);
    t.whole_blocks = false;
    EXPECT_EQ(streamTrim(s, &t), 5u);
    EXPECT_EQ(s->first_id.ms, 26u);
    t.by = streamTrimArgs::TRIM_MINID;
    t.minid = {58, 0};
    t.limit = 30;
    t.whole_blocks = true;
    EXPECT_EQ(streamTrim(s, &t), 25u);
    t = {};
    t.by = streamTrimArgs::TRIM_MINID;
    t.minid = {58, 0};
    EXPECT_EQ(streamTrim(s, &t), 7u);
    EXPECT_EQ(s->length, 43u);
    EXPECT_TRUE(streamValidate(s));
    t.minid = highest;
    EXPECT_EQ(streamTrim(s, &t), 43u);
    EXPECT_EQ(s->blocks.count, 0u);
    EXPECT_EQ(s->first_id.ms, 0u);
}

TEST_F(Stream, CountsOfABlockMayGrow) {
    types_config.stream_node_entries = 0;
    types_config.stream_node_bytes = 0;
    for (uint64_t i = 1; i <= 20000; i++)
        ASSERT_TRUE(add(i, 0, {"a", "b"}));
    EXPECT_TRUE(streamValidate(s));
    streamTrimArgs t = {};
    t.by = streamTrimArgs::TRIM_MAXLEN;
    for (long long n : {19900LL, 15000LL, 130LL, 127LL, 3LL}) {
        t.maxlen = n;
        streamTrim(s, &t);
        ASSERT_TRUE(streamValidate(s));
        ASSERT_EQ(s->length, static_cast<uint64_t>(n));
    }
    EXPECT_EQ(s->blocks.count, 1u);
}

TEST_F(Stream, AgreesWithAMap) {
    std::mt19937 random(3);
    Entries model;
    types_config.stream_node_entries = 7;
    uint64_t ms = 1, seq = 0;
    for (int i = 0; i < 5000; i++) {
        if (random() % 3) {
            ms += random() % 3;
            seq++;
            Fields fields{"a", std::to_string(random() % 1000)};
            if (random() % 4 == 0)
                fields.insert(fields.end(), {"b", std::string(random() % 90, 'v')});
            ASSERT_TRUE(add(ms, seq, fields));
            model[{ms, seq}] = fields;
        } else {
            auto at = model.lower_bound({random() % (ms + 1), 0});
            streamID id = at == model.end() ? streamID{ms + 1, 0} : streamID{at->first.first, at->first.second};
            ASSERT_EQ(streamDelete(s, &id), at != model.end());
            if (at != model.end())
                model.erase(at);
            streamFindFirst(s);
        }
        if (i % 50)
            continue;
        ASSERT_TRUE(streamValidate(s));
        ASSERT_EQ(all(s), model);
        uint64_t a = random() % (ms + 1), b = random() % (ms + 1);
        Entries between(model.lower_bound({a, 0}),
                        std::max(a, b + 1) == a ? model.lower_bound({a, 0}) : model.lower_bound({b + 1, 0}));
        ASSERT_EQ(walk(s, {a, 0}, {b, UINT64_MAX}, false), between);
        ASSERT_EQ(walk(s, {a, 0}, {b, UINT64_MAX}, true), between);
    }
}

TEST_F(Stream, PendingEntriesChangeHands) {
    streamID zero = {0, 0};
    streamGroup *g = streamGroupNew(s, "g", 1, &zero, 0);
    streamConsumer *a = streamConsumerNew(g, "a", 1), *b = streamConsumerNew(g, "b", 1);
    EXPECT_EQ(streamConsumerNew(g, "a", 1), nullptr);
    for (uint64_t i = 1; i <= 100; i++) {
        streamID id = {i, 0};
        streamKey key = streamIDKey(&id);
        streamNack *n = streamNackGive(g, a, &key);
        if (i % 2)
            EXPECT_EQ(streamNackGive(g, b, &key), n);
    }
    EXPECT_EQ(a->pending.count, 50u);
    EXPECT_EQ(b->pending.count, 50u);
    EXPECT_TRUE(streamGroupValidate(g));
    streamID id = {1, 0};
    streamKey key = streamIDKey(&id);
    streamNackDelete(g, &key, streamNackFind(g, &key));
    EXPECT_EQ(streamNackFind(g, &key), nullptr);
    EXPECT_EQ(streamConsumerDelete(g, a), 50u);
    EXPECT_EQ(g->pending.count, 49u);
    EXPECT_TRUE(streamGroupValidate(g));
    EXPECT_TRUE(streamGroupDelete(s, "g", 1));
    EXPECT_FALSE(streamGroupDelete(s, "g", 1));
}

TEST_F(Stream, CopiesAndDrainsAsAnObject) {
    streamTypeInit();
    streamID zero = {0, 0};
    object *o = streamObject("k", 1);
    stream *mine = streamOf(o);
    for (uint64_t i = 1; i <= 1000; i++) {
        streamID id = {i, 0};
        auto args = arguments(a_is_b);
        streamAppend(mine, &id, args.data(), 1);
    }
    for (const char *name : {"g1", "g2"}) {
        streamGroup *g = streamGroupNew(mine, name, 2, &zero, STREAM_READ_UNKNOWN);
        streamConsumer *c = streamConsumerNew(g, "c", 1);
        for (uint64_t i = 1; i <= 500; i++) {
            streamID id = {i, 0};
            streamKey key = streamIDKey(&id);
            streamNackGive(g, c, &key)->deliveries = i;
        }
    }
    object *copy = objectCopy(o, "copy", 4);
    EXPECT_TRUE(streamValidate(streamOf(copy)));
    EXPECT_EQ(all(streamOf(copy)), all(mine));
    EXPECT_EQ(streamGroupFind(streamOf(copy), "g2", 2)->pending.count, 500u);
    EXPECT_GT(objectEffort(o), 1000u);
    objectFree(copy);
    size_t at = 0, parts = 0;
    while (objectDrain(o, &at))
        parts++;
    EXPECT_GT(parts, 10u);
    objectFree(o);
}

TEST(StreamBlock, HostileBytesAreRefused) {
    std::vector<execArg> args = arguments(a_is_1);
    streamID master = {5, 0}, id = {5, 0};
    unsigned char *lp = blockNew(args.data(), 1, 0);
    for (uint64_t i = 0; i < 3; i++, id.ms++)
        lp = blockAdd(lp, &master, &id, args.data(), 1, 2, 0);
    size_t size = lpBytes(lp);
    blockSummary sum;
    EXPECT_TRUE(blockCheck(lp, size, &master, &sum));
    EXPECT_EQ(sum.live, 3);
    EXPECT_EQ(sum.last.ms, 7u);
    // Any other value of any byte either still is a block, or is refused: never read out of bounds.
    for (size_t at = 0; at < size; at++) {
        for (int v = 0; v < 256; v++) {
            std::vector<unsigned char> bytes(lp, lp + size);
            bytes[at] = static_cast<unsigned char>(v);
            if (!blockCheck(bytes.data(), size, &master, &sum))
                continue;
            blockReader b;
            blockEntry e;
            blockOpen(&b, bytes.data(), &master);
            int64_t n = 0;
            for (bool more = blockFirst(&b, &e); more; more = blockNext(&b, &e))
                n++;
            EXPECT_EQ(n, sum.live + sum.dead);
            for (bool more = blockLast(&b, &e); more; more = blockPrev(&b, &e))
                n--;
            EXPECT_EQ(n, 0);
        }
    }
    lpFree(lp);
}

TEST(StreamID, IsReadAsValkeyReadsIt) {
    streamID id;
    bool open = false;
    auto parse = [&](const char *t, enum streamIDForm form) {
        execArg a = {t, strlen(t)};
        return streamIDParse(&a, form, 9, &id, &open);
    };
    EXPECT_TRUE(parse("12-34", ID_STRICT));
    EXPECT_EQ(id.ms, 12u);
    EXPECT_EQ(id.seq, 34u);
    EXPECT_TRUE(parse("18446744073709551615-18446744073709551615", ID_STRICT));
    EXPECT_TRUE(parse("7", ID_STRICT));
    EXPECT_EQ(id.seq, 9u);
    EXPECT_TRUE(parse("007-00", ID_STRICT));
    EXPECT_TRUE(parse("-", ID_EDGES));
    EXPECT_TRUE(parse("+", ID_EDGES));
    EXPECT_EQ(id.ms, UINT64_MAX);
    EXPECT_TRUE(parse("5-*", ID_OPEN_SEQ));
    EXPECT_TRUE(open);
    for (const char *bad : {"", "-", "+", "a", "1-a", "1-", "-1", "1--1", "1-1-1", "5-*", "18446744073709551616", "1 "})
        EXPECT_FALSE(parse(bad, ID_STRICT)) << bad;
    EXPECT_FALSE(parse("5-*", ID_EDGES));
    char out[STREAM_ID_TEXT];
    EXPECT_EQ(std::string(out, streamIDText(out, &highest)), "18446744073709551615-18446744073709551615");
}

} // namespace
