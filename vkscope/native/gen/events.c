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
    " after it\"},\"limits\":{\"bit\":4,\"default\":true,\"text\":\"limits that were hit, requests that could not b"
    "e read\"},\"memory\":{\"bit\":9,\"default\":true,\"text\":\"a sample of memory each second\"},\"pubsub\":{\"bit\":1"
    "3,\"default\":false,\"text\":\"subscriptions, published messages, invalidated caches\"},\"python\":{\"bit\":11"
    ",\"default\":true,\"text\":\"the control plane's handlers, errors and collections\"},\"server\":{\"bit\":10,\"d"
    "efault\":true,\"text\":\"boot, configuration, signals, forks, decisions, shutdown\"},\"slow\":{\"bit\":2,\"def"
    "ault\":true,\"text\":\"turns and commands over the slow threshold\"},\"table\":{\"bit\":8,\"default\":true,\"tex"
    "t\":\"hash tables that grow and shrink\"},\"tick\":{\"bit\":0,\"default\":false,\"text\":\"each turn of the loop"
    ", with its phases\"},\"waiting\":{\"bit\":12,\"default\":true,\"text\":\"commands that waited for a key, trans"
    "actions\"}},\"enum\":{\"boot_step\":[\"configuration\",\"native\",\"listeners\",\"ready\",\"load\",\"plugins\",\"other"
    "\"],\"close_reason\":[\"peer\",\"quit\",\"error\",\"protocol\",\"output_limit\",\"killed\",\"idle\",\"shutdown\",\"query"
    "_limit\",\"maxclients\",\"protected\",\"eviction\",\"other\"],\"cron_job\":[\"none\",\"expire\",\"rehash\",\"clients\","
    "\"sample\",\"trim\",\"control_plane\",\"evict\"],\"delay_reason\":[\"fork\",\"scan\",\"memory\",\"nested\",\"other\"],\"e"
    "ncoding\":[\"raw\",\"int\",\"embstr\",\"hashtable\",\"listpack\",\"quicklist\",\"skiplist\",\"intset\",\"stream\"],\"enc"
    "oding_reason\":[\"element_bytes\",\"element_count\",\"append\",\"config\",\"field_expiry\",\"arithmetic\",\"load\","
    "\"other\",\"shrink\",\"not_integer\",\"wider_integer\"],\"expire_how\":[\"lazy\",\"active\",\"field_lazy\",\"field_ac"
    "tive\"],\"fork_kind\":[\"rdb\",\"aof\",\"replication\",\"module\",\"debug\",\"other\"],\"gc_how\":[\"idle\",\"manual\",\"a"
    "utomatic\"],\"limit_kind\":[\"output_hard\",\"output_soft\",\"query\",\"maxclients\",\"maxmemory_clients\"],\"load"
    "_why\":[\"start\",\"reload\",\"other\"],\"log_level\":[\"debug\",\"verbose\",\"notice\",\"warning\"],\"phase\":[\"poll\","
    "\"read\",\"parse\",\"execute\",\"python\",\"before_sleep\",\"cron\",\"other\",\"outside\"],\"policy\":[\"noeviction\",\"a"
    "llkeys-lru\",\"allkeys-lfu\",\"allkeys-random\",\"volatile-lru\",\"volatile-lfu\",\"volatile-random\",\"volatile"
    "-ttl\"],\"protocol_kind\":[\"multibulk_length\",\"bulk_length\",\"expected_dollar\",\"big_inline\",\"unbalanced_"
    "quotes\",\"unauthenticated\",\"http\",\"other\"],\"refuse_reason\":[\"maxclients\",\"protected\"],\"reject_reason\""
    ":[\"unknown\",\"arity\",\"noauth\",\"noperm\",\"oom\",\"readonly\",\"loading\",\"busy\",\"state\",\"disabled\",\"other\"],"
    "\"save_why\":[\"command\",\"shutdown\",\"reload\",\"flush\",\"other\"],\"table_kind\":[\"keys\",\"expires\",\"value\",\"o"
    "ther\"],\"topic_kind\":[\"channel\",\"pattern\",\"shard_channel\"],\"transaction_end\":[\"executed\",\"dirty\",\"spo"
    "iled\"],\"trigger\":[\"command\",\"tick\",\"p99\",\"oom\",\"signal\",\"failover\",\"crash\"],\"unblock_how\":[\"served\","
    "\"timeout\",\"command\",\"closed\"]},\"event\":[{\"class\":\"tick\",\"fields\":[{\"name\":\"poll_ns\",\"text\":\"asking t"
    "he kernel what is ready\",\"type\":\"u32\"},{\"name\":\"read_ns\",\"text\":\"reading sockets\",\"type\":\"u32\"},{\"na"
    "me\":\"parse_ns\",\"text\":\"splitting requests\",\"type\":\"u32\"},{\"name\":\"execute_ns\",\"text\":\"executing comm"
    "ands\",\"type\":\"u32\"},{\"name\":\"python_ns\",\"text\":\"in the control plane\",\"type\":\"u32\"},{\"name\":\"before_"
    "sleep_ns\",\"text\":\"last work of the turn: writes to clients, replicas, files\",\"type\":\"u32\"},{\"name\":\""
    "cron_ns\",\"text\":\"timers: expiry, rehash, eviction\",\"type\":\"u32\"},{\"name\":\"other_ns\",\"text\":\"the rest"
    " of span, in no phase\",\"type\":\"u32\"},{\"name\":\"outside_ns\",\"text\":\"between the last turn and this one"
    ", busy, not asleep\",\"type\":\"u32\"},{\"command\":true,\"name\":\"worst_command\",\"text\":\"the command that to"
    "ok longest\",\"type\":\"u16\"},{\"flags\":\"command\",\"name\":\"worst_flags\",\"text\":\"and its flags\",\"type\":\"u16"
    "\"},{\"client\":true,\"name\":\"worst_client\",\"text\":\"who sent it\",\"type\":\"u32\"},{\"name\":\"worst_ns\",\"text\""
    ":\"how long it executed\",\"type\":\"u32\"},{\"name\":\"pending\",\"text\":\"clients left for the next turn\",\"typ"
    "e\":\"u32\"},{\"name\":\"depth\",\"text\":\"0 for the loop's own turn, 1 or 2 for a nested one\",\"type\":\"u32\"}]"
    ",\"id\":1,\"name\":\"TickEnded\",\"span\":\"the turn, from its wake-up to its end\",\"subject\":{\"name\":\"clients"
    "\",\"text\":\"clients served\"},\"text\":\"One turn of the loop ended. Its phases and other add up to span; "
    "outside is the time before it.\",\"value\":{\"name\":\"commands\",\"text\":\"commands executed\"}},{\"class\":\"sl"
    "ow\",\"fields\":[{\"name\":\"poll_ns\",\"text\":\"asking the kernel what is ready\",\"type\":\"u32\"},{\"name\":\"read"
    "_ns\",\"text\":\"reading sockets\",\"type\":\"u32\"},{\"name\":\"parse_ns\",\"text\":\"splitting requests\",\"type\":\"u"
    "32\"},{\"name\":\"execute_ns\",\"text\":\"executing commands\",\"type\":\"u32\"},{\"name\":\"python_ns\",\"text\":\"in t"
    "he control plane\",\"type\":\"u32\"},{\"name\":\"before_sleep_ns\",\"text\":\"last work of the turn: writes to c"
    "lients, replicas, files\",\"type\":\"u32\"},{\"name\":\"cron_ns\",\"text\":\"timers: expiry, rehash, eviction\",\""
    "type\":\"u32\"},{\"name\":\"other_ns\",\"text\":\"the rest of span, in no phase\",\"type\":\"u32\"},{\"name\":\"outsid"
    "e_ns\",\"text\":\"between the last turn and this one, busy, not asleep\",\"type\":\"u32\"},{\"command\":true,\"n"
    "ame\":\"worst_command\",\"text\":\"the command that took longest\",\"type\":\"u16\"},{\"flags\":\"command\",\"name\":"
    "\"worst_flags\",\"text\":\"and its flags\",\"type\":\"u16\"},{\"client\":true,\"name\":\"worst_client\",\"text\":\"who "
    "sent it\",\"type\":\"u32\"},{\"name\":\"worst_ns\",\"text\":\"how long it executed\",\"type\":\"u32\"},{\"name\":\"pendi"
    "ng\",\"text\":\"clients left for the next turn\",\"type\":\"u32\"},{\"name\":\"depth\",\"text\":\"0 for the loop's o"
    "wn turn, 1 or 2 for a nested one\",\"type\":\"u32\"}],\"id\":2,\"name\":\"TickSlow\",\"span\":\"the turn, from its"
    " wake-up to its end\",\"subject\":{\"name\":\"clients\",\"text\":\"clients served\"},\"text\":\"A turn of the loop"
    " took longer than the threshold (latency-monitor-threshold, else 10 ms).\",\"value\":{\"name\":\"commands\""
    ",\"text\":\"commands executed\"}},{\"class\":\"slow\",\"fields\":[{\"enum\":\"phase\",\"name\":\"phase\",\"text\":\"which"
    " phase\",\"type\":\"u16\"},{\"command\":true,\"name\":\"command\",\"text\":\"the command, 0 if none\",\"type\":\"u16\"}"
    ",{\"enum\":\"cron_job\",\"name\":\"job\",\"text\":\"the timer's job, in the phases cron and python\",\"type\":\"u16"
    "\"}],\"id\":3,\"name\":\"TickPhaseSlow\",\"span\":\"the phase\",\"subject\":{\"client\":true,\"name\":\"client\",\"text\""
    ":\"slot of the client, NOBODY for the server's own work\"},\"tail\":{\"name\":\"key\",\"text\":\"the command's "
    "first key\",\"type\":\"key\"},\"text\":\"A phase of a slow turn (the TickSlow before it) took a tenth of it "
    "or more; this is what used the most of that.\",\"value\":{\"name\":\"worst_ns\",\"text\":\"ns that this client"
    ", command or job took of the phase\"}},{\"class\":\"command\",\"fields\":[{\"command\":true,\"name\":\"command\","
    "\"text\":\"id of the command\",\"type\":\"u16\"},{\"flags\":\"command\",\"name\":\"flags\",\"text\":\"what it did\",\"typ"
    "e\":\"u16\"},{\"name\":\"argc\",\"text\":\"arguments, the name counted\",\"type\":\"u32\"},{\"name\":\"write_ns\",\"text"
    "\":\"from its end until its reply was written to the socket, 0 where not known\",\"type\":\"u32\"},{\"client"
    "\":true,\"name\":\"behind\",\"text\":\"the client whose command it waited for\",\"type\":\"u32\"},{\"name\":\"parse_"
    "ns\",\"text\":\"splitting its request\",\"type\":\"u32\"},{\"name\":\"db\",\"text\":\"number of the database\",\"type\""
    ":\"u16\"}],\"id\":16,\"name\":\"CommandExecuted\",\"span\":\"executing\",\"subject\":{\"client\":true,\"name\":\"client"
    "\",\"text\":\"slot of the client\"},\"tail\":{\"name\":\"key\",\"text\":\"its first key\",\"type\":\"key\"},\"text\":\"A c"
    "ommand was executed. queued + parse + span + write is what the client waited inside the server.\",\"va"
    "lue\":{\"name\":\"queued_ns\",\"text\":\"ns from its bytes being read to its execution, parsing not counted\""
    "}},{\"class\":\"slow\",\"fields\":[{\"command\":true,\"name\":\"command\",\"text\":\"id of the command\",\"type\":\"u16"
    "\"},{\"flags\":\"command\",\"name\":\"flags\",\"text\":\"what it did\",\"type\":\"u16\"},{\"name\":\"argc\",\"text\":\"argum"
    "ents, the name counted\",\"type\":\"u32\"},{\"name\":\"write_ns\",\"text\":\"from its end until its reply was wr"
    "itten to the socket, 0 where not known\",\"type\":\"u32\"},{\"client\":true,\"name\":\"behind\",\"text\":\"the cli"
    "ent whose command it waited for\",\"type\":\"u32\"},{\"name\":\"parse_ns\",\"text\":\"splitting its request\",\"ty"
    "pe\":\"u32\"},{\"name\":\"db\",\"text\":\"number of the database\",\"type\":\"u16\"}],\"id\":17,\"name\":\"CommandSlow\","
    "\"span\":\"executing\",\"subject\":{\"client\":true,\"name\":\"client\",\"text\":\"slot of the client\"},\"tail\":{\"na"
    "me\":\"key\",\"text\":\"its first key\",\"type\":\"key\"},\"text\":\"A command took longer than commandlog-executi"
    "on-slower-than.\",\"value\":{\"name\":\"queued_ns\",\"text\":\"ns from its bytes being read to its execution, "
    "parsing not counted\"}},{\"class\":\"command\",\"fields\":[{\"command\":true,\"name\":\"command\",\"text\":\"id of t"
    "he command, 65535 if there is no such command\",\"type\":\"u16\"},{\"enum\":\"reject_reason\",\"name\":\"reason\""
    ",\"text\":\"why\",\"type\":\"u16\"}],\"id\":18,\"name\":\"CommandRejected\",\"subject\":{\"client\":true,\"name\":\"clien"
    "t\",\"text\":\"slot of the client\"},\"tail\":{\"name\":\"error\",\"text\":\"the error's first word\",\"type\":\"text\""
    "},\"text\":\"A command was refused before it was executed.\"},{\"class\":\"client\",\"fields\":[{\"name\":\"clien"
    "ts\",\"text\":\"clients connected now\",\"type\":\"u32\"},{\"name\":\"transport\",\"text\":\"0 tcp, 1 unix, 2 tls, 3"
    " rdma\",\"type\":\"u32\"}],\"id\":32,\"name\":\"ClientConnected\",\"subject\":{\"client\":true,\"name\":\"client\",\"tex"
    "t\":\"slot of the client\"},\"tail\":{\"name\":\"address\",\"text\":\"where from\",\"type\":\"text\"},\"text\":\"A conne"
    "ction was accepted.\",\"value\":{\"name\":\"client_id\",\"text\":\"its id, never reused\"}},{\"class\":\"client\",\""
    "fields\":[{\"enum\":\"close_reason\",\"name\":\"reason\",\"text\":\"why\",\"type\":\"u32\"},{\"name\":\"clients\",\"text\":"
    "\"clients connected now\",\"type\":\"u32\"},{\"name\":\"commands\",\"text\":\"commands it sent\",\"type\":\"u64\"},{\"n"
    "ame\":\"age_ms\",\"text\":\"how long it was connected\",\"type\":\"u64\"}],\"id\":33,\"name\":\"ClientClosed\",\"subje"
    "ct\":{\"client\":true,\"name\":\"client\",\"text\":\"slot of the client\"},\"text\":\"A connection ended.\",\"value\""
    ":{\"name\":\"client_id\",\"text\":\"its id, never reused\"}},{\"class\":\"limits\",\"id\":37,\"name\":\"ClientRefused"
    "\",\"subject\":{\"enum\":\"refuse_reason\",\"name\":\"reason\",\"text\":\"why\"},\"tail\":{\"name\":\"address\",\"text\":\"w"
    "here from\",\"type\":\"text\"},\"text\":\"A connection was refused.\",\"value\":{\"name\":\"clients\",\"text\":\"clien"
    "ts connected\"}},{\"class\":\"limits\",\"fields\":[{\"enum\":\"limit_kind\",\"name\":\"kind\",\"text\":\"which limit\","
    "\"type\":\"u32\"},{\"name\":\"zero\",\"text\":\"0\",\"type\":\"u32\"},{\"name\":\"limit\",\"text\":\"the limit's value\",\"ty"
    "pe\":\"u64\"}],\"id\":34,\"name\":\"ClientLimitHit\",\"subject\":{\"client\":true,\"name\":\"client\",\"text\":\"slot of"
    " the client\"},\"text\":\"A client ran into a limit.\",\"value\":{\"name\":\"bytes\",\"text\":\"how much it held, "
    "or how many clients there were\"}},{\"class\":\"limits\",\"fields\":[{\"name\":\"still\",\"text\":\"1: they wait o"
    "n\",\"type\":\"u16\"},{\"command\":true,\"name\":\"last_command\",\"text\":\"id of the command that it sent last\","
    "\"type\":\"u16\"},{\"name\":\"zero\",\"text\":\"0\",\"type\":\"u32\"}],\"id\":38,\"name\":\"OutputWaited\",\"span\":\"since t"
    "he socket took no more\",\"subject\":{\"client\":true,\"name\":\"client\",\"text\":\"slot of the client\"},\"text\""
    ":\"A client did not read its replies: they waited 10 ms or longer. While it lasts, told after 1 s and"
    " at each doubling.\",\"value\":{\"name\":\"bytes\",\"text\":\"most bytes that waited\"}},{\"class\":\"limits\",\"fie"
    "lds\":[{\"enum\":\"protocol_kind\",\"name\":\"kind\",\"text\":\"what was wrong\",\"type\":\"u32\"}],\"id\":35,\"name\":\"P"
    "rotocolError\",\"subject\":{\"client\":true,\"name\":\"client\",\"text\":\"slot of the client\"},\"tail\":{\"name\":\""
    "text\",\"text\":\"the error as it was answered\",\"type\":\"text\"},\"text\":\"A client sent what is no request;"
    " its connection is closed.\"},{\"class\":\"limits\",\"fields\":[{\"name\":\"maxmemory\",\"text\":\"the limit\",\"typ"
    "e\":\"u64\"},{\"command\":true,\"name\":\"command\",\"text\":\"id of the command\",\"type\":\"u16\"}],\"id\":36,\"name\":"
    "\"OutOfMemoryRejected\",\"subject\":{\"client\":true,\"name\":\"client\",\"text\":\"slot of the client\"},\"text\":\""
    "A command was refused since used memory is over maxmemory and nothing could be evicted.\",\"value\":{\"n"
    "ame\":\"used\",\"text\":\"bytes used\"}},{\"class\":\"waiting\",\"fields\":[{\"command\":true,\"name\":\"command\",\"tex"
    "t\":\"the command\",\"type\":\"u16\"},{\"name\":\"keys\",\"text\":\"keys it waits for\",\"type\":\"u16\"},{\"name\":\"ahea"
    "d\",\"text\":\"commands that waited for the first of them already\",\"type\":\"u32\"}],\"id\":40,\"name\":\"Client"
    "Blocked\",\"subject\":{\"client\":true,\"name\":\"client\",\"text\":\"slot of the client\"},\"tail\":{\"name\":\"key\","
    "\"text\":\"the first key it waits for\",\"type\":\"key\"},\"text\":\"A command found nothing at its keys and wa"
    "its for them.\",\"value\":{\"name\":\"timeout_ms\",\"text\":\"how long it will wait at most, 0 for ever\"}},{\"c"
    "lass\":\"waiting\",\"fields\":[{\"command\":true,\"name\":\"command\",\"text\":\"the command\",\"type\":\"u16\"},{\"enum"
    "\":\"unblock_how\",\"name\":\"how\",\"text\":\"how its wait ended\",\"type\":\"u16\"},{\"client\":true,\"name\":\"by\",\"t"
    "ext\":\"the client whose command brought the key\",\"type\":\"u32\"},{\"name\":\"runs\",\"text\":\"how often it wa"
    "s run again\",\"type\":\"u32\"}],\"id\":41,\"name\":\"ClientUnblocked\",\"span\":\"from its first run to its answe"
    "r\",\"subject\":{\"client\":true,\"name\":\"client\",\"text\":\"slot of the client\"},\"tail\":{\"name\":\"key\",\"text\""
    ":\"the key that was there, or the first one it waited for\",\"type\":\"key\"},\"text\":\"A command waits for "
    "its keys no longer.\",\"value\":{\"name\":\"waited_ms\",\"text\":\"how long that was: span ends at 4 s\"}},{\"cl"
    "ass\":\"waiting\",\"fields\":[{\"enum\":\"transaction_end\",\"name\":\"how\",\"text\":\"whether it ran, or why not\","
    "\"type\":\"u32\"}],\"id\":42,\"name\":\"TransactionEnded\",\"span\":\"EXEC, all its commands included\",\"subject\":"
    "{\"client\":true,\"name\":\"client\",\"text\":\"slot of the client\"},\"tail\":{\"name\":\"key\",\"text\":\"the watched"
    " key that had changed\",\"type\":\"key\"},\"text\":\"EXEC ran a transaction, or found that it must not.\",\"va"
    "lue\":{\"name\":\"commands\",\"text\":\"commands that were queued\"}},{\"class\":\"key\",\"id\":48,\"name\":\"KeyExpir"
    "ed\",\"subject\":{\"enum\":\"expire_how\",\"name\":\"how\",\"text\":\"found by a command (lazy) or by the cycle (a"
    "ctive)\"},\"tail\":{\"name\":\"key\",\"text\":\"the key\",\"type\":\"key\"},\"text\":\"A key or a field was deleted be"
    "cause its time had come.\",\"value\":{\"name\":\"late_ms\",\"text\":\"ms between its time and its deletion\"}},"
    "{\"class\":\"cycles\",\"fields\":[{\"name\":\"stale_permille\",\"text\":\"keys still due afterwards, estimated, p"
    "er thousand with a TTL\",\"type\":\"u32\"},{\"name\":\"timecap\",\"text\":\"1: it ran out of its time and left w"
    "ork\",\"type\":\"u16\"},{\"name\":\"fast\",\"text\":\"1: the short round before sleeping\",\"type\":\"u16\"},{\"name\":"
    "\"fields\",\"text\":\"hash fields deleted\",\"type\":\"u32\"}],\"id\":49,\"name\":\"ExpireCycleRan\",\"span\":\"the rou"
    "nd\",\"subject\":{\"name\":\"sampled\",\"text\":\"keys looked at\"},\"text\":\"A round of active expiry ended.\",\"v"
    "alue\":{\"name\":\"expired\",\"text\":\"keys deleted\"}},{\"class\":\"key\",\"fields\":[{\"enum\":\"policy\",\"name\":\"po"
    "licy\",\"text\":\"maxmemory-policy\",\"type\":\"u16\"},{\"name\":\"candidates\",\"text\":\"candidates in the pool\",\""
    "type\":\"u16\"},{\"name\":\"sampled\",\"text\":\"keys sampled for this choice\",\"type\":\"u32\"},{\"name\":\"second\","
    "\"text\":\"score of the candidate that stayed, 0 if alone\",\"type\":\"u64\"},{\"name\":\"freed\",\"text\":\"bytes "
    "it gave back\",\"type\":\"u64\"}],\"id\":50,\"name\":\"KeyEvicted\",\"subject\":{\"name\":\"db\",\"text\":\"number of th"
    "e database\"},\"tail\":{\"name\":\"key\",\"text\":\"the key\",\"type\":\"key\"},\"text\":\"A key was deleted to make r"
    "oom.\",\"value\":{\"name\":\"score\",\"text\":\"idle ms (lru), 255 - frequency (lfu), or closeness of its TTL:"
    " the highest loses\"}},{\"class\":\"cycles\",\"fields\":[{\"name\":\"needed\",\"text\":\"bytes that were too many\""
    ",\"type\":\"u64\"},{\"name\":\"keys\",\"text\":\"keys deleted\",\"type\":\"u32\"},{\"name\":\"left\",\"text\":\"1: still ov"
    "er the limit\",\"type\":\"u32\"}],\"id\":51,\"name\":\"EvictionCycleRan\",\"span\":\"the round\",\"text\":\"A round of"
    " eviction ended.\",\"value\":{\"name\":\"freed\",\"text\":\"bytes given back\"}},{\"class\":\"key\",\"fields\":[{\"enu"
    "m\":\"policy\",\"name\":\"policy\",\"text\":\"the policy that chose it\",\"type\":\"u32\"}],\"id\":52,\"name\":\"Evicted"
    "KeyMissed\",\"subject\":{\"name\":\"db\",\"text\":\"number of the database\"},\"tail\":{\"name\":\"key\",\"text\":\"the "
    "key\",\"type\":\"key\"},\"text\":\"A key was asked for again after it had been evicted: the choice was bad.\""
    ",\"value\":{\"name\":\"since_ms\",\"text\":\"ms since it was evicted\"}},{\"class\":\"encoding\",\"fields\":[{\"enum\""
    ":\"encoding\",\"name\":\"from\",\"text\":\"layout before\",\"type\":\"u8\"},{\"enum\":\"encoding\",\"name\":\"to\",\"text\":"
    "\"layout after\",\"type\":\"u8\"},{\"enum\":\"encoding_reason\",\"name\":\"reason\",\"text\":\"which rule\",\"type\":\"u1"
    "6\"},{\"name\":\"zero\",\"text\":\"0\",\"type\":\"u32\"},{\"name\":\"threshold\",\"text\":\"the rule's limit\",\"type\":\"u6"
    "4\"},{\"name\":\"actual\",\"text\":\"what crossed it\",\"type\":\"u64\"},{\"name\":\"bytes_before\",\"text\":\"bytes of "
    "the value before it\",\"type\":\"u64\"}],\"id\":64,\"name\":\"EncodingChanged\",\"span\":\"the conversion, where m"
    "easured\",\"subject\":{\"name\":\"db\",\"text\":\"number of the database\"},\"tail\":{\"name\":\"key\",\"text\":\"the ke"
    "y\",\"type\":\"key\"},\"text\":\"A value changed its layout in memory.\",\"value\":{\"name\":\"bytes_after\",\"text\""
    ":\"bytes of the value after it\"}},{\"class\":\"table\",\"fields\":[{\"enum\":\"table_kind\",\"name\":\"kind\",\"text"
    "\":\"which kind of table\",\"type\":\"u32\"},{\"name\":\"table\",\"text\":\"database * 16384 + slot for the keyspa"
    "ce, else 0\",\"type\":\"u32\"},{\"name\":\"entries\",\"text\":\"entries in it\",\"type\":\"u64\"}],\"id\":80,\"name\":\"Re"
    "hashStarted\",\"subject\":{\"name\":\"from_buckets\",\"text\":\"buckets before\"},\"text\":\"A hash table began to"
    " move to another size.\",\"value\":{\"name\":\"to_buckets\",\"text\":\"buckets after\"}},{\"class\":\"table\",\"fiel"
    "ds\":[{\"enum\":\"table_kind\",\"name\":\"kind\",\"text\":\"which kind of table\",\"type\":\"u32\"},{\"name\":\"table\",\""
    "text\":\"database * 16384 + slot for the keyspace, else 0\",\"type\":\"u32\"},{\"name\":\"moved\",\"text\":\"entri"
    "es moved\",\"type\":\"u64\"}],\"id\":81,\"name\":\"RehashCompleted\",\"span\":\"from start to end, other work incl"
    "uded\",\"subject\":{\"name\":\"from_buckets\",\"text\":\"buckets before\"},\"text\":\"A hash table has moved.\",\"va"
    "lue\":{\"name\":\"to_buckets\",\"text\":\"buckets after\"}},{\"class\":\"table\",\"fields\":[{\"name\":\"buckets\",\"tex"
    "t\":\"buckets it has\",\"type\":\"u64\"},{\"enum\":\"table_kind\",\"name\":\"kind\",\"text\":\"which kind of table\",\"t"
    "ype\":\"u32\"},{\"enum\":\"delay_reason\",\"name\":\"reason\",\"text\":\"why not now\",\"type\":\"u32\"}],\"id\":82,\"name"
    "\":\"TableResizeDelayed\",\"subject\":{\"name\":\"table\",\"text\":\"database * 16384 + slot for the keyspace, e"
    "lse 0\"},\"text\":\"A hash table should change its size but may not now.\",\"value\":{\"name\":\"entries\",\"tex"
    "t\":\"entries in it\"}},{\"class\":\"memory\",\"fields\":[{\"name\":\"rss\",\"text\":\"resident bytes of the process"
    "\",\"type\":\"u64\"},{\"name\":\"peak\",\"text\":\"highest used\",\"type\":\"u64\"},{\"name\":\"python\",\"text\":\"bytes of"
    " the control plane, estimated\",\"type\":\"u64\"},{\"name\":\"maxmemory\",\"text\":\"the limit, 0 for none\",\"typ"
    "e\":\"u64\"},{\"name\":\"fragmentation_permille\",\"text\":\"1000 * rss / used\",\"type\":\"u32\"}],\"id\":96,\"name\":"
    "\"MemorySampled\",\"text\":\"Memory, once a second.\",\"value\":{\"name\":\"used\",\"text\":\"used_memory\"}},{\"clas"
    "s\":\"server\",\"id\":112,\"name\":\"BootStep\",\"span\":\"the step\",\"subject\":{\"enum\":\"boot_step\",\"name\":\"step\""
    ",\"text\":\"which\"},\"tail\":{\"name\":\"name\",\"text\":\"what\",\"type\":\"text\"},\"text\":\"A step of the boot is do"
    "ne.\",\"value\":{\"name\":\"since_us\",\"text\":\"us since the process began to run our code\"}},{\"class\":\"serv"
    "er\",\"id\":113,\"name\":\"ConfigChanged\",\"subject\":{\"name\":\"parameters\",\"text\":\"how many\"},\"tail\":{\"name\""
    ":\"name\",\"text\":\"their names\",\"type\":\"text\"},\"text\":\"CONFIG SET changed parameters.\",\"value\":{\"name\":"
    "\"client_id\",\"text\":\"who did it\"}},{\"class\":\"server\",\"id\":114,\"name\":\"ListenerOpened\",\"tail\":{\"name\":"
    "\"address\",\"text\":\"where\",\"type\":\"text\"},\"text\":\"The server listens.\",\"value\":{\"name\":\"port\",\"text\":\""
    "port, 0 for a Unix socket\"}},{\"class\":\"server\",\"id\":115,\"name\":\"ServerReady\",\"span\":\"from the start "
    "of the process\",\"text\":\"The server accepts commands.\",\"value\":{\"name\":\"pid\",\"text\":\"process\"}},{\"cla"
    "ss\":\"server\",\"id\":116,\"name\":\"SignalReceived\",\"subject\":{\"name\":\"signal\",\"text\":\"its number\"},\"text\""
    ":\"A signal arrived.\",\"value\":{\"name\":\"times\",\"text\":\"how many since the last turn\"}},{\"class\":\"serve"
    "r\",\"fields\":[{\"enum\":\"fork_kind\",\"name\":\"kind\",\"text\":\"what for\",\"type\":\"u32\"}],\"id\":117,\"name\":\"For"
    "kStarted\",\"span\":\"fork()\",\"text\":\"A child was forked; span is how long the parent stood still.\",\"val"
    "ue\":{\"name\":\"child\",\"text\":\"process id\"}},{\"class\":\"server\",\"fields\":[{\"name\":\"status\",\"text\":\"exit "
    "status; above 255 the signal times 256\",\"type\":\"u32\"},{\"enum\":\"fork_kind\",\"name\":\"kind\",\"text\":\"what"
    " for\",\"type\":\"u32\"},{\"name\":\"copied\",\"text\":\"bytes of copy-on-write\",\"type\":\"u64\"},{\"name\":\"life_ms\""
    ",\"text\":\"its life\",\"type\":\"u64\"}],\"id\":118,\"name\":\"ForkEnded\",\"span\":\"its life, saturated at 4.29 s\""
    ",\"text\":\"A child ended.\",\"value\":{\"name\":\"child\",\"text\":\"process id\"}},{\"class\":\"server\",\"fields\":[{"
    "\"name\":\"run_ns\",\"text\":\"ns on a processor\",\"type\":\"u64\"}],\"id\":119,\"name\":\"CpuStolen\",\"subject\":{\"na"
    "me\":\"window_ms\",\"text\":\"ms looked at\"},\"text\":\"The process was ready to run but had no processor.\",\""
    "value\":{\"name\":\"wait_ns\",\"text\":\"ns of waiting in the run queue\"}},{\"class\":\"server\",\"id\":120,\"name\""
    ":\"ShutdownStarted\",\"subject\":{\"name\":\"signal\",\"text\":\"the signal, 0 for the command\"},\"text\":\"The se"
    "rver is going to stop.\",\"value\":{\"name\":\"clients\",\"text\":\"clients connected\"}},{\"class\":\"server\",\"fi"
    "elds\":[{\"enum\":\"trigger\",\"name\":\"trigger\",\"text\":\"why\",\"type\":\"u32\"},{\"name\":\"suppressed\",\"text\":\"tr"
    "iggers passed over since the last one\",\"type\":\"u32\"}],\"id\":121,\"name\":\"FlightRecorderTriggered\",\"tai"
    "l\":{\"name\":\"file\",\"text\":\"name of the file\",\"type\":\"text\"},\"text\":\"The last seconds were frozen into"
    " a file.\",\"value\":{\"name\":\"value\",\"text\":\"what crossed the limit: ns, bytes or a signal's number\"}},"
    "{\"class\":\"server\",\"fields\":[{\"name\":\"before\",\"text\":\"its old value\",\"type\":\"u64\"}],\"id\":122,\"name\":\""
    "PolicyDecided\",\"tail\":{\"name\":\"name\",\"text\":\"the knob\",\"type\":\"text\"},\"text\":\"A policy of the contro"
    "l plane turned a knob.\",\"value\":{\"name\":\"value\",\"text\":\"its new value\"}},{\"class\":\"server\",\"fields\":"
    "[{\"name\":\"jump_ms\",\"text\":\"how far, forward positive\",\"type\":\"i64\"}],\"id\":123,\"name\":\"ClockJumped\",\""
    "text\":\"The wall clock moved against the monotonic one.\"},{\"class\":\"server\",\"fields\":[{\"enum\":\"log_le"
    "vel\",\"name\":\"level\",\"text\":\"its level\",\"type\":\"u32\"}],\"id\":124,\"name\":\"LogWritten\",\"tail\":{\"name\":\"l"
    "ine\",\"text\":\"its beginning\",\"type\":\"text\"},\"text\":\"A line was written to the server's log.\"},{\"class"
    "\":\"server\",\"fields\":[{\"name\":\"keys\",\"text\":\"keys in all databases\",\"type\":\"u64\"},{\"name\":\"version\",\""
    "text\":\"version of the format\",\"type\":\"u32\"},{\"name\":\"good\",\"text\":\"1: the file is on the disk; 0: it"
    " failed\",\"type\":\"u32\"}],\"id\":125,\"name\":\"RdbSaved\",\"span\":\"the save\",\"subject\":{\"enum\":\"save_why\",\"n"
    "ame\":\"why\",\"text\":\"who asked\"},\"tail\":{\"name\":\"file\",\"text\":\"the file, or what went wrong\",\"type\":\"t"
    "ext\"},\"text\":\"All data was written to a file in the foreground, or could not be: everybody waited.\","
    "\"value\":{\"name\":\"bytes\",\"text\":\"bytes written\"}},{\"class\":\"server\",\"fields\":[{\"name\":\"keys\",\"text\":\""
    "keys added\",\"type\":\"u64\"},{\"name\":\"expired\",\"text\":\"keys left out, since their time was over\",\"type\""
    ":\"u64\"},{\"name\":\"version\",\"text\":\"version of the format\",\"type\":\"u32\"},{\"name\":\"good\",\"text\":\"1: it "
    "is all there; 0: it failed\",\"type\":\"u32\"}],\"id\":126,\"name\":\"RdbLoaded\",\"span\":\"the load, commands se"
    "rved meanwhile included\",\"subject\":{\"enum\":\"load_why\",\"name\":\"why\",\"text\":\"on which occasion\"},\"tail"
    "\":{\"name\":\"file\",\"text\":\"the file, or what went wrong\",\"type\":\"text\"},\"text\":\"A file of data was loa"
    "ded, or could not be.\",\"value\":{\"name\":\"bytes\",\"text\":\"bytes read\"}},{\"class\":\"python\",\"id\":128,\"nam"
    "e\":\"PythonHandlerRan\",\"span\":\"the handler\",\"subject\":{\"client\":true,\"name\":\"client\",\"text\":\"slot of "
    "the client, NOBODY for a callback\"},\"tail\":{\"name\":\"name\",\"text\":\"the handler\",\"type\":\"text\"},\"text\""
    ":\"A command or a callback ran in the control plane.\",\"value\":{\"name\":\"reply_bytes\",\"text\":\"bytes of "
    "its reply\"}},{\"class\":\"python\",\"id\":129,\"name\":\"PythonErrorCaught\",\"subject\":{\"client\":true,\"name\":\""
    "client\",\"text\":\"slot of the client, NOBODY for a callback\"},\"tail\":{\"name\":\"error\",\"text\":\"type and "
    "message\",\"type\":\"text\"},\"text\":\"A handler raised; the client was answered -ERR internal error.\",\"val"
    "ue\":{\"name\":\"errors\",\"text\":\"errors so far\"}},{\"class\":\"python\",\"fields\":[{\"enum\":\"gc_how\",\"name\":\"h"
    "ow\",\"text\":\"who asked\",\"type\":\"u32\"}],\"id\":130,\"name\":\"GarbageCollected\",\"span\":\"the collection\",\"su"
    "bject\":{\"name\":\"generation\",\"text\":\"0, 1 or 2\"},\"text\":\"Python collected its garbage.\",\"value\":{\"nam"
    "e\":\"collected\",\"text\":\"objects found unreachable\"}},{\"class\":\"pubsub\",\"fields\":[{\"enum\":\"topic_kind\""
    ",\"name\":\"kind\",\"text\":\"what it subscribed to\",\"type\":\"u32\"}],\"id\":144,\"name\":\"SubscriberAdded\",\"subj"
    "ect\":{\"client\":true,\"name\":\"client\",\"text\":\"slot of the client\"},\"tail\":{\"name\":\"topic\",\"text\":\"the "
    "channel or pattern\",\"type\":\"key\"},\"text\":\"A client subscribed to a channel or a pattern.\",\"value\":{\""
    "name\":\"subscribers\",\"text\":\"how many subscribe to it now\"}},{\"class\":\"pubsub\",\"fields\":[{\"enum\":\"top"
    "ic_kind\",\"name\":\"kind\",\"text\":\"what it had subscribed to\",\"type\":\"u32\"}],\"id\":145,\"name\":\"Subscriber"
    "Removed\",\"subject\":{\"client\":true,\"name\":\"client\",\"text\":\"slot of the client\"},\"tail\":{\"name\":\"topic"
    "\",\"text\":\"the channel or pattern\",\"type\":\"key\"},\"text\":\"A client unsubscribed from a channel or a pa"
    "ttern, or went.\",\"value\":{\"name\":\"subscribers\",\"text\":\"how many subscribe to it still\"}},{\"class\":\"p"
    "ubsub\",\"fields\":[{\"name\":\"bytes\",\"text\":\"of the message\",\"type\":\"u32\"},{\"enum\":\"topic_kind\",\"name\":\""
    "kind\",\"text\":\"channel or shard channel\",\"type\":\"u32\"}],\"id\":146,\"name\":\"MessagePublished\",\"subject\":"
    "{\"client\":true,\"name\":\"client\",\"text\":\"slot of the publisher, NOBODY for the server itself\"},\"tail\":"
    "{\"name\":\"channel\",\"text\":\"the channel\",\"type\":\"key\"},\"text\":\"A message was published by a client, or"
    " by the server as a notification.\",\"value\":{\"name\":\"receivers\",\"text\":\"copies that went out, pattern"
    "s included\"}},{\"class\":\"pubsub\",\"id\":147,\"name\":\"KeyInvalidated\",\"subject\":{\"client\":true,\"name\":\"cl"
    "ient\",\"text\":\"slot of who changed it, NOBODY for the server itself\"},\"tail\":{\"name\":\"key\",\"text\":\"th"
    "e key\",\"type\":\"key\"},\"text\":\"A key that clients had read changed, or was forgotten: their caches wer"
    "e told.\",\"value\":{\"name\":\"readers\",\"text\":\"clients that had read it\"}}],\"flags\":{\"command\":[\"write\","
    "\"error\",\"python\",\"script\",\"multi\",\"blocked\",\"nested\",\"admin\",\"slow_reply\"]},\"version\":4}";
