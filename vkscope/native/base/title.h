/* title.h: what ps shows in place of the arguments, of this process and of the children that it forks.
 *
 * Design: the kernel shows the memory where a program's arguments lie, and goes on into the environment behind it when
 * the last byte of the arguments is not 0. So a title may be as long as both, once the environment lies elsewhere.
 *
 *     | arguments ... | environment ...        |
 *     start           start + arguments        start + room
 *
 * What a title does not need of the environment's old place is left as it is. */
#ifndef VK_TITLE_H
#define VK_TITLE_H
#include <stddef.h>
#include <stdint.h>

#define TITLE_KINDS 4      /* of children: the events' fork_kind, as far as they work on files */
#define TITLE_LONGEST 1024 /* of a child, with its 0; what is longer is cut */

/* Where titles are written; arguments <= room. Until it is called nothing is shown. */
void titlePlace(char *start, size_t arguments, size_t room);
/* Of this process, from now on; what has no room is cut. */
void titleShow(const char *text);
/* Of children of a kind that are forked from now on; copied. */
void titleKeep(uint32_t kind, const char *text);
/* In such a child: shows what was kept for its kind, if anything was. */
void titleShowKept(uint32_t kind);
#endif
