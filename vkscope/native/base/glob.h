/* glob.h: the pattern language of KEYS and SCAN MATCH: * ? [a-z] [^x] and backslash.
 *
 * Cost  O(pattern * text) at most and no recursion: a star remembers only the last place to go back to, so the
 *       patterns of CVE-2022-36021 and CVE-2024-31228 cost nothing special. */
#ifndef VK_GLOB_H
#define VK_GLOB_H
#include <stdbool.h>
#include <stddef.h>

/* An empty text matches an empty pattern alone; KEYS and scans take "*" for no pattern at all. */
bool globMatch(const char *pattern, size_t pattern_len, const char *text, size_t text_len, bool ignore_case);
#endif
