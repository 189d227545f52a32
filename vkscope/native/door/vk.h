/* vk.h: the door: everything that Python may call. cffi parses what stands between the two cdef lines.
 *
 * Rules  Python's thread only (VK_ENTER). Texts are bytes and a length, copied before the call returns. A client is a
 * slot and a generation. Numbers cross as one struct. */
#ifndef VK_DOOR_H
#define VK_DOOR_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/* cdef begin */
typedef struct vkSettings {
    int databases, hz, maxclients, keepalive, idle_timeout, linger_us, log_level;
    bool cluster; /* a node of a cluster: cannot change */
    bool protected_mode, hide_keys, crash_log, exit_on_panic;
    bool hide_user_data, import_mode;
    int debug_command, module_command; /* 0 nobody, 1 all, 2 local connections */
    int max_new_connections, max_new_tls_connections, output_soft_seconds[3];
    uint64_t query_buffer_limit, output_hard[3], output_soft[3], maxmemory_clients; /* normal, replica, pubsub */
    int64_t proto_max_bulk_len, slow_us, large_request, large_reply, latency_ms, watchdog_ms, busy_reply_ms;
    uint64_t tracking_max_keys;
    uint64_t slow_len, large_request_len, large_reply_len;
    uint64_t hash_max_entries, hash_max_value, set_max_intset, set_max_entries, set_max_value, zset_max_entries;
    uint64_t zset_max_value, hll_max_sparse, stream_node_bytes;
    int64_t list_max_size, list_compress_depth, stream_node_entries;
} vkSettings;

typedef struct vkNumbers {
    uint64_t ticks, passes, tick_ns, max_tick_ns, max_tick_commands, tick_p50_ns, tick_p99_ns;
    uint64_t poll_ns, read_ns, parse_ns, execute_ns, python_ns, write_ns, cron_ns, other_ns, outside_ns;
    uint64_t connections, rejected, clients, maxclients, net_in, net_out, reads, writes;
    uint64_t output_limit_closed, query_limit_closed, evicted_clients, blocked_clients, mem_clients_normal;
    uint64_t client_recent_max_input_buffer, client_recent_max_output_buffer;
    uint64_t paused_reason, paused_actions, paused_timeout_ms;
    uint64_t commands, errors, unexpected_errors, denied_auth, denied_command, denied_key, denied_channel, hits, misses,
        expired_keys, expire_sampled, expire_cycles, dirty;
    uint64_t expired_fields;
    int64_t expire_cycle_us;
    uint64_t total_forks, latest_fork_us;
    uint64_t watching_clients, watched_keys, clients_in_timeout_table, blocking_keys, blocking_keys_on_nokey;
    uint64_t pubsub_channels, pubsub_patterns, pubsubshard_channels, pubsub_clients;
    uint64_t tracking_clients, tracking_total_keys, tracking_total_items, tracking_total_prefixes;
    uint64_t migrate_targets;
    uint64_t used_memory, peak_memory, mem_not_counted_for_evict, mem_aof_buffer, events;
} vkNumbers;

/* The parameters of memory and eviction; policy is EVENT_POLICY_*. */
typedef struct vkKeyspace {
    uint64_t maxmemory;
    int policy, samples, lfu_log_factor, lfu_decay_time;
    bool lazy_eviction, lazy_expire, lazy_server_del, lazy_user_del, lazy_user_flush, active_rehashing;
} vkKeyspace;

/* What the control plane's policies turn. */
typedef struct vkKnobs {
    uint64_t evict_time_limit_us;
    unsigned expire_keys_per_loop, expire_slow_percent, expire_acceptable_percent, expire_fast_us;
} vkKnobs;

