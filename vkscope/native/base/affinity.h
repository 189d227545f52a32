/* affinity.h: which processors a thread or a child runs on. */
#ifndef VK_AFFINITY_H
#define VK_AFFINITY_H
/* The calling thread, from now on; a list as taskset has it: "0,2-5,8-15:2". Empty, or not a list: it stays. */
void affinitySet(const char *list);
#endif
