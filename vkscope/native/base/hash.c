/* hash.c: see hash.h. */
#include "base/base.h"
#include <string.h>

static uint64_t key0 = 0x0706050403020100ULL, key1 = 0x0f0e0d0c0b0a0908ULL;
static uint64_t rng = 0x9e3779b97f4a7c15ULL;

void hashSeed(const uint8_t seed[16]) {
    memcpy(&key0, seed, 8);
    memcpy(&key1, seed + 8, 8);
    rng = key0 ^ (key1 << 1) ^ 0x9e3779b97f4a7c15ULL;
}

static inline uint64_t rotl(uint64_t x, int b) {
    return x << b | x >> (64 - b);
}

#define SIP_ROUND                                                                                                      \
    do {                                                                                                               \
        v0 += v1, v1 = rotl(v1, 13), v1 ^= v0, v0 = rotl(v0, 32);                                                      \
        v2 += v3, v3 = rotl(v3, 16), v3 ^= v2;                                                                         \
        v0 += v3, v3 = rotl(v3, 21), v3 ^= v0;                                                                         \
        v2 += v1, v1 = rotl(v1, 17), v1 ^= v2, v2 = rotl(v2, 32);                                                      \
    } while (0)

uint64_t sipHash(const void *data, size_t len) {
    const uint8_t *p = data;
    uint64_t v0 = 0x736f6d6570736575ULL ^ key0, v1 = 0x646f72616e646f6dULL ^ key1;
    uint64_t v2 = 0x6c7967656e657261ULL ^ key0, v3 = 0x7465646279746573ULL ^ key1;
    uint64_t last = (uint64_t)len << 56, word;
    for (size_t n = len / 8; n; n--, p += 8) {
        memcpy(&word, p, 8);
        v3 ^= word;
        SIP_ROUND;
        v0 ^= word;
    }
    for (size_t i = 0; i < (len & 7); i++)
        last |= (uint64_t)p[i] << (8 * i);
    v3 ^= last;
    SIP_ROUND;
    v0 ^= last;
    v2 ^= 0xff;
    SIP_ROUND;
    SIP_ROUND;
    return v0 ^ v1 ^ v2 ^ v3;
}

/* crc_of[k][b]: what byte b does to a sum that k more bytes follow; so four bytes need no waiting for each other. */
static uint16_t crc_of[4][256];

__attribute__((constructor)) static void crcPrepare(void) {
    for (unsigned b = 0; b < 256; b++) {
        unsigned crc = b << 8;
        for (int bit = 0; bit < 8; bit++)
            crc = crc & 0x8000 ? crc << 1 ^ 0x1021 : crc << 1;
        crc_of[0][b] = (uint16_t)crc;
    }
    for (unsigned b = 0; b < 256; b++)
        for (int k = 1; k < 4; k++) {
            unsigned before = crc_of[k - 1][b];
            crc_of[k][b] = (uint16_t)(before << 8 ^ crc_of[0][before >> 8]);
        }
}

uint16_t crc16(const char *data, size_t len) {
    const uint8_t *p = (const uint8_t *)data;
    unsigned crc = 0;
    for (; len >= 4; len -= 4, p += 4)
        crc = (unsigned)crc_of[3][p[0] ^ crc >> 8] ^ crc_of[2][p[1] ^ (crc & 0xff)] ^ crc_of[1][p[2]] ^ crc_of[0][p[3]];
    for (; len; len--, p++)
        crc = (crc << 8 & 0xffff) ^ crc_of[0][*p ^ crc >> 8];
    return (uint16_t)crc;
}

unsigned keyHashSlot(const char *key, size_t len) {
    const char *open = memchr(key, '{', len);
    if (open) {
        size_t rest = len - (size_t)(open + 1 - key);
        const char *close = memchr(open + 1, '}', rest);
        if (close && close > open + 1)
            return crc16(open + 1, (size_t)(close - open - 1)) & 0x3fff;
    }
    return crc16(key, len) & 0x3fff;
}

/* A wildcard in front of a whole {tag} leaves the slot open; behind it nothing matters any more. */
int patternHashSlot(const char *pattern, size_t len) {
    size_t open = len;
    bool tagless = false; /* the first braces hold nothing: the whole key counts */
    for (size_t i = 0; i < len; i++) {
        switch (pattern[i]) {
        case '*':
        case '?':
        case '[':
        case '\\':
            return -1;
        case '{':
            if (open == len)
                open = i;
            break;
        case '}':
            if (tagless || open == len)
                break;
            if (i > open + 1)
                return crc16(pattern + open + 1, i - open - 1) & 0x3fff;
            tagless = true;
            break;
        default:
            break;
        }
    }
    return crc16(pattern, len) & 0x3fff;
}

/* splitmix64 (Steele, Lea, Flood). */
uint64_t randomU64(void) {
    uint64_t x = rng += 0x9e3779b97f4a7c15ULL;
    x = (x ^ x >> 30) * 0xbf58476d1ce4e5b9ULL;
    x = (x ^ x >> 27) * 0x94d049bb133111ebULL;
    return x ^ x >> 31;
}