typedef struct vkKeyspaceNumbers {
    uint64_t used_memory_startup, used_memory_overhead, allocator_allocated, allocator_active, allocator_resident;
    uint64_t mem_overhead_db_hashtable_rehashing, lazyfreed_objects, lazyfree_pending_objects;
    uint64_t expired_stale_ppm, expired_time_cap_reached_count, lru_clock, evict_cycles, oom_rejected;
    uint64_t evicted_keys, evicted_missed, total_eviction_exceeded_us, current_eviction_exceeded_us;
} vkKeyspaceNumbers;

typedef struct vkCommandStats {
    char name[64];
    unsigned id;
    uint64_t calls, rejected, failed, ns, p50_ns, p99_ns, p999_ns, queued_p99_ns;
} vkCommandStats;

typedef struct vkErrorStats {
    char code[32];
    uint64_t times;
} vkErrorStats;

typedef struct vkLatencySample {
    int64_t time_s;
    uint64_t ms;
} vkLatencySample;

typedef struct vkLatencyEvent {
    char name[32];
    uint64_t max_ms, sum_ms, times; /* since LATENCY RESET */
    unsigned samples;
} vkLatencyEvent;

/* A command that arrives while the process runs; Python answers it. Fields as in exec/command_add.h. */
typedef struct vkCommandAddition {
    const char *name, *flags, *summary;
    int arity, first_key, last_key, key_step;
} vkCommandAddition;

typedef struct vkDbStats {
    int id;
    uint64_t keys, expires, volatile_items, avg_ttl_ms; /* volatile_items: keys with parts that expire on their own */
} vkDbStats;

/* Parameters of TLS, as tlsSettings (net/tls.h) has them; versions: TLS_1_0 | ... */
typedef struct vkTls {
    const char *cert_file, *key_file, *key_pass, *client_cert_file, *client_key_file, *client_key_pass;
    const char *ca_cert_file, *ca_cert_dir, *dh_params_file, *ciphers, *ciphersuites;
    unsigned versions;
    bool prefer_server_ciphers, session_caching;
    int cache_size, cache_seconds;
} vkTls;

typedef struct vkTlsNumbers {
    uint64_t handshakes, failed, resumed, timed_out, under_way, own_ns;
} vkTlsNumbers;

bool vkInit(const vkSettings *settings, const char *ring_path, size_t ring_bytes); /* false: errno */
void vkApply(const vkSettings *settings);                                          /* databases cannot change */
void vkRelease(void);
void vkMemoryShort(void);                  /* Python got no memory: the reserve makes room */
int vkDoorbell(void);                      /* the descriptor to watch */
int64_t vkTick(void);                      /* us until it must run again; 0 now, -1 when the doorbell rings */
bool vkSockets(unsigned mark, bool mptcp); /* false: no Multipath TCP here */
bool vkHugePagesOff(void);                 /* of this process and its children; false: errno */
void vkPin(const char *cpus);              /* this thread, and what it starts */
int vkListenTcp(const char *address, int port, int backlog);             /* 0, or errno */
int vkListenUnix(const char *path, unsigned mode, int gid, int backlog); /* 0, or errno; gid -1: our own */
int vkListenTls(const char *address, int port, int backlog);             /* 0, or errno */
void vkUnlisten(int transport); /* closes the listeners of a kind: 0 TCP, 1 Unix, 2 TLS */
/* Makes new contexts; connections keep theirs. False: nothing has changed, and the log says why. */
bool vkTlsConfigure(const vkTls *settings);
bool vkTlsConfigured(void);
/* What new handshakes ask of a client (0 no certificate, 1 one, 2 one if it has any); whether links to nodes use TLS.
 */
