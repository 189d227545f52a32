/* ziplist.h: ziplists and zipmaps, in which files before version 10 hold small values: checked, and made listpacks.
 *
 * Rules   The bytes are a stranger's: everything is checked before it is used, NULL says that something is wrong.
 * Design  ziplist   | bytes u32 | tail u32 | count u16 | entry | entry | ... | 255 |     little-endian
 *                   bytes: of all; tail: where the last entry starts; count: 65535 when that many or more
 *                   entry = previous entry's size, 1 byte or 254 and u32; then
 *
 *                   00nnnnnn                    text below 64 bytes
 *                   01nnnnnn nnnnnnnn           text below 16,384, most significant byte first
 *                   10000000 u32                text, most significant byte first
 *                   11000000, 11010000, 11100000, 11110000, 11111110    int16, int32, int64, int24, int8
 *                   1111vvvv                    v - 1, for v from 1 to 13
 *
 *                   example: "hi"     0f 00 00 00  0a 00 00 00  01 00  00 02 68 69  ff
 *
 *         zipmap    | count | length | field | length | free | value | free bytes | ... | 255 |
 *                   length: 1 byte, or 254 and u32, little-endian; count: 254 when that many or more */
#ifndef VK_ZIPLIST_H
#define VK_ZIPLIST_H
#include "persist/rdb.h"

/* A listpack with the same entries, perhaps none; NULL: broken. The caller owns it. */
unsigned char *ziplistToListpack(const unsigned char *zl, size_t size);
/* Field, value, field, value. */
unsigned char *zipmapToListpack(const unsigned char *zm, size_t size);
/* A string that is one of these, as a listpack: lpFree. One without entries is refused with RDB_EMPTY. */
unsigned char *rdbReadZiplist(rdbIn *in);
unsigned char *rdbReadZipmap(rdbIn *in);
#endif
