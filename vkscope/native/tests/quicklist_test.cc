// quicklist_test.cc: the limits of nodes, splits and merges, compression, both ends, and a random walk beside a deque.
#include <gtest/gtest.h>
#include <deque>
#include <random>
#include <string>
#include <vector>
extern "C" {
#include "base/base.h"
#include "ds/quicklist.h"
}

namespace {

using Bytes = std::string;

Bytes textOf(const lpValue &v) {
    if (v.text)
        return {reinterpret_cast<const char *>(v.text), v.len};
    return std::to_string(v.number);
}

// Owns a quicklist and says it in C++.
class List {
  public:
    explicit List(int fill = -2, int compress = 0) : ql(quicklistNew(fill, compress)) {}
    ~List() {
        quicklistRelease(ql);
    }
    List(const List &) = delete;
    List &operator=(const List &) = delete;

    List &push(const Bytes &s, quicklistEnd where = QUICKLIST_TAIL) {
        quicklistPush(ql, s.data(), s.size(), where);
        return *this;
    }
    bool insert(long long index, const Bytes &s, bool after) {
        size_t at;
        quicklistNode *n = quicklistSeek(ql, index, &at);
        if (n)
            quicklistInsert(ql, n, at, s.data(), s.size(), after);
        return n != nullptr;
    }
    bool replace(long long index, const Bytes &s) {
        return quicklistReplace(ql, index, s.data(), s.size());
    }
    std::vector<Bytes> all(bool backwards = false) const {
        std::vector<Bytes> out;
        quicklistIter it;
        lpValue v;
        quicklistIterStart(&it, ql, backwards ? -1 : 0, backwards);
        while (quicklistNext(&it, &v))
            out.push_back(textOf(v));
        quicklistIterEnd(&it);
        return out;
    }
    // "3 2* p" for nodes of three elements, of two compressed, and a plain one.
    Bytes shape() const {
        Bytes out;
        for (quicklistNode *n = ql->head; n; n = n->next)
            out += (out.empty() ? "" : " ") + (n->plain ? "p" : std::to_string(n->count)) + (n->lzf ? "*" : "");
        return out;
    }
    quicklist *ql;
};

class Quicklist : public ::testing::Test {
  protected:
    void SetUp() override {
        used = zmallocUsed();
    }
    void TearDown() override {
        quicklistSetPackedThreshold(0);
        EXPECT_EQ(zmallocUsed(), used);
    }
    size_t used = 0;
};

TEST_F(Quicklist, HasTheLimitsOfItsFill) {
    size_t sz, count;
    quicklistNodeLimit(-1, &sz, &count);
    EXPECT_EQ(sz, 4096u);
    quicklistNodeLimit(-5, &sz, &count);
    EXPECT_EQ(sz, 65536u);
    quicklistNodeLimit(-9, &sz, &count);
    EXPECT_EQ(sz, 65536u);
    quicklistNodeLimit(0, &sz, &count);
    EXPECT_EQ(count, 1u);
    EXPECT_EQ(sz, SIZE_MAX);
    EXPECT_FALSE(quicklistExceeds(-2, 8192, 5000));
    EXPECT_TRUE(quicklistExceeds(-2, 8193, 1));
    EXPECT_TRUE(quicklistExceeds(10, 100, 11));
    EXPECT_TRUE(quicklistExceeds(10000, 8193, 2));
    EXPECT_TRUE(quicklistIsLarge(8193, 5));
    EXPECT_FALSE(quicklistIsLarge(4096, -1));
    EXPECT_TRUE(quicklistIsLarge(4097, -1));
    EXPECT_FALSE(quicklistSetPackedThreshold(1ULL << 32));
    EXPECT_TRUE(quicklistSetPackedThreshold(3));
    EXPECT_TRUE(quicklistIsLarge(3, -2));
}

TEST_F(Quicklist, FillsNodesByCount) {
    List l(3);
    for (int i = 0; i < 7; i++)
        l.push(std::to_string(i));
    EXPECT_EQ(l.shape(), "3 3 1");
    for (int i = 0; i < 4; i++)
        l.push("x", QUICKLIST_HEAD);
    EXPECT_EQ(l.shape(), "1 3 3 3 1");
    EXPECT_TRUE(quicklistValidate(l.ql));
}

TEST_F(Quicklist, KeepsTheBytesOfTheDrawing) {
    List l;
    l.push("a").push("b");
    const unsigned char want[] = {13, 0, 0, 0, 2, 0, 0x81, 'a', 2, 0x81, 'b', 2, 0xff};
    ASSERT_EQ(l.ql->head->sz, sizeof(want));
    EXPECT_EQ(memcmp(l.ql->head->block + l.ql->head->gap, want, sizeof(want)), 0);
}

TEST_F(Quicklist, GivesLargeElementsTheirOwnNodes) {
    List l;
    Bytes big(9000, 'b');
    l.push("a").push(big).push("c").push(big, QUICKLIST_HEAD);
    EXPECT_EQ(l.shape(), "p 1 p 1");
    EXPECT_EQ(l.all(), (std::vector<Bytes>{big, "a", big, "c"}));
    EXPECT_TRUE(l.replace(0, "small"));
    EXPECT_EQ(l.shape(), "2 p 1") << "the element went to the node behind, which has room";
    EXPECT_TRUE(l.replace(-1, big));
    EXPECT_EQ(l.shape(), "2 p p");
    EXPECT_TRUE(quicklistValidate(l.ql));
}

TEST_F(Quicklist, SplitsAFullNodeAndMergesWhatFits) {
    List l(4);
    for (int i = 0; i < 8; i++)
        l.push(std::to_string(i));
    EXPECT_TRUE(l.insert(1, "x", true));
    EXPECT_EQ(l.shape(), "2 3 4");
    EXPECT_TRUE(l.insert(-1, "y", true));
    EXPECT_EQ(l.shape(), "2 3 4 1");
    EXPECT_TRUE(l.insert(2, "z", false)) << "node 1 has room for one more";
    EXPECT_EQ(l.shape(), "2 4 4 1");
    EXPECT_TRUE(l.insert(1, Bytes(9000, 'b'), false)) << "a large one cuts its node";
    EXPECT_EQ(l.shape(), "1 p 1 4 4 1");
    EXPECT_FALSE(l.insert(20, "no", true));
    EXPECT_TRUE(quicklistValidate(l.ql));
}

TEST_F(Quicklist, CompressesWhatIsDeep) {
    List l(2, 1);
    Bytes same(100, 's');
    for (int i = 0; i < 8; i++)
        l.push(same);
    EXPECT_EQ(l.shape(), "2 2* 2* 2");
    size_t raw = l.ql->head->sz;
    EXPECT_LT(l.ql->head->next->gap, raw / 4);
    EXPECT_EQ(l.all(), std::vector<Bytes>(8, same)) << "reading leaves them as they are";
    EXPECT_EQ(l.shape(), "2 2* 2* 2");
    EXPECT_TRUE(l.replace(3, "other"));
    EXPECT_EQ(l.shape(), "2 2* 2* 2");
    EXPECT_EQ(quicklistDeleteRange(l.ql, 0, 2), 2u);
    EXPECT_EQ(l.shape(), "2 2* 2");
    EXPECT_EQ(quicklistRemove(l.ql, same.data(), same.size(), 1, QUICKLIST_TAIL), 1u);
    EXPECT_EQ(quicklistRemove(l.ql, same.data(), same.size(), 0, QUICKLIST_TAIL), 4u);
    EXPECT_EQ(l.all(), std::vector<Bytes>{"other"});
    EXPECT_TRUE(quicklistValidate(l.ql));
}

TEST_F(Quicklist, LeavesAloneWhatDoesNotCompress) {
    List l(1, 1);
    for (int i = 0; i < 5; i++)
        l.push("0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");
    l.push("short");
    EXPECT_EQ(l.shape(), "1 1 1 1 1 1");
}

TEST_F(Quicklist, PopsWithoutMovingTheRest) {
    List l;
    for (int i = 0; i < 1000; i++)
        l.push("element:" + std::to_string(i));
    lpValue v;
    for (int i = 0; i < 1000; i++) {
        bool head = i % 2 == 0;
        ASSERT_TRUE(quicklistPeek(l.ql, head ? QUICKLIST_HEAD : QUICKLIST_TAIL, &v));
        ASSERT_EQ(textOf(v), "element:" + std::to_string(head ? i / 2 : 999 - i / 2));
        quicklistPop(l.ql, head ? QUICKLIST_HEAD : QUICKLIST_TAIL);
        ASSERT_TRUE(quicklistValidate(l.ql));
    }
    EXPECT_FALSE(quicklistPeek(l.ql, QUICKLIST_HEAD, &v));
    EXPECT_EQ(l.ql->len, 0u);
}

TEST_F(Quicklist, KeepsLittleRoomInALongList) {
    for (quicklistEnd where : {QUICKLIST_HEAD, QUICKLIST_TAIL}) {
        List l;
        size_t bytes = 0;
        for (int i = 0; i < 20000; i++) {
            Bytes s = "element:" + std::to_string(i);
            bytes += s.size() + 2;
            l.push(s, where);
        }
        EXPECT_LT(quicklistMemUsage(l.ql, 0), bytes + bytes / 25) << "within 4 percent";
    }
}

TEST_F(Quicklist, BecomesAListpackAgain) {
    quicklist *ql = quicklistNew(-2, 0);
    quicklistPush(ql, "b", 1, QUICKLIST_TAIL);
    quicklistPush(ql, "a", 1, QUICKLIST_HEAD);
    unsigned char *lp = quicklistToListpack(ql);
    EXPECT_EQ(lpLength(lp), 2u);
    EXPECT_TRUE(lpValidate(lp));
    lpFree(lp);
}

TEST_F(Quicklist, RemovesByValueFromEitherEnd) {
    for (int fill : {1, 3, -2}) {
        List l(fill);
        for (const char *s : {"a", "1", "a", "01", "1", "a", "1"})
            l.push(s);
        EXPECT_EQ(quicklistRemove(l.ql, "1", 1, 2, QUICKLIST_TAIL), 2u);
        EXPECT_EQ(l.all(), (std::vector<Bytes>{"a", "1", "a", "01", "a"})) << fill;
        EXPECT_EQ(quicklistRemove(l.ql, "a", 1, 2, QUICKLIST_HEAD), 2u);
        EXPECT_EQ(l.all(), (std::vector<Bytes>{"1", "01", "a"})) << fill;
        EXPECT_EQ(quicklistRemove(l.ql, "b", 1, 0, QUICKLIST_HEAD), 0u);
        EXPECT_TRUE(quicklistValidate(l.ql));
    }
}

// What a value of the walk may be: short, numeric, long, or large for small fills.
Bytes anyValue(std::mt19937 &random) {
    switch (random() % 8) {
    case 0:
        return std::to_string(static_cast<long long>(random()) - (1LL << 31));
    case 1:
        return Bytes(random() % 300, static_cast<char>('a' + random() % 3));
    case 2:
        return random() % 10 ? Bytes("7") : Bytes(4000 + random() % 6000, 'L');
    default:
        return "v" + std::to_string(random() % 50);
    }
}

TEST_F(Quicklist, AgreesWithADeque) {
    std::mt19937 random(3);
    for (int round = 0; round < 40; round++) {
        const int fills[] = {-1, -2, 1, 3, 16, 1000};
        List l(fills[round % 6], static_cast<int>(random() % 4));
        std::deque<Bytes> model;
        if (round % 7 == 6)
            quicklistSetPackedThreshold(200);
        for (int step = 0; step < 400; step++) {
            Bytes s = anyValue(random);
            size_t size = model.size(), i = size ? random() % size : 0;
            long long index = static_cast<long long>(i) - (random() % 2 ? static_cast<long long>(size) : 0);
            bool flag = random() % 2;
            auto at = model.begin() + static_cast<long>(i);
            switch (random() % 10) {
            case 0:
            case 1:
                l.push(s);
                model.push_back(s);
                break;
            case 2:
            case 3:
                l.push(s, QUICKLIST_HEAD);
                model.push_front(s);
                break;
            case 4:
            case 5:
                ASSERT_EQ(l.insert(index, s, flag), size > 0);
                if (size)
                    model.insert(at + (flag ? 1 : 0), s);
                break;
            case 6:
                ASSERT_EQ(l.replace(index, s), size > 0);
                if (size)
                    *at = s;
                break;
            case 7:
                if (size && flag) {
                    size_t n = random() % 4, gone = n < size - i ? n : size - i;
                    ASSERT_EQ(quicklistDeleteRange(l.ql, index, n), gone);
                    model.erase(at, at + static_cast<long>(gone));
                }
                break;
            case 8:
                if (size) {
                    quicklistPop(l.ql, flag ? QUICKLIST_HEAD : QUICKLIST_TAIL);
                    flag ? model.pop_front() : model.pop_back();
                }
                break;
            default: {
                size_t gone = 0;
                s = "v" + std::to_string(random() % 50);
                for (size_t k = 0; k < model.size() && gone < 2;) {
                    size_t place = flag ? k : model.size() - 1 - k;
                    if (model[place] == s) {
                        model.erase(model.begin() + static_cast<long>(place));
                        gone++;
                    } else {
                        k++;
                    }
                }
                ASSERT_EQ(quicklistRemove(l.ql, s.data(), s.size(), 2, flag ? QUICKLIST_HEAD : QUICKLIST_TAIL), gone);
            }
            }
            ASSERT_TRUE(quicklistValidate(l.ql)) << round << " " << step;
            if (step % 20 == 0) {
                ASSERT_EQ(l.all(), std::vector<Bytes>(model.begin(), model.end()));
                ASSERT_EQ(l.all(true), std::vector<Bytes>(model.rbegin(), model.rend()));
            }
        }
        quicklist *copy = quicklistDup(l.ql);
        EXPECT_TRUE(quicklistValidate(copy));
        EXPECT_EQ(copy->count, model.size());
        while (quicklistDrain(copy, 1))
            continue;
        quicklistRelease(copy);
        quicklistSetPackedThreshold(0);
    }
}

} // namespace