void vkTlsApply(int auth_clients, bool cluster);
void vkTlsNumbersRead(vkTlsNumbers *out);
/* role: 0 ours for clients, 1 ours for other servers, 2 the authority that ends first. False: there is none. */
bool vkTlsCertificate(int role, char serial[48], int64_t *expires_in_s);
const char *vkCompiler(void);     /* version of the compiler that made this; a constant */
void vkLogFile(const char *path); /* where crash reports go; "": standard output */
void vkZone(const char *text, size_t len);
void vkNotify(const char *letters); /* as notify-keyspace-events shows them */
/* Users, exec/acl.h. A command as rules name it; parent 0: it is at top level. */
typedef struct vkAclCommand {
    unsigned id, parent;
    uint64_t categories;
    char name[64];
} vkAclCommand;
unsigned vkAclCommands(vkAclCommand *out, unsigned room); /* all of the table; how many were written */
/* Makes or replaces a user; rules as server/acl/compiled.py makes them. */
void vkAclPut(const char *name, size_t len, const char *rules, size_t bytes);
void vkAclRemove(const char *name, size_t len); /* its clients are closed */
/* Closes those of the user's clients that listen to more than these channels. */
void vkAclCloseSubscribers(const char *name, size_t len, int n, const char **channels, const size_t *lens);
void vkAclLogLimit(uint64_t entries);
bool vkRename(const char *from, const char *to);
const char *vkCommandAdd(const vkCommandAddition *a); /* NULL: done; else what is wrong, copied by the caller */
/* Runs a command inside vkPyCommand, for its client and in its database; a RESP3 reply, valid until the next call.
 * NULL: outside of vkPyCommand. SELECT lasts until vkPyCommand returns. */
const char *vkCall(int argc, const char **argv, const size_t *lens, size_t *len);
void vkReply(const char *resp, size_t len); /* only inside vkPyCommand: answers its client; len 0: not at all */
void vkRedact(int word);                    /* only inside vkPyCommand: logs and monitors never show that word */
void vkNumbersRead(vkNumbers *out);
void vkKeyspaceApply(const vkKeyspace *parameters);
void vkKnobsApply(const vkKnobs *knobs); /* those that change are events */
void vkKeyspaceRead(vkKeyspaceNumbers *out);
unsigned vkCommandsRead(vkCommandStats *out, unsigned room); /* those with calls or rejections; how many were written */
unsigned vkDbsRead(vkDbStats *out, unsigned room);
unsigned vkErrorsRead(vkErrorStats *out, unsigned room); /* in no order; how many were written */
/* A command's times at these percentiles, in ns; id as in vkCommandStats. */
void vkCommandTimes(unsigned id, const double *percentiles, unsigned n, uint64_t *out);
/* The samples of the i-th latency event, oldest first; false when there is none. out has room for 160. */
bool vkLatencyRead(unsigned i, vkLatencyEvent *event, vkLatencySample *out);
/* SCOPE SNAPSHOT of the named sections as JSON (json.h), unknown ones left out; the bytes are valid until the next
 * call. Changes nothing, so cron may ask too. */
const char *vkSnapshot(const char *const *names, int n, size_t *len);
void vkStatsReset(void);
/* The flight recorder: dir is copied, empty switches it off; tick_ns and p99_ns trigger it, 0: never. False: dir is too
 * long. */
bool vkFlight(const char *dir, size_t len, uint64_t tick_ns, uint64_t p99_ns, uint64_t seconds, uint64_t interval_ns);
/* An event whose payload is at most one u32 and one text: number -1 and text NULL leave them out. */
void vkEvent(unsigned type, uint64_t span_ns, uint32_t subject, uint64_t value, int64_t number, const char *text,
             size_t len);
