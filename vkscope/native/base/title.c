/* title.c: see title.h. */
#include "base/title.h"
#include <stdio.h>
#include <string.h>

static struct {
    char *start; /* NULL: no place is known */
    size_t room;
    size_t used; /* bytes that are ours: never less than the arguments */
    char kept[TITLE_KINDS][TITLE_LONGEST];
} title;

void titlePlace(char *start, size_t arguments, size_t room) {
    title.start = start;
    title.used = arguments;
    title.room = room;
}

void titleShow(const char *text) {
    size_t len = strlen(text);
    if (!title.start || !title.room)
        return;
    if (len > title.room - 1)
        len = title.room - 1;
    if (title.used < len + 1)
        title.used = len + 1;
    memcpy(title.start, text, len);
    memset(title.start + len, 0, title.used - len);
}

void titleKeep(uint32_t kind, const char *text) {
    if (kind < TITLE_KINDS)
        snprintf(title.kept[kind], TITLE_LONGEST, "%s", text);
}

void titleShowKept(uint32_t kind) {
    if (kind < TITLE_KINDS && title.kept[kind][0])
        titleShow(title.kept[kind]);
}
