/* events.h: made by `python -m vkscope.tables.generate` from vkscope/tables/events.toml; do not edit.
 *
 * Include trace/trace.h. A writer costs one test when nobody reads its class. */
#ifndef VK_GEN_EVENTS_H
#define VK_GEN_EVENTS_H
/* clang-format off */
#include <assert.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#ifdef __cplusplus
extern "C" {
#endif

#define EVENTS_VERSION 8
#define EVENTS_HASH 0xf446983f624384d7UL
#define EVENTS_DEFAULT_CLASSES 0x2e5fd4U
#define EVENTS_ALL_CLASSES 0x3fffffU
#define EVENT_CLASSES 22

#define CLASS_TICK (1U << 0) /* each turn of the loop, with its phases */
#define CLASS_COMMAND (1U << 1) /* each command, with its times */
#define CLASS_SLOW (1U << 2) /* turns and commands over the slow threshold */
#define CLASS_CLIENT (1U << 3) /* clients that come and go */
#define CLASS_LIMITS (1U << 4) /* limits that were hit, requests that could not be read */
#define CLASS_KEY (1U << 5) /* each key that expired, was evicted or was missed after it; each block that a stream begins */
#define CLASS_CYCLES (1U << 6) /* rounds of expiry and eviction */
#define CLASS_ENCODING (1U << 7) /* values that changed their layout, and why */
#define CLASS_TABLE (1U << 8) /* hash tables that grow and shrink */
#define CLASS_MEMORY (1U << 9) /* a sample of memory each second */
#define CLASS_SERVER (1U << 10) /* boot, configuration, signals, forks, decisions, shutdown */
#define CLASS_PYTHON (1U << 11) /* the control plane's handlers, errors and collections */
#define CLASS_WAITING (1U << 12) /* commands that waited for a key, transactions */
#define CLASS_PUBSUB (1U << 13) /* subscriptions, published messages, invalidated caches */
#define CLASS_SCRIPT (1U << 14) /* scripts and functions that were loaded, ran long, were killed or forgotten */
#define CLASS_SCRIPTRUN (1U << 15) /* each run of a script or function */
#define CLASS_STREAM (1U << 16) /* each command of the write stream, and what it came from */
#define CLASS_REPLICATION (1U << 17) /* replicas that come, synchronise, lag and go; the backlog */
#define CLASS_SLOTS (1U << 18) /* slots that change hands, requests that were sent elsewhere */
#define CLASS_DISK (1U << 19) /* saves behind the back, append-only files that open, stall, fail and are rewritten */
#define CLASS_DISKWRITE (1U << 20) /* each write and fsync of the append-only file, each job of a background thread */
#define CLASS_TLS (1U << 21) /* handshakes of TLS */

enum eventType {
    EV_TickEnded = 1,
    EV_TickSlow = 2,
    EV_TickPhaseSlow = 3,
    EV_CommandExecuted = 16,
    EV_CommandSlow = 17,
    EV_CommandRejected = 18,
    EV_ClientConnected = 32,
    EV_ClientClosed = 33,
    EV_ClientRefused = 37,
    EV_ClientLimitHit = 34,
    EV_OutputWaited = 38,
    EV_ProtocolError = 35,
    EV_OutOfMemoryRejected = 36,
    EV_CommandDenied = 39,
    EV_ClientBlocked = 40,
    EV_ClientUnblocked = 41,
    EV_TransactionEnded = 42,
    EV_KeyExpired = 48,
    EV_ExpireCycleRan = 49,
    EV_KeyEvicted = 50,
    EV_EvictionCycleRan = 51,
    EV_EvictedKeyMissed = 52,
    EV_EncodingChanged = 64,
    EV_StreamBlockOpened = 65,
    EV_RehashStarted = 80,
    EV_RehashCompleted = 81,
    EV_TableResizeDelayed = 82,
    EV_MemorySampled = 96,
    EV_BootStep = 112,
    EV_ConfigChanged = 113,
    EV_ListenerOpened = 114,
    EV_ServerReady = 115,
    EV_SignalReceived = 116,
    EV_ForkStarted = 117,
    EV_ForkEnded = 118,
    EV_CpuStolen = 119,
    EV_ShutdownStarted = 120,
    EV_FlightRecorderTriggered = 121,
    EV_PolicyDecided = 122,
    EV_ClockJumped = 123,
    EV_LogWritten = 124,
    EV_RdbSaved = 125,
    EV_RdbLoaded = 126,
    EV_PythonHandlerRan = 128,
    EV_PythonErrorCaught = 129,
    EV_GarbageCollected = 130,
    EV_SubscriberAdded = 144,
    EV_SubscriberRemoved = 145,
    EV_MessagePublished = 146,
    EV_KeyInvalidated = 147,
    EV_ScriptRan = 160,
    EV_ScriptSlow = 161,
    EV_ScriptLoaded = 162,
    EV_ScriptForgotten = 163,
    EV_CommandPropagated = 176,
    EV_UnitPropagated = 177,
    EV_ReplicaChanged = 178,
    EV_SyncDecided = 179,
    EV_BacklogCreated = 180,
    EV_BacklogFreed = 181,
    EV_SnapshotSent = 182,
    EV_SlotsChanged = 192,
    EV_RequestRedirected = 193,
    EV_ClusterStateChanged = 194,
    EV_BackgroundSaveEnded = 208,
    EV_ChildProgressed = 209,
    EV_AofWritten = 210,
    EV_AofSynced = 211,
    EV_AofStalled = 212,
    EV_AofFailed = 213,
    EV_AofFileChanged = 214,
    EV_AofRewriteEnded = 215,
    EV_AofLoaded = 216,
    EV_BackgroundJobRan = 217,
    EV_ShutdownStepped = 218,
    EV_MemoryShort = 219,
    EV_TlsHandshakeEnded = 230,
    EVENT_TYPES = 231
};

enum {
    EVENT_CLOSE_REASON_PEER = 0,
    EVENT_CLOSE_REASON_QUIT = 1,
    EVENT_CLOSE_REASON_ERROR = 2,
    EVENT_CLOSE_REASON_PROTOCOL = 3,
    EVENT_CLOSE_REASON_OUTPUT_LIMIT = 4,
    EVENT_CLOSE_REASON_KILLED = 5,
    EVENT_CLOSE_REASON_IDLE = 6,
    EVENT_CLOSE_REASON_SHUTDOWN = 7,
    EVENT_CLOSE_REASON_QUERY_LIMIT = 8,
    EVENT_CLOSE_REASON_MAXCLIENTS = 9,
    EVENT_CLOSE_REASON_PROTECTED = 10,
    EVENT_CLOSE_REASON_EVICTION = 11,
    EVENT_CLOSE_REASON_OTHER = 12,
};

enum {
    EVENT_MEMORY_STATE_SERVED = 0,
    EVENT_MEMORY_STATE_REFUSED = 1,
    EVENT_MEMORY_STATE_OVER = 2,
};

enum {
    EVENT_LIMIT_KIND_OUTPUT_HARD = 0,
    EVENT_LIMIT_KIND_OUTPUT_SOFT = 1,
    EVENT_LIMIT_KIND_QUERY = 2,
    EVENT_LIMIT_KIND_MAXCLIENTS = 3,
    EVENT_LIMIT_KIND_MAXMEMORY_CLIENTS = 4,
};

enum {
    EVENT_REJECT_REASON_UNKNOWN = 0,
    EVENT_REJECT_REASON_ARITY = 1,
    EVENT_REJECT_REASON_NOAUTH = 2,
    EVENT_REJECT_REASON_NOPERM = 3,
    EVENT_REJECT_REASON_OOM = 4,
    EVENT_REJECT_REASON_READONLY = 5,
    EVENT_REJECT_REASON_LOADING = 6,
    EVENT_REJECT_REASON_BUSY = 7,
    EVENT_REJECT_REASON_STATE = 8,
    EVENT_REJECT_REASON_DISABLED = 9,
    EVENT_REJECT_REASON_OTHER = 10,
};

enum {
    EVENT_PROTOCOL_KIND_MULTIBULK_LENGTH = 0,
    EVENT_PROTOCOL_KIND_BULK_LENGTH = 1,
    EVENT_PROTOCOL_KIND_EXPECTED_DOLLAR = 2,
    EVENT_PROTOCOL_KIND_BIG_INLINE = 3,
    EVENT_PROTOCOL_KIND_UNBALANCED_QUOTES = 4,
    EVENT_PROTOCOL_KIND_UNAUTHENTICATED = 5,
    EVENT_PROTOCOL_KIND_HTTP = 6,
    EVENT_PROTOCOL_KIND_OTHER = 7,
};

enum {
    EVENT_EXPIRE_HOW_LAZY = 0,
    EVENT_EXPIRE_HOW_ACTIVE = 1,
    EVENT_EXPIRE_HOW_FIELD_LAZY = 2,
    EVENT_EXPIRE_HOW_FIELD_ACTIVE = 3,
};

enum {
    EVENT_PHASE_POLL = 0,
    EVENT_PHASE_READ = 1,
    EVENT_PHASE_PARSE = 2,
    EVENT_PHASE_EXECUTE = 3,
    EVENT_PHASE_PYTHON = 4,
    EVENT_PHASE_BEFORE_SLEEP = 5,
    EVENT_PHASE_CRON = 6,
    EVENT_PHASE_OTHER = 7,
    EVENT_PHASE_OUTSIDE = 8,
};

enum {
    EVENT_CRON_JOB_NONE = 0,
    EVENT_CRON_JOB_EXPIRE = 1,
    EVENT_CRON_JOB_REHASH = 2,
    EVENT_CRON_JOB_CLIENTS = 3,
    EVENT_CRON_JOB_SAMPLE = 4,
    EVENT_CRON_JOB_TRIM = 5,
    EVENT_CRON_JOB_CONTROL_PLANE = 6,
    EVENT_CRON_JOB_EVICT = 7,
};

enum {
    EVENT_POLICY_NOEVICTION = 0,
    EVENT_POLICY_ALLKEYS_LRU = 1,
    EVENT_POLICY_ALLKEYS_LFU = 2,
    EVENT_POLICY_ALLKEYS_RANDOM = 3,
    EVENT_POLICY_VOLATILE_LRU = 4,
    EVENT_POLICY_VOLATILE_LFU = 5,
    EVENT_POLICY_VOLATILE_RANDOM = 6,
    EVENT_POLICY_VOLATILE_TTL = 7,
};

enum {
    EVENT_ENCODING_RAW = 0,
    EVENT_ENCODING_INT = 1,
    EVENT_ENCODING_EMBSTR = 2,
    EVENT_ENCODING_HASHTABLE = 3,
    EVENT_ENCODING_LISTPACK = 4,
    EVENT_ENCODING_QUICKLIST = 5,
    EVENT_ENCODING_SKIPLIST = 6,
    EVENT_ENCODING_INTSET = 7,
    EVENT_ENCODING_STREAM = 8,
};

enum {
    EVENT_REFUSE_REASON_MAXCLIENTS = 0,
    EVENT_REFUSE_REASON_PROTECTED = 1,
    EVENT_REFUSE_REASON_MEMORY = 2,
};

enum {
    EVENT_VALUE_TYPE_STRING = 0,
    EVENT_VALUE_TYPE_LIST = 1,
    EVENT_VALUE_TYPE_SET = 2,
    EVENT_VALUE_TYPE_ZSET = 3,
    EVENT_VALUE_TYPE_HASH = 4,
    EVENT_VALUE_TYPE_MODULE = 5,
    EVENT_VALUE_TYPE_STREAM = 6,
};

enum {
    EVENT_ENCODING_REASON_ELEMENT_BYTES = 0,
    EVENT_ENCODING_REASON_ELEMENT_COUNT = 1,
    EVENT_ENCODING_REASON_APPEND = 2,
    EVENT_ENCODING_REASON_CONFIG = 3,
    EVENT_ENCODING_REASON_FIELD_EXPIRY = 4,
    EVENT_ENCODING_REASON_ARITHMETIC = 5,
    EVENT_ENCODING_REASON_LOAD = 6,
    EVENT_ENCODING_REASON_OTHER = 7,
    EVENT_ENCODING_REASON_SHRINK = 8,
    EVENT_ENCODING_REASON_NOT_INTEGER = 9,
    EVENT_ENCODING_REASON_WIDER_INTEGER = 10,
};

enum {
    EVENT_TABLE_KIND_KEYS = 0,
    EVENT_TABLE_KIND_EXPIRES = 1,
    EVENT_TABLE_KIND_VALUE = 2,
    EVENT_TABLE_KIND_OTHER = 3,
};

enum {
    EVENT_DELAY_REASON_FORK = 0,
    EVENT_DELAY_REASON_SCAN = 1,
    EVENT_DELAY_REASON_MEMORY = 2,
    EVENT_DELAY_REASON_NESTED = 3,
    EVENT_DELAY_REASON_OTHER = 4,
};

enum {
    EVENT_BOOT_STEP_CONFIGURATION = 0,
    EVENT_BOOT_STEP_NATIVE = 1,
    EVENT_BOOT_STEP_LISTENERS = 2,
    EVENT_BOOT_STEP_READY = 3,
    EVENT_BOOT_STEP_LOAD = 4,
    EVENT_BOOT_STEP_PLUGINS = 5,
    EVENT_BOOT_STEP_OTHER = 6,
};

enum {
    EVENT_FORK_KIND_RDB = 0,
    EVENT_FORK_KIND_AOF = 1,
    EVENT_FORK_KIND_REPLICATION = 2,
    EVENT_FORK_KIND_MODULE = 3,
    EVENT_FORK_KIND_DEBUG = 4,
    EVENT_FORK_KIND_OTHER = 5,
};

enum {
    EVENT_GC_HOW_IDLE = 0,
    EVENT_GC_HOW_MANUAL = 1,
    EVENT_GC_HOW_AUTOMATIC = 2,
};

enum {
    EVENT_TRIGGER_COMMAND = 0,
    EVENT_TRIGGER_TICK = 1,
    EVENT_TRIGGER_P99 = 2,
    EVENT_TRIGGER_OOM = 3,
    EVENT_TRIGGER_SIGNAL = 4,
    EVENT_TRIGGER_FAILOVER = 5,
    EVENT_TRIGGER_CRASH = 6,
};

enum {
    EVENT_ACL_REASON_COMMAND = 0,
    EVENT_ACL_REASON_KEY = 1,
    EVENT_ACL_REASON_CHANNEL = 2,
    EVENT_ACL_REASON_AUTH = 3,
};

enum {
    EVENT_SAVE_WHY_COMMAND = 0,
    EVENT_SAVE_WHY_SHUTDOWN = 1,
    EVENT_SAVE_WHY_RELOAD = 2,
    EVENT_SAVE_WHY_FLUSH = 3,
    EVENT_SAVE_WHY_OTHER = 4,
    EVENT_SAVE_WHY_SAVE_POINT = 5,
    EVENT_SAVE_WHY_SCHEDULED = 6,
    EVENT_SAVE_WHY_REPLICATION = 7,
};

enum {
    EVENT_LOAD_WHY_START = 0,
    EVENT_LOAD_WHY_RELOAD = 1,
    EVENT_LOAD_WHY_OTHER = 2,
    EVENT_LOAD_WHY_BASE = 3,
};

enum {
    EVENT_TOPIC_KIND_CHANNEL = 0,
    EVENT_TOPIC_KIND_PATTERN = 1,
    EVENT_TOPIC_KIND_SHARD_CHANNEL = 2,
};

enum {
    EVENT_UNBLOCK_HOW_SERVED = 0,
    EVENT_UNBLOCK_HOW_TIMEOUT = 1,
    EVENT_UNBLOCK_HOW_COMMAND = 2,
    EVENT_UNBLOCK_HOW_CLOSED = 3,
};

enum {
    EVENT_TRANSACTION_END_EXECUTED = 0,
    EVENT_TRANSACTION_END_DIRTY = 1,
    EVENT_TRANSACTION_END_SPOILED = 2,
};

enum {
    EVENT_SCRIPT_KIND_EVAL = 0,
    EVENT_SCRIPT_KIND_EVALSHA = 1,
    EVENT_SCRIPT_KIND_FUNCTION = 2,
    EVENT_SCRIPT_KIND_LOAD = 3,
};

enum {
    EVENT_SCRIPT_ENGINE_LUA = 0,
    EVENT_SCRIPT_ENGINE_PYTHON = 1,
    EVENT_SCRIPT_ENGINE_OTHER = 2,
};

enum {
    EVENT_SCRIPT_GONE_HOW_FLUSH = 0,
    EVENT_SCRIPT_GONE_HOW_EVICTED = 1,
    EVENT_SCRIPT_GONE_HOW_DELETED = 2,
    EVENT_SCRIPT_GONE_HOW_REPLACED = 3,
};

enum {
    EVENT_REPLICA_STATE_HANDSHAKE = 0,
    EVENT_REPLICA_STATE_WAITS_FOR_CHILD = 1,
    EVENT_REPLICA_STATE_TRANSFER = 2,
    EVENT_REPLICA_STATE_ONLINE = 3,
    EVENT_REPLICA_STATE_GONE = 4,
};

enum {
    EVENT_SYNC_KIND_PARTIAL = 0,
    EVENT_SYNC_KIND_FULL_DISK = 1,
    EVENT_SYNC_KIND_FULL_DISKLESS = 2,
};

enum {
    EVENT_SYNC_REFUSAL_NONE = 0,
    EVENT_SYNC_REFUSAL_NO_BACKLOG = 1,
    EVENT_SYNC_REFUSAL_OTHER_HISTORY = 2,
    EVENT_SYNC_REFUSAL_BEFORE_BACKLOG = 3,
    EVENT_SYNC_REFUSAL_AFTER_END = 4,
    EVENT_SYNC_REFUSAL_ASKED_FULL = 5,
};

enum {
    EVENT_SLOT_HOW_ADDED = 0,
    EVENT_SLOT_HOW_DELETED = 1,
    EVENT_SLOT_HOW_MIGRATING = 2,
    EVENT_SLOT_HOW_IMPORTING = 3,
    EVENT_SLOT_HOW_STABLE = 4,
    EVENT_SLOT_HOW_ASSIGNED = 5,
};

enum {
    EVENT_REDIRECT_KIND_MOVED = 0,
    EVENT_REDIRECT_KIND_ASK = 1,
    EVENT_REDIRECT_KIND_CROSSSLOT = 2,
    EVENT_REDIRECT_KIND_TRYAGAIN = 3,
    EVENT_REDIRECT_KIND_CLUSTERDOWN = 4,
    EVENT_REDIRECT_KIND_UNBOUND = 5,
};

enum {
    EVENT_SYNC_WHERE_MAIN = 0,
    EVENT_SYNC_WHERE_THREAD = 1,
};

enum {
    EVENT_BIO_KIND_CLOSE = 0,
    EVENT_BIO_KIND_FSYNC = 1,
    EVENT_BIO_KIND_LAZY_FREE = 2,
    EVENT_BIO_KIND_RDB_SAVE = 3,
    EVENT_BIO_KIND_UNLINK = 4,
    EVENT_BIO_KIND_OTHER = 5,
};

enum {
    EVENT_AOF_FILE_BASE = 0,
    EVENT_AOF_FILE_INCREMENT = 1,
    EVENT_AOF_FILE_HISTORY = 2,
    EVENT_AOF_FILE_MANIFEST = 3,
};

enum {
    EVENT_AOF_FAILURE_WRITE = 0,
    EVENT_AOF_FAILURE_FSYNC = 1,
    EVENT_AOF_FAILURE_OPEN = 2,
    EVENT_AOF_FAILURE_RENAME = 3,
    EVENT_AOF_FAILURE_TRUNCATE = 4,
    EVENT_AOF_FAILURE_MANIFEST = 5,
    EVENT_AOF_FAILURE_OTHER = 6,
};

enum {
    EVENT_AOF_WHY_COMMAND = 0,
    EVENT_AOF_WHY_GROWTH = 1,
    EVENT_AOF_WHY_SWITCHED_ON = 2,
    EVENT_AOF_WHY_SCHEDULED = 3,
    EVENT_AOF_WHY_OTHER = 4,
};

enum {
    EVENT_SHUTDOWN_STEP_ASKED = 0,
    EVENT_SHUTDOWN_STEP_WAITS_FOR_REPLICAS = 1,
    EVENT_SHUTDOWN_STEP_KILLS_CHILDREN = 2,
    EVENT_SHUTDOWN_STEP_FLUSHES = 3,
    EVENT_SHUTDOWN_STEP_SAVES = 4,
    EVENT_SHUTDOWN_STEP_ENDS = 5,
    EVENT_SHUTDOWN_STEP_ABORTED = 6,
    EVENT_SHUTDOWN_STEP_FAILED = 7,
};

enum {
    EVENT_LOG_LEVEL_DEBUG = 0,
    EVENT_LOG_LEVEL_VERBOSE = 1,
    EVENT_LOG_LEVEL_NOTICE = 2,
    EVENT_LOG_LEVEL_WARNING = 3,
};

enum {
    FLAG_COMMAND_WRITE = 1 << 0,
    FLAG_COMMAND_ERROR = 1 << 1,
    FLAG_COMMAND_PYTHON = 1 << 2,
    FLAG_COMMAND_SCRIPT = 1 << 3,
    FLAG_COMMAND_MULTI = 1 << 4,
    FLAG_COMMAND_BLOCKED = 1 << 5,
    FLAG_COMMAND_NESTED = 1 << 6,
    FLAG_COMMAND_ADMIN = 1 << 7,
    FLAG_COMMAND_SLOW_REPLY = 1 << 8,
};

/* By event, 0 and NULL for numbers not in use; by bit. */
extern const uint32_t event_class[EVENT_TYPES];
extern const char *const event_name[EVENT_TYPES];
extern const char *const event_class_name[EVENT_CLASSES];
extern const char events_json[]; /* the catalogue, as SCOPE CATALOGUE answers it */

#define EVENT_NOBODY UINT32_MAX /* a client field: no client */
#define TRACE_KEY_SHOWN 44 /* bytes of a key or text in a payload at most */

extern uint32_t trace_classes;

static inline bool traceOn(uint32_t classes) {
    return __builtin_expect((trace_classes & classes) != 0, 0);
}

static inline uint32_t traceSat32(uint64_t v) {
    return v > UINT32_MAX ? UINT32_MAX : (uint32_t)v;
}

void traceEmitAt(enum eventType type, uint64_t now_ns, uint64_t span_ns, uint32_t subject,
                 uint64_t value, const void *payload, size_t len);
size_t traceKey(void *at, const char *key, size_t len);
size_t traceText(void *at, const char *text, size_t len);

typedef struct evTickEndedPayload {
    uint32_t poll_ns; /* 0: asking the kernel what is ready */
    uint32_t read_ns; /* 4: reading sockets */
    uint32_t parse_ns; /* 8: splitting requests */
    uint32_t execute_ns; /* 12: executing commands */
    uint32_t python_ns; /* 16: in the control plane */
    uint32_t before_sleep_ns; /* 20: last work of the turn: writes to clients, replicas, files */
    uint32_t cron_ns; /* 24: timers: expiry, rehash, eviction */
    uint32_t other_ns; /* 28: the rest of span, in no phase */
    uint32_t outside_ns; /* 32: between the last turn and this one, busy, not asleep */
    uint16_t worst_command; /* 36: the command that took longest */
    uint16_t worst_flags; /* 38: and its flags */
    uint32_t worst_client; /* 40: who sent it */
    uint32_t worst_ns; /* 44: how long it executed */
    uint32_t pending; /* 48: clients left for the next turn */
    uint32_t depth; /* 52: 0 for the loop's own turn, 1 or 2 for a nested one */
} evTickEndedPayload;
static_assert(offsetof(evTickEndedPayload, depth) == 52, "recordings depend on it");

/* One turn of the loop ended. Its phases and other add up to span; outside is the time before it. */
static inline void evTickEnded(uint64_t now_ns, uint64_t span_ns, uint32_t clients, uint64_t commands, uint64_t poll_ns, uint64_t read_ns, uint64_t parse_ns, uint64_t execute_ns, uint64_t python_ns, uint64_t before_sleep_ns, uint64_t cron_ns, uint64_t other_ns, uint64_t outside_ns, uint16_t worst_command, uint16_t worst_flags, uint32_t worst_client, uint64_t worst_ns, uint32_t pending, uint32_t depth) {
    if (!traceOn(CLASS_TICK)) return;
    char payload[56];
    evTickEndedPayload fixed = {.poll_ns = traceSat32(poll_ns), .read_ns = traceSat32(read_ns), .parse_ns = traceSat32(parse_ns), .execute_ns = traceSat32(execute_ns), .python_ns = traceSat32(python_ns), .before_sleep_ns = traceSat32(before_sleep_ns), .cron_ns = traceSat32(cron_ns), .other_ns = traceSat32(other_ns), .outside_ns = traceSat32(outside_ns), .worst_command = worst_command, .worst_flags = worst_flags, .worst_client = worst_client, .worst_ns = traceSat32(worst_ns), .pending = pending, .depth = depth};
    memcpy(payload, &fixed, 56);
    traceEmitAt(EV_TickEnded, now_ns, span_ns, clients, commands, payload, 56);
}

typedef struct evTickSlowPayload {
    uint32_t poll_ns; /* 0: asking the kernel what is ready */
    uint32_t read_ns; /* 4: reading sockets */
    uint32_t parse_ns; /* 8: splitting requests */
    uint32_t execute_ns; /* 12: executing commands */
    uint32_t python_ns; /* 16: in the control plane */
    uint32_t before_sleep_ns; /* 20: last work of the turn: writes to clients, replicas, files */
    uint32_t cron_ns; /* 24: timers: expiry, rehash, eviction */
    uint32_t other_ns; /* 28: the rest of span, in no phase */
    uint32_t outside_ns; /* 32: between the last turn and this one, busy, not asleep */
    uint16_t worst_command; /* 36: the command that took longest */
    uint16_t worst_flags; /* 38: and its flags */
    uint32_t worst_client; /* 40: who sent it */
    uint32_t worst_ns; /* 44: how long it executed */
    uint32_t pending; /* 48: clients left for the next turn */
    uint32_t depth; /* 52: 0 for the loop's own turn, 1 or 2 for a nested one */
} evTickSlowPayload;
static_assert(offsetof(evTickSlowPayload, depth) == 52, "recordings depend on it");

/* A turn of the loop took longer than the threshold (latency-monitor-threshold, else 10 ms). */
static inline void evTickSlow(uint64_t now_ns, uint64_t span_ns, uint32_t clients, uint64_t commands, uint64_t poll_ns, uint64_t read_ns, uint64_t parse_ns, uint64_t execute_ns, uint64_t python_ns, uint64_t before_sleep_ns, uint64_t cron_ns, uint64_t other_ns, uint64_t outside_ns, uint16_t worst_command, uint16_t worst_flags, uint32_t worst_client, uint64_t worst_ns, uint32_t pending, uint32_t depth) {
    if (!traceOn(CLASS_SLOW)) return;
    char payload[56];
    evTickSlowPayload fixed = {.poll_ns = traceSat32(poll_ns), .read_ns = traceSat32(read_ns), .parse_ns = traceSat32(parse_ns), .execute_ns = traceSat32(execute_ns), .python_ns = traceSat32(python_ns), .before_sleep_ns = traceSat32(before_sleep_ns), .cron_ns = traceSat32(cron_ns), .other_ns = traceSat32(other_ns), .outside_ns = traceSat32(outside_ns), .worst_command = worst_command, .worst_flags = worst_flags, .worst_client = worst_client, .worst_ns = traceSat32(worst_ns), .pending = pending, .depth = depth};
    memcpy(payload, &fixed, 56);
    traceEmitAt(EV_TickSlow, now_ns, span_ns, clients, commands, payload, 56);
}

typedef struct evTickPhaseSlowPayload {
    uint16_t phase; /* 0: which phase */
    uint16_t command; /* 2: the command, 0 if none */
    uint16_t job; /* 4: the timer's job, in the phases cron and python */
} evTickPhaseSlowPayload;
static_assert(offsetof(evTickPhaseSlowPayload, job) == 4, "recordings depend on it");

/* A phase of a slow turn (the TickSlow before it) took a tenth of it or more; this is what used the most of that. */
static inline void evTickPhaseSlow(uint64_t now_ns, uint64_t span_ns, uint32_t client, uint64_t worst_ns, uint16_t phase, uint16_t command, uint16_t job, const char *key, size_t key_len) {
    if (!traceOn(CLASS_SLOW)) return;
    char payload[6 + 4 + TRACE_KEY_SHOWN];
    evTickPhaseSlowPayload fixed = {.phase = phase, .command = command, .job = job};
    memcpy(payload, &fixed, 6);
    traceEmitAt(EV_TickPhaseSlow, now_ns, span_ns, client, worst_ns, payload, 6 + traceKey(payload + 6, key, key_len));
}

typedef struct evCommandExecutedPayload {
    uint16_t command; /* 0: id of the command */
    uint16_t flags; /* 2: what it did */
    uint32_t argc; /* 4: arguments, the name counted */
    uint32_t write_ns; /* 8: from its end until its reply was written to the socket, 0 where not known */
    uint32_t behind; /* 12: the client whose command it waited for */
    uint32_t parse_ns; /* 16: splitting its request */
    uint16_t db; /* 20: number of the database */
} evCommandExecutedPayload;
static_assert(offsetof(evCommandExecutedPayload, db) == 20, "recordings depend on it");

/* A command was executed. queued + parse + span + write is what the client waited inside the server. */
static inline void evCommandExecuted(uint64_t now_ns, uint64_t span_ns, uint32_t client, uint64_t queued_ns, uint16_t command, uint16_t flags, uint32_t argc, uint64_t write_ns, uint32_t behind, uint64_t parse_ns, uint16_t db, const char *key, size_t key_len) {
    if (!traceOn(CLASS_COMMAND)) return;
    char payload[22 + 4 + TRACE_KEY_SHOWN];
    evCommandExecutedPayload fixed = {.command = command, .flags = flags, .argc = argc, .write_ns = traceSat32(write_ns), .behind = behind, .parse_ns = traceSat32(parse_ns), .db = db};
    memcpy(payload, &fixed, 22);
    traceEmitAt(EV_CommandExecuted, now_ns, span_ns, client, queued_ns, payload, 22 + traceKey(payload + 22, key, key_len));
}

typedef struct evCommandSlowPayload {
    uint16_t command; /* 0: id of the command */
    uint16_t flags; /* 2: what it did */
    uint32_t argc; /* 4: arguments, the name counted */
    uint32_t write_ns; /* 8: from its end until its reply was written to the socket, 0 where not known */
    uint32_t behind; /* 12: the client whose command it waited for */
    uint32_t parse_ns; /* 16: splitting its request */
    uint16_t db; /* 20: number of the database */
} evCommandSlowPayload;
static_assert(offsetof(evCommandSlowPayload, db) == 20, "recordings depend on it");

/* A command took longer than commandlog-execution-slower-than. */
static inline void evCommandSlow(uint64_t now_ns, uint64_t span_ns, uint32_t client, uint64_t queued_ns, uint16_t command, uint16_t flags, uint32_t argc, uint64_t write_ns, uint32_t behind, uint64_t parse_ns, uint16_t db, const char *key, size_t key_len) {
    if (!traceOn(CLASS_SLOW)) return;
    char payload[22 + 4 + TRACE_KEY_SHOWN];
    evCommandSlowPayload fixed = {.command = command, .flags = flags, .argc = argc, .write_ns = traceSat32(write_ns), .behind = behind, .parse_ns = traceSat32(parse_ns), .db = db};
    memcpy(payload, &fixed, 22);
    traceEmitAt(EV_CommandSlow, now_ns, span_ns, client, queued_ns, payload, 22 + traceKey(payload + 22, key, key_len));
}

typedef struct evCommandRejectedPayload {
    uint16_t command; /* 0: id of the command, 65535 if there is no such command */
    uint16_t reason; /* 2: why */
} evCommandRejectedPayload;
static_assert(offsetof(evCommandRejectedPayload, reason) == 2, "recordings depend on it");

/* A command was refused before it was executed. */
static inline void evCommandRejected(uint64_t now_ns, uint32_t client, uint16_t command, uint16_t reason, const char *error, size_t error_len) {
    if (!traceOn(CLASS_COMMAND)) return;
    char payload[4 + 4 + TRACE_KEY_SHOWN];
    evCommandRejectedPayload fixed = {.command = command, .reason = reason};
    memcpy(payload, &fixed, 4);
    traceEmitAt(EV_CommandRejected, now_ns, 0, client, 0, payload, 4 + traceText(payload + 4, error, error_len));
}

typedef struct evClientConnectedPayload {
    uint32_t clients; /* 0: clients connected now */
    uint32_t transport; /* 4: 0 tcp, 1 unix, 2 tls, 3 rdma */
} evClientConnectedPayload;
static_assert(offsetof(evClientConnectedPayload, transport) == 4, "recordings depend on it");

/* A connection was accepted. */
static inline void evClientConnected(uint64_t now_ns, uint32_t client, uint64_t client_id, uint32_t clients, uint32_t transport, const char *address, size_t address_len) {
    if (!traceOn(CLASS_CLIENT)) return;
    char payload[8 + 4 + TRACE_KEY_SHOWN];
    evClientConnectedPayload fixed = {.clients = clients, .transport = transport};
    memcpy(payload, &fixed, 8);
    traceEmitAt(EV_ClientConnected, now_ns, 0, client, client_id, payload, 8 + traceText(payload + 8, address, address_len));
}

typedef struct evClientClosedPayload {
    uint32_t reason; /* 0: why */
    uint32_t clients; /* 4: clients connected now */
    uint64_t commands; /* 8: commands it sent */
    uint64_t age_ms; /* 16: how long it was connected */
} evClientClosedPayload;
static_assert(offsetof(evClientClosedPayload, age_ms) == 16, "recordings depend on it");

/* A connection ended. */
static inline void evClientClosed(uint64_t now_ns, uint32_t client, uint64_t client_id, uint32_t reason, uint32_t clients, uint64_t commands, uint64_t age_ms) {
    if (!traceOn(CLASS_CLIENT)) return;
    char payload[24];
    evClientClosedPayload fixed = {.reason = reason, .clients = clients, .commands = commands, .age_ms = age_ms};
    memcpy(payload, &fixed, 24);
    traceEmitAt(EV_ClientClosed, now_ns, 0, client, client_id, payload, 24);
}

/* A connection was refused. */
static inline void evClientRefused(uint64_t now_ns, uint32_t reason, uint64_t clients, const char *address, size_t address_len) {
    if (!traceOn(CLASS_LIMITS)) return;
    char payload[0 + 4 + TRACE_KEY_SHOWN];
    traceEmitAt(EV_ClientRefused, now_ns, 0, reason, clients, payload, 0 + traceText(payload + 0, address, address_len));
}

typedef struct evClientLimitHitPayload {
    uint32_t kind; /* 0: which limit */
    uint32_t zero; /* 4: 0 */
    uint64_t limit; /* 8: the limit's value */
} evClientLimitHitPayload;
static_assert(offsetof(evClientLimitHitPayload, limit) == 8, "recordings depend on it");

/* A client ran into a limit. */
static inline void evClientLimitHit(uint64_t now_ns, uint32_t client, uint64_t bytes, uint32_t kind, uint32_t zero, uint64_t limit) {
    if (!traceOn(CLASS_LIMITS)) return;
    char payload[16];
    evClientLimitHitPayload fixed = {.kind = kind, .zero = zero, .limit = limit};
    memcpy(payload, &fixed, 16);
    traceEmitAt(EV_ClientLimitHit, now_ns, 0, client, bytes, payload, 16);
}

typedef struct evOutputWaitedPayload {
    uint16_t still; /* 0: 1: they wait on */
    uint16_t last_command; /* 2: id of the command that it sent last */
    uint32_t zero; /* 4: 0 */
} evOutputWaitedPayload;
static_assert(offsetof(evOutputWaitedPayload, zero) == 4, "recordings depend on it");

/* A client did not read its replies: they waited 10 ms or longer. While it lasts, told after 1 s and at each doubling. */
static inline void evOutputWaited(uint64_t now_ns, uint64_t span_ns, uint32_t client, uint64_t bytes, uint16_t still, uint16_t last_command, uint32_t zero) {
    if (!traceOn(CLASS_LIMITS)) return;
    char payload[8];
    evOutputWaitedPayload fixed = {.still = still, .last_command = last_command, .zero = zero};
    memcpy(payload, &fixed, 8);
    traceEmitAt(EV_OutputWaited, now_ns, span_ns, client, bytes, payload, 8);
}

typedef struct evProtocolErrorPayload {
    uint32_t kind; /* 0: what was wrong */
} evProtocolErrorPayload;
static_assert(offsetof(evProtocolErrorPayload, kind) == 0, "recordings depend on it");

/* A client sent what is no request; its connection is closed. */
static inline void evProtocolError(uint64_t now_ns, uint32_t client, uint32_t kind, const char *text, size_t text_len) {
    if (!traceOn(CLASS_LIMITS)) return;
    char payload[4 + 4 + TRACE_KEY_SHOWN];
    evProtocolErrorPayload fixed = {.kind = kind};
    memcpy(payload, &fixed, 4);
    traceEmitAt(EV_ProtocolError, now_ns, 0, client, 0, payload, 4 + traceText(payload + 4, text, text_len));
}

typedef struct evOutOfMemoryRejectedPayload {
    uint64_t maxmemory; /* 0: the limit */
    uint16_t command; /* 8: id of the command */
} evOutOfMemoryRejectedPayload;
static_assert(offsetof(evOutOfMemoryRejectedPayload, command) == 8, "recordings depend on it");

/* A command was refused since used memory is over maxmemory and nothing could be evicted. */
static inline void evOutOfMemoryRejected(uint64_t now_ns, uint32_t client, uint64_t used, uint64_t maxmemory, uint16_t command) {
    if (!traceOn(CLASS_LIMITS)) return;
    char payload[10];
    evOutOfMemoryRejectedPayload fixed = {.maxmemory = maxmemory, .command = command};
    memcpy(payload, &fixed, 10);
    traceEmitAt(EV_OutOfMemoryRejected, now_ns, 0, client, used, payload, 10);
}

typedef struct evCommandDeniedPayload {
    uint16_t reason; /* 0: what was denied */
    uint16_t command; /* 2: id of the command */
} evCommandDeniedPayload;
static_assert(offsetof(evCommandDeniedPayload, command) == 2, "recordings depend on it");

/* A user has no right to a command, key or channel, or a password was wrong. */
static inline void evCommandDenied(uint64_t now_ns, uint32_t client, uint64_t user, uint16_t reason, uint16_t command, const char *object, size_t object_len) {
    if (!traceOn(CLASS_LIMITS)) return;
    char payload[4 + 4 + TRACE_KEY_SHOWN];
    evCommandDeniedPayload fixed = {.reason = reason, .command = command};
    memcpy(payload, &fixed, 4);
    traceEmitAt(EV_CommandDenied, now_ns, 0, client, user, payload, 4 + traceKey(payload + 4, object, object_len));
}

typedef struct evClientBlockedPayload {
    uint16_t command; /* 0: the command */
    uint16_t keys; /* 2: keys it waits for */
    uint32_t ahead; /* 4: commands that waited for the first of them already */
} evClientBlockedPayload;
static_assert(offsetof(evClientBlockedPayload, ahead) == 4, "recordings depend on it");

/* A command found nothing at its keys and waits for them. */
static inline void evClientBlocked(uint64_t now_ns, uint32_t client, uint64_t timeout_ms, uint16_t command, uint16_t keys, uint32_t ahead, const char *key, size_t key_len) {
    if (!traceOn(CLASS_WAITING)) return;
    char payload[8 + 4 + TRACE_KEY_SHOWN];
    evClientBlockedPayload fixed = {.command = command, .keys = keys, .ahead = ahead};
    memcpy(payload, &fixed, 8);
    traceEmitAt(EV_ClientBlocked, now_ns, 0, client, timeout_ms, payload, 8 + traceKey(payload + 8, key, key_len));
}

typedef struct evClientUnblockedPayload {
    uint16_t command; /* 0: the command */
    uint16_t how; /* 2: how its wait ended */
    uint32_t by; /* 4: the client whose command brought the key */
    uint32_t runs; /* 8: how often it was run again */
} evClientUnblockedPayload;
static_assert(offsetof(evClientUnblockedPayload, runs) == 8, "recordings depend on it");

/* A command waits for its keys no longer. */
static inline void evClientUnblocked(uint64_t now_ns, uint64_t span_ns, uint32_t client, uint64_t waited_ms, uint16_t command, uint16_t how, uint32_t by, uint32_t runs, const char *key, size_t key_len) {
    if (!traceOn(CLASS_WAITING)) return;
    char payload[12 + 4 + TRACE_KEY_SHOWN];
    evClientUnblockedPayload fixed = {.command = command, .how = how, .by = by, .runs = runs};
    memcpy(payload, &fixed, 12);
    traceEmitAt(EV_ClientUnblocked, now_ns, span_ns, client, waited_ms, payload, 12 + traceKey(payload + 12, key, key_len));
}

typedef struct evTransactionEndedPayload {
    uint32_t how; /* 0: whether it ran, or why not */
} evTransactionEndedPayload;
static_assert(offsetof(evTransactionEndedPayload, how) == 0, "recordings depend on it");

/* EXEC ran a transaction, or found that it must not. */
static inline void evTransactionEnded(uint64_t now_ns, uint64_t span_ns, uint32_t client, uint64_t commands, uint32_t how, const char *key, size_t key_len) {
    if (!traceOn(CLASS_WAITING)) return;
    char payload[4 + 4 + TRACE_KEY_SHOWN];
    evTransactionEndedPayload fixed = {.how = how};
    memcpy(payload, &fixed, 4);
    traceEmitAt(EV_TransactionEnded, now_ns, span_ns, client, commands, payload, 4 + traceKey(payload + 4, key, key_len));
}

/* A key or a field was deleted because its time had come. */
static inline void evKeyExpired(uint64_t now_ns, uint32_t how, uint64_t late_ms, const char *key, size_t key_len) {
    if (!traceOn(CLASS_KEY)) return;
    char payload[0 + 4 + TRACE_KEY_SHOWN];
    traceEmitAt(EV_KeyExpired, now_ns, 0, how, late_ms, payload, 0 + traceKey(payload + 0, key, key_len));
}

typedef struct evExpireCycleRanPayload {
    uint32_t stale_permille; /* 0: keys still due afterwards, estimated, per thousand with a TTL */
    uint16_t timecap; /* 4: 1: it ran out of its time and left work */
    uint16_t fast; /* 6: 1: the short round before sleeping */
    uint32_t fields; /* 8: hash fields deleted */
} evExpireCycleRanPayload;
static_assert(offsetof(evExpireCycleRanPayload, fields) == 8, "recordings depend on it");

/* A round of active expiry ended. */
static inline void evExpireCycleRan(uint64_t now_ns, uint64_t span_ns, uint32_t sampled, uint64_t expired, uint32_t stale_permille, uint16_t timecap, uint16_t fast, uint32_t fields) {
    if (!traceOn(CLASS_CYCLES)) return;
    char payload[12];
    evExpireCycleRanPayload fixed = {.stale_permille = stale_permille, .timecap = timecap, .fast = fast, .fields = fields};
    memcpy(payload, &fixed, 12);
    traceEmitAt(EV_ExpireCycleRan, now_ns, span_ns, sampled, expired, payload, 12);
}

typedef struct evKeyEvictedPayload {
    uint16_t policy; /* 0: maxmemory-policy */
    uint16_t candidates; /* 2: candidates in the pool */
    uint32_t sampled; /* 4: keys sampled for this choice */
    uint64_t second; /* 8: score of the candidate that stayed, 0 if alone */
    uint64_t freed; /* 16: bytes it gave back */
} evKeyEvictedPayload;
static_assert(offsetof(evKeyEvictedPayload, freed) == 16, "recordings depend on it");

/* A key was deleted to make room. */
static inline void evKeyEvicted(uint64_t now_ns, uint32_t db, uint64_t score, uint16_t policy, uint16_t candidates, uint32_t sampled, uint64_t second, uint64_t freed, const char *key, size_t key_len) {
    if (!traceOn(CLASS_KEY)) return;
    char payload[24 + 4 + TRACE_KEY_SHOWN];
    evKeyEvictedPayload fixed = {.policy = policy, .candidates = candidates, .sampled = sampled, .second = second, .freed = freed};
    memcpy(payload, &fixed, 24);
    traceEmitAt(EV_KeyEvicted, now_ns, 0, db, score, payload, 24 + traceKey(payload + 24, key, key_len));
}

typedef struct evEvictionCycleRanPayload {
    uint64_t needed; /* 0: bytes that were too many */
    uint32_t keys; /* 8: keys deleted */
    uint32_t left; /* 12: 1: still over the limit */
} evEvictionCycleRanPayload;
static_assert(offsetof(evEvictionCycleRanPayload, left) == 12, "recordings depend on it");

/* A round of eviction ended. */
static inline void evEvictionCycleRan(uint64_t now_ns, uint64_t span_ns, uint64_t freed, uint64_t needed, uint32_t keys, uint32_t left) {
    if (!traceOn(CLASS_CYCLES)) return;
    char payload[16];
    evEvictionCycleRanPayload fixed = {.needed = needed, .keys = keys, .left = left};
    memcpy(payload, &fixed, 16);
    traceEmitAt(EV_EvictionCycleRan, now_ns, span_ns, 0, freed, payload, 16);
}

typedef struct evEvictedKeyMissedPayload {
    uint32_t policy; /* 0: the policy that chose it */
} evEvictedKeyMissedPayload;
static_assert(offsetof(evEvictedKeyMissedPayload, policy) == 0, "recordings depend on it");

/* A key was asked for again after it had been evicted: the choice was bad. */
static inline void evEvictedKeyMissed(uint64_t now_ns, uint32_t db, uint64_t since_ms, uint32_t policy, const char *key, size_t key_len) {
    if (!traceOn(CLASS_KEY)) return;
    char payload[4 + 4 + TRACE_KEY_SHOWN];
    evEvictedKeyMissedPayload fixed = {.policy = policy};
    memcpy(payload, &fixed, 4);
    traceEmitAt(EV_EvictedKeyMissed, now_ns, 0, db, since_ms, payload, 4 + traceKey(payload + 4, key, key_len));
}

typedef struct evEncodingChangedPayload {
    uint8_t from; /* 0: layout before */
    uint8_t to; /* 1: layout after */
    uint16_t reason; /* 2: which rule */
    uint32_t type; /* 4: the value's type */
    uint64_t threshold; /* 8: the rule's limit */
    uint64_t actual; /* 16: what crossed it */
    uint64_t bytes_before; /* 24: bytes of the value before it */
} evEncodingChangedPayload;
static_assert(offsetof(evEncodingChangedPayload, bytes_before) == 24, "recordings depend on it");

/* A value changed its layout in memory. */
static inline void evEncodingChanged(uint64_t now_ns, uint64_t span_ns, uint32_t db, uint64_t bytes_after, uint8_t from, uint8_t to, uint16_t reason, uint32_t type, uint64_t threshold, uint64_t actual, uint64_t bytes_before, const char *key, size_t key_len) {
    if (!traceOn(CLASS_ENCODING)) return;
    char payload[32 + 4 + TRACE_KEY_SHOWN];
    evEncodingChangedPayload fixed = {.from = from, .to = to, .reason = reason, .type = type, .threshold = threshold, .actual = actual, .bytes_before = bytes_before};
    memcpy(payload, &fixed, 32);
    traceEmitAt(EV_EncodingChanged, now_ns, span_ns, db, bytes_after, payload, 32 + traceKey(payload + 32, key, key_len));
}

typedef struct evStreamBlockOpenedPayload {
    uint64_t nodes; /* 0: nodes of the radix tree that finds them */
    uint64_t tree_bytes; /* 8: bytes of these nodes */
} evStreamBlockOpenedPayload;
static_assert(offsetof(evStreamBlockOpenedPayload, tree_bytes) == 8, "recordings depend on it");

/* An entry did not fit the last block of its stream and began a new one. */
static inline void evStreamBlockOpened(uint64_t now_ns, uint32_t db, uint64_t blocks, uint64_t nodes, uint64_t tree_bytes, const char *key, size_t key_len) {
    if (!traceOn(CLASS_KEY)) return;
    char payload[16 + 4 + TRACE_KEY_SHOWN];
    evStreamBlockOpenedPayload fixed = {.nodes = nodes, .tree_bytes = tree_bytes};
    memcpy(payload, &fixed, 16);
    traceEmitAt(EV_StreamBlockOpened, now_ns, 0, db, blocks, payload, 16 + traceKey(payload + 16, key, key_len));
}

typedef struct evRehashStartedPayload {
    uint32_t kind; /* 0: which kind of table */
    uint32_t table; /* 4: database * 16384 + slot for the keyspace, else 0 */
    uint64_t entries; /* 8: entries in it */
} evRehashStartedPayload;
static_assert(offsetof(evRehashStartedPayload, entries) == 8, "recordings depend on it");

/* A hash table began to move to another size. */
static inline void evRehashStarted(uint64_t now_ns, uint32_t from_buckets, uint64_t to_buckets, uint32_t kind, uint32_t table, uint64_t entries) {
    if (!traceOn(CLASS_TABLE)) return;
    char payload[16];
    evRehashStartedPayload fixed = {.kind = kind, .table = table, .entries = entries};
    memcpy(payload, &fixed, 16);
    traceEmitAt(EV_RehashStarted, now_ns, 0, from_buckets, to_buckets, payload, 16);
}

typedef struct evRehashCompletedPayload {
    uint32_t kind; /* 0: which kind of table */
    uint32_t table; /* 4: database * 16384 + slot for the keyspace, else 0 */
    uint64_t moved; /* 8: entries moved */
} evRehashCompletedPayload;
static_assert(offsetof(evRehashCompletedPayload, moved) == 8, "recordings depend on it");

/* A hash table has moved. */
static inline void evRehashCompleted(uint64_t now_ns, uint64_t span_ns, uint32_t from_buckets, uint64_t to_buckets, uint32_t kind, uint32_t table, uint64_t moved) {
    if (!traceOn(CLASS_TABLE)) return;
    char payload[16];
    evRehashCompletedPayload fixed = {.kind = kind, .table = table, .moved = moved};
    memcpy(payload, &fixed, 16);
    traceEmitAt(EV_RehashCompleted, now_ns, span_ns, from_buckets, to_buckets, payload, 16);
}

typedef struct evTableResizeDelayedPayload {
    uint64_t buckets; /* 0: buckets it has */
    uint32_t kind; /* 8: which kind of table */
    uint32_t reason; /* 12: why not now */
} evTableResizeDelayedPayload;
static_assert(offsetof(evTableResizeDelayedPayload, reason) == 12, "recordings depend on it");

/* A hash table should change its size but may not now. */
static inline void evTableResizeDelayed(uint64_t now_ns, uint32_t table, uint64_t entries, uint64_t buckets, uint32_t kind, uint32_t reason) {
    if (!traceOn(CLASS_TABLE)) return;
    char payload[16];
    evTableResizeDelayedPayload fixed = {.buckets = buckets, .kind = kind, .reason = reason};
    memcpy(payload, &fixed, 16);
    traceEmitAt(EV_TableResizeDelayed, now_ns, 0, table, entries, payload, 16);
}

typedef struct evMemorySampledPayload {
    uint64_t rss; /* 0: resident bytes of the process */
    uint64_t peak; /* 8: highest used */
    uint64_t python; /* 16: bytes of the control plane, estimated */
    uint64_t maxmemory; /* 24: the limit, 0 for none */
    uint32_t fragmentation_permille; /* 32: 1000 * rss / used */
} evMemorySampledPayload;
static_assert(offsetof(evMemorySampledPayload, fragmentation_permille) == 32, "recordings depend on it");

/* Memory, once a second. */
static inline void evMemorySampled(uint64_t now_ns, uint64_t used, uint64_t rss, uint64_t peak, uint64_t python, uint64_t maxmemory, uint32_t fragmentation_permille) {
    if (!traceOn(CLASS_MEMORY)) return;
    char payload[36];
    evMemorySampledPayload fixed = {.rss = rss, .peak = peak, .python = python, .maxmemory = maxmemory, .fragmentation_permille = fragmentation_permille};
    memcpy(payload, &fixed, 36);
    traceEmitAt(EV_MemorySampled, now_ns, 0, 0, used, payload, 36);
}

/* A step of the boot is done. */
static inline void evBootStep(uint64_t now_ns, uint64_t span_ns, uint32_t step, uint64_t since_us, const char *name, size_t name_len) {
    if (!traceOn(CLASS_SERVER)) return;
    char payload[0 + 4 + TRACE_KEY_SHOWN];
    traceEmitAt(EV_BootStep, now_ns, span_ns, step, since_us, payload, 0 + traceText(payload + 0, name, name_len));
}

/* CONFIG SET changed parameters. */
static inline void evConfigChanged(uint64_t now_ns, uint32_t parameters, uint64_t client_id, const char *name, size_t name_len) {
    if (!traceOn(CLASS_SERVER)) return;
    char payload[0 + 4 + TRACE_KEY_SHOWN];
    traceEmitAt(EV_ConfigChanged, now_ns, 0, parameters, client_id, payload, 0 + traceText(payload + 0, name, name_len));
}

/* The server listens. */
static inline void evListenerOpened(uint64_t now_ns, uint64_t port, const char *address, size_t address_len) {
    if (!traceOn(CLASS_SERVER)) return;
    char payload[0 + 4 + TRACE_KEY_SHOWN];
    traceEmitAt(EV_ListenerOpened, now_ns, 0, 0, port, payload, 0 + traceText(payload + 0, address, address_len));
}

/* The server accepts commands. */
static inline void evServerReady(uint64_t now_ns, uint64_t span_ns, uint64_t pid) {
    if (!traceOn(CLASS_SERVER)) return;
    traceEmitAt(EV_ServerReady, now_ns, span_ns, 0, pid, NULL, 0);
}

/* A signal arrived. */
static inline void evSignalReceived(uint64_t now_ns, uint32_t signal, uint64_t times) {
    if (!traceOn(CLASS_SERVER)) return;
    traceEmitAt(EV_SignalReceived, now_ns, 0, signal, times, NULL, 0);
}

typedef struct evForkStartedPayload {
    uint32_t kind; /* 0: what for */
} evForkStartedPayload;
static_assert(offsetof(evForkStartedPayload, kind) == 0, "recordings depend on it");

/* A child was forked; span is how long the parent stood still. */
static inline void evForkStarted(uint64_t now_ns, uint64_t span_ns, uint64_t child, uint32_t kind) {
    if (!traceOn(CLASS_SERVER)) return;
    char payload[4];
    evForkStartedPayload fixed = {.kind = kind};
    memcpy(payload, &fixed, 4);
    traceEmitAt(EV_ForkStarted, now_ns, span_ns, 0, child, payload, 4);
}

typedef struct evForkEndedPayload {
    uint32_t status; /* 0: exit status; above 255 the signal times 256 */
    uint32_t kind; /* 4: what for */
    uint64_t copied; /* 8: bytes of copy-on-write */
    uint64_t life_ms; /* 16: its life */
} evForkEndedPayload;
static_assert(offsetof(evForkEndedPayload, life_ms) == 16, "recordings depend on it");

/* A child ended. */
static inline void evForkEnded(uint64_t now_ns, uint64_t span_ns, uint64_t child, uint32_t status, uint32_t kind, uint64_t copied, uint64_t life_ms) {
    if (!traceOn(CLASS_SERVER)) return;
    char payload[24];
    evForkEndedPayload fixed = {.status = status, .kind = kind, .copied = copied, .life_ms = life_ms};
    memcpy(payload, &fixed, 24);
    traceEmitAt(EV_ForkEnded, now_ns, span_ns, 0, child, payload, 24);
}

typedef struct evCpuStolenPayload {
    uint64_t run_ns; /* 0: ns on a processor */
} evCpuStolenPayload;
static_assert(offsetof(evCpuStolenPayload, run_ns) == 0, "recordings depend on it");

/* The process was ready to run but had no processor. */
static inline void evCpuStolen(uint64_t now_ns, uint32_t window_ms, uint64_t wait_ns, uint64_t run_ns) {
    if (!traceOn(CLASS_SERVER)) return;
    char payload[8];
    evCpuStolenPayload fixed = {.run_ns = run_ns};
    memcpy(payload, &fixed, 8);
    traceEmitAt(EV_CpuStolen, now_ns, 0, window_ms, wait_ns, payload, 8);
}

/* The server is going to stop. */
static inline void evShutdownStarted(uint64_t now_ns, uint32_t signal, uint64_t clients) {
    if (!traceOn(CLASS_SERVER)) return;
    traceEmitAt(EV_ShutdownStarted, now_ns, 0, signal, clients, NULL, 0);
}

typedef struct evFlightRecorderTriggeredPayload {
    uint32_t trigger; /* 0: why */
    uint32_t suppressed; /* 4: triggers passed over since the last one */
} evFlightRecorderTriggeredPayload;
static_assert(offsetof(evFlightRecorderTriggeredPayload, suppressed) == 4, "recordings depend on it");

/* The last seconds were frozen into a file. */
static inline void evFlightRecorderTriggered(uint64_t now_ns, uint64_t value, uint32_t trigger, uint32_t suppressed, const char *file, size_t file_len) {
    if (!traceOn(CLASS_SERVER)) return;
    char payload[8 + 4 + TRACE_KEY_SHOWN];
    evFlightRecorderTriggeredPayload fixed = {.trigger = trigger, .suppressed = suppressed};
    memcpy(payload, &fixed, 8);
    traceEmitAt(EV_FlightRecorderTriggered, now_ns, 0, 0, value, payload, 8 + traceText(payload + 8, file, file_len));
}

typedef struct evPolicyDecidedPayload {
    uint64_t before; /* 0: its old value */
} evPolicyDecidedPayload;
static_assert(offsetof(evPolicyDecidedPayload, before) == 0, "recordings depend on it");

/* A policy of the control plane turned a knob. */
static inline void evPolicyDecided(uint64_t now_ns, uint64_t value, uint64_t before, const char *name, size_t name_len) {
    if (!traceOn(CLASS_SERVER)) return;
    char payload[8 + 4 + TRACE_KEY_SHOWN];
    evPolicyDecidedPayload fixed = {.before = before};
    memcpy(payload, &fixed, 8);
    traceEmitAt(EV_PolicyDecided, now_ns, 0, 0, value, payload, 8 + traceText(payload + 8, name, name_len));
}

typedef struct evClockJumpedPayload {
    int64_t jump_ms; /* 0: how far, forward positive */
} evClockJumpedPayload;
static_assert(offsetof(evClockJumpedPayload, jump_ms) == 0, "recordings depend on it");

/* The wall clock moved against the monotonic one. */
static inline void evClockJumped(uint64_t now_ns, int64_t jump_ms) {
    if (!traceOn(CLASS_SERVER)) return;
    char payload[8];
    evClockJumpedPayload fixed = {.jump_ms = jump_ms};
    memcpy(payload, &fixed, 8);
    traceEmitAt(EV_ClockJumped, now_ns, 0, 0, 0, payload, 8);
}

typedef struct evLogWrittenPayload {
    uint32_t level; /* 0: its level */
} evLogWrittenPayload;
static_assert(offsetof(evLogWrittenPayload, level) == 0, "recordings depend on it");

/* A line was written to the server's log. */
static inline void evLogWritten(uint64_t now_ns, uint32_t level, const char *line, size_t line_len) {
    if (!traceOn(CLASS_SERVER)) return;
    char payload[4 + 4 + TRACE_KEY_SHOWN];
    evLogWrittenPayload fixed = {.level = level};
    memcpy(payload, &fixed, 4);
    traceEmitAt(EV_LogWritten, now_ns, 0, 0, 0, payload, 4 + traceText(payload + 4, line, line_len));
}

typedef struct evRdbSavedPayload {
    uint64_t keys; /* 0: keys in all databases */
    uint32_t version; /* 8: version of the format */
    uint32_t good; /* 12: 1: the file is on the disk; 0: it failed */
} evRdbSavedPayload;
static_assert(offsetof(evRdbSavedPayload, good) == 12, "recordings depend on it");

/* All data was written to a file in the foreground, or could not be: everybody waited. */
static inline void evRdbSaved(uint64_t now_ns, uint64_t span_ns, uint32_t why, uint64_t bytes, uint64_t keys, uint32_t version, uint32_t good, const char *file, size_t file_len) {
    if (!traceOn(CLASS_SERVER)) return;
    char payload[16 + 4 + TRACE_KEY_SHOWN];
    evRdbSavedPayload fixed = {.keys = keys, .version = version, .good = good};
    memcpy(payload, &fixed, 16);
    traceEmitAt(EV_RdbSaved, now_ns, span_ns, why, bytes, payload, 16 + traceText(payload + 16, file, file_len));
}

typedef struct evRdbLoadedPayload {
    uint64_t keys; /* 0: keys added */
    uint64_t expired; /* 8: keys left out, since their time was over */
    uint32_t version; /* 16: version of the format */
    uint32_t good; /* 20: 1: it is all there; 0: it failed */
} evRdbLoadedPayload;
static_assert(offsetof(evRdbLoadedPayload, good) == 20, "recordings depend on it");

/* A file of data was loaded, or could not be. */
static inline void evRdbLoaded(uint64_t now_ns, uint64_t span_ns, uint32_t why, uint64_t bytes, uint64_t keys, uint64_t expired, uint32_t version, uint32_t good, const char *file, size_t file_len) {
    if (!traceOn(CLASS_SERVER)) return;
    char payload[24 + 4 + TRACE_KEY_SHOWN];
    evRdbLoadedPayload fixed = {.keys = keys, .expired = expired, .version = version, .good = good};
    memcpy(payload, &fixed, 24);
    traceEmitAt(EV_RdbLoaded, now_ns, span_ns, why, bytes, payload, 24 + traceText(payload + 24, file, file_len));
}

/* A command or a callback ran in the control plane. */
static inline void evPythonHandlerRan(uint64_t now_ns, uint64_t span_ns, uint32_t client, uint64_t reply_bytes, const char *name, size_t name_len) {
    if (!traceOn(CLASS_PYTHON)) return;
    char payload[0 + 4 + TRACE_KEY_SHOWN];
    traceEmitAt(EV_PythonHandlerRan, now_ns, span_ns, client, reply_bytes, payload, 0 + traceText(payload + 0, name, name_len));
}

/* A handler raised; the client was answered -ERR internal error. */
static inline void evPythonErrorCaught(uint64_t now_ns, uint32_t client, uint64_t errors, const char *error, size_t error_len) {
    if (!traceOn(CLASS_PYTHON)) return;
    char payload[0 + 4 + TRACE_KEY_SHOWN];
    traceEmitAt(EV_PythonErrorCaught, now_ns, 0, client, errors, payload, 0 + traceText(payload + 0, error, error_len));
}

typedef struct evGarbageCollectedPayload {
    uint32_t how; /* 0: who asked */
} evGarbageCollectedPayload;
static_assert(offsetof(evGarbageCollectedPayload, how) == 0, "recordings depend on it");

/* Python collected its garbage. */
static inline void evGarbageCollected(uint64_t now_ns, uint64_t span_ns, uint32_t generation, uint64_t collected, uint32_t how) {
    if (!traceOn(CLASS_PYTHON)) return;
    char payload[4];
    evGarbageCollectedPayload fixed = {.how = how};
    memcpy(payload, &fixed, 4);
    traceEmitAt(EV_GarbageCollected, now_ns, span_ns, generation, collected, payload, 4);
}

typedef struct evSubscriberAddedPayload {
    uint32_t kind; /* 0: what it subscribed to */
} evSubscriberAddedPayload;
static_assert(offsetof(evSubscriberAddedPayload, kind) == 0, "recordings depend on it");

/* A client subscribed to a channel or a pattern. */
static inline void evSubscriberAdded(uint64_t now_ns, uint32_t client, uint64_t subscribers, uint32_t kind, const char *topic, size_t topic_len) {
    if (!traceOn(CLASS_PUBSUB)) return;
    char payload[4 + 4 + TRACE_KEY_SHOWN];
    evSubscriberAddedPayload fixed = {.kind = kind};
    memcpy(payload, &fixed, 4);
    traceEmitAt(EV_SubscriberAdded, now_ns, 0, client, subscribers, payload, 4 + traceKey(payload + 4, topic, topic_len));
}

typedef struct evSubscriberRemovedPayload {
    uint32_t kind; /* 0: what it had subscribed to */
} evSubscriberRemovedPayload;
static_assert(offsetof(evSubscriberRemovedPayload, kind) == 0, "recordings depend on it");

/* A client unsubscribed from a channel or a pattern, or went. */
static inline void evSubscriberRemoved(uint64_t now_ns, uint32_t client, uint64_t subscribers, uint32_t kind, const char *topic, size_t topic_len) {
    if (!traceOn(CLASS_PUBSUB)) return;
    char payload[4 + 4 + TRACE_KEY_SHOWN];
    evSubscriberRemovedPayload fixed = {.kind = kind};
    memcpy(payload, &fixed, 4);
    traceEmitAt(EV_SubscriberRemoved, now_ns, 0, client, subscribers, payload, 4 + traceKey(payload + 4, topic, topic_len));
}

typedef struct evMessagePublishedPayload {
    uint32_t bytes; /* 0: of the message */
    uint32_t kind; /* 4: channel or shard channel */
} evMessagePublishedPayload;
static_assert(offsetof(evMessagePublishedPayload, kind) == 4, "recordings depend on it");

/* A message was published by a client, or by the server as a notification. */
static inline void evMessagePublished(uint64_t now_ns, uint32_t client, uint64_t receivers, uint32_t bytes, uint32_t kind, const char *channel, size_t channel_len) {
    if (!traceOn(CLASS_PUBSUB)) return;
    char payload[8 + 4 + TRACE_KEY_SHOWN];
    evMessagePublishedPayload fixed = {.bytes = bytes, .kind = kind};
    memcpy(payload, &fixed, 8);
    traceEmitAt(EV_MessagePublished, now_ns, 0, client, receivers, payload, 8 + traceKey(payload + 8, channel, channel_len));
}

/* A key that clients had read changed, or was forgotten: their caches were told. */
static inline void evKeyInvalidated(uint64_t now_ns, uint32_t client, uint64_t readers, const char *key, size_t key_len) {
    if (!traceOn(CLASS_PUBSUB)) return;
    char payload[0 + 4 + TRACE_KEY_SHOWN];
    traceEmitAt(EV_KeyInvalidated, now_ns, 0, client, readers, payload, 0 + traceKey(payload + 0, key, key_len));
}

typedef struct evScriptRanPayload {
    uint16_t kind; /* 0: how it was called */
    uint16_t engine; /* 2: what ran it */
    uint16_t failed; /* 4: 1: it ended with an error */
    uint16_t writes; /* 6: 1: it changed something */
    uint32_t inside_us; /* 8: time in the commands that it called */
    uint32_t memory_kb; /* 12: of the interpreter, after it */
} evScriptRanPayload;
static_assert(offsetof(evScriptRanPayload, memory_kb) == 12, "recordings depend on it");

/* A script or function ran. */
static inline void evScriptRan(uint64_t now_ns, uint64_t span_ns, uint32_t client, uint64_t commands, uint16_t kind, uint16_t engine, uint16_t failed, uint16_t writes, uint32_t inside_us, uint32_t memory_kb, const char *script, size_t script_len) {
    if (!traceOn(CLASS_SCRIPTRUN)) return;
    char payload[16 + 4 + TRACE_KEY_SHOWN];
    evScriptRanPayload fixed = {.kind = kind, .engine = engine, .failed = failed, .writes = writes, .inside_us = inside_us, .memory_kb = memory_kb};
    memcpy(payload, &fixed, 16);
    traceEmitAt(EV_ScriptRan, now_ns, span_ns, client, commands, payload, 16 + traceText(payload + 16, script, script_len));
}

typedef struct evScriptSlowPayload {
    uint16_t kind; /* 0: how it was called */
    uint16_t engine; /* 2: what ran it */
    uint16_t busy; /* 4: 1: others were answered -BUSY */
    uint16_t killed; /* 6: 1: it was ended by SCRIPT KILL or FUNCTION KILL */
    uint32_t inside_us; /* 8: time in the commands that it called */
    uint32_t waited; /* 12: turns that ran inside it */
} evScriptSlowPayload;
static_assert(offsetof(evScriptSlowPayload, waited) == 12, "recordings depend on it");

/* A script or function took longer than commandlog-execution-slower-than, or busy-reply-threshold while others waited. */
static inline void evScriptSlow(uint64_t now_ns, uint64_t span_ns, uint32_t client, uint64_t commands, uint16_t kind, uint16_t engine, uint16_t busy, uint16_t killed, uint32_t inside_us, uint32_t waited, const char *script, size_t script_len) {
    if (!traceOn(CLASS_SCRIPT)) return;
    char payload[16 + 4 + TRACE_KEY_SHOWN];
    evScriptSlowPayload fixed = {.kind = kind, .engine = engine, .busy = busy, .killed = killed, .inside_us = inside_us, .waited = waited};
    memcpy(payload, &fixed, 16);
    traceEmitAt(EV_ScriptSlow, now_ns, span_ns, client, commands, payload, 16 + traceText(payload + 16, script, script_len));
}

typedef struct evScriptLoadedPayload {
    uint16_t kind; /* 0: eval: it is kept until others push it out */
    uint16_t engine; /* 2: what compiled it */
    uint32_t cached; /* 4: scripts, or libraries, kept now */
} evScriptLoadedPayload;
static_assert(offsetof(evScriptLoadedPayload, cached) == 4, "recordings depend on it");

/* A script or a library of functions was compiled and kept. */
static inline void evScriptLoaded(uint64_t now_ns, uint64_t span_ns, uint32_t client, uint64_t bytes, uint16_t kind, uint16_t engine, uint32_t cached, const char *script, size_t script_len) {
    if (!traceOn(CLASS_SCRIPT)) return;
    char payload[8 + 4 + TRACE_KEY_SHOWN];
    evScriptLoadedPayload fixed = {.kind = kind, .engine = engine, .cached = cached};
    memcpy(payload, &fixed, 8);
    traceEmitAt(EV_ScriptLoaded, now_ns, span_ns, client, bytes, payload, 8 + traceText(payload + 8, script, script_len));
}

typedef struct evScriptForgottenPayload {
    uint64_t age_ms; /* 0: since it was loaded */
    uint64_t calls; /* 8: how often it ran */
} evScriptForgottenPayload;
static_assert(offsetof(evScriptForgottenPayload, calls) == 8, "recordings depend on it");

/* A script or a library of functions is kept no longer. */
static inline void evScriptForgotten(uint64_t now_ns, uint32_t how, uint64_t cached, uint64_t age_ms, uint64_t calls, const char *script, size_t script_len) {
    if (!traceOn(CLASS_SCRIPT)) return;
    char payload[16 + 4 + TRACE_KEY_SHOWN];
    evScriptForgottenPayload fixed = {.age_ms = age_ms, .calls = calls};
    memcpy(payload, &fixed, 16);
    traceEmitAt(EV_ScriptForgotten, now_ns, 0, how, cached, payload, 16 + traceText(payload + 16, script, script_len));
}

typedef struct evCommandPropagatedPayload {
    uint16_t command; /* 0: what ran; 65535: an expiry or an eviction */
    uint16_t became; /* 2: what was written */
    uint16_t place; /* 4: its place in its unit, from 0 */
    uint16_t db; /* 6: database */
} evCommandPropagatedPayload;
static_assert(offsetof(evCommandPropagatedPayload, db) == 6, "recordings depend on it");

/* A command was written to the stream that replicas and files get. */
static inline void evCommandPropagated(uint64_t now_ns, uint32_t client, uint64_t bytes, uint16_t command, uint16_t became, uint16_t place, uint16_t db, const char *key, size_t key_len) {
    if (!traceOn(CLASS_STREAM)) return;
    char payload[8 + 4 + TRACE_KEY_SHOWN];
    evCommandPropagatedPayload fixed = {.command = command, .became = became, .place = place, .db = db};
    memcpy(payload, &fixed, 8);
    traceEmitAt(EV_CommandPropagated, now_ns, 0, client, bytes, payload, 8 + traceKey(payload + 8, key, key_len));
}

/* Commands that belong together (a transaction, a script, a command and what it caused) were written between MULTI and EXEC. */
static inline void evUnitPropagated(uint64_t now_ns, uint32_t client, uint64_t commands) {
    if (!traceOn(CLASS_STREAM)) return;
    traceEmitAt(EV_UnitPropagated, now_ns, 0, client, commands, NULL, 0);
}

typedef struct evReplicaChangedPayload {
    uint32_t state; /* 0: what it is in now */
} evReplicaChangedPayload;
static_assert(offsetof(evReplicaChangedPayload, state) == 0, "recordings depend on it");

/* A replica reached another state. */
static inline void evReplicaChanged(uint64_t now_ns, uint64_t span_ns, uint32_t client, uint64_t offset, uint32_t state, const char *replica, size_t replica_len) {
    if (!traceOn(CLASS_REPLICATION)) return;
    char payload[4 + 4 + TRACE_KEY_SHOWN];
    evReplicaChangedPayload fixed = {.state = state};
    memcpy(payload, &fixed, 4);
    traceEmitAt(EV_ReplicaChanged, now_ns, span_ns, client, offset, payload, 4 + traceText(payload + 4, replica, replica_len));
}

typedef struct evSyncDecidedPayload {
    uint16_t kind; /* 0: what it gets */
    uint16_t why; /* 2: why not the rest of the stream */
    uint32_t missing; /* 4: bytes between what it has and the backlog's begin */
    uint64_t first; /* 8: offset where the backlog begins */
    uint64_t end; /* 16: offset where the stream ends */
} evSyncDecidedPayload;
static_assert(offsetof(evSyncDecidedPayload, end) == 16, "recordings depend on it");

/* A replica asked for the data: it gets the rest of the stream, or everything. */
static inline void evSyncDecided(uint64_t now_ns, uint32_t client, uint64_t asked, uint16_t kind, uint16_t why, uint32_t missing, uint64_t first, uint64_t end, const char *replica, size_t replica_len) {
    if (!traceOn(CLASS_REPLICATION)) return;
    char payload[24 + 4 + TRACE_KEY_SHOWN];
    evSyncDecidedPayload fixed = {.kind = kind, .why = why, .missing = missing, .first = first, .end = end};
    memcpy(payload, &fixed, 24);
    traceEmitAt(EV_SyncDecided, now_ns, 0, client, asked, payload, 24 + traceText(payload + 24, replica, replica_len));
}

/* The backlog, from which replicas may go on after a cut, was made or made anew. */
static inline void evBacklogCreated(uint64_t now_ns, uint32_t why, uint64_t bytes) {
    if (!traceOn(CLASS_REPLICATION)) return;
    traceEmitAt(EV_BacklogCreated, now_ns, 0, why, bytes, NULL, 0);
}

/* The backlog was freed: no replica was there for repl-backlog-ttl. */
static inline void evBacklogFreed(uint64_t now_ns, uint32_t seconds, uint64_t bytes) {
    if (!traceOn(CLASS_REPLICATION)) return;
    traceEmitAt(EV_BacklogFreed, now_ns, 0, seconds, bytes, NULL, 0);
}

typedef struct evSnapshotSentPayload {
    uint16_t kind; /* 0: through a file or straight to the sockets */
    uint16_t failed; /* 2: 1: it did not succeed */
} evSnapshotSentPayload;
static_assert(offsetof(evSnapshotSentPayload, failed) == 2, "recordings depend on it");

/* A child that made a snapshot for replicas has ended. */
static inline void evSnapshotSent(uint64_t now_ns, uint64_t span_ns, uint32_t replicas, uint64_t bytes, uint16_t kind, uint16_t failed) {
    if (!traceOn(CLASS_REPLICATION)) return;
    char payload[4];
    evSnapshotSentPayload fixed = {.kind = kind, .failed = failed};
    memcpy(payload, &fixed, 4);
    traceEmitAt(EV_SnapshotSent, now_ns, span_ns, replicas, bytes, payload, 4);
}

typedef struct evSlotsChangedPayload {
    uint32_t how; /* 0: what became of them */
} evSlotsChangedPayload;
static_assert(offsetof(evSlotsChangedPayload, how) == 0, "recordings depend on it");

/* Slots changed hands or state. */
static inline void evSlotsChanged(uint64_t now_ns, uint32_t slot, uint64_t slots, uint32_t how) {
    if (!traceOn(CLASS_SLOTS)) return;
    char payload[4];
    evSlotsChangedPayload fixed = {.how = how};
    memcpy(payload, &fixed, 4);
    traceEmitAt(EV_SlotsChanged, now_ns, 0, slot, slots, payload, 4);
}

typedef struct evRequestRedirectedPayload {
    uint16_t command; /* 0: the command */
    uint16_t kind; /* 2: what it was answered */
    uint32_t keys; /* 4: keys among its arguments */
} evRequestRedirectedPayload;
static_assert(offsetof(evRequestRedirectedPayload, keys) == 4, "recordings depend on it");

/* A command was not run here because of where its keys live. */
static inline void evRequestRedirected(uint64_t now_ns, uint32_t client, uint64_t slot, uint16_t command, uint16_t kind, uint32_t keys, const char *key, size_t key_len) {
    if (!traceOn(CLASS_SLOTS)) return;
    char payload[8 + 4 + TRACE_KEY_SHOWN];
    evRequestRedirectedPayload fixed = {.command = command, .kind = kind, .keys = keys};
    memcpy(payload, &fixed, 8);
    traceEmitAt(EV_RequestRedirected, now_ns, 0, client, slot, payload, 8 + traceKey(payload + 8, key, key_len));
}

/* The cluster began or ceased to be able to answer. */
static inline void evClusterStateChanged(uint64_t now_ns, uint32_t ok, uint64_t slots) {
    if (!traceOn(CLASS_SLOTS)) return;
    traceEmitAt(EV_ClusterStateChanged, now_ns, 0, ok, slots, NULL, 0);
}

typedef struct evBackgroundSaveEndedPayload {
    uint64_t keys; /* 0: keys it had saved */
    uint64_t copied; /* 8: bytes of copy-on-write */
    uint64_t life_ms; /* 16: its life */
    uint32_t good; /* 24: 1: the file is on the disk; 0: it failed or was killed */
    uint32_t signal; /* 28: that ended it; 0: none */
} evBackgroundSaveEndedPayload;
static_assert(offsetof(evBackgroundSaveEndedPayload, signal) == 28, "recordings depend on it");

/* A child that saved all data to a file has ended. */
static inline void evBackgroundSaveEnded(uint64_t now_ns, uint64_t span_ns, uint32_t why, uint64_t bytes, uint64_t keys, uint64_t copied, uint64_t life_ms, uint32_t good, uint32_t signal, const char *file, size_t file_len) {
    if (!traceOn(CLASS_DISK)) return;
    char payload[32 + 4 + TRACE_KEY_SHOWN];
    evBackgroundSaveEndedPayload fixed = {.keys = keys, .copied = copied, .life_ms = life_ms, .good = good, .signal = signal};
    memcpy(payload, &fixed, 32);
    traceEmitAt(EV_BackgroundSaveEnded, now_ns, span_ns, why, bytes, payload, 32 + traceText(payload + 32, file, file_len));
}

typedef struct evChildProgressedPayload {
    uint64_t of; /* 0: keys that there were at the fork */
    uint64_t copied; /* 8: bytes of copy-on-write so far */
} evChildProgressedPayload;
static_assert(offsetof(evChildProgressedPayload, copied) == 8, "recordings depend on it");

/* How far a child has come that saves or rewrites; once a second. */
static inline void evChildProgressed(uint64_t now_ns, uint64_t span_ns, uint32_t kind, uint64_t keys, uint64_t of, uint64_t copied) {
    if (!traceOn(CLASS_DISK)) return;
    char payload[16];
    evChildProgressedPayload fixed = {.of = of, .copied = copied};
    memcpy(payload, &fixed, 16);
    traceEmitAt(EV_ChildProgressed, now_ns, span_ns, kind, keys, payload, 16);
}

typedef struct evAofWrittenPayload {
    uint64_t left; /* 0: bytes that the system did not take */
    uint64_t offset; /* 8: end of the file afterwards */
} evAofWrittenPayload;
static_assert(offsetof(evAofWrittenPayload, offset) == 8, "recordings depend on it");

/* What the write stream had for the append-only file was handed to the system. */
static inline void evAofWritten(uint64_t now_ns, uint64_t span_ns, uint32_t forms, uint64_t bytes, uint64_t left, uint64_t offset) {
    if (!traceOn(CLASS_DISKWRITE)) return;
    char payload[16];
    evAofWrittenPayload fixed = {.left = left, .offset = offset};
    memcpy(payload, &fixed, 16);
    traceEmitAt(EV_AofWritten, now_ns, span_ns, forms, bytes, payload, 16);
}

typedef struct evAofSyncedPayload {
    uint64_t waited_ns; /* 0: between being asked for and beginning */
    uint64_t error; /* 8: errno; 0: it is durable */
} evAofSyncedPayload;
static_assert(offsetof(evAofSyncedPayload, error) == 8, "recordings depend on it");

/* The append-only file was handed to the disk. */
static inline void evAofSynced(uint64_t now_ns, uint64_t span_ns, uint32_t where, uint64_t offset, uint64_t waited_ns, uint64_t error) {
    if (!traceOn(CLASS_DISKWRITE)) return;
    char payload[16];
    evAofSyncedPayload fixed = {.waited_ns = waited_ns, .error = error};
    memcpy(payload, &fixed, 16);
    traceEmitAt(EV_AofSynced, now_ns, span_ns, where, offset, payload, 16);
}

/* The file was not written to, or its write was slow, since an fsync is still under way. */
static inline void evAofStalled(uint64_t now_ns, uint64_t span_ns, uint32_t forced, uint64_t bytes) {
    if (!traceOn(CLASS_DISK)) return;
    traceEmitAt(EV_AofStalled, now_ns, span_ns, forced, bytes, NULL, 0);
}

/* The append-only file could not be written, made durable, opened or put in place; or can be again. */
static inline void evAofFailed(uint64_t now_ns, uint32_t what, uint64_t error, const char *text, size_t text_len) {
    if (!traceOn(CLASS_DISK)) return;
    char payload[0 + 4 + TRACE_KEY_SHOWN];
    traceEmitAt(EV_AofFailed, now_ns, 0, what, error, payload, 0 + traceText(payload + 0, text, text_len));
}

typedef struct evAofFileChangedPayload {
    uint64_t bytes; /* 0: its size */
    uint64_t gone; /* 8: 1: it was removed */
} evAofFileChangedPayload;
static_assert(offsetof(evAofFileChangedPayload, gone) == 8, "recordings depend on it");

/* A file joined or left the append-only files. */
static inline void evAofFileChanged(uint64_t now_ns, uint32_t kind, uint64_t sequence, uint64_t bytes, uint64_t gone, const char *file, size_t file_len) {
    if (!traceOn(CLASS_DISK)) return;
    char payload[16 + 4 + TRACE_KEY_SHOWN];
    evAofFileChangedPayload fixed = {.bytes = bytes, .gone = gone};
    memcpy(payload, &fixed, 16);
    traceEmitAt(EV_AofFileChanged, now_ns, 0, kind, sequence, payload, 16 + traceText(payload + 16, file, file_len));
}

typedef struct evAofRewriteEndedPayload {
    uint64_t increment; /* 0: bytes written to the new increment meanwhile */
    uint64_t copied; /* 8: bytes of copy-on-write */
    uint64_t life_ms; /* 16: its life */
    uint32_t good; /* 24: 1: the new base is in its place; 0: it failed or was killed */
    uint32_t failures; /* 28: one behind the other, this one counted */
} evAofRewriteEndedPayload;
static_assert(offsetof(evAofRewriteEndedPayload, failures) == 28, "recordings depend on it");

/* A child that wrote a new base has ended. */
static inline void evAofRewriteEnded(uint64_t now_ns, uint64_t span_ns, uint32_t why, uint64_t bytes, uint64_t increment, uint64_t copied, uint64_t life_ms, uint32_t good, uint32_t failures, const char *text, size_t text_len) {
    if (!traceOn(CLASS_DISK)) return;
    char payload[32 + 4 + TRACE_KEY_SHOWN];
    evAofRewriteEndedPayload fixed = {.increment = increment, .copied = copied, .life_ms = life_ms, .good = good, .failures = failures};
    memcpy(payload, &fixed, 32);
    traceEmitAt(EV_AofRewriteEnded, now_ns, span_ns, why, bytes, payload, 32 + traceText(payload + 32, text, text_len));
}

typedef struct evAofLoadedPayload {
    uint64_t commands; /* 0: commands that were run */
    uint64_t cut; /* 8: bytes of a torn tail that were cut off */
    uint32_t good; /* 16: 1: it is all there */
    uint32_t preamble; /* 20: 1: it began with RDB */
} evAofLoadedPayload;
static_assert(offsetof(evAofLoadedPayload, preamble) == 20, "recordings depend on it");

/* An append-only file was read, or could not be. */
static inline void evAofLoaded(uint64_t now_ns, uint64_t span_ns, uint32_t kind, uint64_t bytes, uint64_t commands, uint64_t cut, uint32_t good, uint32_t preamble, const char *text, size_t text_len) {
    if (!traceOn(CLASS_DISK)) return;
    char payload[24 + 4 + TRACE_KEY_SHOWN];
    evAofLoadedPayload fixed = {.commands = commands, .cut = cut, .good = good, .preamble = preamble};
    memcpy(payload, &fixed, 24);
    traceEmitAt(EV_AofLoaded, now_ns, span_ns, kind, bytes, payload, 24 + traceText(payload + 24, text, text_len));
}

/* A background thread has done a job. */
static inline void evBackgroundJobRan(uint64_t now_ns, uint64_t span_ns, uint32_t kind, uint64_t waited_ns) {
    if (!traceOn(CLASS_DISKWRITE)) return;
    traceEmitAt(EV_BackgroundJobRan, now_ns, span_ns, kind, waited_ns, NULL, 0);
}

/* A server that is to end has come to a step. */
static inline void evShutdownStepped(uint64_t now_ns, uint64_t span_ns, uint32_t step, uint64_t left, const char *text, size_t text_len) {
    if (!traceOn(CLASS_DISK)) return;
    char payload[0 + 4 + TRACE_KEY_SHOWN];
    traceEmitAt(EV_ShutdownStepped, now_ns, span_ns, step, left, payload, 0 + traceText(payload + 0, text, text_len));
}

typedef struct evMemoryShortPayload {
    uint64_t reserve; /* 0: bytes left in the reserve */
    uint64_t refused; /* 8: requests that were refused, since the start */
    uint64_t rejected; /* 16: commands that were refused for it, since the start */
} evMemoryShortPayload;
static_assert(offsetof(evMemoryShortPayload, rejected) == 16, "recordings depend on it");

/* The system refused memory: the reserve served, or a large request was turned away; or it gives memory again. */
static inline void evMemoryShort(uint64_t now_ns, uint64_t span_ns, uint32_t state, uint64_t bytes, uint64_t reserve, uint64_t refused, uint64_t rejected) {
    if (!traceOn(CLASS_MEMORY)) return;
    char payload[24];
    evMemoryShortPayload fixed = {.reserve = reserve, .refused = refused, .rejected = rejected};
    memcpy(payload, &fixed, 24);
    traceEmitAt(EV_MemoryShort, now_ns, span_ns, state, bytes, payload, 24);
}

typedef struct evTlsHandshakeEndedPayload {
    uint32_t protocol; /* 0: version as on the wire: 772 is TLS 1.3; 0: none was agreed on */
    uint32_t resumed; /* 4: 1: its session was known */
    uint32_t good; /* 8: 1: it is done; 0: it failed */
    uint32_t peer_cert; /* 12: 1: the client has shown a certificate */
} evTlsHandshakeEndedPayload;
static_assert(offsetof(evTlsHandshakeEndedPayload, peer_cert) == 12, "recordings depend on it");

/* A TLS handshake was done, or failed. */
static inline void evTlsHandshakeEnded(uint64_t now_ns, uint64_t span_ns, uint32_t client, uint64_t own_ns, uint32_t protocol, uint32_t resumed, uint32_t good, uint32_t peer_cert, const char *text, size_t text_len) {
    if (!traceOn(CLASS_TLS)) return;
    char payload[16 + 4 + TRACE_KEY_SHOWN];
    evTlsHandshakeEndedPayload fixed = {.protocol = protocol, .resumed = resumed, .good = good, .peer_cert = peer_cert};
    memcpy(payload, &fixed, 16);
    traceEmitAt(EV_TlsHandshakeEnded, now_ns, span_ns, client, own_ns, payload, 16 + traceText(payload + 16, text, text_len));
}

#ifdef __cplusplus
}
#endif
#endif
