// geohash_test.cc: numbers of places, and covers that leave nothing of a shape out.
#include <gtest/gtest.h>
#include <cmath>
#include <limits>
#include <random>
#include <string>
extern "C" {
#include "ds/geohash.h"
}

namespace {

TEST(Geohash, GivesTheKnownNumbers) {
    geohashPoint palermo = {13.361389, 38.115556}, catania = {15.087269, 37.502669};
    EXPECT_EQ(geohashScore(palermo), 3479099956230698u);
    EXPECT_EQ(geohashScore(catania), 3479447370796909u);
    char text[GEOHASH_TEXT];
    geohashText(geohashDecode(3479099956230698.0), text);
    EXPECT_EQ(std::string(text, sizeof(text)), "sqc8b49rny0");
    EXPECT_NEAR(geohashDistance(palermo, catania), 166274.15, 1);
}

TEST(Geohash, ComesBackWithinACell) {
    std::mt19937 dice(2);
    std::uniform_real_distribution<double> lon(-180, 180), lat(-85, 85);
    for (int i = 0; i < 20000; i++) {
        geohashPoint p = {lon(dice), lat(dice)}, q = geohashDecode((double)geohashScore(p));
        EXPECT_LE(std::fabs(p.lon - q.lon), 360.0 / (1 << 26));
        EXPECT_LE(std::fabs(p.lat - q.lat), 180.0 / (1 << 26));
        EXPECT_EQ(geohashScore(q), geohashScore(p));
    }
}

TEST(Geohash, AnyScoreIsSomePlace) {
    double inf = std::numeric_limits<double>::infinity();
    for (double score : {inf, -inf, -1.0, -1e300, 1e300, 9.3e18, 18446744073709551616.0, 1e19, 0.5, 4.6e15}) {
        geohashPoint p = geohashDecode(score);
        EXPECT_TRUE(geohashValid(p)) << score;
    }
}

TEST(Geohash, LimitsAreValidAndNotBeyond) {
    EXPECT_TRUE(geohashValid({180, GEOHASH_LAT_MAX}));
    EXPECT_TRUE(geohashValid({-180, -GEOHASH_LAT_MAX}));
    EXPECT_FALSE(geohashValid({180.0001, 0}));
    EXPECT_FALSE(geohashValid({0, 85.06}));
    EXPECT_FALSE(geohashValid({NAN, 0}));
}

bool covered(const geohashRange *ranges, int n, uint64_t score) {
    for (int i = 0; i < n; i++)
        if (ranges[i].from <= score && score < ranges[i].to)
            return true;
    return false;
}

// Points around the middle; the ones inside must be in the cover.
void checkCover(const geohashShape &s, std::mt19937 &dice, double degrees) {
    geohashRange ranges[GEOHASH_COVER];
    int n = geohashCover(&s, ranges);
    ASSERT_GE(n, 1);
    ASSERT_LE(n, GEOHASH_COVER);
    for (int i = 0; i < n; i++)
        for (int k = 0; k < i; k++)
            EXPECT_NE(ranges[i].from, ranges[k].from);
    std::uniform_real_distribution<double> off(-degrees, degrees);
    for (int i = 0; i < 200; i++) {
        geohashPoint p = {s.center.lon + off(dice), s.center.lat + off(dice)};
        double distance;
        if (geohashValid(p) && geohashInside(&s, p, &distance))
            EXPECT_TRUE(covered(ranges, n, geohashScore(p))) << p.lon << " " << p.lat;
    }
}

TEST(Geohash, CoversCirclesAndBoxes) {
    std::mt19937 dice(4);
    std::uniform_real_distribution<double> lon(-150, 150), lat(-60, 60), power(2, 6);
    for (int i = 0; i < 2000; i++) {
        double meters = std::pow(10, power(dice));
        geohashShape circle = {.kind = GEOHASH_CIRCLE, .center = {lon(dice), lat(dice)}, .radius = meters};
        checkCover(circle, dice, meters / 60000);
        geohashShape box = {.kind = GEOHASH_BOX, .center = circle.center, .width = meters, .height = meters / 3};
        checkCover(box, dice, meters / 60000);
    }
}

TEST(Geohash, CoversPolygons) {
    std::mt19937 dice(9);
    std::uniform_real_distribution<double> lon(-150, 150), lat(-50, 50), off(-9, 9);
    for (int i = 0; i < 1000; i++) {
        geohashPoint corners[5], at = {lon(dice), lat(dice)};
        for (auto &c : corners)
            c = {at.lon + off(dice), at.lat + off(dice)};
        geohashShape s = {.kind = GEOHASH_POLYGON, .corners = corners, .ncorners = 5};
        geohashPolygonCenter(&s);
        checkCover(s, dice, 10);
    }
}

TEST(Geohash, ShapesThatReachThePolesAreCovered) {
    geohashRange ranges[GEOHASH_COVER];
    geohashPoint corners[] = {{0, 85}, {120, 85}, {-120, 85}};
    geohashShape s = {.kind = GEOHASH_POLYGON, .corners = corners, .ncorners = 3};
    geohashPolygonCenter(&s);
    EXPECT_GE(geohashCover(&s, ranges), 1);
    geohashShape all = {.kind = GEOHASH_CIRCLE, .radius = std::numeric_limits<double>::infinity()};
    int n = geohashCover(&all, ranges);
    for (geohashPoint p : {geohashPoint{-179, -85}, {179, 85}, {-179, 85}, {179, -85}})
        EXPECT_TRUE(covered(ranges, n, geohashScore(p)));
}

} // namespace
