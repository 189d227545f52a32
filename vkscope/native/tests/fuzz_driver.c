/* fuzz_driver.c: stands in for libFuzzer where the compiler has none: brings a fuzz target its inputs.
 *
 *     fuzz_x SECONDS [SEED]      mutates inputs of its own for so long
 *     fuzz_x FILE                runs one input again
 *
 * Design A pool of inputs, at first random bytes. Each round takes one, changes it (bytes, bits, pieces of another,
 *        cuts, repetitions, tokens that parsers like), runs it, and puts one in sixteen back. The input under way
 * stands in fuzz-last.bin, so that a crash leaves what caused it. */
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

#define POOL 256
#define ROOM 4096

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct {
    uint32_t len;
    uint8_t bytes[ROOM];
} pool[POOL], *last;

static uint64_t state;

static uint32_t draw(uint32_t below) {
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return below ? (uint32_t)(state >> 16) % below : 0;
}

static const char *const tokens[] = {"\r\n",
                                     "*3\r\n",
                                     "$3\r\n",
                                     "$-1\r\n",
                                     "*0\r\n",
                                     "*1048577\r\n",
                                     "$536870913\r\n",
                                     "SET",
                                     "\"a\\x41\" ",
                                     "'",
                                     "-9223372036854775808",
                                     "18446744073709551615",
                                     "+1",
                                     "01",
                                     " "};

static void mutate(void) {
    uint32_t at = draw(last->len + 1), left = ROOM - last->len;
    switch (draw(7)) {
    case 0:
        if (last->len)
            last->bytes[at % last->len] = (uint8_t)draw(256);
        break;
    case 1:
        if (last->len)
            last->bytes[at % last->len] ^= (uint8_t)(1u << draw(8));
        break;
    case 2: { /* a piece of another input */
        uint32_t other = draw(POOL), from = draw(pool[other].len + 1), n = draw(pool[other].len - from + 1);
        n = n > left ? left : n;
        memmove(last->bytes + at + n, last->bytes + at, last->len - at);
        memcpy(last->bytes + at, pool[other].bytes + from, n);
        last->len += n;
        break;
    }
    case 3: /* a cut */
        last->len = at;
        break;
    case 4: { /* a hole */
        uint32_t n = draw(last->len - at + 1);
        memmove(last->bytes + at, last->bytes + at + n, last->len - at - n);
        last->len -= n;
        break;
    }
    case 5: { /* a token */
        const char *t = tokens[draw(sizeof(tokens) / sizeof(tokens[0]))];
        uint32_t n = (uint32_t)strlen(t);
        if (n > left)
            break;
        memmove(last->bytes + at + n, last->bytes + at, last->len - at);
        memcpy(last->bytes + at, t, n);
        last->len += n;
        break;
    }
    default: { /* new bytes at the end */
        uint32_t n = draw(left < 64 ? left + 1 : 64);
        for (uint32_t i = 0; i < n; i++)
            last->bytes[last->len++] = (uint8_t)draw(256);
    }
    }
}

static int again(const char *path) {
    FILE *file = fopen(path, "rb");
    if (!file)
        return 2;
    size_t n = fread(pool[0].bytes, 1, ROOM, file);
    fclose(file);
    return LLVMFuzzerTestOneInput(pool[0].bytes, n);
}

int main(int argc, char **argv) {
    char *end = NULL;
    long seconds = argc > 1 ? strtol(argv[1], &end, 10) : 10;
    if (argc > 1 && *end)
        return again(argv[1]);
    state = argc > 2 ? strtoull(argv[2], NULL, 10) | 1 : 0x9e3779b97f4a7c15ULL;
    int fd = open("fuzz-last.bin", O_RDWR | O_CREAT | O_TRUNC, 0600);
    if (fd < 0 || ftruncate(fd, sizeof(pool[0])) != 0)
        return 2;
    last = mmap(NULL, sizeof(pool[0]), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    if (last == MAP_FAILED)
        return 2;
    for (int i = 0; i < POOL; i++) {
        pool[i].len = draw(256);
        for (uint32_t j = 0; j < pool[i].len; j++)
            pool[i].bytes[j] = (uint8_t)draw(256);
    }
    uint64_t rounds = 0;
    for (time_t stop = time(NULL) + seconds; rounds % 64 || time(NULL) < stop; rounds++) {
        memcpy(last, &pool[draw(POOL)], sizeof(pool[0]));
        for (uint32_t n = 1 + draw(6); n; n--)
            mutate();
        uint8_t *exact = malloc(last->len ? last->len : 1); /* so that one byte too far is seen */
        memcpy(exact, last->bytes, last->len);
        LLVMFuzzerTestOneInput(exact, last->len);
        free(exact);
        if (draw(16) == 0)
            memcpy(&pool[draw(POOL)], last, sizeof(pool[0]));
    }
    printf("%llu inputs, no fault\n", (unsigned long long)rounds);
    unlink("fuzz-last.bin");
    return 0;
}