/* The parameters of RDB; version is rdb-save-version. */
typedef struct vkPersist {
    bool compression, checksum, relaxed_versions, sanitize_files, payloads_sound, incremental_sync, stop_writes;
    unsigned version, save_points;
    int64_t load_delay_us, save_delay_us;
    const char *file; /* copied */
} vkPersist;
/* The append-only file's write path, persist/aof.h; policy counts as appendfsync's words do. */
typedef struct vkAof {
    int policy;
    bool no_sync_on_rewrite, timestamps;
    const char *cpus; /* of background threads; copied */
} vkAof;
typedef struct vkAofNumbers { /* as INFO persistence names them, where it has them */
    int state;                /* 0 off, 1 on, 2 waits for its first rewrite */
    uint64_t aof_current_size, aof_base_size, aof_buffer_length, aof_pending_bio_fsync, aof_delayed_fsync;
    uint64_t increment_size, written, syncs, durable, flush_us;
    bool aof_write_failed;
} vkAofNumbers;
void vkAofApply(const vkAof *a);
void vkAofRead(vkAofNumbers *out);
int vkAofOpen(const char *path); /* aofOpen: 0, or errno */
void vkAofExpect(void);
void vkAofOn(void);
bool vkAofStop(void);
bool vkAofFlush(bool force);
int vkAofSync(void); /* all of it is durable: 0, or errno */
void vkAofSizes(uint64_t current, uint64_t base);
int vkUnlink(const char *path); /* the name goes now, the blocks by a thread; 0, or errno */
/* What cron decides by: is it time to save? Times are Unix seconds. */
typedef struct vkSaveState {
    bool active; /* a child saves, rewrites or sends, or a command takes long: no fork now */
    bool scheduled, failed;
    int64_t last_try_s, last_save_s;
    uint64_t changes;
} vkSaveState;
void vkSaveStateRead(vkSaveState *out);
bool vkSaveInBackground(bool scheduled); /* a save point, or a BGSAVE that waited; false: the log says why not */
int vkWorker(void);                      /* the fork_kind of the child that saves or rewrites; -1: none */
void vkWorkerEnd(void);                  /* the process ends: that child is killed, and what it wrote removed */
void vkChildScore(int score);            /* the kernel's, for the OOM killer, of children that save or rewrite */
/* The title that ps shows, base/title.h; kind as the events' fork_kind. */
void vkTitlePlace(uint64_t start, size_t arguments, size_t room);
void vkTitle(const char *text);                          /* of this process */
void vkTitleOfChild(unsigned kind, const char *text);    /* copied */
void vkChildCpus(const char *save, const char *rewrite); /* as bgsave-cpulist; copied */
/* The append-only files, persist/aof_load.h and aof_rewrite.h; kinds as the events' aof_file. */
typedef struct vkAofFilesSettings {
    bool load_truncated, incremental_sync, timestamps;
    const char *file_name; /* appendfilename; copied */
} vkAofFilesSettings;
typedef struct vkAofChild {
    int pid, status; /* as waitpid gives it */
    uint64_t copied, started_ns;
} vkAofChild;
typedef struct vkAofShown {
    uint64_t rewrites, failures;
    bool scheduled, rewrite_ok;
} vkAofShown;
typedef struct vkAofRewriteTold { /* AofRewriteEnded */
    unsigned why;
    uint64_t bytes, increment, copied, life_ms;
    unsigned good, failures;
    const char *text;
} vkAofRewriteTold;
void vkAofFilesApply(const vkAofFilesSettings *s);
void vkAofFilesClear(void);
bool vkAofFilesAdd(unsigned kind, uint64_t sequence, const char *folder, const char *name); /* false: too many */
int vkAofLoad(uint64_t *total, uint64_t *base); /* enum aofLoaded; handlers are called meanwhile */
bool vkAofWriteBase(const char *path, bool rdb);
int vkAofRewriteStart(bool rdb);         /* pid, or -errno */
bool vkLoading(void);                    /* data is being loaded, from a file of any kind */
bool vkAofRewriteEnded(vkAofChild *out); /* since it was asked last */
void vkAofRewriteKill(void);
bool vkChildActive(void);            /* a child saves, rewrites or sends */
bool vkWithinUnit(void);             /* the command that runs is part of a transaction or script */
void vkAofRenamed(uint64_t ns);      /* a rename of a rewrite took so long: latency event aof-rename */
void vkAofShow(const vkAofShown *s); /* what SCOPE SNAPSHOT tells of rewriting */
void vkAofTellFile(unsigned kind, uint64_t sequence, uint64_t bytes, bool gone, const char *name);
void vkAofTellRewrite(const vkAofRewriteTold *t);
/* As INFO persistence names them; used_mem: of who wrote the file. */
typedef struct vkPersistNumbers {
    int64_t rdb_last_save_time, loading_start_time;
    bool loading, rdb_last_failed;
    /* Of saves by a child, one that sends to replicas too; times in s, -1: there is, or was, none. */
    bool rdb_bgsave_in_progress, rdb_bgsave_scheduled;
    int64_t rdb_last_bgsave_time_sec, rdb_current_bgsave_time_sec;
    uint64_t rdb_saves, rdb_last_cow_size;
    uint64_t loading_total_bytes, loading_loaded_bytes, loading_rdb_used_mem;
    uint64_t rdb_last_load_keys_loaded, rdb_last_load_keys_expired;
    /* Of the child that saves or rewrites, 0 where there is none; age in s. */
    uint64_t current_cow_peak, current_cow_size, current_cow_size_age;
    uint64_t current_save_keys_processed, current_save_keys_total;
} vkPersistNumbers;
void vkPersistApply(const vkPersist *parameters);
/* The save points, as pairs of seconds and changes; n counts pairs. */
void vkSavePoints(const int64_t *pairs, unsigned n);
void vkPersistRead(vkPersistNumbers *out);
/* Loads the file outside of a tick, serving others in between; 0 loaded, 1 absent, 2 failed, 3 cancelled. */
int vkLoad(void);
void vkLoadCancel(void); /* inside a handler, while vkLoad runs */
bool vkSave(void);       /* as a server that ends saves; false: the log says why not */
/* The parameters of replication that bytes depend on. */
typedef struct vkReplSettings {
    uint64_t backlog_bytes;
    bool disable_nodelay, del_sync_files;
    int min_replicas, max_lag_s;
} vkReplSettings;
/* One that said SYNC or PSYNC; state as enum replicaState (repl/replica.h), times Unix ms, 0: never. */
typedef struct vkReplica {
    uint32_t slot, generation;
    int state, port, capa, version;
    bool psync, waits_ack, rdb_only, filtered;
    uint64_t id, next, ack, aof, waits_bytes;
    int64_t ack_ms, asked_ms, stuck_ms;
    unsigned alike; /* the first replica of the list that one snapshot would serve as well */
    char address[320], name[352];
} vkReplica;
typedef struct vkReplState {
    char id[41], id2[41];
    uint64_t offset, second_offset; /* second_offset 0: there is no second id */
    bool backlog;                   /* there is one */
    bool busy;                      /* a command takes long, a file is loaded, another child works: no fork */
    uint64_t backlog_first, backlog_used, backlog_memory; /* first: an offset, as PSYNC counts */
    int child;                                            /* enum snapshotKind of the child under way */
    int child_pid;
    uint64_t full, partial, refused, net_out, replicas, good, children;
    int64_t none_since_ms; /* since when there is no replica */
    uint64_t waits_bytes;  /* of all replicas */
} vkReplState;
void vkReplApply(const vkReplSettings *s);
void vkReplRead(vkReplState *out);
unsigned vkReplicasRead(vkReplica *out, unsigned room);
/* What is known of a client that has not said SYNC yet; false: it is one already, or gone. */
bool vkReplicaAsks(uint32_t slot, uint32_t generation, vkReplica *out);
/* It gets the stream from this offset on; false: the backlog does not have it. */
bool vkReplicaContinue(uint32_t slot, uint32_t generation, uint64_t offset);
/* It waits for a snapshot; asked, why, as SyncDecided has them. */
void vkReplicaWaits(uint32_t slot, uint32_t generation, bool psync, bool diskless, uint64_t asked, unsigned why);
bool vkReplicaJoins(uint32_t slot, uint32_t generation); /* the disk child under way serves it as well */
/* A snapshot for this replica and those that want the same; 0 or errno. */
int vkSnapshotStart(uint32_t slot, uint32_t generation, bool diskless);
void vkSnapshotKill(void);
void vkReplicaFail(uint32_t slot, uint32_t generation, const char *resp); /* it is answered this, and closed */
void vkReplCreateBacklog(void);
/* After the load at the start: goes on with the stream that the file names; false: it names none, or keys were left
 * out, so that the data is another one than the stream's. */
