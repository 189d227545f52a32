/* scope_host.c: the section host of SCOPE SNAPSHOT: what of the machine decides how a fork and a save go.
 *
 * Cost  the kernel is asked at most every ten seconds, and only when somebody looks. */
#include "exec/scope.h"
#include <fcntl.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

#define AGAIN_NS 10000000000ULL

/* Which of the words stands between [ and ]. */
static const char *chosen(const char *text) {
    static const char *const words[] = {"always", "madvise", "never"};
    const char *open = strchr(text, '[');
    for (size_t i = 0; open && i < sizeof(words) / sizeof(*words); i++)
        if (strncmp(open + 1, words[i], strlen(words[i])) == 0)
            return words[i];
    return "unknown";
}

/* As they hold for this process: what the kernel's switch says, or off, where prctl has said so. */
static const char *hugePages(void) {
    static const char *known = "unknown";
    static uint64_t asked;
    uint64_t now = clockMonoNs();
    if (asked && now - asked < AGAIN_NS)
        return known;
    asked = now;
    char text[64] = "";
    if (prctl(PR_GET_THP_DISABLE, 0, 0, 0, 0) == 1)
        return known = "off";
    int fd = open("/sys/kernel/mm/transparent_hugepage/enabled", O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return known = "unknown";
    ssize_t n = read(fd, text, sizeof(text) - 1);
    close(fd);
    return known = n > 0 ? chosen(text) : "unknown";
}

static void writeHost(execContext *x) {
    long pages = sysconf(_SC_PHYS_PAGES), size = sysconf(_SC_PAGESIZE), cpus = sysconf(_SC_NPROCESSORS_ONLN);
    replyMap(x, 4);
    scopeText(x, "huge_pages", hugePages());
    scopeLong(x, "memory_bytes", pages > 0 && size > 0 ? (uint64_t)pages * (uint64_t)size : 0);
    scopeLong(x, "page_bytes", size > 0 ? (uint64_t)size : 0);
    scopeLong(x, "processors", cpus > 0 ? (uint64_t)cpus : 0);
}

void scopeHostInit(void) {
    scopeSectionAdd("host", writeHost);
}
