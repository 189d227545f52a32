/* listpack.h: a sequence of strings and integers in one block of memory, in the bytes that RDB files store.
 *
 * Rules   Every mutator takes the block and returns it, possibly moved: the old pointer is dead, unless NULL came back
 *         (the result would pass 4 GiB), when nothing was changed. Entry pointers die with any mutation.
 *         Strings handed in never point into the same listpack.
 *         A block from outside (RDB, RESTORE, replication) passes a deep lpValidateIntegrity before anything else here.
 *         Beyond that, every step checks its bounds and panics on a torn block.
 * Words   entry: header + payload + backlen.  encoded size: header + payload.  backlen: the encoded size again, to
 *         be read from right to left.  LP_UNKNOWN: the count no longer fits the header and has to be walked for.
 * Design
 *            0        4       6                                total-1
 *            +--------+-------+---------+---------+-- ... --+------+
 *            | total  | count | entry 0 | entry 1 |         | 0xFF |      total, count: little-endian
 *            +--------+-------+---------+---------+-- ... --+------+
 *
 *            first byte                       encoded size   what
 *            0xxxxxxx                         1              0..127
 *            10LLLLLL text                    1 + L          text below 64 bytes
 *            110xxxxx xxxxxxxx                2              -4096..4095, two's complement in 13 bits
 *            1110LLLL LLLLLLLL text           2 + L          text below 4096 bytes
 *            11110000 u32 text                5 + L          longer text
 *            11110001 .. 11110100             3, 4, 5, 9     int16, int24, int32, int64, little-endian
 *            11111111                         1              the end
 *
 *            backlen: 7 bits a byte, most significant first; every byte but the first has its top bit set
 *            1 byte up to 127, 2 below 16383, 3 below 2097151, 4 below 268435455, else 5
 *
 *            example: "hi", 300       0e 00 00 00  02 00  82 68 69 03  c1 2c 02  ff
 *
 *         A text that is the canonical decimal form of an int64 is stored as that integer.
 * Cost    lpFirst, lpNext, lpPrev, lpLast, lpBytes O(1); lpSeek, lpFind O(entries); mutators O(bytes behind).
 *         lpLength is O(1) below 65,535 entries.
 * Threads The owner's of the value it encodes.
 * Credits The format is Salvatore Sanfilippo's listpack. */