bool vkReplRestore(void);
void vkClientLog(uint32_t slot, uint32_t generation, const char *before, const char *after); /* at notice */
void vkClientTell(uint32_t slot, uint32_t generation, const char *resp); /* answers later what was not answered */
void vkReplFreeBacklog(uint32_t seconds);
void vkReplNewId(void);
void vkReplPing(void); /* into the stream */
void vkReplAskAcks(void);
void vkReplNewlines(void); /* to those that wait, so that they know we live */
void vkReplCount(void);    /* time has passed: min-replicas-to-write, files that nobody needs */
/* Writes wait until this Unix time in ms, for a shutdown (why 1) or a failover (2); 0 ends it. */
void vkPause(int why, int64_t until_ms);
void vkClientClose(uint32_t slot, uint32_t generation);
/* As INFO names them: bytes of interpreters (vm) and of sources. */
typedef struct vkScriptNumbers {
    uint64_t used_memory_vm_eval, used_memory_vm_functions, used_memory_scripts_eval, used_memory_functions;
    uint64_t number_of_cached_scripts, number_of_functions, number_of_libraries, evicted_scripts;
} vkScriptNumbers;
void vkScriptInit(const char *lua); /* after vkInit: the file of Lua's library, copied; opened when a script comes */
void vkScriptRead(vkScriptNumbers *out);
const char *vkScriptBusy(void); /* inside a handler: what others are told of the script that holds the server; NULL */
void vkScriptStop(void);        /* inside a handler: the script that runs ends with an error */
/* The engine of Python functions; it is there from then on. */
void vkPythonEngine(void);
/* Inside vkPyLibrary. NULL, or why the function cannot be taken. Texts are copied. */
const char *vkLibraryAdd(int handle, const char *name, const char *description, unsigned flags);
void vkLibraryFailed(const char *text, size_t len);
/* Inside vkPyFunction. The reply in RESP3, valid until the next call; an error says why a command must not run. */
const char *vkScriptCall(int argc, const char **argv, const size_t *lens, size_t *len);
bool vkScriptStops(void); /* serves others if it is time; true: the function must end */
void vkScriptReply(const char *resp, size_t len);
void vkScriptFailed(const char *text, size_t len, bool counted); /* code first; counted: an error of a command */

