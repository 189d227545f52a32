/* notify.h: keyspace notifications: changes of keys, published to channels.
 *
 * Words  __keyspace@<db>__:<key> gets the event's name, __keyevent@<db>__:<event> the key. */
#ifndef VK_NOTIFY_H
#define VK_NOTIFY_H

/* As notify-keyspace-events: letters of classes, K and E for where they are published, A for all of the usual. */
void notifyClasses(const char *letters);
#endif
