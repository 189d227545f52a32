/* lolwut.c: LOLWUT draws something.
 *
 * Design  a canvas of bytes, shown as Braille (2 by 4 dots a character), as greys, or as characters of growing
 *         density. 5: squares that lose their order from the top down, after Georg Nees. 6: a skyline at night. 9, and
 *         without VERSION: a Julia set.
 * Cost    a million dots at most, which is why it is not Python: it would stand still for a second. */
#include "types/types.h"
#include "base/version.h"
#include "gen/commands.h"
#include <limits.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

typedef struct canvas {
    int width, height;
    uint8_t *dots; /* a byte each */
} canvas;

static canvas canvasNew(int width, int height) {
    return (canvas){width, height, zcalloc((size_t)width, (size_t)height)};
}

static uint8_t dotAt(const canvas *c, int x, int y) {
    return x < c->width && y < c->height ? c->dots[(size_t)y * (size_t)c->width + (size_t)x] : 0;
}

static void dot(canvas *c, double x, double y, uint8_t shade) {
    long px = lround(x), py = lround(y);
    if (px >= 0 && px < c->width && py >= 0 && py < c->height)
        c->dots[py * c->width + px] = shade;
}

static void line(canvas *c, double x0, double y0, double x1, double y1) {
    double longest = fmax(fabs(x1 - x0), fabs(y1 - y0));
    int steps = (int)ceil(longest) + 1;
    for (int i = 0; i <= steps; i++)
        dot(c, x0 + (x1 - x0) * i / steps, y0 + (y1 - y0) * i / steps, 1);
}

/* From -1 to 1. */
static double chance(void) {
    return (double)(randomU64() >> 11) / (double)(1ULL << 52) - 1;
}

/* The text of a drawing; it is written to the reply as a whole. */
typedef struct text {
    char *at;
    size_t len;
} text;

static void add(text *t, const char *bytes, size_t len) {
    memcpy(t->at + t->len, bytes, len);
    t->len += len;
}

static void finish(execContext *x, text *t, const char *last) {
    char end[256];
    int len = snprintf(end, sizeof(end), "%sValkey ver. %s\n", last, VALKEY_VERSION);
    t->at = zrealloc(t->at, t->len + (size_t)len);
    add(t, end, (size_t)len);
    replyVerbatim(x, t->at, t->len, "txt");
    zfree(t->at);
}

/* argv[i], when given, within its limits. false: it is no number, and the error is written. */
static bool sizeArg(execContext *x, int i, long most, int *value) {
    long long n;
    if (i >= x->argc)
        return true;
    if (!argLong(x, i, &n))
        return false;
    *value = (int)(n < 1 ? 1 : n > most ? most : n);
    return true;
}

/* --- 5: squares --- */

static void square(canvas *c, double x, double y, double side, double angle) {
    double px[4], py[4], reach = side / sqrt(2);
    for (int i = 0; i < 4; i++) {
        double turn = angle + M_PI / 4 + i * M_PI / 2;
        px[i] = x + reach * cos(turn);
        py[i] = y + reach * sin(turn);
    }
    for (int i = 0; i < 4; i++)
        line(c, px[i], py[i], px[(i + 1) % 4], py[(i + 1) % 4]);
}

/* Disorder grows with the row. */
static void drawSquares(canvas *c, double side, double margin, int across, int down) {
    for (int row = 0; row < down; row++) {
        double disorder = down > 1 ? (double)row / (down - 1) : 0;
        for (int column = 0; column < across; column++) {
            double x = margin + side * (column + 0.5) + chance() * disorder * side * 0.3;
            double y = margin + side * (row + 0.5) + chance() * disorder * side * 0.3;
            square(c, x, y, side, chance() * disorder * M_PI / 4);
        }
    }
}

/* Dots of a Braille character, by column and row of the pattern. */
static void addBraille(text *t, const canvas *c, int x, int y) {
    static const uint8_t bit[4][2] = {{0x01, 0x08}, {0x02, 0x10}, {0x04, 0x20}, {0x40, 0x80}};
    unsigned code = 0x2800;
    for (int row = 0; row < 4; row++)
        for (int column = 0; column < 2; column++)
            if (dotAt(c, x + column, y + row))
                code |= bit[row][column];
    char utf8[3] = {(char)(0xe0 | code >> 12), (char)(0x80 | (code >> 6 & 63)), (char)(0x80 | (code & 63))};
    add(t, utf8, 3);
}

static void squares(execContext *x, int from) {
    int columns = 66, across = 8, down = 12;
    if (!sizeArg(x, from, 1000, &columns) || !sizeArg(x, from + 1, 200, &across) || !sizeArg(x, from + 2, 200, &down))
        return;
    int width = columns * 2, margin = width > 4 ? 2 : 0;
    double side = (double)(width - margin * 2) / across;
    canvas c = canvasNew(width, (int)ceil(side * down) + margin * 2);
    drawSquares(&c, side, margin, across, down);
    int lines = (c.height + 3) / 4;
    text t = {zmalloc((size_t)lines * ((size_t)columns * 3 + 1)), 0};
    for (int y = 0; y < lines; y++) {
        for (int column = 0; column < columns; column++)
            addBraille(&t, &c, column * 2, y * 4);
        add(&t, "\n", 1);
    }
    zfree(c.dots);
    finish(x, &t, "\nAfter Georg Nees, Schotter, 1968. ");
}