/* A node of the cluster, as cluster/cluster.h; texts end in 0. primary: its place among the nodes, or -1. */
typedef struct vkClusterNode {
    char id[41], shard[41], ip[46], client_ipv4[46], client_ipv6[46], hostname[256];
    int port, tls_port, bus_port, primary;
    unsigned flags;
    bool linked;
    uint64_t epoch;
    int64_t ping_sent, pong_received, offset;
} vkClusterNode;
/* The whole picture, whenever something of it changed: nodes are copied; the other three have 16,384 places of a node
 * each, or 0xffff. Touches no key, so cron may ask too. */
void vkClusterDraw(const vkClusterNode *nodes, int n, int me, bool ok, const uint16_t *owner, const uint16_t *migrating,
                   const uint16_t *importing);
/* endpoint: 0 ip, 1 hostname, 2 unknown-endpoint. */
void vkClusterApply(bool reads_when_down, bool pubsub_when_down, bool slot_stats, int endpoint);
uint64_t vkSlotKeys(int slot);      /* of all databases; in a cluster only, as the next */
unsigned vkSlotsWithKeys(int *out); /* their numbers, rising; out has room for 16,384 */
uint64_t vkSlotEmpty(int slot);     /* its keys have no business here: they are removed, and nobody is told */
/* cdef end */
#endif
