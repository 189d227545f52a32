/* python_side.c: stands in for the control plane when the native units run alone: every administrative command says so.
 */
#include "door/vk.h"
#include "door/vk_python.h"

void vkPyCommand(uint32_t slot, uint32_t generation, uint64_t id, int resp, bool local, const char *name, int argc,
                 const char **argv, const size_t *lens) {
    static const char text[] = "-ERR no control plane in this build\r\n";
    (void)slot, (void)generation, (void)id, (void)resp, (void)local, (void)name, (void)argc, (void)argv, (void)lens;
    vkReply(text, sizeof(text) - 1);
}

void vkPyCron(void) {}

void vkPyLog(int level, const char *text, size_t len) {
    (void)level, (void)text, (void)len;
}

void vkPyLibrary(const char *code, size_t len) {
    (void)code, (void)len;
}

void vkPyFunction(int handle, int resp, int nkeys, int nargs, const char **words, const size_t *lens) {
    (void)handle, (void)resp, (void)nkeys, (void)nargs, (void)words, (void)lens;
}

void vkPyFunctionGone(int handle) {
    (void)handle;
}

void vkPySignal(int signal) {
    (void)signal;
}
