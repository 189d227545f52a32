/* version.h: the version whose behaviour is offered, as clients and reports are told (Python's is server/version.py).
 */
#ifndef VK_VERSION_H
#define VK_VERSION_H
#define VALKEY_VERSION "9.0.0"
#define VALKEY_VERSION_NUM 0x00090000
#endif
