/* enter.h: private to door/: the baton's assertion. Python never calls in while a tick runs, except from a handler. */
#ifndef VK_DOOR_ENTER_H
#define VK_DOOR_ENTER_H
#include "base/assert.h"
#include <stdbool.h>

bool doorOpen(void);
#define VK_ENTER vkAssert(doorOpen())
#endif
