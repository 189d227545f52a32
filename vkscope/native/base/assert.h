/* assert.h: the three levels of self-checking, and branch hints.
 *
 * vkAssert      always on: an internal error that must not be survived (panic: message, then abort).
 * vkDebugAssert on in builds with VK_ASSERT: invariants that cost time. */
#ifndef VK_ASSERT_H
#define VK_ASSERT_H

#include <stdbool.h>

#define likely(x) __builtin_expect(!!(x), 1)
#define unlikely(x) __builtin_expect(!!(x), 0)

/* Hands over to panic_hook, or without one writes "where: what" to stderr; then aborts. */
__attribute__((noreturn)) void vkPanicAt(const char *file, int line, const char *what);
__attribute__((noreturn)) void vkAssertFailedAt(const char *file, int line, const char *what);
extern void (*panic_hook)(const char *file, int line, const char *what, bool assertion);

#define vkPanic(what) vkPanicAt(__FILE__, __LINE__, what)
#define vkAssert(c) (likely(c) ? (void)0 : vkAssertFailedAt(__FILE__, __LINE__, #c))
#ifdef VK_ASSERT
#define vkDebugAssert(c) vkAssert(c)
#else
#define vkDebugAssert(c) ((void)sizeof(c))
#endif
#endif
