/* vk_python.h: what native calls in Python; each is one function of native/door.py. */
#ifndef VK_DOOR_PYTHON_H
#define VK_DOOR_PYTHON_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* cdef begin */
/* A command of the control plane: name is its full name, argv all its words. local: the client is on this machine.
 * Answers with vkReply. */
void vkPyCommand(uint32_t slot, uint32_t generation, uint64_t id, int resp, bool local, const char *name, int argc,
                 const char **argv, const size_t *lens);
void vkPyCron(void);
void vkPySignal(int signal);
void vkPyLog(int level, const char *text, size_t len); /* one line; level as log.h has them */
/* A library of Python functions; answers with vkLibraryAdd for each, or vkLibraryFailed. */
void vkPyLibrary(const char *code, size_t len);
/* Runs a function with keys, then arguments; answers with vkScriptReply or vkScriptFailed. */
void vkPyFunction(int handle, int resp, int nkeys, int nargs, const char **words, const size_t *lens);
void vkPyFunctionGone(int handle); /* -1: all are */
/* cdef end */
#endif
