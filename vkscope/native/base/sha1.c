/* sha1.c: see sha1.h. */
#include "base/base.h"
#include <string.h>

static uint32_t turned(uint32_t v, int by) {
    return v << by | v >> (32 - by);
}

static uint32_t bigEndian(const uint8_t *at) {
    return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
}

static void block(uint32_t h[5], const uint8_t *data) {
    uint32_t w[80], a = h[0], b = h[1], c = h[2], d = h[3], e = h[4];
    for (int i = 0; i < 16; i++)
        w[i] = bigEndian(data + i * 4);
    for (int i = 16; i < 80; i++)
        w[i] = turned(w[i - 3] ^ w[i - 8] ^ w[i - 14] ^ w[i - 16], 1);
    for (int i = 0; i < 80; i++) {
        uint32_t f, k;
        if (i < 20) {
            f = (b & c) | (~b & d);
            k = 0x5a827999;
        } else if (i < 40 || i >= 60) {
            f = b ^ c ^ d;
            k = i < 40 ? 0x6ed9eba1 : 0xca62c1d6;
        } else {
            f = (b & c) | (b & d) | (c & d);
            k = 0x8f1bbcdc;
        }
        uint32_t next = turned(a, 5) + f + e + k + w[i];
        e = d;
        d = c;
        c = turned(b, 30);
        b = a;
        a = next;
    }
    h[0] += a;
    h[1] += b;
    h[2] += c;
    h[3] += d;
    h[4] += e;
}

void sha1(uint8_t out[SHA1_BYTES], const void *data, size_t len) {
    uint32_t h[5] = {0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0};
    const uint8_t *at = data;
    uint8_t last[128] = {0};
    size_t left = len;
    for (; left >= 64; left -= 64, at += 64)
        block(h, at);
    if (left)
        memcpy(last, at, left);
    last[left] = 0x80;
    size_t end = left < 56 ? 64 : 128;
    for (int i = 0; i < 8; i++)
        last[end - 1 - (size_t)i] = (uint8_t)((uint64_t)len * 8 >> (8 * i));
    for (size_t i = 0; i < end; i += 64)
        block(h, last + i);
    for (int i = 0; i < SHA1_BYTES; i++)
        out[i] = (uint8_t)(h[i / 4] >> (24 - 8 * (i % 4)));
}

void sha1Hex(char out[SHA1_BYTES * 2 + 1], const void *data, size_t len) {
    static const char digits[] = "0123456789abcdef";
    uint8_t sum[SHA1_BYTES];
    sha1(sum, data, len);
    for (int i = 0; i < SHA1_BYTES; i++) {
        out[i * 2] = digits[sum[i] >> 4];
        out[i * 2 + 1] = digits[sum[i] & 15];
    }
    out[SHA1_BYTES * 2] = 0;
}
