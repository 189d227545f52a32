// aof_reader_test.cc: the commands of a file, whatever the buffer is and wherever the file ends.
//
// Words  room: of the buffer at first. The smaller, the more often a command is moved and a read comes in its middle.
#include <gtest/gtest.h>
#include <cerrno>
#include <fcntl.h>
#include <string>
#include <sys/mman.h>
#include <unistd.h>
#include <vector>
extern "C" {
#include "persist/aof_reader.h"
}

namespace {

using Command = std::vector<std::string>;

std::string form(const Command &words) {
    std::string out = "*" + std::to_string(words.size()) + "\r\n";
    for (const std::string &w : words)
        out += "$" + std::to_string(w.size()) + "\r\n" + w + "\r\n";
    return out;
}

struct Read {
    std::vector<Command> commands;
    std::vector<uint64_t> ends; // offsets of the file
    unsigned notes = 0;
    enum aofItem last = AOF_END;
    int error = 0;
};

class AofReader : public ::testing::Test {
  protected:
    void SetUp() override {
        used = zmallocUsed();
        fd = memfd_create("aof", MFD_CLOEXEC);
        ASSERT_GE(fd, 0);
    }
    void TearDown() override {
        close(fd);
        EXPECT_EQ(zmallocUsed(), used);
    }
    // What the first `size` bytes hold, from an offset on.
    Read read(const std::string &bytes, size_t room = 0, uint64_t from = 0) {
        Read all;
        aofReader r;
        EXPECT_EQ(ftruncate(fd, 0), 0);
        EXPECT_EQ(pwrite(fd, bytes.data(), bytes.size(), 0), ssize_t(bytes.size()));
        lseek(fd, off_t(from), SEEK_SET);
        aofReaderStart(&r, fd, from, bytes.size());
        if (room)
            r.buf = static_cast<char *>(zrealloc(r.buf, r.cap = room));
        for (;;) {
            all.last = aofReaderNext(&r);
            if (all.last == AOF_NOTE)
                all.notes++;
            else if (all.last == AOF_COMMAND)
                take(&all, r);
            else
                break;
            peak = std::max(peak, r.cap);
        }
        all.error = r.error;
        aofReaderEnd(&r);
        return all;
    }
    static void take(Read *all, const aofReader &r) {
        Command words;
        for (int i = 0; i < r.argc; i++)
            words.emplace_back(r.argv[i].ptr, r.argv[i].len);
        all->commands.push_back(words);
        all->ends.push_back(aofReaderOffset(&r));
    }
    int fd = -1;
    size_t used = 0, peak = 0;
};

// One word, none in it, what looks like framing, more than the buffer has, more words than are kept.
std::vector<Command> framings() {
    return {{"PING"},
            {"SET", "", ""},
            {"SET", "k\r\n", "*1\r\n$4\r\nPING\r\n"},
            {"APPEND", std::string("\0#\0", 3), "#TS:1\r\n"},
            {"SET", "large", std::string(700 * 1024, 'x')},
            Command(3000, "w"),
            {"SET", "after", "large"}};
}

TEST_F(AofReader, EveryFramingIsReadWithEveryBuffer) {
    std::string bytes;
    std::vector<uint64_t> ends;
    for (const Command &c : framings()) {
        bytes += form(c);
        ends.push_back(bytes.size());
    }
    for (size_t room : {0, 1, 2, 3, 7, 64, 4096, 16 * 1024 + 1}) {
        Read got = read(bytes, room);
        EXPECT_EQ(got.commands, framings()) << room;
        EXPECT_EQ(got.ends, ends) << room;
        EXPECT_EQ(got.last, AOF_END) << room;
    }
}

TEST_F(AofReader, ManySmallCommandsCrossTheEdgeOfTheBuffer) {
    std::string bytes;
    std::vector<Command> wanted;
    for (int i = 0; bytes.size() < 3 * 256 * 1024; i++) {
        wanted.push_back({"SET", "k" + std::to_string(i), std::string(size_t(i % 90), 'v')});
        bytes += form(wanted.back());
    }
    for (size_t room : {0, 500, 20000})
        EXPECT_TRUE(read(bytes, room).commands == wanted) << room;
}

TEST_F(AofReader, ACommandThatEndsEarlyIsTornAtEveryByte) {
    const Command first = {"SELECT", "0"}, second = {"SET", "k\n", std::string(30, 'v')};
    std::string whole = form(first) + form(second);
    for (size_t room : {0, 1, 5})
        for (size_t cut = 0; cut <= whole.size(); cut++) {
            Read got = read(whole.substr(0, cut), room);
            size_t complete = (cut >= form(first).size()) + (cut >= whole.size());
            bool between = cut == 0 || cut == form(first).size() || cut == whole.size();
            ASSERT_EQ(got.commands.size(), complete) << cut;
            ASSERT_EQ(got.last, between ? AOF_END : AOF_TORN) << cut;
        }
}

TEST_F(AofReader, NotesAreToldApart) {
    std::string set = form({"SET", "k", "v"});
    Read got = read("#TS:1700000000\r\n" + set + "#\n# *1\r\n" + set + "#" + std::string(900, 'n') + "\r\n", 1);
    EXPECT_EQ(got.commands.size(), 2u);
    EXPECT_EQ(got.notes, 4u);
    EXPECT_EQ(got.last, AOF_END);
    for (const char *torn : {"#", "#TS:17000", "#TS:1700000000\r"})
        EXPECT_EQ(read(set + torn).last, AOF_TORN) << torn;
}

TEST_F(AofReader, WhatIsNoCommandIsOdd) {
    for (const char *odd :
         {"+OK\r\n", "PING\r\n", "\r\n", "$3\r\nfoo\r\n", "*0\r\n", "*-1\r\n", "*2147483648\r\n", "*x\r\n",
          "*99999999999999999999\r\n", "*1\r\n+4\r\nPING\r\n", "*1\r\n*1\r\n", "*1\r\n$-1\r\n", "*2\r\n$1\r\na\r\nb",
          "*-9223372036854775809\r\n", "*1\r\n$4\r\nPINGxx*1\r\n", "*1\r\n$3\r\nPING\r\n"})
        for (size_t room : {0, 1}) {
            Read got = read(form({"SELECT", "0"}) + odd, room);
            EXPECT_EQ(got.commands.size(), 1u) << odd;
            EXPECT_EQ(got.last, AOF_ODD) << odd;
        }
}

// A line of a number that has no end is not looked at for ever.
TEST_F(AofReader, LinesHaveALimit) {
    EXPECT_EQ(read("*" + std::string(300 * 1024, '0')).last, AOF_ODD);
    EXPECT_EQ(read("*1\r\n$" + std::string(300 * 1024, ' ')).last, AOF_ODD);
    EXPECT_LE(peak, 300u * 1024);
}

TEST_F(AofReader, ALengthBeyondTheFileMakesNoRoom) {
    for (const char *torn : {"*2147483647\r\n", "*2147483647\r\n$1\r\na\r\n", "*1\r\n$100\r\nabc\r\n",
                             "*1\r\n$1000000000000\r\nabc", "*1\r\n$9223372036854775807\r\nabc",
                             "*1\r\n$9223372036854775806\r\n", "*1\r\n$99999999999999999999999\r\nabc"})
        for (size_t room : {0, 1}) {
            Read got = read(form({"SELECT", "0"}) + torn, room);
            EXPECT_EQ(got.commands.size(), 1u) << torn;
            EXPECT_EQ(got.last, AOF_TORN) << torn;
        }
    EXPECT_LE(peak, 256u * 1024);
}

TEST_F(AofReader, OffsetsAreThoseOfTheFile) {
    std::string preamble(1000, 'R'), a = form({"SELECT", "0"}), b = form({"SET", "k", "v"});
    Read got = read(preamble + a + b, 3, preamble.size());
    EXPECT_EQ(got.commands.size(), 2u);
    EXPECT_EQ(got.ends, (std::vector<uint64_t>{1000 + a.size(), 1000 + a.size() + b.size()}));
}

// Somebody writes on meanwhile: that is not part of it.
TEST_F(AofReader, WhatIsBehindTheSizeIsNotRead) {
    std::string set = form({"SET", "k", "v"}), more = set + "*1\r\n$9223372036854775807\r\n";
    ASSERT_EQ(pwrite(fd, more.data(), more.size(), 0), ssize_t(more.size()));
    for (size_t size = 1; size <= set.size(); size++) {
        aofReader r;
        lseek(fd, 0, SEEK_SET);
        aofReaderStart(&r, fd, 0, size);
        EXPECT_EQ(aofReaderNext(&r), size == set.size() ? AOF_COMMAND : AOF_TORN);
        if (size == set.size())
            EXPECT_EQ(aofReaderNext(&r), AOF_END);
        EXPECT_LE(aofReaderOffset(&r), size);
        aofReaderEnd(&r);
    }
}

TEST_F(AofReader, AFileThatIsShorterThanItsSizeIsTorn) {
    aofReader r;
    ASSERT_EQ(pwrite(fd, "*1\r\n$900000\r\nabc", 16, 0), 16);
    aofReaderStart(&r, fd, 0, 1000000);
    EXPECT_EQ(aofReaderNext(&r), AOF_TORN);
    aofReaderEnd(&r);
}

TEST_F(AofReader, AReadThatFailsIsToldApart) {
    int folder = open("/", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    aofReader r;
    aofReaderStart(&r, folder, 0, 100);
    EXPECT_EQ(aofReaderNext(&r), AOF_ERROR);
    EXPECT_EQ(r.error, EISDIR);
    aofReaderEnd(&r);
    close(folder);
}

} // namespace
