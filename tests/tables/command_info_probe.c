/* command_info_probe.c: runs command lines from stdin through the gate, over the whole table, without a server.
 *
 * Each line is the protocol version, then the words of a call; the answer is printed as "LENGTH\n" and that many bytes.
 * A line "rename A B" instead renames a command, "rename A" removes it. */
#include "exec/exec.h"
#include "gen/commands.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { WORDS = 64 };

int main(void) {
    char line[4096], *save;
    for (unsigned i = 0; i < command_specs_count; i++)
        commandRegister(&command_specs[i]);
    session s = {.authenticated = true};
    while (fgets(line, sizeof(line), stdin)) {
        execArg argv[WORDS];
        int argc = 0;
        for (char *w = strtok_r(line, " \n", &save); w && argc < WORDS; w = strtok_r(NULL, " \n", &save))
            argv[argc++] = (execArg){w, strlen(w)};
        if (argc < 2)
            return 2;
        if (!strcmp(argv[0].ptr, "rename")) {
            if (!commandRename(argv[1].ptr, argc > 2 ? argv[2].ptr : ""))
                return 3;
            continue;
        }
        replySink out = {.resp = (uint8_t)atoi(argv[0].ptr)};
        execContext x = {.session = &s, .out = &out, .argv = argv + 1, .argc = argc - 1};
        execRun(&x);
        printf("%zu\n", out.len);
        fwrite(out.buf, 1, out.len, stdout);
        sinkRelease(&out);
    }
    return 0;
}
