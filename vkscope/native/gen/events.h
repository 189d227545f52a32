/* events.h: made by `python -m vkscope.tables.generate` from vkscope/tables/events.toml; do not edit. */
#ifndef VK_GEN_EVENTS_H
#define VK_GEN_EVENTS_H

#define EVENTS_VERSION 1
#define EVENTS_HASH 0xa38f5792b6967d76UL
#define EVENTS_DEFAULT_CLASSES 0x6cU

#define CLASS_TICK (1U << 0)
#define CLASS_COMMAND (1U << 1)
#define CLASS_SLOW (1U << 2)
#define CLASS_CLIENT (1U << 3)
#define CLASS_KEY (1U << 4)
#define CLASS_TABLE (1U << 5)
#define CLASS_SERVER (1U << 6)

enum eventType {
    EV_TickEnded = 1,
    EV_CommandExecuted = 2,
    EV_CommandSlow = 3,
    EV_ClientConnected = 4,
    EV_ClientClosed = 5,
    EV_ClientRefused = 6,
    EV_KeyExpired = 7,
    EV_ExpireCycleRan = 8,
    EV_RehashStarted = 9,
    EV_RehashCompleted = 10,
    EV_BootStep = 11,
    EV_SignalReceived = 12,
    EV_PythonHandlerRan = 13,
    EV_PythonErrorCaught = 14,
    EV_GarbageCollected = 15,
    EV_ConfigChanged = 16,
    EV_CpuStolen = 17,
    EV_ShutdownStarted = 18,
    EVENT_TYPES = 19
};

/* The class of each event, by number. */
static const unsigned event_class[EVENT_TYPES] = {
    [EV_TickEnded] = CLASS_TICK,
    [EV_CommandExecuted] = CLASS_COMMAND,
    [EV_CommandSlow] = CLASS_SLOW,
    [EV_ClientConnected] = CLASS_CLIENT,
    [EV_ClientClosed] = CLASS_CLIENT,
    [EV_ClientRefused] = CLASS_CLIENT,
    [EV_KeyExpired] = CLASS_KEY,
    [EV_ExpireCycleRan] = CLASS_TABLE,
    [EV_RehashStarted] = CLASS_TABLE,
    [EV_RehashCompleted] = CLASS_TABLE,
    [EV_BootStep] = CLASS_SERVER,
    [EV_SignalReceived] = CLASS_SERVER,
    [EV_PythonHandlerRan] = CLASS_SERVER,
    [EV_PythonErrorCaught] = CLASS_SERVER,
    [EV_GarbageCollected] = CLASS_SERVER,
    [EV_ConfigChanged] = CLASS_SERVER,
    [EV_CpuStolen] = CLASS_SERVER,
    [EV_ShutdownStarted] = CLASS_SERVER,
};
#endif