#ifndef VK_LISTPACK_H
#define VK_LISTPACK_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#ifdef __cplusplus
extern "C" {
#endif

#define LP_INTBUF_SIZE 21     /* any int64 as text, terminator included */
#define LP_EMPTY_BYTES 7      /* an empty listpack: header and end */
#define LP_UNKNOWN UINT16_MAX /* in the header's count */
#define LISTPACK_MAX_SAFETY_LIMIT (1UL << 30)

/* Where lpInsertString and lpInsertInteger put the new entry, relative to the one given. */
#define LP_BEFORE 0
#define LP_AFTER 1
#define LP_REPLACE 2

/* One value: text when sval is set (into the listpack, not owned), else the integer lval. */
typedef struct listpackEntry {
    unsigned char *sval;
    uint32_t slen;
    long long lval;
} listpackEntry;

/* How one entry lies in memory. */
typedef struct listpackLayout {
    size_t offset;        /* of its first byte, from the start of the listpack */
    uint64_t header;      /* bytes before the payload */
    uint64_t payload;     /* bytes of text; 0 for integers, whose value is part of the header */
    uint32_t backlen;     /* bytes behind it */
    const char *encoding; /* "uint7", "str6", "int13", "str12", "str32", "int16", "int24", "int32", "int64" */
} listpackLayout;

/* 0 rejects the listpack. head_count is the header's count, LP_UNKNOWN included. */
typedef int (*listpackValidateEntryCB)(unsigned char *p, unsigned int head_count, void *userdata);

/* Life. */
unsigned char *lpNew(size_t capacity); /* empty, with room for capacity bytes in all; caller owns, lpFree */
void lpFree(unsigned char *lp);        /* NULL is allowed */
unsigned char *lpDup(unsigned char *lp);
unsigned char *lpShrinkToFit(unsigned char *lp);
/* Joins two into the larger block, first's entries in front. The block that was kept is returned and stays in *first or
 * *second; the other is freed and its pointer set to NULL. NULL, nothing changed: an argument was NULL, both were the
 * same block, or the sum passes 4 GiB. */
unsigned char *lpMerge(unsigned char **first, unsigned char **second);

/* Writing. newp, where given, receives the new entry. p may be the end (of an empty listpack) with LP_BEFORE. */
unsigned char *lpInsertString(unsigned char *lp, const unsigned char *s, uint32_t slen, unsigned char *p, int where,
                              unsigned char **newp);
unsigned char *lpInsertInteger(unsigned char *lp, long long lval, unsigned char *p, int where, unsigned char **newp);
unsigned char *lpAppend(unsigned char *lp, const unsigned char *s, uint32_t slen);
unsigned char *lpAppendInteger(unsigned char *lp, long long lval);
unsigned char *lpPrepend(unsigned char *lp, const unsigned char *s, uint32_t slen);
unsigned char *lpPrependInteger(unsigned char *lp, long long lval);
unsigned char *lpReplace(unsigned char *lp, unsigned char **p, const unsigned char *s, uint32_t slen); /* *p: new one */
unsigned char *lpReplaceInteger(unsigned char *lp, unsigned char **p, long long lval);

/* Writing many entries behind the last one: room for all of them is made first, the header is written once. Between
 * start and end nothing else may touch the listpack. An entry takes LP_ENTRY_EXTRA bytes beside its text at most, and
 * an integer takes that. */
#define LP_ENTRY_EXTRA 10
typedef struct lpWriter {
    unsigned char *lp, *at;
    unsigned long written;
} lpWriter;
/* more: bytes that may come. Where the block has to grow, it grows to `room` at least. False, lp untouched: too large.
 */
bool lpWriteStart(lpWriter *w, unsigned char *lp, size_t more, size_t room);
void lpWriteInteger(lpWriter *w, int64_t value);
void lpWriteString(lpWriter *w, const unsigned char *s, uint32_t slen);
unsigned char *lpWriteEnd(lpWriter *w); /* the listpack */
/* Writing where the caller has the room: quicklists keep some in front of a listpack and behind it. */
typedef struct lpEncoded {
    unsigned char header[9];
    unsigned header_len;
    const unsigned char *text; /* not owned */
    uint32_t text_len;
} lpEncoded;
size_t lpEncode(lpEncoded *e, const unsigned char *s, uint32_t slen); /* bytes of the whole entry */
void lpWriteEncoded(unsigned char *dst, const lpEncoded *e);
void lpWriteHeader(unsigned char *lp, size_t total, unsigned long count); /* the first 6 bytes */
size_t lpEntryBytes(const unsigned char *p, const unsigned char *end);    /* of the entry at p; end: the byte 255 */

/* Deleting. newp and *p receive what stands there now, NULL at the end. */
unsigned char *lpDelete(unsigned char *lp, unsigned char *p, unsigned char **newp);
unsigned char *lpDeleteRange(unsigned char *lp, long index, unsigned long num);
unsigned char *lpDeleteRangeWithEntry(unsigned char *lp, unsigned char **p, unsigned long num);
unsigned char *lpBatchDelete(unsigned char *lp, unsigned char **ps, unsigned long count); /* ps ascending, distinct */

/* Walking. NULL: there is none. */
unsigned char *lpFirst(unsigned char *lp);
unsigned char *lpLast(unsigned char *lp);
unsigned char *lpNext(unsigned char *lp, unsigned char *p);
unsigned char *lpPrev(unsigned char *lp, unsigned char *p); /* p may also be the end */
unsigned char *lpSeek(unsigned char *lp, long index);       /* negative: from the end, -1 is the last */
unsigned long lpLength(unsigned char *lp);                  /* may write the count it had to walk for */
size_t lpBytes(const unsigned char *lp);

/* Reading.
 * lpGet: text and its length in *count; an integer is written to intbuf as text when intbuf is given, else NULL comes
 * back and *count is the integer. lpGetValue: text and *slen, or NULL and *lval. */
unsigned char *lpGet(unsigned char *p, int64_t *count, unsigned char *intbuf);
unsigned char *lpGetValue(unsigned char *p, unsigned int *slen, long long *lval);
void lpGetEntry(unsigned char *p, listpackEntry *entry);
unsigned int lpCompare(unsigned char *p, const unsigned char *s, uint32_t slen); /* 1 when equal, as text */
/* The first entry from p on that equals s; after each comparison skip entries are passed over. p may be NULL. */
unsigned char *lpFind(unsigned char *lp, unsigned char *p, const unsigned char *s, uint32_t slen, unsigned int skip);

/* Sizes: header, payload and backlen of a value not stored yet. */
size_t lpEntrySizeString(const unsigned char *s, uint32_t slen);
size_t lpEntrySizeInteger(long long lval);
size_t lpEstimateBytesRepeatedInteger(long long lval, unsigned long rep);
int lpSafeToAdd(const unsigned char *lp, size_t add); /* 0 when add more bytes would pass 1 GiB; lp may be NULL */

/* Choosing at random; keys stand at even positions, values behind them. vals and val may be NULL. */
void lpRandomPair(unsigned char *lp, unsigned long pairs, listpackEntry *key, listpackEntry *val);   /* pairs > 0 */
void lpRandomPairs(unsigned char *lp, unsigned int count, listpackEntry *keys, listpackEntry *vals); /* may repeat */
/* Distinct, in listpack order; returns how many: min(count, pairs there are). */
unsigned int lpRandomPairsUnique(unsigned char *lp, unsigned int count, listpackEntry *keys, listpackEntry *vals);
void lpRandomEntries(unsigned char *lp, unsigned int count, listpackEntry *entries); /* may repeat; lp not empty */
/* Walks a uniform sample: of the entries (every second one with even_only) from p, at *index, on, returns the next one
 * taken when remaining are still wanted, and its index. NULL when none is left. */
unsigned char *lpNextRandom(unsigned char *lp, unsigned char *p, unsigned int *index, unsigned int remaining,
                            int even_only);

/* Checking. 1 when the size bytes at lp are a listpack; deep looks at every entry. Reads nothing outside them. */
int lpValidateIntegrity(unsigned char *lp, size_t size, int deep, listpackValidateEntryCB entry_cb, void *userdata);
unsigned char *lpValidateFirst(unsigned char *lp);
int lpValidateNext(unsigned char *lp, unsigned char **pp, size_t lpbytes); /* *pp: next, NULL at the end; 0: broken */
bool lpValidate(unsigned char *lp); /* deep, every entry in its shortest form, and walked both ways */

/* Showing. */
void lpLayout(unsigned char *lp, unsigned char *p, listpackLayout *layout);
void lpRepr(unsigned char *lp, FILE *out); /* text for DEBUG LISTPACK */

#ifdef __cplusplus
}
#endif
#endif
