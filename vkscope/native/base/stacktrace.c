/* stacktrace.c: see stacktrace.h. */
#define _GNU_SOURCE
#include "base/stacktrace.h"
#include <dlfcn.h>
#include <elf.h>
#include <execinfo.h>
#include <fcntl.h>
#include <link.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#define DEEPEST 64

typedef struct mappedFile {
    const char *bytes;
    size_t size;
} mappedFile;

/* The file whose symbols were asked for last: most calls of a trace are in the same one. */
static struct {
    const char *path;
    mappedFile file;
} last;

static mappedFile mapFile(const char *path) {
    mappedFile m = {NULL, 0};
    struct stat s;
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return m;
    if (fstat(fd, &s) == 0 && s.st_size > (off_t)sizeof(ElfW(Ehdr))) {
        void *p = mmap(NULL, (size_t)s.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
        if (p != MAP_FAILED)
            m = (mappedFile){p, (size_t)s.st_size};
    }
    close(fd);
    return m;
}

static mappedFile fileOf(const char *path) {
    if (last.path != path) {
        if (last.file.bytes)
            munmap((void *)last.file.bytes, last.file.size);
        last.path = path;
        last.file = mapFile(path);
    }
    return last.file;
}

/* A section's bytes, NULL when it does not lie within the file. */
static const void *sectionBytes(mappedFile m, const ElfW(Shdr) * s) {
    return s->sh_offset <= m.size && s->sh_size <= m.size - s->sh_offset ? m.bytes + s->sh_offset : NULL;
}

/* The function that holds `offset` in one symbol table. */
static const char *inTable(mappedFile m, const ElfW(Shdr) * sections, const ElfW(Shdr) * table, uintptr_t offset,
                           uintptr_t *start) {
    const ElfW(Sym) *symbols = sectionBytes(m, table);
    const ElfW(Shdr) *names = &sections[table->sh_link];
    const char *text = sectionBytes(m, names);
    if (!symbols || !text)
        return NULL;
    for (size_t i = 0; i < table->sh_size / sizeof(*symbols); i++) {
        const ElfW(Sym) *s = &symbols[i];
        if ((s->st_info & 0xf) != STT_FUNC || s->st_name >= names->sh_size)
            continue;
        if (offset >= s->st_value && offset < s->st_value + s->st_size) {
            *start = s->st_value;
            return text + s->st_name;
        }
    }
    return NULL;
}

static const char *functionAt(const char *path, uintptr_t offset, uintptr_t *start) {
    mappedFile m = fileOf(path);
    if (!m.bytes || memcmp(m.bytes, ELFMAG, SELFMAG) != 0)
        return NULL;
    const ElfW(Ehdr) *head = (const ElfW(Ehdr) *)m.bytes;
    size_t n = head->e_shnum;
    if (!head->e_shoff || head->e_shoff > m.size || n * sizeof(ElfW(Shdr)) > m.size - head->e_shoff)
        return NULL;
    const ElfW(Shdr) *sections = (const ElfW(Shdr) *)(m.bytes + head->e_shoff);
    for (size_t i = 0; i < n; i++) {
        if (sections[i].sh_type != SHT_SYMTAB || sections[i].sh_link >= n)
            continue;
        const char *name = inTable(m, sections, &sections[i], offset, start);
        if (name)
            return name;
    }
    return NULL;
}

/* A return address may be the first byte behind its function, where the call was the last thing in it. */
static void writeCall(int fd, void *address, bool returns) {
    char line[512];
    Dl_info where;
    int len;
    if (!dladdr(address, &where) || !where.dli_fname) {
        len = snprintf(line, sizeof(line), "[%p]\n", address);
    } else {
        uintptr_t offset = (uintptr_t)address - (uintptr_t)where.dli_fbase, start = 0;
        const char *name = functionAt(where.dli_fname, offset - returns, &start);
        len = snprintf(line, sizeof(line), "%s(%s+0x%lx) [%p]\n", where.dli_fname, name ? name : "",
                       (unsigned long)(offset - start), address);
    }
    size_t n = (size_t)len < sizeof(line) ? (size_t)len : sizeof(line) - 1;
    if (write(fd, line, n) < 0)
        return;
}

void stacktraceInit(void) {
    void *calls[2];
    Dl_info where;
    if (backtrace(calls, 2) > 0)
        dladdr(calls[0], &where);
}

void stacktraceWrite(int fd, void *fault) {
    void *calls[DEEPEST];
    int n = backtrace(calls, DEEPEST);
    if (fault)
        writeCall(fd, fault, false);
    for (int i = 1; i < n; i++)
        writeCall(fd, calls[i], true);
}
