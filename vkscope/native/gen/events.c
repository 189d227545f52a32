/* events.c: made by `python -m vkscope.tables.generate` from vkscope/tables/events.toml; do not edit. */
/* clang-format off */
#include "gen/events.h"

const uint32_t event_class[EVENT_TYPES] = {
    [EV_TickEnded] = CLASS_TICK,
    [EV_TickSlow] = CLASS_SLOW,
    [EV_TickPhaseSlow] = CLASS_SLOW,
    [EV_CommandExecuted] = CLASS_COMMAND,
    [EV_CommandSlow] = CLASS_SLOW,
    [EV_CommandRejected] = CLASS_COMMAND,
    [EV_ClientConnected] = CLASS_CLIENT,
    [EV_ClientClosed] = CLASS_CLIENT,
    [EV_ClientRefused] = CLASS_LIMITS,
    [EV_ClientLimitHit] = CLASS_LIMITS,
    [EV_OutputWaited] = CLASS_LIMITS,
    [EV_ProtocolError] = CLASS_LIMITS,
    [EV_OutOfMemoryRejected] = CLASS_LIMITS,
    [EV_CommandDenied] = CLASS_LIMITS,
    [EV_ClientBlocked] = CLASS_WAITING,
    [EV_ClientUnblocked] = CLASS_WAITING,
    [EV_TransactionEnded] = CLASS_WAITING,
    [EV_KeyExpired] = CLASS_KEY,
    [EV_ExpireCycleRan] = CLASS_CYCLES,
    [EV_KeyEvicted] = CLASS_KEY,
    [EV_EvictionCycleRan] = CLASS_CYCLES,
    [EV_EvictedKeyMissed] = CLASS_KEY,
    [EV_EncodingChanged] = CLASS_ENCODING,
    [EV_StreamBlockOpened] = CLASS_KEY,
    [EV_RehashStarted] = CLASS_TABLE,
    [EV_RehashCompleted] = CLASS_TABLE,
    [EV_TableResizeDelayed] = CLASS_TABLE,
    [EV_MemorySampled] = CLASS_MEMORY,
    [EV_BootStep] = CLASS_SERVER,
    [EV_ConfigChanged] = CLASS_SERVER,
    [EV_ListenerOpened] = CLASS_SERVER,
    [EV_ServerReady] = CLASS_SERVER,
    [EV_SignalReceived] = CLASS_SERVER,
    [EV_ForkStarted] = CLASS_SERVER,
    [EV_ForkEnded] = CLASS_SERVER,
    [EV_CpuStolen] = CLASS_SERVER,
    [EV_ShutdownStarted] = CLASS_SERVER,
    [EV_FlightRecorderTriggered] = CLASS_SERVER,
    [EV_PolicyDecided] = CLASS_SERVER,
    [EV_ClockJumped] = CLASS_SERVER,
    [EV_LogWritten] = CLASS_SERVER,
    [EV_RdbSaved] = CLASS_SERVER,
    [EV_RdbLoaded] = CLASS_SERVER,
    [EV_PythonHandlerRan] = CLASS_PYTHON,
    [EV_PythonErrorCaught] = CLASS_PYTHON,
    [EV_GarbageCollected] = CLASS_PYTHON,
    [EV_SubscriberAdded] = CLASS_PUBSUB,
    [EV_SubscriberRemoved] = CLASS_PUBSUB,
    [EV_MessagePublished] = CLASS_PUBSUB,
    [EV_KeyInvalidated] = CLASS_PUBSUB,
    [EV_ScriptRan] = CLASS_SCRIPTRUN,
    [EV_ScriptSlow] = CLASS_SCRIPT,
    [EV_ScriptLoaded] = CLASS_SCRIPT,
    [EV_ScriptForgotten] = CLASS_SCRIPT,
    [EV_CommandPropagated] = CLASS_STREAM,
    [EV_UnitPropagated] = CLASS_STREAM,
    [EV_ReplicaChanged] = CLASS_REPLICATION,
    [EV_SyncDecided] = CLASS_REPLICATION,
    [EV_BacklogCreated] = CLASS_REPLICATION,
    [EV_BacklogFreed] = CLASS_REPLICATION,
    [EV_SnapshotSent] = CLASS_REPLICATION,
    [EV_SlotsChanged] = CLASS_SLOTS,
    [EV_RequestRedirected] = CLASS_SLOTS,
    [EV_ClusterStateChanged] = CLASS_SLOTS,
    [EV_BackgroundSaveEnded] = CLASS_DISK,
    [EV_ChildProgressed] = CLASS_DISK,
    [EV_AofWritten] = CLASS_DISKWRITE,
    [EV_AofSynced] = CLASS_DISKWRITE,
    [EV_AofStalled] = CLASS_DISK,
    [EV_AofFailed] = CLASS_DISK,
    [EV_AofFileChanged] = CLASS_DISK,
    [EV_AofRewriteEnded] = CLASS_DISK,
    [EV_AofLoaded] = CLASS_DISK,
    [EV_BackgroundJobRan] = CLASS_DISKWRITE,
    [EV_ShutdownStepped] = CLASS_DISK,
    [EV_MemoryShort] = CLASS_MEMORY,
    [EV_TlsHandshakeEnded] = CLASS_TLS,
};

const char *const event_name[EVENT_TYPES] = {
    [EV_TickEnded] = "TickEnded",
    [EV_TickSlow] = "TickSlow",
    [EV_TickPhaseSlow] = "TickPhaseSlow",
    [EV_CommandExecuted] = "CommandExecuted",
    [EV_CommandSlow] = "CommandSlow",
    [EV_CommandRejected] = "CommandRejected",
    [EV_ClientConnected] = "ClientConnected",
    [EV_ClientClosed] = "ClientClosed",
    [EV_ClientRefused] = "ClientRefused",
    [EV_ClientLimitHit] = "ClientLimitHit",
    [EV_OutputWaited] = "OutputWaited",
    [EV_ProtocolError] = "ProtocolError",
    [EV_OutOfMemoryRejected] = "OutOfMemoryRejected",
    [EV_CommandDenied] = "CommandDenied",
    [EV_ClientBlocked] = "ClientBlocked",
    [EV_ClientUnblocked] = "ClientUnblocked",
    [EV_TransactionEnded] = "TransactionEnded",
    [EV_KeyExpired] = "KeyExpired",
    [EV_ExpireCycleRan] = "ExpireCycleRan",
    [EV_KeyEvicted] = "KeyEvicted",
    [EV_EvictionCycleRan] = "EvictionCycleRan",
    [EV_EvictedKeyMissed] = "EvictedKeyMissed",
    [EV_EncodingChanged] = "EncodingChanged",
    [EV_StreamBlockOpened] = "StreamBlockOpened",
    [EV_RehashStarted] = "RehashStarted",
    [EV_RehashCompleted] = "RehashCompleted",
    [EV_TableResizeDelayed] = "TableResizeDelayed",
    [EV_MemorySampled] = "MemorySampled",
    [EV_BootStep] = "BootStep",
    [EV_ConfigChanged] = "ConfigChanged",
    [EV_ListenerOpened] = "ListenerOpened",
    [EV_ServerReady] = "ServerReady",
    [EV_SignalReceived] = "SignalReceived",
    [EV_ForkStarted] = "ForkStarted",
    [EV_ForkEnded] = "ForkEnded",
    [EV_CpuStolen] = "CpuStolen",
    [EV_ShutdownStarted] = "ShutdownStarted",
    [EV_FlightRecorderTriggered] = "FlightRecorderTriggered",
    [EV_PolicyDecided] = "PolicyDecided",
    [EV_ClockJumped] = "ClockJumped",
    [EV_LogWritten] = "LogWritten",
    [EV_RdbSaved] = "RdbSaved",
    [EV_RdbLoaded] = "RdbLoaded",
    [EV_PythonHandlerRan] = "PythonHandlerRan",
    [EV_PythonErrorCaught] = "PythonErrorCaught",
    [EV_GarbageCollected] = "GarbageCollected",
    [EV_SubscriberAdded] = "SubscriberAdded",
    [EV_SubscriberRemoved] = "SubscriberRemoved",
    [EV_MessagePublished] = "MessagePublished",
    [EV_KeyInvalidated] = "KeyInvalidated",
    [EV_ScriptRan] = "ScriptRan",
    [EV_ScriptSlow] = "ScriptSlow",
    [EV_ScriptLoaded] = "ScriptLoaded",
    [EV_ScriptForgotten] = "ScriptForgotten",
    [EV_CommandPropagated] = "CommandPropagated",
    [EV_UnitPropagated] = "UnitPropagated",
    [EV_ReplicaChanged] = "ReplicaChanged",
    [EV_SyncDecided] = "SyncDecided",
    [EV_BacklogCreated] = "BacklogCreated",
    [EV_BacklogFreed] = "BacklogFreed",
    [EV_SnapshotSent] = "SnapshotSent",
    [EV_SlotsChanged] = "SlotsChanged",
    [EV_RequestRedirected] = "RequestRedirected",
    [EV_ClusterStateChanged] = "ClusterStateChanged",
    [EV_BackgroundSaveEnded] = "BackgroundSaveEnded",
    [EV_ChildProgressed] = "ChildProgressed",
    [EV_AofWritten] = "AofWritten",
    [EV_AofSynced] = "AofSynced",
    [EV_AofStalled] = "AofStalled",
    [EV_AofFailed] = "AofFailed",
    [EV_AofFileChanged] = "AofFileChanged",
    [EV_AofRewriteEnded] = "AofRewriteEnded",
    [EV_AofLoaded] = "AofLoaded",
    [EV_BackgroundJobRan] = "BackgroundJobRan",
    [EV_ShutdownStepped] = "ShutdownStepped",
    [EV_MemoryShort] = "MemoryShort",
    [EV_TlsHandshakeEnded] = "TlsHandshakeEnded",
};

