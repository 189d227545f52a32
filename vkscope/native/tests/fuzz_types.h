/* fuzz_types.h: what the fuzz targets share that run commands: limits of encodings, and words that the input chooses.
 */
#ifndef VK_FUZZ_TYPES_H
#define VK_FUZZ_TYPES_H
#include <stdio.h>
#include <string.h>
#include "types/types.h"
#include "fuzz_program.h"

enum { WORDS_MAX = 16, LINE_MAX_BYTES = 256 };

static const char *const texts[] = {
    "a",
    "1",
    "-7",
    "40000",
    "3000000000",
    "bc",
    "",
    "1.5",
    "a text that is longer than sixty-four bytes, so that no small layout may hold it!!",
    "9223372036854775807",
    "field",
    "1-1"};
static const char *const keys[] = {"k", "k2", "k3", ""};

static const char *chosen(const char *word) {
    if (strcmp(word, "?") == 0)
        return texts[take() % (sizeof(texts) / sizeof(texts[0]))];
    return strcmp(word, "!") == 0 ? keys[take() % (sizeof(keys) / sizeof(keys[0]))] : word;
}

/* Words between single spaces; "?" is a text by the input, "!" a key. They point into the copy. */
static int words(const char *line, char copy[LINE_MAX_BYTES], execArg argv[WORDS_MAX]) {
    int argc = 0;
    snprintf(copy, LINE_MAX_BYTES, "%s", line);
    for (char *word = strtok(copy, " "); word && argc < WORDS_MAX; word = strtok(NULL, " ")) {
        const char *w = chosen(word);
        argv[argc++] = (execArg){w, strlen(w)};
    }
    return argc;
}

static void limits(unsigned v) {
    types_config.hash_max_entries = types_config.set_max_entries = types_config.zset_max_entries = v & 1 ? 512 : 3;
    types_config.set_max_intset = v & 2 ? 512 : 4;
    types_config.list_max_size = v & 4 ? -2 : 3;
    types_config.list_compress_depth = v & 8 ? 1 : 0;
    types_config.stream_node_entries = v & 16 ? 100 : 2;
}
#endif
