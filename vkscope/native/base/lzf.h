/* lzf.h: the LZF compression of RDB strings and of inner list nodes: fast, and good at what repeats.
 *
 * Design  a stream of groups, each one control byte and what it asks for:
 *
 *           000LLLLL  bytes         L + 1 bytes as they are, 1 to 32
 *           LLLooooo  oooooooo      L + 2 bytes that already stand o + 1 bytes back, L from 1 to 6
 *           111ooooo  M  oooooooo   M + 9 of them, 9 to 264; o has 13 bits, most significant first
 *
 *           example: "aaaaaaaaaa"   00 61  e0 00 00    one 'a'; then 9 bytes from 1 back
 *
 * Cost    one pass each way; compressing uses up to 32 KiB of stack for the places where three bytes were last seen.
 * Threads any: nothing is shared.
 * Credits the format is Marc Lehmann's LibLZF. */
#ifndef VK_LZF_H
#define VK_LZF_H
#include <stddef.h>
#ifdef __cplusplus
extern "C" {
#endif

/* Bytes written to out; 0: they would be more than room, or in is empty or not below 4 GiB. */
size_t lzfCompress(const void *in, size_t len, void *out, size_t room);
/* Bytes written to out; 0: in is broken, ends inside a group, or says more than room bytes. Reads and writes nothing
 * outside the two blocks, whatever in holds. */
size_t lzfDecompress(const void *in, size_t len, void *out, size_t room);

#ifdef __cplusplus
}
#endif
#endif