/* --- 6: a skyline --- */

enum { SKY, FAR_HOUSE, NEAR_HOUSE, LIGHT };

static void house(canvas *c, int left, int width, int height, uint8_t wall) {
    for (int y = c->height - height; y < c->height; y++) {
        for (int x = left; x < left + width; x++) {
            bool window =
                wall == NEAR_HOUSE && (x - left) % 3 == 1 && (c->height - y) % 2 == 0 && y > c->height - height;
            dot(c, x, y, window && randomU64() % 3 ? LIGHT : wall);
        }
    }
}

static void drawSkyline(canvas *c) {
    for (uint8_t wall = FAR_HOUSE; wall <= NEAR_HOUSE; wall++) {
        int tallest = wall == FAR_HOUSE ? c->height * 4 / 5 : c->height * 3 / 5;
        for (int left = 0, width; left < c->width; left += width + (int)(randomU64() % 3)) {
            width = 4 + (int)(randomU64() % 8);
            house(c, left, width, 1 + (int)(randomU64() % (unsigned)(tallest + 1)), wall);
        }
    }
}

static void skyline(execContext *x, int from) {
    static const char *const colours[] = {"\033[0;30;40m", "\033[0;90;100m", "\033[0;37;47m", "\033[0;97;107m"};
    static const char reset[] = "\033[0m\n";
    enum { DOT_MOST = 13 };
    int columns = 80, rows = 20;
    if (!sizeArg(x, from, 1000, &columns) || !sizeArg(x, from + 1, 1000, &rows))
        return;
    canvas c = canvasNew(columns, rows);
    drawSkyline(&c);
    text t = {zmalloc((size_t)rows * ((size_t)columns * DOT_MOST + sizeof(reset))), 0};
    for (int y = 0; y < rows; y++) {
        for (int column = 0; column < columns; column++) {
            const char *colour = colours[dotAt(&c, column, y)];
            add(&t, colour, strlen(colour));
            add(&t, " ", 1);
        }
        add(&t, reset, sizeof(reset) - 1);
    }
    zfree(c.dots);
    finish(x, &t, "\nA town at night, for all who keep servers up. ");
}

/* --- 9: a Julia set --- */

/* How often z = z * z + k can be taken before z leaves the circle of radius 2. */
static size_t steps(double re, double im, double k_re, double k_im, size_t most) {
    size_t n = 0;
    while (n < most && re * re + im * im <= 4) {
        double next = re * re - im * im + k_re;
        im = 2 * re * im + k_im;
        re = next;
        n++;
    }
    return n;
}

static bool constantArg(execContext *x, int i, double *value) {
    if (string2d(x->argv[i].ptr, x->argv[i].len, value))
        return true;
    replyErrorC(x, "ERR value is not a valid float");
    return false;
}

static void julia(execContext *x, int from) {
    static const char density[] = " .:-=+*%#&@";
    int columns = 80, rows = 40, given = x->argc - from;
    double re = chance(), im = chance();
    if (given == 1 || given == 3 || given > 4) {
        replyErrorC(x, "ERR Syntax error. Use: LOLWUT [columns rows] [real imaginary]");
        return;
    }
    if (!sizeArg(x, from, 160, &columns) || !sizeArg(x, from + 1, 80, &rows))
        return;
    if (given == 4 && (!constantArg(x, from + 2, &re) || !constantArg(x, from + 3, &im)))
        return;
    text t = {zmalloc((size_t)rows * ((size_t)columns + 1)), 0};
    for (int row = 0; row < rows; row++) {
        for (int column = 0; column < columns; column++) {
            double at_re = 4.0 * (column + 0.5) / columns - 2, at_im = 4.0 * (row + 0.5) / rows - 2;
            add(&t, &density[steps(at_re, at_im, re, im, sizeof(density) - 2)], 1);
        }
        add(&t, "\n", 1);
    }
    char last[96];
    snprintf(last, sizeof(last), "The Julia set of %.2f %c %.2fi. ", re, im < 0 ? '-' : '+', fabs(im));
    finish(x, &t, last);
}

/* LOLWUT [VERSION n] [what the version takes] */
void lolwutCommand(execContext *x) {
    long long version = 9;
    int from = 1;
    if (x->argc > 2 && argIs(x, 1, "version")) {
        if (!argLong(x, 2, &version))
            return;
        from = 3;
    }
    text none = {NULL, 0};
    switch (version) {
    case 5:
        squares(x, from);
        break;
    case 6:
        skyline(x, from);
        break;
    case 9:
        julia(x, from);
        break;
    default:
        finish(x, &none, "");
    }
}
