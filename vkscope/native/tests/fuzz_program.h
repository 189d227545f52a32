/* fuzz_program.h: a fuzz target's input as a program: bytes taken one by one, zeros behind its end. */
#ifndef VK_FUZZ_PROGRAM_H
#define VK_FUZZ_PROGRAM_H
#include <stddef.h>
#include <stdint.h>

static const uint8_t *program, *program_end; /* what is left of it */

static inline void programStart(const uint8_t *data, size_t size) {
    program = data;
    program_end = data + size;
}

static inline unsigned take(void) {
    return program < program_end ? *program++ : 0;
}
#endif
