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
};

const char events_json[] =
    "{\"class\":{\"client\":{\"bit\":3,\"default\":false,\"text\":\"clients that come and go\"},\"command\":{\"bit\":1,\"d"
    "efault\":false,\"text\":\"each command, with its times\"},\"cycles\":{\"bit\":6,\"default\":true,\"text\":\"rounds"
    " of expiry and eviction\"},\"encoding\":{\"bit\":7,\"default\":true,\"text\":\"values that changed their layou"
    "t, and why\"},\"key\":{\"bit\":5,\"default\":false,\"text\":\"each key that expired, was evicted or was missed"
    " after it; each block that a stream begins\"},\"limits\":{\"bit\":4,\"default\":true,\"text\":\"limits that we"
    "re hit, requests that could not be read\"},\"memory\":{\"bit\":9,\"default\":true,\"text\":\"a sample of memor"
    "y each second\"},\"pubsub\":{\"bit\":13,\"default\":false,\"text\":\"subscriptions, published messages, invali"
    "dated caches\"},\"python\":{\"bit\":11,\"default\":true,\"text\":\"the control plane's handlers, errors and co"
    "llections\"},\"server\":{\"bit\":10,\"default\":true,\"text\":\"boot, configuration, signals, forks, decisions"
    ", shutdown\"},\"slow\":{\"bit\":2,\"default\":true,\"text\":\"turns and commands over the slow threshold\"},\"ta"
    "ble\":{\"bit\":8,\"default\":true,\"text\":\"hash tables that grow and shrink\"},\"tick\":{\"bit\":0,\"default\":fa"
    "lse,\"text\":\"each turn of the loop, with its phases\"},\"waiting\":{\"bit\":12,\"default\":true,\"text\":\"comm"
    "ands that waited for a key, transactions\"}},\"enum\":{\"boot_step\":[\"configuration\",\"native\",\"listeners"
    "\",\"ready\",\"load\",\"plugins\",\"other\"],\"close_reason\":[\"peer\",\"quit\",\"error\",\"protocol\",\"output_limit\","
    "\"killed\",\"idle\",\"shutdown\",\"query_limit\",\"maxclients\",\"protected\",\"eviction\",\"other\"],\"cron_job\":[\"n"
    "one\",\"expire\",\"rehash\",\"clients\",\"sample\",\"trim\",\"control_plane\",\"evict\"],\"delay_reason\":[\"fork\",\"sc"
    "an\",\"memory\",\"nested\",\"other\"],\"encoding\":[\"raw\",\"int\",\"embstr\",\"hashtable\",\"listpack\",\"quicklist\",\""
    "skiplist\",\"intset\",\"stream\"],\"encoding_reason\":[\"element_bytes\",\"element_count\",\"append\",\"config\",\"f"
    "ield_expiry\",\"arithmetic\",\"load\",\"other\",\"shrink\",\"not_integer\",\"wider_integer\"],\"expire_how\":[\"lazy"
    "\",\"active\",\"field_lazy\",\"field_active\"],\"fork_kind\":[\"rdb\",\"aof\",\"replication\",\"module\",\"debug\",\"oth"
    "er\"],\"gc_how\":[\"idle\",\"manual\",\"automatic\"],\"limit_kind\":[\"output_hard\",\"output_soft\",\"query\",\"maxcl"
    "ients\",\"maxmemory_clients\"],\"load_why\":[\"start\",\"reload\",\"other\"],\"log_level\":[\"debug\",\"verbose\",\"no"
    "tice\",\"warning\"],\"phase\":[\"poll\",\"read\",\"parse\",\"execute\",\"python\",\"before_sleep\",\"cron\",\"other\",\"ou"
    "tside\"],\"policy\":[\"noeviction\",\"allkeys-lru\",\"allkeys-lfu\",\"allkeys-random\",\"volatile-lru\",\"volatile"
    "-lfu\",\"volatile-random\",\"volatile-ttl\"],\"protocol_kind\":[\"multibulk_length\",\"bulk_length\",\"expected_"
    "dollar\",\"big_inline\",\"unbalanced_quotes\",\"unauthenticated\",\"http\",\"other\"],\"refuse_reason\":[\"maxclie"
    "nts\",\"protected\"],\"reject_reason\":[\"unknown\",\"arity\",\"noauth\",\"noperm\",\"oom\",\"readonly\",\"loading\",\"b"
    "usy\",\"state\",\"disabled\",\"other\"],\"save_why\":[\"command\",\"shutdown\",\"reload\",\"flush\",\"other\"],\"table_k"
    "ind\":[\"keys\",\"expires\",\"value\",\"other\"],\"topic_kind\":[\"channel\",\"pattern\",\"shard_channel\"],\"transact"
    "ion_end\":[\"executed\",\"dirty\",\"spoiled\"],\"trigger\":[\"command\",\"tick\",\"p99\",\"oom\",\"signal\",\"failover\","
    "\"crash\"],\"unblock_how\":[\"served\",\"timeout\",\"command\",\"closed\"],\"value_type\":[\"string\",\"list\",\"set\",\""
    "zset\",\"hash\",\"module\",\"stream\"]},\"event\":[{\"class\":\"tick\",\"fields\":[{\"name\":\"poll_ns\",\"text\":\"asking"
    " the kernel what is ready\",\"type\":\"u32\"},{\"name\":\"read_ns\",\"text\":\"reading sockets\",\"type\":\"u32\"},{\""
    "name\":\"parse_ns\",\"text\":\"splitting requests\",\"type\":\"u32\"},{\"name\":\"execute_ns\",\"text\":\"executing co"
    "mmands\",\"type\":\"u32\"},{\"name\":\"python_ns\",\"text\":\"in the control plane\",\"type\":\"u32\"},{\"name\":\"befor"
    "e_sleep_ns\",\"text\":\"last work of the turn: writes to clients, replicas, files\",\"type\":\"u32\"},{\"name\""
    ":\"cron_ns\",\"text\":\"timers: expiry, rehash, eviction\",\"type\":\"u32\"},{\"name\":\"other_ns\",\"text\":\"the re"
    "st of span, in no phase\",\"type\":\"u32\"},{\"name\":\"outside_ns\",\"text\":\"between the last turn and this o"
    "ne, busy, not asleep\",\"type\":\"u32\"},{\"command\":true,\"name\":\"worst_command\",\"text\":\"the command that "
    "took longest\",\"type\":\"u16\"},{\"flags\":\"command\",\"name\":\"worst_flags\",\"text\":\"and its flags\",\"type\":\"u"
    "16\"},{\"client\":true,\"name\":\"worst_client\",\"text\":\"who sent it\",\"type\":\"u32\"},{\"name\":\"worst_ns\",\"tex"
    "t\":\"how long it executed\",\"type\":\"u32\"},{\"name\":\"pending\",\"text\":\"clients left for the next turn\",\"t"
    "ype\":\"u32\"},{\"name\":\"depth\",\"text\":\"0 for the loop's own turn, 1 or 2 for a nested one\",\"type\":\"u32\""
    "}],\"id\":1,\"name\":\"TickEnded\",\"span\":\"the turn, from its wake-up to its end\",\"subject\":{\"name\":\"clien"
    "ts\",\"text\":\"clients served\"},\"text\":\"One turn of the loop ended. Its phases and other add up to span"
    "; outside is the time before it.\",\"value\":{\"name\":\"commands\",\"text\":\"commands executed\"}},{\"class\":\""
    "slow\",\"fields\":[{\"name\":\"poll_ns\",\"text\":\"asking the kernel what is ready\",\"type\":\"u32\"},{\"name\":\"re"
    "ad_ns\",\"text\":\"reading sockets\",\"type\":\"u32\"},{\"name\":\"parse_ns\",\"text\":\"splitting requests\",\"type\":"
    "\"u32\"},{\"name\":\"execute_ns\",\"text\":\"executing commands\",\"type\":\"u32\"},{\"name\":\"python_ns\",\"text\":\"in"
    " the control plane\",\"type\":\"u32\"},{\"name\":\"before_sleep_ns\",\"text\":\"last work of the turn: writes to"
    " clients, replicas, files\",\"type\":\"u32\"},{\"name\":\"cron_ns\",\"text\":\"timers: expiry, rehash, eviction\""
    ",\"type\":\"u32\"},{\"name\":\"other_ns\",\"text\":\"the rest of span, in no phase\",\"type\":\"u32\"},{\"name\":\"outs"
    "ide_ns\",\"text\":\"between the last turn and this one, busy, not asleep\",\"type\":\"u32\"},{\"command\":true,"
    "\"name\":\"worst_command\",\"text\":\"the command that took longest\",\"type\":\"u16\"},{\"flags\":\"command\",\"name"
    "\":\"worst_flags\",\"text\":\"and its flags\",\"type\":\"u16\"},{\"client\":true,\"name\":\"worst_client\",\"text\":\"wh"
    "o sent it\",\"type\":\"u32\"},{\"name\":\"worst_ns\",\"text\":\"how long it executed\",\"type\":\"u32\"},{\"name\":\"pen"
    "ding\",\"text\":\"clients left for the next turn\",\"type\":\"u32\"},{\"name\":\"depth\",\"text\":\"0 for the loop's"
    " own turn, 1 or 2 for a nested one\",\"type\":\"u32\"}],\"id\":2,\"name\":\"TickSlow\",\"span\":\"the turn, from i"
    "ts wake-up to its end\",\"subject\":{\"name\":\"clients\",\"text\":\"clients served\"},\"text\":\"A turn of the lo"
    "op took longer than the threshold (latency-monitor-threshold, else 10 ms).\",\"value\":{\"name\":\"command"
    "s\",\"text\":\"commands executed\"}},{\"class\":\"slow\",\"fields\":[{\"enum\":\"phase\",\"name\":\"phase\",\"text\":\"whi"
    "ch phase\",\"type\":\"u16\"},{\"command\":true,\"name\":\"command\",\"text\":\"the command, 0 if none\",\"type\":\"u16"
    "\"},{\"enum\":\"cron_job\",\"name\":\"job\",\"text\":\"the timer's job, in the phases cron and python\",\"type\":\"u"
    "16\"}],\"id\":3,\"name\":\"TickPhaseSlow\",\"span\":\"the phase\",\"subject\":{\"client\":true,\"name\":\"client\",\"tex"
    "t\":\"slot of the client, NOBODY for the server's own work\"},\"tail\":{\"name\":\"key\",\"text\":\"the command'"
    "s first key\",\"type\":\"key\"},\"text\":\"A phase of a slow turn (the TickSlow before it) took a tenth of i"
    "t or more; this is what used the most of that.\",\"value\":{\"name\":\"worst_ns\",\"text\":\"ns that this clie"
    "nt, command or job took of the phase\"}},{\"class\":\"command\",\"fields\":[{\"command\":true,\"name\":\"command"
    "\",\"text\":\"id of the command\",\"type\":\"u16\"},{\"flags\":\"command\",\"name\":\"flags\",\"text\":\"what it did\",\"t"
    "ype\":\"u16\"},{\"name\":\"argc\",\"text\":\"arguments, the name counted\",\"type\":\"u32\"},{\"name\":\"write_ns\",\"te"
    "xt\":\"from its end until its reply was written to the socket, 0 where not known\",\"type\":\"u32\"},{\"clie"
    "nt\":true,\"name\":\"behind\",\"text\":\"the client whose command it waited for\",\"type\":\"u32\"},{\"name\":\"pars"
    "e_ns\",\"text\":\"splitting its request\",\"type\":\"u32\"},{\"name\":\"db\",\"text\":\"number of the database\",\"typ"
    "e\":\"u16\"}],\"id\":16,\"name\":\"CommandExecuted\",\"span\":\"executing\",\"subject\":{\"client\":true,\"name\":\"clie"
    "nt\",\"text\":\"slot of the client\"},\"tail\":{\"name\":\"key\",\"text\":\"its first key\",\"type\":\"key\"},\"text\":\"A"
    " command was executed. queued + parse + span + write is what the client waited inside the server.\",\""
    "value\":{\"name\":\"queued_ns\",\"text\":\"ns from its bytes being read to its execution, parsing not counte"
    "d\"}},{\"class\":\"slow\",\"fields\":[{\"command\":true,\"name\":\"command\",\"text\":\"id of the command\",\"type\":\"u"
    "16\"},{\"flags\":\"command\",\"name\":\"flags\",\"text\":\"what it did\",\"type\":\"u16\"},{\"name\":\"argc\",\"text\":\"arg"
    "uments, the name counted\",\"type\":\"u32\"},{\"name\":\"write_ns\",\"text\":\"from its end until its reply was "
    "written to the socket, 0 where not known\",\"type\":\"u32\"},{\"client\":true,\"name\":\"behind\",\"text\":\"the c"
    "lient whose command it waited for\",\"type\":\"u32\"},{\"name\":\"parse_ns\",\"text\":\"splitting its request\",\""
    "type\":\"u32\"},{\"name\":\"db\",\"text\":\"number of the database\",\"type\":\"u16\"}],\"id\":17,\"name\":\"CommandSlow"
    "\",\"span\":\"executing\",\"subject\":{\"client\":true,\"name\":\"client\",\"text\":\"slot of the client\"},\"tail\":{\""
    "name\":\"key\",\"text\":\"its first key\",\"type\":\"key\"},\"text\":\"A command took longer than commandlog-execu"
    "tion-slower-than.\",\"value\":{\"name\":\"queued_ns\",\"text\":\"ns from its bytes being read to its execution"
    ", parsing not counted\"}},{\"class\":\"command\",\"fields\":[{\"command\":true,\"name\":\"command\",\"text\":\"id of"
    " the command, 65535 if there is no such command\",\"type\":\"u16\"},{\"enum\":\"reject_reason\",\"name\":\"reaso"
    "n\",\"text\":\"why\",\"type\":\"u16\"}],\"id\":18,\"name\":\"CommandRejected\",\"subject\":{\"client\":true,\"name\":\"cli"
    "ent\",\"text\":\"slot of the client\"},\"tail\":{\"name\":\"error\",\"text\":\"the error's first word\",\"type\":\"tex"
    "t\"},\"text\":\"A command was refused before it was executed.\"},{\"class\":\"client\",\"fields\":[{\"name\":\"cli"
    "ents\",\"text\":\"clients connected now\",\"type\":\"u32\"},{\"name\":\"transport\",\"text\":\"0 tcp, 1 unix, 2 tls,"
    " 3 rdma\",\"type\":\"u32\"}],\"id\":32,\"name\":\"ClientConnected\",\"subject\":{\"client\":true,\"name\":\"client\",\"t"
    "ext\":\"slot of the client\"},\"tail\":{\"name\":\"address\",\"text\":\"where from\",\"type\":\"text\"},\"text\":\"A con"
    "nection was accepted.\",\"value\":{\"name\":\"client_id\",\"text\":\"its id, never reused\"}},{\"class\":\"client\""
    ",\"fields\":[{\"enum\":\"close_reason\",\"name\":\"reason\",\"text\":\"why\",\"type\":\"u32\"},{\"name\":\"clients\",\"text"
    "\":\"clients connected now\",\"type\":\"u32\"},{\"name\":\"commands\",\"text\":\"commands it sent\",\"type\":\"u64\"},{"
    "\"name\":\"age_ms\",\"text\":\"how long it was connected\",\"type\":\"u64\"}],\"id\":33,\"name\":\"ClientClosed\",\"sub"
    "ject\":{\"client\":true,\"name\":\"client\",\"text\":\"slot of the client\"},\"text\":\"A connection ended.\",\"valu"
    "e\":{\"name\":\"client_id\",\"text\":\"its id, never reused\"}},{\"class\":\"limits\",\"id\":37,\"name\":\"ClientRefus"
    "ed\",\"subject\":{\"enum\":\"refuse_reason\",\"name\":\"reason\",\"text\":\"why\"},\"tail\":{\"name\":\"address\",\"text\":"
    "\"where from\",\"type\":\"text\"},\"text\":\"A connection was refused.\",\"value\":{\"name\":\"clients\",\"text\":\"cli"
    "ents connected\"}},{\"class\":\"limits\",\"fields\":[{\"enum\":\"limit_kind\",\"name\":\"kind\",\"text\":\"which limit"
    "\",\"type\":\"u32\"},{\"name\":\"zero\",\"text\":\"0\",\"type\":\"u32\"},{\"name\":\"limit\",\"text\":\"the limit's value\",\""
    "type\":\"u64\"}],\"id\":34,\"name\":\"ClientLimitHit\",\"subject\":{\"client\":true,\"name\":\"client\",\"text\":\"slot "
    "of the client\"},\"text\":\"A client ran into a limit.\",\"value\":{\"name\":\"bytes\",\"text\":\"how much it held"
    ", or how many clients there were\"}},{\"class\":\"limits\",\"fields\":[{\"name\":\"still\",\"text\":\"1: they wait"
    " on\",\"type\":\"u16\"},{\"command\":true,\"name\":\"last_command\",\"text\":\"id of the command that it sent last"
    "\",\"type\":\"u16\"},{\"name\":\"zero\",\"text\":\"0\",\"type\":\"u32\"}],\"id\":38,\"name\":\"OutputWaited\",\"span\":\"since"
    " the socket took no more\",\"subject\":{\"client\":true,\"name\":\"client\",\"text\":\"slot of the client\"},\"tex"
    "t\":\"A client did not read its replies: they waited 10 ms or longer. While it lasts, told after 1 s a"
    "nd at each doubling.\",\"value\":{\"name\":\"bytes\",\"text\":\"most bytes that waited\"}},{\"class\":\"limits\",\"f"
    "ields\":[{\"enum\":\"protocol_kind\",\"name\":\"kind\",\"text\":\"what was wrong\",\"type\":\"u32\"}],\"id\":35,\"name\":"
    "\"ProtocolError\",\"subject\":{\"client\":true,\"name\":\"client\",\"text\":\"slot of the client\"},\"tail\":{\"name\""
    ":\"text\",\"text\":\"the error as it was answered\",\"type\":\"text\"},\"text\":\"A client sent what is no reques"
    "t; its connection is closed.\"},{\"class\":\"limits\",\"fields\":[{\"name\":\"maxmemory\",\"text\":\"the limit\",\"t"
    "ype\":\"u64\"},{\"command\":true,\"name\":\"command\",\"text\":\"id of the command\",\"type\":\"u16\"}],\"id\":36,\"name"
    "\":\"OutOfMemoryRejected\",\"subject\":{\"client\":true,\"name\":\"client\",\"text\":\"slot of the client\"},\"text\""
    ":\"A command was refused since used memory is over maxmemory and nothing could be evicted.\",\"value\":{"
    "\"name\":\"used\",\"text\":\"bytes used\"}},{\"class\":\"waiting\",\"fields\":[{\"command\":true,\"name\":\"command\",\"t"
    "ext\":\"the command\",\"type\":\"u16\"},{\"name\":\"keys\",\"text\":\"keys it waits for\",\"type\":\"u16\"},{\"name\":\"ah"
    "ead\",\"text\":\"commands that waited for the first of them already\",\"type\":\"u32\"}],\"id\":40,\"name\":\"Clie"
    "ntBlocked\",\"subject\":{\"client\":true,\"name\":\"client\",\"text\":\"slot of the client\"},\"tail\":{\"name\":\"key"
    "\",\"text\":\"the first key it waits for\",\"type\":\"key\"},\"text\":\"A command found nothing at its keys and "
    "waits for them.\",\"value\":{\"name\":\"timeout_ms\",\"text\":\"how long it will wait at most, 0 for ever\"}},{"
    "\"class\":\"waiting\",\"fields\":[{\"command\":true,\"name\":\"command\",\"text\":\"the command\",\"type\":\"u16\"},{\"en"
    "um\":\"unblock_how\",\"name\":\"how\",\"text\":\"how its wait ended\",\"type\":\"u16\"},{\"client\":true,\"name\":\"by\","
    "\"text\":\"the client whose command brought the key\",\"type\":\"u32\"},{\"name\":\"runs\",\"text\":\"how often it "
    "was run again\",\"type\":\"u32\"}],\"id\":41,\"name\":\"ClientUnblocked\",\"span\":\"from its first run to its ans"
    "wer\",\"subject\":{\"client\":true,\"name\":\"client\",\"text\":\"slot of the client\"},\"tail\":{\"name\":\"key\",\"tex"
    "t\":\"the key that was there, or the first one it waited for\",\"type\":\"key\"},\"text\":\"A command waits fo"
    "r its keys no longer.\",\"value\":{\"name\":\"waited_ms\",\"text\":\"how long that was: span ends at 4 s\"}},{\""
    "class\":\"waiting\",\"fields\":[{\"enum\":\"transaction_end\",\"name\":\"how\",\"text\":\"whether it ran, or why not"
    "\",\"type\":\"u32\"}],\"id\":42,\"name\":\"TransactionEnded\",\"span\":\"EXEC, all its commands included\",\"subject"
    "\":{\"client\":true,\"name\":\"client\",\"text\":\"slot of the client\"},\"tail\":{\"name\":\"key\",\"text\":\"the watch"
    "ed key that had changed\",\"type\":\"key\"},\"text\":\"EXEC ran a transaction, or found that it must not.\",\""
    "value\":{\"name\":\"commands\",\"text\":\"commands that were queued\"}},{\"class\":\"key\",\"id\":48,\"name\":\"KeyExp"
    "ired\",\"subject\":{\"enum\":\"expire_how\",\"name\":\"how\",\"text\":\"found by a command (lazy) or by the cycle "
    "(active)\"},\"tail\":{\"name\":\"key\",\"text\":\"the key\",\"type\":\"key\"},\"text\":\"A key or a field was deleted "
    "because its time had come.\",\"value\":{\"name\":\"late_ms\",\"text\":\"ms between its time and its deletion\"}"
    "},{\"class\":\"cycles\",\"fields\":[{\"name\":\"stale_permille\",\"text\":\"keys still due afterwards, estimated,"
    " per thousand with a TTL\",\"type\":\"u32\"},{\"name\":\"timecap\",\"text\":\"1: it ran out of its time and left"
    " work\",\"type\":\"u16\"},{\"name\":\"fast\",\"text\":\"1: the short round before sleeping\",\"type\":\"u16\"},{\"name"
    "\":\"fields\",\"text\":\"hash fields deleted\",\"type\":\"u32\"}],\"id\":49,\"name\":\"ExpireCycleRan\",\"span\":\"the r"
    "ound\",\"subject\":{\"name\":\"sampled\",\"text\":\"keys looked at\"},\"text\":\"A round of active expiry ended.\","
    "\"value\":{\"name\":\"expired\",\"text\":\"keys deleted\"}},{\"class\":\"key\",\"fields\":[{\"enum\":\"policy\",\"name\":\""
    "policy\",\"text\":\"maxmemory-policy\",\"type\":\"u16\"},{\"name\":\"candidates\",\"text\":\"candidates in the pool\""
    ",\"type\":\"u16\"},{\"name\":\"sampled\",\"text\":\"keys sampled for this choice\",\"type\":\"u32\"},{\"name\":\"second"
    "\",\"text\":\"score of the candidate that stayed, 0 if alone\",\"type\":\"u64\"},{\"name\":\"freed\",\"text\":\"byte"
    "s it gave back\",\"type\":\"u64\"}],\"id\":50,\"name\":\"KeyEvicted\",\"subject\":{\"name\":\"db\",\"text\":\"number of "
    "the database\"},\"tail\":{\"name\":\"key\",\"text\":\"the key\",\"type\":\"key\"},\"text\":\"A key was deleted to make"
    " room.\",\"value\":{\"name\":\"score\",\"text\":\"idle ms (lru), 255 - frequency (lfu), or closeness of its TT"
    "L: the highest loses\"}},{\"class\":\"cycles\",\"fields\":[{\"name\":\"needed\",\"text\":\"bytes that were too man"
    "y\",\"type\":\"u64\"},{\"name\":\"keys\",\"text\":\"keys deleted\",\"type\":\"u32\"},{\"name\":\"left\",\"text\":\"1: still "
    "over the limit\",\"type\":\"u32\"}],\"id\":51,\"name\":\"EvictionCycleRan\",\"span\":\"the round\",\"text\":\"A round "
    "of eviction ended.\",\"value\":{\"name\":\"freed\",\"text\":\"bytes given back\"}},{\"class\":\"key\",\"fields\":[{\"e"
    "num\":\"policy\",\"name\":\"policy\",\"text\":\"the policy that chose it\",\"type\":\"u32\"}],\"id\":52,\"name\":\"Evict"
    "edKeyMissed\",\"subject\":{\"name\":\"db\",\"text\":\"number of the database\"},\"tail\":{\"name\":\"key\",\"text\":\"th"
    "e key\",\"type\":\"key\"},\"text\":\"A key was asked for again after it had been evicted: the choice was bad"
    ".\",\"value\":{\"name\":\"since_ms\",\"text\":\"ms since it was evicted\"}},{\"class\":\"encoding\",\"fields\":[{\"enu"
    "m\":\"encoding\",\"name\":\"from\",\"text\":\"layout before\",\"type\":\"u8\"},{\"enum\":\"encoding\",\"name\":\"to\",\"text"
    "\":\"layout after\",\"type\":\"u8\"},{\"enum\":\"encoding_reason\",\"name\":\"reason\",\"text\":\"which rule\",\"type\":\""
    "u16\"},{\"enum\":\"value_type\",\"name\":\"type\",\"text\":\"the value's type\",\"type\":\"u32\"},{\"name\":\"threshold\""
    ",\"text\":\"the rule's limit\",\"type\":\"u64\"},{\"name\":\"actual\",\"text\":\"what crossed it\",\"type\":\"u64\"},{\"n"
    "ame\":\"bytes_before\",\"text\":\"bytes of the value before it\",\"type\":\"u64\"}],\"id\":64,\"name\":\"EncodingCha"
    "nged\",\"span\":\"the conversion, where measured\",\"subject\":{\"name\":\"db\",\"text\":\"number of the database\""
    "},\"tail\":{\"name\":\"key\",\"text\":\"the key\",\"type\":\"key\"},\"text\":\"A value changed its layout in memory.\""
    ",\"value\":{\"name\":\"bytes_after\",\"text\":\"bytes of the value after it\"}},{\"class\":\"key\",\"fields\":[{\"nam"
    "e\":\"nodes\",\"text\":\"nodes of the radix tree that finds them\",\"type\":\"u64\"},{\"name\":\"tree_bytes\",\"text"
    "\":\"bytes of these nodes\",\"type\":\"u64\"}],\"id\":65,\"name\":\"StreamBlockOpened\",\"subject\":{\"name\":\"db\",\"t"
    "ext\":\"number of the database\"},\"tail\":{\"name\":\"key\",\"text\":\"the key\",\"type\":\"key\"},\"text\":\"An entry "
    "did not fit the last block of its stream and began a new one.\",\"value\":{\"name\":\"blocks\",\"text\":\"bloc"
    "ks of the stream now\"}},{\"class\":\"table\",\"fields\":[{\"enum\":\"table_kind\",\"name\":\"kind\",\"text\":\"which "
    "kind of table\",\"type\":\"u32\"},{\"name\":\"table\",\"text\":\"database * 16384 + slot for the keyspace, else "
    "0\",\"type\":\"u32\"},{\"name\":\"entries\",\"text\":\"entries in it\",\"type\":\"u64\"}],\"id\":80,\"name\":\"RehashStart"
    "ed\",\"subject\":{\"name\":\"from_buckets\",\"text\":\"buckets before\"},\"text\":\"A hash table began to move to "
    "another size.\",\"value\":{\"name\":\"to_buckets\",\"text\":\"buckets after\"}},{\"class\":\"table\",\"fields\":[{\"en"
    "um\":\"table_kind\",\"name\":\"kind\",\"text\":\"which kind of table\",\"type\":\"u32\"},{\"name\":\"table\",\"text\":\"da"
    "tabase * 16384 + slot for the keyspace, else 0\",\"type\":\"u32\"},{\"name\":\"moved\",\"text\":\"entries moved\""
    ",\"type\":\"u64\"}],\"id\":81,\"name\":\"RehashCompleted\",\"span\":\"from start to end, other work included\",\"su"
    "bject\":{\"name\":\"from_buckets\",\"text\":\"buckets before\"},\"text\":\"A hash table has moved.\",\"value\":{\"na"
    "me\":\"to_buckets\",\"text\":\"buckets after\"}},{\"class\":\"table\",\"fields\":[{\"name\":\"buckets\",\"text\":\"bucke"
    "ts it has\",\"type\":\"u64\"},{\"enum\":\"table_kind\",\"name\":\"kind\",\"text\":\"which kind of table\",\"type\":\"u32"
    "\"},{\"enum\":\"delay_reason\",\"name\":\"reason\",\"text\":\"why not now\",\"type\":\"u32\"}],\"id\":82,\"name\":\"TableR"
    "esizeDelayed\",\"subject\":{\"name\":\"table\",\"text\":\"database * 16384 + slot for the keyspace, else 0\"},\""
    "text\":\"A hash table should change its size but may not now.\",\"value\":{\"name\":\"entries\",\"text\":\"entri"
    "es in it\"}},{\"class\":\"memory\",\"fields\":[{\"name\":\"rss\",\"text\":\"resident bytes of the process\",\"type\":"
    "\"u64\"},{\"name\":\"peak\",\"text\":\"highest used\",\"type\":\"u64\"},{\"name\":\"python\",\"text\":\"bytes of the cont"
    "rol plane, estimated\",\"type\":\"u64\"},{\"name\":\"maxmemory\",\"text\":\"the limit, 0 for none\",\"type\":\"u64\"}"
    ",{\"name\":\"fragmentation_permille\",\"text\":\"1000 * rss / used\",\"type\":\"u32\"}],\"id\":96,\"name\":\"MemorySa"
    "mpled\",\"text\":\"Memory, once a second.\",\"value\":{\"name\":\"used\",\"text\":\"used_memory\"}},{\"class\":\"serve"
    "r\",\"id\":112,\"name\":\"BootStep\",\"span\":\"the step\",\"subject\":{\"enum\":\"boot_step\",\"name\":\"step\",\"text\":\""
    "which\"},\"tail\":{\"name\":\"name\",\"text\":\"what\",\"type\":\"text\"},\"text\":\"A step of the boot is done.\",\"val"
    "ue\":{\"name\":\"since_us\",\"text\":\"us since the process began to run our code\"}},{\"class\":\"server\",\"id\":"
    "113,\"name\":\"ConfigChanged\",\"subject\":{\"name\":\"parameters\",\"text\":\"how many\"},\"tail\":{\"name\":\"name\",\""
    "text\":\"their names\",\"type\":\"text\"},\"text\":\"CONFIG SET changed parameters.\",\"value\":{\"name\":\"client_i"
    "d\",\"text\":\"who did it\"}},{\"class\":\"server\",\"id\":114,\"name\":\"ListenerOpened\",\"tail\":{\"name\":\"address\""
    ",\"text\":\"where\",\"type\":\"text\"},\"text\":\"The server listens.\",\"value\":{\"name\":\"port\",\"text\":\"port, 0 f"
    "or a Unix socket\"}},{\"class\":\"server\",\"id\":115,\"name\":\"ServerReady\",\"span\":\"from the start of the pr"
    "ocess\",\"text\":\"The server accepts commands.\",\"value\":{\"name\":\"pid\",\"text\":\"process\"}},{\"class\":\"serv"
    "er\",\"id\":116,\"name\":\"SignalReceived\",\"subject\":{\"name\":\"signal\",\"text\":\"its number\"},\"text\":\"A signa"
    "l arrived.\",\"value\":{\"name\":\"times\",\"text\":\"how many since the last turn\"}},{\"class\":\"server\",\"field"
    "s\":[{\"enum\":\"fork_kind\",\"name\":\"kind\",\"text\":\"what for\",\"type\":\"u32\"}],\"id\":117,\"name\":\"ForkStarted\""
    ",\"span\":\"fork()\",\"text\":\"A child was forked; span is how long the parent stood still.\",\"value\":{\"nam"
    "e\":\"child\",\"text\":\"process id\"}},{\"class\":\"server\",\"fields\":[{\"name\":\"status\",\"text\":\"exit status; a"
    "bove 255 the signal times 256\",\"type\":\"u32\"},{\"enum\":\"fork_kind\",\"name\":\"kind\",\"text\":\"what for\",\"ty"
    "pe\":\"u32\"},{\"name\":\"copied\",\"text\":\"bytes of copy-on-write\",\"type\":\"u64\"},{\"name\":\"life_ms\",\"text\":\""
    "its life\",\"type\":\"u64\"}],\"id\":118,\"name\":\"ForkEnded\",\"span\":\"its life, saturated at 4.29 s\",\"text\":\""
    "A child ended.\",\"value\":{\"name\":\"child\",\"text\":\"process id\"}},{\"class\":\"server\",\"fields\":[{\"name\":\"r"
    "un_ns\",\"text\":\"ns on a processor\",\"type\":\"u64\"}],\"id\":119,\"name\":\"CpuStolen\",\"subject\":{\"name\":\"wind"
    "ow_ms\",\"text\":\"ms looked at\"},\"text\":\"The process was ready to run but had no processor.\",\"value\":{\""
    "name\":\"wait_ns\",\"text\":\"ns of waiting in the run queue\"}},{\"class\":\"server\",\"id\":120,\"name\":\"Shutdow"
    "nStarted\",\"subject\":{\"name\":\"signal\",\"text\":\"the signal, 0 for the command\"},\"text\":\"The server is g"
    "oing to stop.\",\"value\":{\"name\":\"clients\",\"text\":\"clients connected\"}},{\"class\":\"server\",\"fields\":[{\""
    "enum\":\"trigger\",\"name\":\"trigger\",\"text\":\"why\",\"type\":\"u32\"},{\"name\":\"suppressed\",\"text\":\"triggers pa"
    "ssed over since the last one\",\"type\":\"u32\"}],\"id\":121,\"name\":\"FlightRecorderTriggered\",\"tail\":{\"name"
    "\":\"file\",\"text\":\"name of the file\",\"type\":\"text\"},\"text\":\"The last seconds were frozen into a file.\""
    ",\"value\":{\"name\":\"value\",\"text\":\"what crossed the limit: ns, bytes or a signal's number\"}},{\"class\":"
    "\"server\",\"fields\":[{\"name\":\"before\",\"text\":\"its old value\",\"type\":\"u64\"}],\"id\":122,\"name\":\"PolicyDec"
    "ided\",\"tail\":{\"name\":\"name\",\"text\":\"the knob\",\"type\":\"text\"},\"text\":\"A policy of the control plane t"
    "urned a knob.\",\"value\":{\"name\":\"value\",\"text\":\"its new value\"}},{\"class\":\"server\",\"fields\":[{\"name\":"
    "\"jump_ms\",\"text\":\"how far, forward positive\",\"type\":\"i64\"}],\"id\":123,\"name\":\"ClockJumped\",\"text\":\"Th"
    "e wall clock moved against the monotonic one.\"},{\"class\":\"server\",\"fields\":[{\"enum\":\"log_level\",\"nam"
    "e\":\"level\",\"text\":\"its level\",\"type\":\"u32\"}],\"id\":124,\"name\":\"LogWritten\",\"tail\":{\"name\":\"line\",\"tex"
    "t\":\"its beginning\",\"type\":\"text\"},\"text\":\"A line was written to the server's log.\"},{\"class\":\"server"
    "\",\"fields\":[{\"name\":\"keys\",\"text\":\"keys in all databases\",\"type\":\"u64\"},{\"name\":\"version\",\"text\":\"ve"
    "rsion of the format\",\"type\":\"u32\"},{\"name\":\"good\",\"text\":\"1: the file is on the disk; 0: it failed\","
    "\"type\":\"u32\"}],\"id\":125,\"name\":\"RdbSaved\",\"span\":\"the save\",\"subject\":{\"enum\":\"save_why\",\"name\":\"why"
    "\",\"text\":\"who asked\"},\"tail\":{\"name\":\"file\",\"text\":\"the file, or what went wrong\",\"type\":\"text\"},\"te"
    "xt\":\"All data was written to a file in the foreground, or could not be: everybody waited.\",\"value\":{"
    "\"name\":\"bytes\",\"text\":\"bytes written\"}},{\"class\":\"server\",\"fields\":[{\"name\":\"keys\",\"text\":\"keys adde"
    "d\",\"type\":\"u64\"},{\"name\":\"expired\",\"text\":\"keys left out, since their time was over\",\"type\":\"u64\"},{"
    "\"name\":\"version\",\"text\":\"version of the format\",\"type\":\"u32\"},{\"name\":\"good\",\"text\":\"1: it is all th"
    "ere; 0: it failed\",\"type\":\"u32\"}],\"id\":126,\"name\":\"RdbLoaded\",\"span\":\"the load, commands served mean"
    "while included\",\"subject\":{\"enum\":\"load_why\",\"name\":\"why\",\"text\":\"on which occasion\"},\"tail\":{\"name\""
    ":\"file\",\"text\":\"the file, or what went wrong\",\"type\":\"text\"},\"text\":\"A file of data was loaded, or c"
    "ould not be.\",\"value\":{\"name\":\"bytes\",\"text\":\"bytes read\"}},{\"class\":\"python\",\"id\":128,\"name\":\"Pytho"
    "nHandlerRan\",\"span\":\"the handler\",\"subject\":{\"client\":true,\"name\":\"client\",\"text\":\"slot of the clien"
    "t, NOBODY for a callback\"},\"tail\":{\"name\":\"name\",\"text\":\"the handler\",\"type\":\"text\"},\"text\":\"A comma"
    "nd or a callback ran in the control plane.\",\"value\":{\"name\":\"reply_bytes\",\"text\":\"bytes of its reply"
    "\"}},{\"class\":\"python\",\"id\":129,\"name\":\"PythonErrorCaught\",\"subject\":{\"client\":true,\"name\":\"client\",\""
    "text\":\"slot of the client, NOBODY for a callback\"},\"tail\":{\"name\":\"error\",\"text\":\"type and message\","
    "\"type\":\"text\"},\"text\":\"A handler raised; the client was answered -ERR internal error.\",\"value\":{\"nam"
    "e\":\"errors\",\"text\":\"errors so far\"}},{\"class\":\"python\",\"fields\":[{\"enum\":\"gc_how\",\"name\":\"how\",\"text"
    "\":\"who asked\",\"type\":\"u32\"}],\"id\":130,\"name\":\"GarbageCollected\",\"span\":\"the collection\",\"subject\":{\""
    "name\":\"generation\",\"text\":\"0, 1 or 2\"},\"text\":\"Python collected its garbage.\",\"value\":{\"name\":\"colle"
    "cted\",\"text\":\"objects found unreachable\"}},{\"class\":\"pubsub\",\"fields\":[{\"enum\":\"topic_kind\",\"name\":\""
    "kind\",\"text\":\"what it subscribed to\",\"type\":\"u32\"}],\"id\":144,\"name\":\"SubscriberAdded\",\"subject\":{\"cl"
    "ient\":true,\"name\":\"client\",\"text\":\"slot of the client\"},\"tail\":{\"name\":\"topic\",\"text\":\"the channel o"
    "r pattern\",\"type\":\"key\"},\"text\":\"A client subscribed to a channel or a pattern.\",\"value\":{\"name\":\"su"
    "bscribers\",\"text\":\"how many subscribe to it now\"}},{\"class\":\"pubsub\",\"fields\":[{\"enum\":\"topic_kind\","
    "\"name\":\"kind\",\"text\":\"what it had subscribed to\",\"type\":\"u32\"}],\"id\":145,\"name\":\"SubscriberRemoved\","
    "\"subject\":{\"client\":true,\"name\":\"client\",\"text\":\"slot of the client\"},\"tail\":{\"name\":\"topic\",\"text\":"
    "\"the channel or pattern\",\"type\":\"key\"},\"text\":\"A client unsubscribed from a channel or a pattern, or"
    " went.\",\"value\":{\"name\":\"subscribers\",\"text\":\"how many subscribe to it still\"}},{\"class\":\"pubsub\",\"f"
    "ields\":[{\"name\":\"bytes\",\"text\":\"of the message\",\"type\":\"u32\"},{\"enum\":\"topic_kind\",\"name\":\"kind\",\"te"
    "xt\":\"channel or shard channel\",\"type\":\"u32\"}],\"id\":146,\"name\":\"MessagePublished\",\"subject\":{\"client\""
    ":true,\"name\":\"client\",\"text\":\"slot of the publisher, NOBODY for the server itself\"},\"tail\":{\"name\":\""
    "channel\",\"text\":\"the channel\",\"type\":\"key\"},\"text\":\"A message was published by a client, or by the s"
    "erver as a notification.\",\"value\":{\"name\":\"receivers\",\"text\":\"copies that went out, patterns include"
    "d\"}},{\"class\":\"pubsub\",\"id\":147,\"name\":\"KeyInvalidated\",\"subject\":{\"client\":true,\"name\":\"client\",\"te"
    "xt\":\"slot of who changed it, NOBODY for the server itself\"},\"tail\":{\"name\":\"key\",\"text\":\"the key\",\"t"
    "ype\":\"key\"},\"text\":\"A key that clients had read changed, or was forgotten: their caches were told.\","
    "\"value\":{\"name\":\"readers\",\"text\":\"clients that had read it\"}}],\"flags\":{\"command\":[\"write\",\"error\",\""
    "python\",\"script\",\"multi\",\"blocked\",\"nested\",\"admin\",\"slow_reply\"]},\"version\":4}";
