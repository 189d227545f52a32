/* crc64.h: the 64-bit checksum of files and DUMP payloads: Jones' polynomial 0xad93d23594c935a9, bits reflected, start
 * 0, nothing inverted. crc64(0, "123456789", 9) is 0xe9c6d914c4b8d9ca. */
#ifndef VK_CRC64_H
#define VK_CRC64_H
#include <stddef.h>
#include <stdint.h>

uint64_t crc64(uint64_t crc, const void *data, size_t len); /* goes on from crc; 0 at first */
#endif
