/* net: sockets, clients, the protocol's parser and the reactor. Include this, not the headers one by one. */
#ifndef VK_NET_H
#define VK_NET_H
#include "net/connection.h"
#include "net/resp.h"
#include "net/client.h"
#include "net/reactor.h"
#include "net/children.h"
#include "net/client_commands.h"
#include "net/pause.h"
#include "net/pubsub.h"
#include "net/migrate.h"
#include "net/notify.h"
#include "net/tracking.h"
#endif
