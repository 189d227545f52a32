// title: long ones go on behind the arguments, short ones leave what they do not need.
#include <gtest/gtest.h>
#include <string>

extern "C" {
#include "base/title.h"
}

namespace {

class Title : public ::testing::Test {
  protected:
    char place[33]; // 8 of arguments, 24 of environment, one that is nobody's
    void SetUp() override {
        memset(place, '.', sizeof(place));
        titlePlace(place, 8, 32);
    }
    void TearDown() override {
        titlePlace(nullptr, 0, 0);
    }
    std::string bytes(size_t n) const {
        return std::string(place, n);
    }
};

TEST_F(Title, AShortOneLeavesTheEnvironment) {
    titleShow("abc");
    EXPECT_EQ(bytes(9), std::string("abc\0\0\0\0\0.", 9));
}

TEST_F(Title, ALongOneIsCutWhereTheRoomEnds) {
    titleShow(std::string(40, 'x').c_str());
    EXPECT_EQ(bytes(33), std::string(31, 'x') + std::string("\0.", 2));
    titleShow("ab");
    EXPECT_EQ(bytes(33), "ab" + std::string(30, '\0') + ".");
}

TEST_F(Title, AChildShowsWhatWasKeptForItsKind) {
    titleKeep(1, "rewriter");
    titleShowKept(2);
    EXPECT_EQ(place[0], '.');
    titleShowKept(1);
    EXPECT_STREQ(place, "rewriter");
    titleKeep(1, std::string(2 * TITLE_LONGEST, 'y').c_str());
    titleShowKept(1);
    EXPECT_EQ(bytes(31), std::string(31, 'y'));
    titleKeep(1, "");
    titleKeep(TITLE_KINDS, "of no kind");
}

} // namespace