const char *const event_class_name[EVENT_CLASSES] = {
    "tick",
    "command",
    "slow",
    "client",
    "limits",
    "key",
    "cycles",
    "encoding",
    "table",
    "memory",
    "server",
    "python",
    "waiting",
    "pubsub",
    "script",
    "scriptrun",
    "stream",
    "replication",
    "slots",
    "disk",
    "diskwrite",
    "tls",
};

const char events_json[] =
    "{\"class\":{\"client\":{\"bit\":3,\"default\":false,\"text\":\"clients that come and go\"},\"command\":{\"bit\":1,\"d"
    "efault\":false,\"text\":\"each command, with its times\"},\"cycles\":{\"bit\":6,\"default\":true,\"text\":\"rounds"
    " of expiry and eviction\"},\"disk\":{\"bit\":19,\"default\":true,\"text\":\"saves behind the back, append-only"
    " files that open, stall, fail and are rewritten\"},\"diskwrite\":{\"bit\":20,\"default\":false,\"text\":\"each"
    " write and fsync of the append-only file, each job of a background thread\"},\"encoding\":{\"bit\":7,\"def"
    "ault\":true,\"text\":\"values that changed their layout, and why\"},\"key\":{\"bit\":5,\"default\":false,\"text\""
    ":\"each key that expired, was evicted or was missed after it; each block that a stream begins\"},\"limi"
    "ts\":{\"bit\":4,\"default\":true,\"text\":\"limits that were hit, requests that could not be read\"},\"memory\""
    ":{\"bit\":9,\"default\":true,\"text\":\"a sample of memory each second\"},\"pubsub\":{\"bit\":13,\"default\":false"
    ",\"text\":\"subscriptions, published messages, invalidated caches\"},\"python\":{\"bit\":11,\"default\":true,\""
    "text\":\"the control plane's handlers, errors and collections\"},\"replication\":{\"bit\":17,\"default\":true"
    ",\"text\":\"replicas that come, synchronise, lag and go; the backlog\"},\"script\":{\"bit\":14,\"default\":tru"
    "e,\"text\":\"scripts and functions that were loaded, ran long, were killed or forgotten\"},\"scriptrun\":{"
    "\"bit\":15,\"default\":false,\"text\":\"each run of a script or function\"},\"server\":{\"bit\":10,\"default\":tru"
    "e,\"text\":\"boot, configuration, signals, forks, decisions, shutdown\"},\"slots\":{\"bit\":18,\"default\":tru"
    "e,\"text\":\"slots that change hands, requests that were sent elsewhere\"},\"slow\":{\"bit\":2,\"default\":tru"
    "e,\"text\":\"turns and commands over the slow threshold\"},\"stream\":{\"bit\":16,\"default\":false,\"text\":\"ea"
    "ch command of the write stream, and what it came from\"},\"table\":{\"bit\":8,\"default\":true,\"text\":\"hash"
    " tables that grow and shrink\"},\"tick\":{\"bit\":0,\"default\":false,\"text\":\"each turn of the loop, with i"
    "ts phases\"},\"tls\":{\"bit\":21,\"default\":true,\"text\":\"handshakes of TLS\"},\"waiting\":{\"bit\":12,\"default\""
    ":true,\"text\":\"commands that waited for a key, transactions\"}},\"enum\":{\"acl_reason\":[\"command\",\"key\","
    "\"channel\",\"auth\"],\"aof_failure\":[\"write\",\"fsync\",\"open\",\"rename\",\"truncate\",\"manifest\",\"other\"],\"aof"
    "_file\":[\"base\",\"increment\",\"history\",\"manifest\"],\"aof_why\":[\"command\",\"growth\",\"switched_on\",\"schedu"
    "led\",\"other\"],\"bio_kind\":[\"close\",\"fsync\",\"lazy_free\",\"rdb_save\",\"unlink\",\"other\"],\"boot_step\":[\"con"
    "figuration\",\"native\",\"listeners\",\"ready\",\"load\",\"plugins\",\"other\"],\"close_reason\":[\"peer\",\"quit\",\"er"
    "ror\",\"protocol\",\"output_limit\",\"killed\",\"idle\",\"shutdown\",\"query_limit\",\"maxclients\",\"protected\",\"ev"
    "iction\",\"other\"],\"cron_job\":[\"none\",\"expire\",\"rehash\",\"clients\",\"sample\",\"trim\",\"control_plane\",\"evi"
    "ct\"],\"delay_reason\":[\"fork\",\"scan\",\"memory\",\"nested\",\"other\"],\"encoding\":[\"raw\",\"int\",\"embstr\",\"hash"
    "table\",\"listpack\",\"quicklist\",\"skiplist\",\"intset\",\"stream\"],\"encoding_reason\":[\"element_bytes\",\"elem"
    "ent_count\",\"append\",\"config\",\"field_expiry\",\"arithmetic\",\"load\",\"other\",\"shrink\",\"not_integer\",\"wide"
    "r_integer\"],\"expire_how\":[\"lazy\",\"active\",\"field_lazy\",\"field_active\"],\"fork_kind\":[\"rdb\",\"aof\",\"rep"
    "lication\",\"module\",\"debug\",\"other\"],\"gc_how\":[\"idle\",\"manual\",\"automatic\"],\"limit_kind\":[\"output_har"
    "d\",\"output_soft\",\"query\",\"maxclients\",\"maxmemory_clients\"],\"load_why\":[\"start\",\"reload\",\"other\",\"bas"
    "e\"],\"log_level\":[\"debug\",\"verbose\",\"notice\",\"warning\"],\"memory_state\":[\"served\",\"refused\",\"over\"],\"p"
    "hase\":[\"poll\",\"read\",\"parse\",\"execute\",\"python\",\"before_sleep\",\"cron\",\"other\",\"outside\"],\"policy\":[\""
    "noeviction\",\"allkeys-lru\",\"allkeys-lfu\",\"allkeys-random\",\"volatile-lru\",\"volatile-lfu\",\"volatile-ran"
    "dom\",\"volatile-ttl\"],\"protocol_kind\":[\"multibulk_length\",\"bulk_length\",\"expected_dollar\",\"big_inline"
    "\",\"unbalanced_quotes\",\"unauthenticated\",\"http\",\"other\"],\"redirect_kind\":[\"moved\",\"ask\",\"crossslot\",\""
    "tryagain\",\"clusterdown\",\"unbound\"],\"refuse_reason\":[\"maxclients\",\"protected\",\"memory\"],\"reject_reaso"
    "n\":[\"unknown\",\"arity\",\"noauth\",\"noperm\",\"oom\",\"readonly\",\"loading\",\"busy\",\"state\",\"disabled\",\"other\""
    "],\"replica_state\":[\"handshake\",\"waits_for_child\",\"transfer\",\"online\",\"gone\"],\"save_why\":[\"command\",\""
    "shutdown\",\"reload\",\"flush\",\"other\",\"save_point\",\"scheduled\",\"replication\"],\"script_engine\":[\"lua\",\"p"
    "ython\",\"other\"],\"script_gone_how\":[\"flush\",\"evicted\",\"deleted\",\"replaced\"],\"script_kind\":[\"eval\",\"ev"
    "alsha\",\"function\",\"load\"],\"shutdown_step\":[\"asked\",\"waits_for_replicas\",\"kills_children\",\"flushes\",\""
    "saves\",\"ends\",\"aborted\",\"failed\"],\"slot_how\":[\"added\",\"deleted\",\"migrating\",\"importing\",\"stable\",\"as"
    "signed\"],\"sync_kind\":[\"partial\",\"full_disk\",\"full_diskless\"],\"sync_refusal\":[\"none\",\"no_backlog\",\"ot"
    "her_history\",\"before_backlog\",\"after_end\",\"asked_full\"],\"sync_where\":[\"main\",\"thread\"],\"table_kind\":"
    "[\"keys\",\"expires\",\"value\",\"other\"],\"topic_kind\":[\"channel\",\"pattern\",\"shard_channel\"],\"transaction_e"
    "nd\":[\"executed\",\"dirty\",\"spoiled\"],\"trigger\":[\"command\",\"tick\",\"p99\",\"oom\",\"signal\",\"failover\",\"cras"
    "h\"],\"unblock_how\":[\"served\",\"timeout\",\"command\",\"closed\"],\"value_type\":[\"string\",\"list\",\"set\",\"zset\""
    ",\"hash\",\"module\",\"stream\"]},\"event\":[{\"class\":\"tick\",\"fields\":[{\"name\":\"poll_ns\",\"text\":\"asking the "
    "kernel what is ready\",\"type\":\"u32\"},{\"name\":\"read_ns\",\"text\":\"reading sockets\",\"type\":\"u32\"},{\"name\""
    ":\"parse_ns\",\"text\":\"splitting requests\",\"type\":\"u32\"},{\"name\":\"execute_ns\",\"text\":\"executing command"
    "s\",\"type\":\"u32\"},{\"name\":\"python_ns\",\"text\":\"in the control plane\",\"type\":\"u32\"},{\"name\":\"before_sle"
    "ep_ns\",\"text\":\"last work of the turn: writes to clients, replicas, files\",\"type\":\"u32\"},{\"name\":\"cro"
    "n_ns\",\"text\":\"timers: expiry, rehash, eviction\",\"type\":\"u32\"},{\"name\":\"other_ns\",\"text\":\"the rest of"
    " span, in no phase\",\"type\":\"u32\"},{\"name\":\"outside_ns\",\"text\":\"between the last turn and this one, b"
    "usy, not asleep\",\"type\":\"u32\"},{\"command\":true,\"name\":\"worst_command\",\"text\":\"the command that took "
    "longest\",\"type\":\"u16\"},{\"flags\":\"command\",\"name\":\"worst_flags\",\"text\":\"and its flags\",\"type\":\"u16\"},"
    "{\"client\":true,\"name\":\"worst_client\",\"text\":\"who sent it\",\"type\":\"u32\"},{\"name\":\"worst_ns\",\"text\":\"h"
    "ow long it executed\",\"type\":\"u32\"},{\"name\":\"pending\",\"text\":\"clients left for the next turn\",\"type\":"
    "\"u32\"},{\"name\":\"depth\",\"text\":\"0 for the loop's own turn, 1 or 2 for a nested one\",\"type\":\"u32\"}],\"i"
    "d\":1,\"name\":\"TickEnded\",\"span\":\"the turn, from its wake-up to its end\",\"subject\":{\"name\":\"clients\",\""
    "text\":\"clients served\"},\"text\":\"One turn of the loop ended. Its phases and other add up to span; out"
    "side is the time before it.\",\"value\":{\"name\":\"commands\",\"text\":\"commands executed\"}},{\"class\":\"slow\""
    ",\"fields\":[{\"name\":\"poll_ns\",\"text\":\"asking the kernel what is ready\",\"type\":\"u32\"},{\"name\":\"read_ns"
    "\",\"text\":\"reading sockets\",\"type\":\"u32\"},{\"name\":\"parse_ns\",\"text\":\"splitting requests\",\"type\":\"u32\""
    "},{\"name\":\"execute_ns\",\"text\":\"executing commands\",\"type\":\"u32\"},{\"name\":\"python_ns\",\"text\":\"in the "
    "control plane\",\"type\":\"u32\"},{\"name\":\"before_sleep_ns\",\"text\":\"last work of the turn: writes to clie"
    "nts, replicas, files\",\"type\":\"u32\"},{\"name\":\"cron_ns\",\"text\":\"timers: expiry, rehash, eviction\",\"typ"
    "e\":\"u32\"},{\"name\":\"other_ns\",\"text\":\"the rest of span, in no phase\",\"type\":\"u32\"},{\"name\":\"outside_n"
    "s\",\"text\":\"between the last turn and this one, busy, not asleep\",\"type\":\"u32\"},{\"command\":true,\"name"
    "\":\"worst_command\",\"text\":\"the command that took longest\",\"type\":\"u16\"},{\"flags\":\"command\",\"name\":\"wo"
    "rst_flags\",\"text\":\"and its flags\",\"type\":\"u16\"},{\"client\":true,\"name\":\"worst_client\",\"text\":\"who sen"
    "t it\",\"type\":\"u32\"},{\"name\":\"worst_ns\",\"text\":\"how long it executed\",\"type\":\"u32\"},{\"name\":\"pending\""
    ",\"text\":\"clients left for the next turn\",\"type\":\"u32\"},{\"name\":\"depth\",\"text\":\"0 for the loop's own "
    "turn, 1 or 2 for a nested one\",\"type\":\"u32\"}],\"id\":2,\"name\":\"TickSlow\",\"span\":\"the turn, from its wa"
    "ke-up to its end\",\"subject\":{\"name\":\"clients\",\"text\":\"clients served\"},\"text\":\"A turn of the loop to"
    "ok longer than the threshold (latency-monitor-threshold, else 10 ms).\",\"value\":{\"name\":\"commands\",\"t"
    "ext\":\"commands executed\"}},{\"class\":\"slow\",\"fields\":[{\"enum\":\"phase\",\"name\":\"phase\",\"text\":\"which ph"
    "ase\",\"type\":\"u16\"},{\"command\":true,\"name\":\"command\",\"text\":\"the command, 0 if none\",\"type\":\"u16\"},{\""
    "enum\":\"cron_job\",\"name\":\"job\",\"text\":\"the timer's job, in the phases cron and python\",\"type\":\"u16\"}]"
    ",\"id\":3,\"name\":\"TickPhaseSlow\",\"span\":\"the phase\",\"subject\":{\"client\":true,\"name\":\"client\",\"text\":\"s"
    "lot of the client, NOBODY for the server's own work\"},\"tail\":{\"name\":\"key\",\"text\":\"the command's fir"
    "st key\",\"type\":\"key\"},\"text\":\"A phase of a slow turn (the TickSlow before it) took a tenth of it or "
    "more; this is what used the most of that.\",\"value\":{\"name\":\"worst_ns\",\"text\":\"ns that this client, c"
    "ommand or job took of the phase\"}},{\"class\":\"command\",\"fields\":[{\"command\":true,\"name\":\"command\",\"te"
    "xt\":\"id of the command\",\"type\":\"u16\"},{\"flags\":\"command\",\"name\":\"flags\",\"text\":\"what it did\",\"type\":"
    "\"u16\"},{\"name\":\"argc\",\"text\":\"arguments, the name counted\",\"type\":\"u32\"},{\"name\":\"write_ns\",\"text\":\""
    "from its end until its reply was written to the socket, 0 where not known\",\"type\":\"u32\"},{\"client\":t"
    "rue,\"name\":\"behind\",\"text\":\"the client whose command it waited for\",\"type\":\"u32\"},{\"name\":\"parse_ns\""
    ",\"text\":\"splitting its request\",\"type\":\"u32\"},{\"name\":\"db\",\"text\":\"number of the database\",\"type\":\"u"
    "16\"}],\"id\":16,\"name\":\"CommandExecuted\",\"span\":\"executing\",\"subject\":{\"client\":true,\"name\":\"client\",\""
    "text\":\"slot of the client\"},\"tail\":{\"name\":\"key\",\"text\":\"its first key\",\"type\":\"key\"},\"text\":\"A comm"
    "and was executed. queued + parse + span + write is what the client waited inside the server.\",\"value"
    "\":{\"name\":\"queued_ns\",\"text\":\"ns from its bytes being read to its execution, parsing not counted\"}},"
    "{\"class\":\"slow\",\"fields\":[{\"command\":true,\"name\":\"command\",\"text\":\"id of the command\",\"type\":\"u16\"},"
    "{\"flags\":\"command\",\"name\":\"flags\",\"text\":\"what it did\",\"type\":\"u16\"},{\"name\":\"argc\",\"text\":\"argument"
    "s, the name counted\",\"type\":\"u32\"},{\"name\":\"write_ns\",\"text\":\"from its end until its reply was writt"
    "en to the socket, 0 where not known\",\"type\":\"u32\"},{\"client\":true,\"name\":\"behind\",\"text\":\"the client"
    " whose command it waited for\",\"type\":\"u32\"},{\"name\":\"parse_ns\",\"text\":\"splitting its request\",\"type\""
    ":\"u32\"},{\"name\":\"db\",\"text\":\"number of the database\",\"type\":\"u16\"}],\"id\":17,\"name\":\"CommandSlow\",\"sp"
    "an\":\"executing\",\"subject\":{\"client\":true,\"name\":\"client\",\"text\":\"slot of the client\"},\"tail\":{\"name\""
    ":\"key\",\"text\":\"its first key\",\"type\":\"key\"},\"text\":\"A command took longer than commandlog-execution-"
    "slower-than.\",\"value\":{\"name\":\"queued_ns\",\"text\":\"ns from its bytes being read to its execution, par"
    "sing not counted\"}},{\"class\":\"command\",\"fields\":[{\"command\":true,\"name\":\"command\",\"text\":\"id of the "
    "command, 65535 if there is no such command\",\"type\":\"u16\"},{\"enum\":\"reject_reason\",\"name\":\"reason\",\"t"
    "ext\":\"why\",\"type\":\"u16\"}],\"id\":18,\"name\":\"CommandRejected\",\"subject\":{\"client\":true,\"name\":\"client\","
    "\"text\":\"slot of the client\"},\"tail\":{\"name\":\"error\",\"text\":\"the error's first word\",\"type\":\"text\"},\""
    "text\":\"A command was refused before it was executed.\"},{\"class\":\"client\",\"fields\":[{\"name\":\"clients\""
    ",\"text\":\"clients connected now\",\"type\":\"u32\"},{\"name\":\"transport\",\"text\":\"0 tcp, 1 unix, 2 tls, 3 rd"
    "ma\",\"type\":\"u32\"}],\"id\":32,\"name\":\"ClientConnected\",\"subject\":{\"client\":true,\"name\":\"client\",\"text\":"
    "\"slot of the client\"},\"tail\":{\"name\":\"address\",\"text\":\"where from\",\"type\":\"text\"},\"text\":\"A connecti"
    "on was accepted.\",\"value\":{\"name\":\"client_id\",\"text\":\"its id, never reused\"}},{\"class\":\"client\",\"fie"
    "lds\":[{\"enum\":\"close_reason\",\"name\":\"reason\",\"text\":\"why\",\"type\":\"u32\"},{\"name\":\"clients\",\"text\":\"cl"
    "ients connected now\",\"type\":\"u32\"},{\"name\":\"commands\",\"text\":\"commands it sent\",\"type\":\"u64\"},{\"name"
    "\":\"age_ms\",\"text\":\"how long it was connected\",\"type\":\"u64\"}],\"id\":33,\"name\":\"ClientClosed\",\"subject\""
    ":{\"client\":true,\"name\":\"client\",\"text\":\"slot of the client\"},\"text\":\"A connection ended.\",\"value\":{\""
    "name\":\"client_id\",\"text\":\"its id, never reused\"}},{\"class\":\"limits\",\"id\":37,\"name\":\"ClientRefused\",\""
    "subject\":{\"enum\":\"refuse_reason\",\"name\":\"reason\",\"text\":\"why\"},\"tail\":{\"name\":\"address\",\"text\":\"wher"
    "e from\",\"type\":\"text\"},\"text\":\"A connection was refused.\",\"value\":{\"name\":\"clients\",\"text\":\"clients "
    "connected\"}},{\"class\":\"limits\",\"fields\":[{\"enum\":\"limit_kind\",\"name\":\"kind\",\"text\":\"which limit\",\"ty"
    "pe\":\"u32\"},{\"name\":\"zero\",\"text\":\"0\",\"type\":\"u32\"},{\"name\":\"limit\",\"text\":\"the limit's value\",\"type\""
    ":\"u64\"}],\"id\":34,\"name\":\"ClientLimitHit\",\"subject\":{\"client\":true,\"name\":\"client\",\"text\":\"slot of th"
    "e client\"},\"text\":\"A client ran into a limit.\",\"value\":{\"name\":\"bytes\",\"text\":\"how much it held, or "
    "how many clients there were\"}},{\"class\":\"limits\",\"fields\":[{\"name\":\"still\",\"text\":\"1: they wait on\","
    "\"type\":\"u16\"},{\"command\":true,\"name\":\"last_command\",\"text\":\"id of the command that it sent last\",\"ty"
    "pe\":\"u16\"},{\"name\":\"zero\",\"text\":\"0\",\"type\":\"u32\"}],\"id\":38,\"name\":\"OutputWaited\",\"span\":\"since the "
    "socket took no more\",\"subject\":{\"client\":true,\"name\":\"client\",\"text\":\"slot of the client\"},\"text\":\"A"
    " client did not read its replies: they waited 10 ms or longer. While it lasts, told after 1 s and at"
    " each doubling.\",\"value\":{\"name\":\"bytes\",\"text\":\"most bytes that waited\"}},{\"class\":\"limits\",\"fields"
    "\":[{\"enum\":\"protocol_kind\",\"name\":\"kind\",\"text\":\"what was wrong\",\"type\":\"u32\"}],\"id\":35,\"name\":\"Prot"
    "ocolError\",\"subject\":{\"client\":true,\"name\":\"client\",\"text\":\"slot of the client\"},\"tail\":{\"name\":\"tex"
    "t\",\"text\":\"the error as it was answered\",\"type\":\"text\"},\"text\":\"A client sent what is no request; it"
    "s connection is closed.\"},{\"class\":\"limits\",\"fields\":[{\"name\":\"maxmemory\",\"text\":\"the limit\",\"type\":"
    "\"u64\"},{\"command\":true,\"name\":\"command\",\"text\":\"id of the command\",\"type\":\"u16\"}],\"id\":36,\"name\":\"Ou"
    "tOfMemoryRejected\",\"subject\":{\"client\":true,\"name\":\"client\",\"text\":\"slot of the client\"},\"text\":\"A c"
    "ommand was refused since used memory is over maxmemory and nothing could be evicted.\",\"value\":{\"name"
    "\":\"used\",\"text\":\"bytes used\"}},{\"class\":\"limits\",\"fields\":[{\"enum\":\"acl_reason\",\"name\":\"reason\",\"tex"
    "t\":\"what was denied\",\"type\":\"u16\"},{\"command\":true,\"name\":\"command\",\"text\":\"id of the command\",\"type"
    "\":\"u16\"}],\"id\":39,\"name\":\"CommandDenied\",\"subject\":{\"client\":true,\"name\":\"client\",\"text\":\"slot of th"
    "e client\"},\"tail\":{\"name\":\"object\",\"text\":\"the command, key or channel\",\"type\":\"key\"},\"text\":\"A user"
    " has no right to a command, key or channel, or a password was wrong.\",\"value\":{\"name\":\"user\",\"text\":"
    "\"number of the user; 4294967295: there is none of that name\"}},{\"class\":\"waiting\",\"fields\":[{\"comman"
    "d\":true,\"name\":\"command\",\"text\":\"the command\",\"type\":\"u16\"},{\"name\":\"keys\",\"text\":\"keys it waits for"
    "\",\"type\":\"u16\"},{\"name\":\"ahead\",\"text\":\"commands that waited for the first of them already\",\"type\":\""
    "u32\"}],\"id\":40,\"name\":\"ClientBlocked\",\"subject\":{\"client\":true,\"name\":\"client\",\"text\":\"slot of the c"
    "lient\"},\"tail\":{\"name\":\"key\",\"text\":\"the first key it waits for\",\"type\":\"key\"},\"text\":\"A command fou"
    "nd nothing at its keys and waits for them.\",\"value\":{\"name\":\"timeout_ms\",\"text\":\"how long it will wa"
    "it at most, 0 for ever\"}},{\"class\":\"waiting\",\"fields\":[{\"command\":true,\"name\":\"command\",\"text\":\"the "
    "command\",\"type\":\"u16\"},{\"enum\":\"unblock_how\",\"name\":\"how\",\"text\":\"how its wait ended\",\"type\":\"u16\"},"
    "{\"client\":true,\"name\":\"by\",\"text\":\"the client whose command brought the key\",\"type\":\"u32\"},{\"name\":\""
    "runs\",\"text\":\"how often it was run again\",\"type\":\"u32\"}],\"id\":41,\"name\":\"ClientUnblocked\",\"span\":\"fr"
    "om its first run to its answer\",\"subject\":{\"client\":true,\"name\":\"client\",\"text\":\"slot of the client\""
    "},\"tail\":{\"name\":\"key\",\"text\":\"the key that was there, or the first one it waited for\",\"type\":\"key\"}"
    ",\"text\":\"A command waits for its keys no longer.\",\"value\":{\"name\":\"waited_ms\",\"text\":\"how long that "
    "was: span ends at 4 s\"}},{\"class\":\"waiting\",\"fields\":[{\"enum\":\"transaction_end\",\"name\":\"how\",\"text\":"
    "\"whether it ran, or why not\",\"type\":\"u32\"}],\"id\":42,\"name\":\"TransactionEnded\",\"span\":\"EXEC, all its "
    "commands included\",\"subject\":{\"client\":true,\"name\":\"client\",\"text\":\"slot of the client\"},\"tail\":{\"na"
    "me\":\"key\",\"text\":\"the watched key that had changed\",\"type\":\"key\"},\"text\":\"EXEC ran a transaction, or"
    " found that it must not.\",\"value\":{\"name\":\"commands\",\"text\":\"commands that were queued\"}},{\"class\":\""
    "key\",\"id\":48,\"name\":\"KeyExpired\",\"subject\":{\"enum\":\"expire_how\",\"name\":\"how\",\"text\":\"found by a comm"
    "and (lazy) or by the cycle (active)\"},\"tail\":{\"name\":\"key\",\"text\":\"the key\",\"type\":\"key\"},\"text\":\"A "
    "key or a field was deleted because its time had come.\",\"value\":{\"name\":\"late_ms\",\"text\":\"ms between "
    "its time and its deletion\"}},{\"class\":\"cycles\",\"fields\":[{\"name\":\"stale_permille\",\"text\":\"keys still"
    " due afterwards, estimated, per thousand with a TTL\",\"type\":\"u32\"},{\"name\":\"timecap\",\"text\":\"1: it r"
    "an out of its time and left work\",\"type\":\"u16\"},{\"name\":\"fast\",\"text\":\"1: the short round before sle"
    "eping\",\"type\":\"u16\"},{\"name\":\"fields\",\"text\":\"hash fields deleted\",\"type\":\"u32\"}],\"id\":49,\"name\":\"Ex"
    "pireCycleRan\",\"span\":\"the round\",\"subject\":{\"name\":\"sampled\",\"text\":\"keys looked at\"},\"text\":\"A roun"
    "d of active expiry ended.\",\"value\":{\"name\":\"expired\",\"text\":\"keys deleted\"}},{\"class\":\"key\",\"fields\""
    ":[{\"enum\":\"policy\",\"name\":\"policy\",\"text\":\"maxmemory-policy\",\"type\":\"u16\"},{\"name\":\"candidates\",\"tex"
    "t\":\"candidates in the pool\",\"type\":\"u16\"},{\"name\":\"sampled\",\"text\":\"keys sampled for this choice\",\"t"
    "ype\":\"u32\"},{\"name\":\"second\",\"text\":\"score of the candidate that stayed, 0 if alone\",\"type\":\"u64\"},{"
    "\"name\":\"freed\",\"text\":\"bytes it gave back\",\"type\":\"u64\"}],\"id\":50,\"name\":\"KeyEvicted\",\"subject\":{\"na"
    "me\":\"db\",\"text\":\"number of the database\"},\"tail\":{\"name\":\"key\",\"text\":\"the key\",\"type\":\"key\"},\"text\""
    ":\"A key was deleted to make room.\",\"value\":{\"name\":\"score\",\"text\":\"idle ms (lru), 255 - frequency (l"
    "fu), or closeness of its TTL: the highest loses\"}},{\"class\":\"cycles\",\"fields\":[{\"name\":\"needed\",\"tex"
    "t\":\"bytes that were too many\",\"type\":\"u64\"},{\"name\":\"keys\",\"text\":\"keys deleted\",\"type\":\"u32\"},{\"nam"
    "e\":\"left\",\"text\":\"1: still over the limit\",\"type\":\"u32\"}],\"id\":51,\"name\":\"EvictionCycleRan\",\"span\":\""
    "the round\",\"text\":\"A round of eviction ended.\",\"value\":{\"name\":\"freed\",\"text\":\"bytes given back\"}},{"
    "\"class\":\"key\",\"fields\":[{\"enum\":\"policy\",\"name\":\"policy\",\"text\":\"the policy that chose it\",\"type\":\"u"
    "32\"}],\"id\":52,\"name\":\"EvictedKeyMissed\",\"subject\":{\"name\":\"db\",\"text\":\"number of the database\"},\"tai"
    "l\":{\"name\":\"key\",\"text\":\"the key\",\"type\":\"key\"},\"text\":\"A key was asked for again after it had been "
    "evicted: the choice was bad.\",\"value\":{\"name\":\"since_ms\",\"text\":\"ms since it was evicted\"}},{\"class\""
    ":\"encoding\",\"fields\":[{\"enum\":\"encoding\",\"name\":\"from\",\"text\":\"layout before\",\"type\":\"u8\"},{\"enum\":\""
    "encoding\",\"name\":\"to\",\"text\":\"layout after\",\"type\":\"u8\"},{\"enum\":\"encoding_reason\",\"name\":\"reason\",\""
    "text\":\"which rule\",\"type\":\"u16\"},{\"enum\":\"value_type\",\"name\":\"type\",\"text\":\"the value's type\",\"type\""
    ":\"u32\"},{\"name\":\"threshold\",\"text\":\"the rule's limit\",\"type\":\"u64\"},{\"name\":\"actual\",\"text\":\"what cr"
    "ossed it\",\"type\":\"u64\"},{\"name\":\"bytes_before\",\"text\":\"bytes of the value before it\",\"type\":\"u64\"}],"
    "\"id\":64,\"name\":\"EncodingChanged\",\"span\":\"the conversion, where measured\",\"subject\":{\"name\":\"db\",\"tex"
    "t\":\"number of the database\"},\"tail\":{\"name\":\"key\",\"text\":\"the key\",\"type\":\"key\"},\"text\":\"A value cha"
    "nged its layout in memory.\",\"value\":{\"name\":\"bytes_after\",\"text\":\"bytes of the value after it\"}},{\"c"
    "lass\":\"key\",\"fields\":[{\"name\":\"nodes\",\"text\":\"nodes of the radix tree that finds them\",\"type\":\"u64\"}"
    ",{\"name\":\"tree_bytes\",\"text\":\"bytes of these nodes\",\"type\":\"u64\"}],\"id\":65,\"name\":\"StreamBlockOpened"
    "\",\"subject\":{\"name\":\"db\",\"text\":\"number of the database\"},\"tail\":{\"name\":\"key\",\"text\":\"the key\",\"typ"
    "e\":\"key\"},\"text\":\"An entry did not fit the last block of its stream and began a new one.\",\"value\":{\""
    "name\":\"blocks\",\"text\":\"blocks of the stream now\"}},{\"class\":\"table\",\"fields\":[{\"enum\":\"table_kind\",\""
    "name\":\"kind\",\"text\":\"which kind of table\",\"type\":\"u32\"},{\"name\":\"table\",\"text\":\"database * 16384 + s"
    "lot for the keyspace, else 0\",\"type\":\"u32\"},{\"name\":\"entries\",\"text\":\"entries in it\",\"type\":\"u64\"}],"
    "\"id\":80,\"name\":\"RehashStarted\",\"subject\":{\"name\":\"from_buckets\",\"text\":\"buckets before\"},\"text\":\"A h"
    "ash table began to move to another size.\",\"value\":{\"name\":\"to_buckets\",\"text\":\"buckets after\"}},{\"cl"
    "ass\":\"table\",\"fields\":[{\"enum\":\"table_kind\",\"name\":\"kind\",\"text\":\"which kind of table\",\"type\":\"u32\"}"
    ",{\"name\":\"table\",\"text\":\"database * 16384 + slot for the keyspace, else 0\",\"type\":\"u32\"},{\"name\":\"mo"
    "ved\",\"text\":\"entries moved\",\"type\":\"u64\"}],\"id\":81,\"name\":\"RehashCompleted\",\"span\":\"from start to en"
    "d, other work included\",\"subject\":{\"name\":\"from_buckets\",\"text\":\"buckets before\"},\"text\":\"A hash tab"
    "le has moved.\",\"value\":{\"name\":\"to_buckets\",\"text\":\"buckets after\"}},{\"class\":\"table\",\"fields\":[{\"na"
    "me\":\"buckets\",\"text\":\"buckets it has\",\"type\":\"u64\"},{\"enum\":\"table_kind\",\"name\":\"kind\",\"text\":\"which"
    " kind of table\",\"type\":\"u32\"},{\"enum\":\"delay_reason\",\"name\":\"reason\",\"text\":\"why not now\",\"type\":\"u3"
    "2\"}],\"id\":82,\"name\":\"TableResizeDelayed\",\"subject\":{\"name\":\"table\",\"text\":\"database * 16384 + slot f"
    "or the keyspace, else 0\"},\"text\":\"A hash table should change its size but may not now.\",\"value\":{\"na"
    "me\":\"entries\",\"text\":\"entries in it\"}},{\"class\":\"memory\",\"fields\":[{\"name\":\"rss\",\"text\":\"resident by"
    "tes of the process\",\"type\":\"u64\"},{\"name\":\"peak\",\"text\":\"highest used\",\"type\":\"u64\"},{\"name\":\"python"
    "\",\"text\":\"bytes of the control plane, estimated\",\"type\":\"u64\"},{\"name\":\"maxmemory\",\"text\":\"the limit"
    ", 0 for none\",\"type\":\"u64\"},{\"name\":\"fragmentation_permille\",\"text\":\"1000 * rss / used\",\"type\":\"u32\""
    "}],\"id\":96,\"name\":\"MemorySampled\",\"text\":\"Memory, once a second.\",\"value\":{\"name\":\"used\",\"text\":\"use"
    "d_memory\"}},{\"class\":\"server\",\"id\":112,\"name\":\"BootStep\",\"span\":\"the step\",\"subject\":{\"enum\":\"boot_s"
    "tep\",\"name\":\"step\",\"text\":\"which\"},\"tail\":{\"name\":\"name\",\"text\":\"what\",\"type\":\"text\"},\"text\":\"A step"
    " of the boot is done.\",\"value\":{\"name\":\"since_us\",\"text\":\"us since the process began to run our code"
    "\"}},{\"class\":\"server\",\"id\":113,\"name\":\"ConfigChanged\",\"subject\":{\"name\":\"parameters\",\"text\":\"how man"
    "y\"},\"tail\":{\"name\":\"name\",\"text\":\"their names\",\"type\":\"text\"},\"text\":\"CONFIG SET changed parameters."
    "\",\"value\":{\"name\":\"client_id\",\"text\":\"who did it\"}},{\"class\":\"server\",\"id\":114,\"name\":\"ListenerOpene"
    "d\",\"tail\":{\"name\":\"address\",\"text\":\"where\",\"type\":\"text\"},\"text\":\"The server listens.\",\"value\":{\"nam"
    "e\":\"port\",\"text\":\"port, 0 for a Unix socket\"}},{\"class\":\"server\",\"id\":115,\"name\":\"ServerReady\",\"span"
    "\":\"from the start of the process\",\"text\":\"The server accepts commands.\",\"value\":{\"name\":\"pid\",\"text\""
    ":\"process\"}},{\"class\":\"server\",\"id\":116,\"name\":\"SignalReceived\",\"subject\":{\"name\":\"signal\",\"text\":\"i"
    "ts number\"},\"text\":\"A signal arrived.\",\"value\":{\"name\":\"times\",\"text\":\"how many since the last turn\""
    "}},{\"class\":\"server\",\"fields\":[{\"enum\":\"fork_kind\",\"name\":\"kind\",\"text\":\"what for\",\"type\":\"u32\"}],\"i"
    "d\":117,\"name\":\"ForkStarted\",\"span\":\"fork()\",\"text\":\"A child was forked; span is how long the parent "
    "stood still.\",\"value\":{\"name\":\"child\",\"text\":\"process id\"}},{\"class\":\"server\",\"fields\":[{\"name\":\"sta"
    "tus\",\"text\":\"exit status; above 255 the signal times 256\",\"type\":\"u32\"},{\"enum\":\"fork_kind\",\"name\":\""
    "kind\",\"text\":\"what for\",\"type\":\"u32\"},{\"name\":\"copied\",\"text\":\"bytes of copy-on-write\",\"type\":\"u64\"}"
    ",{\"name\":\"life_ms\",\"text\":\"its life\",\"type\":\"u64\"}],\"id\":118,\"name\":\"ForkEnded\",\"span\":\"its life, sa"
    "turated at 4.29 s\",\"text\":\"A child ended.\",\"value\":{\"name\":\"child\",\"text\":\"process id\"}},{\"class\":\"s"
    "erver\",\"fields\":[{\"name\":\"run_ns\",\"text\":\"ns on a processor\",\"type\":\"u64\"}],\"id\":119,\"name\":\"CpuStol"
    "en\",\"subject\":{\"name\":\"window_ms\",\"text\":\"ms looked at\"},\"text\":\"The process was ready to run but ha"
    "d no processor.\",\"value\":{\"name\":\"wait_ns\",\"text\":\"ns of waiting in the run queue\"}},{\"class\":\"serve"
    "r\",\"id\":120,\"name\":\"ShutdownStarted\",\"subject\":{\"name\":\"signal\",\"text\":\"the signal, 0 for the comman"
    "d\"},\"text\":\"The server is going to stop.\",\"value\":{\"name\":\"clients\",\"text\":\"clients connected\"}},{\"c"
    "lass\":\"server\",\"fields\":[{\"enum\":\"trigger\",\"name\":\"trigger\",\"text\":\"why\",\"type\":\"u32\"},{\"name\":\"supp"
    "ressed\",\"text\":\"triggers passed over since the last one\",\"type\":\"u32\"}],\"id\":121,\"name\":\"FlightRecor"
    "derTriggered\",\"tail\":{\"name\":\"file\",\"text\":\"name of the file\",\"type\":\"text\"},\"text\":\"The last second"
    "s were frozen into a file.\",\"value\":{\"name\":\"value\",\"text\":\"what crossed the limit: ns, bytes or a s"
    "ignal's number\"}},{\"class\":\"server\",\"fields\":[{\"name\":\"before\",\"text\":\"its old value\",\"type\":\"u64\"}]"
    ",\"id\":122,\"name\":\"PolicyDecided\",\"tail\":{\"name\":\"name\",\"text\":\"the knob\",\"type\":\"text\"},\"text\":\"A po"
    "licy of the control plane turned a knob.\",\"value\":{\"name\":\"value\",\"text\":\"its new value\"}},{\"class\":"
    "\"server\",\"fields\":[{\"name\":\"jump_ms\",\"text\":\"how far, forward positive\",\"type\":\"i64\"}],\"id\":123,\"nam"
    "e\":\"ClockJumped\",\"text\":\"The wall clock moved against the monotonic one.\"},{\"class\":\"server\",\"fields"
    "\":[{\"enum\":\"log_level\",\"name\":\"level\",\"text\":\"its level\",\"type\":\"u32\"}],\"id\":124,\"name\":\"LogWritten\""
    ",\"tail\":{\"name\":\"line\",\"text\":\"its beginning\",\"type\":\"text\"},\"text\":\"A line was written to the serve"
    "r's log.\"},{\"class\":\"server\",\"fields\":[{\"name\":\"keys\",\"text\":\"keys in all databases\",\"type\":\"u64\"},{"
    "\"name\":\"version\",\"text\":\"version of the format\",\"type\":\"u32\"},{\"name\":\"good\",\"text\":\"1: the file is "
    "on the disk; 0: it failed\",\"type\":\"u32\"}],\"id\":125,\"name\":\"RdbSaved\",\"span\":\"the save\",\"subject\":{\"e"
    "num\":\"save_why\",\"name\":\"why\",\"text\":\"who asked\"},\"tail\":{\"name\":\"file\",\"text\":\"the file, or what wen"
    "t wrong\",\"type\":\"text\"},\"text\":\"All data was written to a file in the foreground, or could not be: e"
    "verybody waited.\",\"value\":{\"name\":\"bytes\",\"text\":\"bytes written\"}},{\"class\":\"server\",\"fields\":[{\"nam"
    "e\":\"keys\",\"text\":\"keys added\",\"type\":\"u64\"},{\"name\":\"expired\",\"text\":\"keys left out, since their tim"
    "e was over\",\"type\":\"u64\"},{\"name\":\"version\",\"text\":\"version of the format\",\"type\":\"u32\"},{\"name\":\"go"
    "od\",\"text\":\"1: it is all there; 0: it failed\",\"type\":\"u32\"}],\"id\":126,\"name\":\"RdbLoaded\",\"span\":\"the"
    " load, commands served meanwhile included\",\"subject\":{\"enum\":\"load_why\",\"name\":\"why\",\"text\":\"on whic"
    "h occasion\"},\"tail\":{\"name\":\"file\",\"text\":\"the file, or what went wrong\",\"type\":\"text\"},\"text\":\"A fi"
    "le of data was loaded, or could not be.\",\"value\":{\"name\":\"bytes\",\"text\":\"bytes read\"}},{\"class\":\"pyt"
    "hon\",\"id\":128,\"name\":\"PythonHandlerRan\",\"span\":\"the handler\",\"subject\":{\"client\":true,\"name\":\"client"
    "\",\"text\":\"slot of the client, NOBODY for a callback\"},\"tail\":{\"name\":\"name\",\"text\":\"the handler\",\"ty"
    "pe\":\"text\"},\"text\":\"A command or a callback ran in the control plane.\",\"value\":{\"name\":\"reply_bytes\""
    ",\"text\":\"bytes of its reply\"}},{\"class\":\"python\",\"id\":129,\"name\":\"PythonErrorCaught\",\"subject\":{\"cli"
    "ent\":true,\"name\":\"client\",\"text\":\"slot of the client, NOBODY for a callback\"},\"tail\":{\"name\":\"error\""
    ",\"text\":\"type and message\",\"type\":\"text\"},\"text\":\"A handler raised; the client was answered -ERR int"
    "ernal error.\",\"value\":{\"name\":\"errors\",\"text\":\"errors so far\"}},{\"class\":\"python\",\"fields\":[{\"enum\":"
    "\"gc_how\",\"name\":\"how\",\"text\":\"who asked\",\"type\":\"u32\"}],\"id\":130,\"name\":\"GarbageCollected\",\"span\":\"t"
    "he collection\",\"subject\":{\"name\":\"generation\",\"text\":\"0, 1 or 2\"},\"text\":\"Python collected its garba"
    "ge.\",\"value\":{\"name\":\"collected\",\"text\":\"objects found unreachable\"}},{\"class\":\"pubsub\",\"fields\":[{\""
    "enum\":\"topic_kind\",\"name\":\"kind\",\"text\":\"what it subscribed to\",\"type\":\"u32\"}],\"id\":144,\"name\":\"Subs"
    "criberAdded\",\"subject\":{\"client\":true,\"name\":\"client\",\"text\":\"slot of the client\"},\"tail\":{\"name\":\"t"
    "opic\",\"text\":\"the channel or pattern\",\"type\":\"key\"},\"text\":\"A client subscribed to a channel or a pa"
    "ttern.\",\"value\":{\"name\":\"subscribers\",\"text\":\"how many subscribe to it now\"}},{\"class\":\"pubsub\",\"fie"
    "lds\":[{\"enum\":\"topic_kind\",\"name\":\"kind\",\"text\":\"what it had subscribed to\",\"type\":\"u32\"}],\"id\":145,"
    "\"name\":\"SubscriberRemoved\",\"subject\":{\"client\":true,\"name\":\"client\",\"text\":\"slot of the client\"},\"ta"
    "il\":{\"name\":\"topic\",\"text\":\"the channel or pattern\",\"type\":\"key\"},\"text\":\"A client unsubscribed from"
    " a channel or a pattern, or went.\",\"value\":{\"name\":\"subscribers\",\"text\":\"how many subscribe to it st"
    "ill\"}},{\"class\":\"pubsub\",\"fields\":[{\"name\":\"bytes\",\"text\":\"of the message\",\"type\":\"u32\"},{\"enum\":\"to"
    "pic_kind\",\"name\":\"kind\",\"text\":\"channel or shard channel\",\"type\":\"u32\"}],\"id\":146,\"name\":\"MessagePub"
    "lished\",\"subject\":{\"client\":true,\"name\":\"client\",\"text\":\"slot of the publisher, NOBODY for the serve"
    "r itself\"},\"tail\":{\"name\":\"channel\",\"text\":\"the channel\",\"type\":\"key\"},\"text\":\"A message was publish"
    "ed by a client, or by the server as a notification.\",\"value\":{\"name\":\"receivers\",\"text\":\"copies that"
    " went out, patterns included\"}},{\"class\":\"pubsub\",\"id\":147,\"name\":\"KeyInvalidated\",\"subject\":{\"clien"
    "t\":true,\"name\":\"client\",\"text\":\"slot of who changed it, NOBODY for the server itself\"},\"tail\":{\"name"
    "\":\"key\",\"text\":\"the key\",\"type\":\"key\"},\"text\":\"A key that clients had read changed, or was forgotten"
    ": their caches were told.\",\"value\":{\"name\":\"readers\",\"text\":\"clients that had read it\"}},{\"class\":\"s"
    "criptrun\",\"fields\":[{\"enum\":\"script_kind\",\"name\":\"kind\",\"text\":\"how it was called\",\"type\":\"u16\"},{\"e"
    "num\":\"script_engine\",\"name\":\"engine\",\"text\":\"what ran it\",\"type\":\"u16\"},{\"name\":\"failed\",\"text\":\"1: "
    "it ended with an error\",\"type\":\"u16\"},{\"name\":\"writes\",\"text\":\"1: it changed something\",\"type\":\"u16\""
    "},{\"name\":\"inside_us\",\"text\":\"time in the commands that it called\",\"type\":\"u32\"},{\"name\":\"memory_kb\""
    ",\"text\":\"of the interpreter, after it\",\"type\":\"u32\"}],\"id\":160,\"name\":\"ScriptRan\",\"span\":\"the run\",\""
    "subject\":{\"client\":true,\"name\":\"client\",\"text\":\"slot of the caller, NOBODY without one\"},\"tail\":{\"na"
    "me\":\"script\",\"text\":\"SHA1 of the script, or name of the function\",\"type\":\"text\"},\"text\":\"A script or"
    " function ran.\",\"value\":{\"name\":\"commands\",\"text\":\"commands that it called\"}},{\"class\":\"script\",\"fie"
    "lds\":[{\"enum\":\"script_kind\",\"name\":\"kind\",\"text\":\"how it was called\",\"type\":\"u16\"},{\"enum\":\"script_e"
    "ngine\",\"name\":\"engine\",\"text\":\"what ran it\",\"type\":\"u16\"},{\"name\":\"busy\",\"text\":\"1: others were answ"
    "ered -BUSY\",\"type\":\"u16\"},{\"name\":\"killed\",\"text\":\"1: it was ended by SCRIPT KILL or FUNCTION KILL\","
    "\"type\":\"u16\"},{\"name\":\"inside_us\",\"text\":\"time in the commands that it called\",\"type\":\"u32\"},{\"name\""
    ":\"waited\",\"text\":\"turns that ran inside it\",\"type\":\"u32\"}],\"id\":161,\"name\":\"ScriptSlow\",\"span\":\"the "
    "run\",\"subject\":{\"client\":true,\"name\":\"client\",\"text\":\"slot of the caller, NOBODY without one\"},\"tail"
    "\":{\"name\":\"script\",\"text\":\"SHA1 of the script, or name of the function\",\"type\":\"text\"},\"text\":\"A scr"
    "ipt or function took longer than commandlog-execution-slower-than, or busy-reply-threshold while oth"
    "ers waited.\",\"value\":{\"name\":\"commands\",\"text\":\"commands that it called\"}},{\"class\":\"script\",\"fields"
    "\":[{\"enum\":\"script_kind\",\"name\":\"kind\",\"text\":\"eval: it is kept until others push it out\",\"type\":\"u1"
    "6\"},{\"enum\":\"script_engine\",\"name\":\"engine\",\"text\":\"what compiled it\",\"type\":\"u16\"},{\"name\":\"cached\""
    ",\"text\":\"scripts, or libraries, kept now\",\"type\":\"u32\"}],\"id\":162,\"name\":\"ScriptLoaded\",\"span\":\"the "
    "compilation\",\"subject\":{\"client\":true,\"name\":\"client\",\"text\":\"slot of the client, NOBODY without one"
    "\"},\"tail\":{\"name\":\"script\",\"text\":\"SHA1 of the script, or name of the library\",\"type\":\"text\"},\"text\""
    ":\"A script or a library of functions was compiled and kept.\",\"value\":{\"name\":\"bytes\",\"text\":\"of its "
    "source\"}},{\"class\":\"script\",\"fields\":[{\"name\":\"age_ms\",\"text\":\"since it was loaded\",\"type\":\"u64\"},{\""
    "name\":\"calls\",\"text\":\"how often it ran\",\"type\":\"u64\"}],\"id\":163,\"name\":\"ScriptForgotten\",\"subject\":{"
    "\"enum\":\"script_gone_how\",\"name\":\"how\",\"text\":\"why\"},\"tail\":{\"name\":\"script\",\"text\":\"SHA1 of the scri"
    "pt, name of the library; none: all of them\",\"type\":\"text\"},\"text\":\"A script or a library of function"
    "s is kept no longer.\",\"value\":{\"name\":\"cached\",\"text\":\"scripts, or libraries, kept now\"}},{\"class\":\""
    "stream\",\"fields\":[{\"command\":true,\"name\":\"command\",\"text\":\"what ran; 65535: an expiry or an eviction"
    "\",\"type\":\"u16\"},{\"command\":true,\"name\":\"became\",\"text\":\"what was written\",\"type\":\"u16\"},{\"name\":\"pla"
    "ce\",\"text\":\"its place in its unit, from 0\",\"type\":\"u16\"},{\"name\":\"db\",\"text\":\"database\",\"type\":\"u16\""
    "}],\"id\":176,\"name\":\"CommandPropagated\",\"subject\":{\"client\":true,\"name\":\"client\",\"text\":\"slot of whos"
    "e command it came from, NOBODY: the server's own doing\"},\"tail\":{\"name\":\"key\",\"text\":\"its first key\""
    ",\"type\":\"key\"},\"text\":\"A command was written to the stream that replicas and files get.\",\"value\":{\"n"
    "ame\":\"bytes\",\"text\":\"in the protocol\"}},{\"class\":\"stream\",\"id\":177,\"name\":\"UnitPropagated\",\"subject\""
    ":{\"client\":true,\"name\":\"client\",\"text\":\"slot of the client, NOBODY: the server's own doing\"},\"text\":"
    "\"Commands that belong together (a transaction, a script, a command and what it caused) were written "
    "between MULTI and EXEC.\",\"value\":{\"name\":\"commands\",\"text\":\"between MULTI and EXEC\"}},{\"class\":\"repl"
    "ication\",\"fields\":[{\"enum\":\"replica_state\",\"name\":\"state\",\"text\":\"what it is in now\",\"type\":\"u32\"}],"
    "\"id\":178,\"name\":\"ReplicaChanged\",\"span\":\"the state that it left\",\"subject\":{\"client\":true,\"name\":\"cl"
    "ient\",\"text\":\"slot of the replica\"},\"tail\":{\"name\":\"replica\",\"text\":\"address and port\",\"type\":\"text\""
    "},\"text\":\"A replica reached another state.\",\"value\":{\"name\":\"offset\",\"text\":\"of the stream, at that "
    "moment\"}},{\"class\":\"replication\",\"fields\":[{\"enum\":\"sync_kind\",\"name\":\"kind\",\"text\":\"what it gets\",\""
    "type\":\"u16\"},{\"enum\":\"sync_refusal\",\"name\":\"why\",\"text\":\"why not the rest of the stream\",\"type\":\"u16"
    "\"},{\"name\":\"missing\",\"text\":\"bytes between what it has and the backlog's begin\",\"type\":\"u32\"},{\"name"
    "\":\"first\",\"text\":\"offset where the backlog begins\",\"type\":\"u64\"},{\"name\":\"end\",\"text\":\"offset where "
    "the stream ends\",\"type\":\"u64\"}],\"id\":179,\"name\":\"SyncDecided\",\"subject\":{\"client\":true,\"name\":\"clien"
    "t\",\"text\":\"slot of the replica\"},\"tail\":{\"name\":\"replica\",\"text\":\"address and port\",\"type\":\"text\"},\""
    "text\":\"A replica asked for the data: it gets the rest of the stream, or everything.\",\"value\":{\"name\""
    ":\"asked\",\"text\":\"offset it asked for; 0: none\"}},{\"class\":\"replication\",\"id\":180,\"name\":\"BacklogCrea"
    "ted\",\"subject\":{\"name\":\"why\",\"text\":\"0: first replica, 1: its size was changed\"},\"text\":\"The backlog"
    ", from which replicas may go on after a cut, was made or made anew.\",\"value\":{\"name\":\"bytes\",\"text\":"
    "\"it holds\"}},{\"class\":\"replication\",\"id\":181,\"name\":\"BacklogFreed\",\"subject\":{\"name\":\"seconds\",\"text"
    "\":\"without a replica\"},\"text\":\"The backlog was freed: no replica was there for repl-backlog-ttl.\",\"v"
    "alue\":{\"name\":\"bytes\",\"text\":\"it held\"}},{\"class\":\"replication\",\"fields\":[{\"enum\":\"sync_kind\",\"name\""
    ":\"kind\",\"text\":\"through a file or straight to the sockets\",\"type\":\"u16\"},{\"name\":\"failed\",\"text\":\"1:"
    " it did not succeed\",\"type\":\"u16\"}],\"id\":182,\"name\":\"SnapshotSent\",\"span\":\"the child's life\",\"subjec"
    "t\":{\"name\":\"replicas\",\"text\":\"that it was for\"},\"text\":\"A child that made a snapshot for replicas ha"
    "s ended.\",\"value\":{\"name\":\"bytes\",\"text\":\"that were written\"}},{\"class\":\"slots\",\"fields\":[{\"enum\":\"s"
    "lot_how\",\"name\":\"how\",\"text\":\"what became of them\",\"type\":\"u32\"}],\"id\":192,\"name\":\"SlotsChanged\",\"su"
    "bject\":{\"name\":\"slot\",\"text\":\"the first of them\"},\"text\":\"Slots changed hands or state.\",\"value\":{\"n"
    "ame\":\"slots\",\"text\":\"how many, one behind the other\"}},{\"class\":\"slots\",\"fields\":[{\"command\":true,\"n"
    "ame\":\"command\",\"text\":\"the command\",\"type\":\"u16\"},{\"enum\":\"redirect_kind\",\"name\":\"kind\",\"text\":\"what"
    " it was answered\",\"type\":\"u16\"},{\"name\":\"keys\",\"text\":\"keys among its arguments\",\"type\":\"u32\"}],\"id\""
    ":193,\"name\":\"RequestRedirected\",\"subject\":{\"client\":true,\"name\":\"client\",\"text\":\"slot of the client\""
    "},\"tail\":{\"name\":\"key\",\"text\":\"the first key; of crossslot the first that is elsewhere\",\"type\":\"key\""
    "},\"text\":\"A command was not run here because of where its keys live.\",\"value\":{\"name\":\"slot\",\"text\":"
    "\"of the key; of the first one, where they differ\"}},{\"class\":\"slots\",\"id\":194,\"name\":\"ClusterStateCh"
    "anged\",\"subject\":{\"name\":\"ok\",\"text\":\"1: it answers\"},\"text\":\"The cluster began or ceased to be able"
    " to answer.\",\"value\":{\"name\":\"slots\",\"text\":\"that are assigned\"}},{\"class\":\"disk\",\"fields\":[{\"name\":"
    "\"keys\",\"text\":\"keys it had saved\",\"type\":\"u64\"},{\"name\":\"copied\",\"text\":\"bytes of copy-on-write\",\"ty"
    "pe\":\"u64\"},{\"name\":\"life_ms\",\"text\":\"its life\",\"type\":\"u64\"},{\"name\":\"good\",\"text\":\"1: the file is o"
    "n the disk; 0: it failed or was killed\",\"type\":\"u32\"},{\"name\":\"signal\",\"text\":\"that ended it; 0: non"
    "e\",\"type\":\"u32\"}],\"id\":208,\"name\":\"BackgroundSaveEnded\",\"span\":\"its life, saturated at 4.29 s\",\"subj"
    "ect\":{\"enum\":\"save_why\",\"name\":\"why\",\"text\":\"who asked\"},\"tail\":{\"name\":\"file\",\"text\":\"the file, or "
    "what went wrong\",\"type\":\"text\"},\"text\":\"A child that saved all data to a file has ended.\",\"value\":{\""
    "name\":\"bytes\",\"text\":\"of the file; 0 if there is none\"}},{\"class\":\"disk\",\"fields\":[{\"name\":\"of\",\"tex"
    "t\":\"keys that there were at the fork\",\"type\":\"u64\"},{\"name\":\"copied\",\"text\":\"bytes of copy-on-write "
    "so far\",\"type\":\"u64\"}],\"id\":209,\"name\":\"ChildProgressed\",\"span\":\"its life so far, saturated at 4.29 "
    "s\",\"subject\":{\"enum\":\"fork_kind\",\"name\":\"kind\",\"text\":\"what it was forked for\"},\"text\":\"How far a ch"
    "ild has come that saves or rewrites; once a second.\",\"value\":{\"name\":\"keys\",\"text\":\"keys that it has"
    " written\"}},{\"class\":\"diskwrite\",\"fields\":[{\"name\":\"left\",\"text\":\"bytes that the system did not take"
    "\",\"type\":\"u64\"},{\"name\":\"offset\",\"text\":\"end of the file afterwards\",\"type\":\"u64\"}],\"id\":210,\"name\":"
    "\"AofWritten\",\"span\":\"write()\",\"subject\":{\"name\":\"forms\",\"text\":\"commands in it\"},\"text\":\"What the wr"
    "ite stream had for the append-only file was handed to the system.\",\"value\":{\"name\":\"bytes\",\"text\":\"t"
    "hat were written\"}},{\"class\":\"diskwrite\",\"fields\":[{\"name\":\"waited_ns\",\"text\":\"between being asked f"
    "or and beginning\",\"type\":\"u64\"},{\"name\":\"error\",\"text\":\"errno; 0: it is durable\",\"type\":\"u64\"}],\"id\""
    ":211,\"name\":\"AofSynced\",\"span\":\"fsync()\",\"subject\":{\"enum\":\"sync_where\",\"name\":\"where\",\"text\":\"who w"
    "aited for it\"},\"text\":\"The append-only file was handed to the disk.\",\"value\":{\"name\":\"offset\",\"text\""
    ":\"of the write stream, up to which all is durable\"}},{\"class\":\"disk\",\"id\":212,\"name\":\"AofStalled\",\"s"
    "pan\":\"how long it has been put off, or the write took\",\"subject\":{\"name\":\"forced\",\"text\":\"1: written"
    " all the same, after two seconds\"},\"text\":\"The file was not written to, or its write was slow, since"
    " an fsync is still under way.\",\"value\":{\"name\":\"bytes\",\"text\":\"that wait\"}},{\"class\":\"disk\",\"id\":213"
    ",\"name\":\"AofFailed\",\"subject\":{\"enum\":\"aof_failure\",\"name\":\"what\",\"text\":\"which step\"},\"tail\":{\"name"
    "\":\"text\",\"text\":\"the file, and what the system said\",\"type\":\"text\"},\"text\":\"The append-only file cou"
    "ld not be written, made durable, opened or put in place; or can be again.\",\"value\":{\"name\":\"error\",\""
    "text\":\"errno; 0: it works again\"}},{\"class\":\"disk\",\"fields\":[{\"name\":\"bytes\",\"text\":\"its size\",\"type"
    "\":\"u64\"},{\"name\":\"gone\",\"text\":\"1: it was removed\",\"type\":\"u64\"}],\"id\":214,\"name\":\"AofFileChanged\",\""
    "subject\":{\"enum\":\"aof_file\",\"name\":\"kind\",\"text\":\"which kind\"},\"tail\":{\"name\":\"file\",\"text\":\"its nam"
    "e\",\"type\":\"text\"},\"text\":\"A file joined or left the append-only files.\",\"value\":{\"name\":\"sequence\",\""
    "text\":\"its number\"}},{\"class\":\"disk\",\"fields\":[{\"name\":\"increment\",\"text\":\"bytes written to the new "
    "increment meanwhile\",\"type\":\"u64\"},{\"name\":\"copied\",\"text\":\"bytes of copy-on-write\",\"type\":\"u64\"},{\""
    "name\":\"life_ms\",\"text\":\"its life\",\"type\":\"u64\"},{\"name\":\"good\",\"text\":\"1: the new base is in its pla"
    "ce; 0: it failed or was killed\",\"type\":\"u32\"},{\"name\":\"failures\",\"text\":\"one behind the other, this "
    "one counted\",\"type\":\"u32\"}],\"id\":215,\"name\":\"AofRewriteEnded\",\"span\":\"its life, saturated at 4.29 s\""
    ",\"subject\":{\"enum\":\"aof_why\",\"name\":\"why\",\"text\":\"who asked\"},\"tail\":{\"name\":\"text\",\"text\":\"the file"
    ", or what went wrong\",\"type\":\"text\"},\"text\":\"A child that wrote a new base has ended.\",\"value\":{\"nam"
    "e\":\"bytes\",\"text\":\"of the new base\"}},{\"class\":\"disk\",\"fields\":[{\"name\":\"commands\",\"text\":\"commands "
    "that were run\",\"type\":\"u64\"},{\"name\":\"cut\",\"text\":\"bytes of a torn tail that were cut off\",\"type\":\"u"
    "64\"},{\"name\":\"good\",\"text\":\"1: it is all there\",\"type\":\"u32\"},{\"name\":\"preamble\",\"text\":\"1: it began"
    " with RDB\",\"type\":\"u32\"}],\"id\":216,\"name\":\"AofLoaded\",\"span\":\"the load, commands served meanwhile in"
    "cluded\",\"subject\":{\"enum\":\"aof_file\",\"name\":\"kind\",\"text\":\"which kind\"},\"tail\":{\"name\":\"text\",\"text\""
    ":\"the file, or what went wrong\",\"type\":\"text\"},\"text\":\"An append-only file was read, or could not be"
    ".\",\"value\":{\"name\":\"bytes\",\"text\":\"that were good\"}},{\"class\":\"diskwrite\",\"id\":217,\"name\":\"Backgroun"
    "dJobRan\",\"span\":\"the job\",\"subject\":{\"enum\":\"bio_kind\",\"name\":\"kind\",\"text\":\"which kind\"},\"text\":\"A "
    "background thread has done a job.\",\"value\":{\"name\":\"waited_ns\",\"text\":\"in the queue\"}},{\"class\":\"dis"
    "k\",\"id\":218,\"name\":\"ShutdownStepped\",\"span\":\"since it was asked\",\"subject\":{\"enum\":\"shutdown_step\",\""
    "name\":\"step\",\"text\":\"which\"},\"tail\":{\"name\":\"text\",\"text\":\"why not, where it failed\",\"type\":\"text\"},"
    "\"text\":\"A server that is to end has come to a step.\",\"value\":{\"name\":\"left\",\"text\":\"replicas that la"
    "g, or children that run\"}},{\"class\":\"memory\",\"fields\":[{\"name\":\"reserve\",\"text\":\"bytes left in the r"
    "eserve\",\"type\":\"u64\"},{\"name\":\"refused\",\"text\":\"requests that were refused, since the start\",\"type\":"
    "\"u64\"},{\"name\":\"rejected\",\"text\":\"commands that were refused for it, since the start\",\"type\":\"u64\"}]"
    ",\"id\":219,\"name\":\"MemoryShort\",\"span\":\"how long it was short, where it is over\",\"subject\":{\"enum\":\"m"
    "emory_state\",\"name\":\"state\",\"text\":\"what happened\"},\"text\":\"The system refused memory: the reserve s"
    "erved, or a large request was turned away; or it gives memory again.\",\"value\":{\"name\":\"bytes\",\"text\""
    ":\"of the request that was refused last\"}},{\"class\":\"tls\",\"fields\":[{\"name\":\"protocol\",\"text\":\"versio"
    "n as on the wire: 772 is TLS 1.3; 0: none was agreed on\",\"type\":\"u32\"},{\"name\":\"resumed\",\"text\":\"1: "
    "its session was known\",\"type\":\"u32\"},{\"name\":\"good\",\"text\":\"1: it is done; 0: it failed\",\"type\":\"u32"
    "\"},{\"name\":\"peer_cert\",\"text\":\"1: the client has shown a certificate\",\"type\":\"u32\"}],\"id\":230,\"name\""
    ":\"TlsHandshakeEnded\",\"span\":\"since the connection was accepted, saturated at 4.29 s\",\"subject\":{\"cli"
    "ent\":true,\"name\":\"client\",\"text\":\"slot of the client; nobody: it failed\"},\"tail\":{\"name\":\"text\",\"tex"
    "t\":\"the cipher, or what went wrong\",\"type\":\"text\"},\"text\":\"A TLS handshake was done, or failed.\",\"va"
    "lue\":{\"name\":\"own_ns\",\"text\":\"of it, what this process worked\"}}],\"flags\":{\"command\":[\"write\",\"error"
    "\",\"python\",\"script\",\"multi\",\"blocked\",\"nested\",\"admin\",\"slow_reply\"]},\"version\":8}";
