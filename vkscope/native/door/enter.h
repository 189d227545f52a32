/* enter.h: private to door/: the baton's assertion. Python never calls in while a tick runs, except from a handler. */
#ifndef VK_DOOR_ENTER_H
#define VK_DOOR_ENTER_H
#include "base/assert.h"
#include <stdbool.h>

struct execContext;
bool doorOpen(void);
bool doorIdle(void);                  /* Python answers nothing just now, and may be entered */
void doorLend(struct execContext *x); /* Python runs for this command, and may call in; NULL: it has returned */
#define VK_ENTER vkAssert(doorOpen())
#endif
