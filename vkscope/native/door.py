"""The one way into native code: types its functions, and gives native its handlers in Python.

Rules: no other module imports the cffi module. A handler that raises never lets the exception
cross into C: its client gets an internal error, the log a line, the ring an event.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any, Final, Protocol

from vkscope.native._native import ffi, lib  # type: ignore[import-not-found,unused-ignore]


@dataclass(frozen=True, slots=True)
class Call:
    """One command that the control plane must answer; `client` is slot, generation and id."""

    client: tuple[int, int, int]
    resp: int
    name: str
    argv: list[bytes]
    local: bool = True
    """Whether the client is on this machine."""


@dataclass(slots=True)
class Handlers:
    """What native calls: registered once by the server before the first tick."""

    command: Callable[[Call], bytes]
    cron: Callable[[], None]
    signal: Callable[[int], None]
    log: Callable[[int, str], None]
    failed: Callable[[str, BaseException], None]


class DoorError(OSError):
    """Native refused: errno and its text."""


_handlers: Handlers | None = None
SHORT: Final = b"-OOM command not allowed: the system gives no more memory.\r\n"
Settings = dict[str, int | bool | list[int]]
"""The fields of vkSettings."""


def register(handlers: Handlers) -> None:
    """Give native its handlers."""
    global _handlers
    _handlers = handlers


def _report(where: str, error: BaseException) -> None:
    if isinstance(error, MemoryError):
        lib.vkMemoryShort()
    if _handlers is not None:
        _handlers.failed(where, error)


def _raised(where: str) -> Callable[[Any, Any, Any], None]:
    def onerror(_kind: Any, value: Any, _trace: Any) -> None:
        _report(where, value)

    return onerror


@ffi.def_extern(onerror=_raised("command"))  # type: ignore[untyped-decorator,unused-ignore]
def vkPyCommand(  # noqa: N802
    slot: int,
    generation: int,
    ident: int,
    resp: int,
    local: bool,
    name: Any,
    argc: int,
    argv: Any,
    lens: Any,
) -> None:
    if _handlers is None:
        return
    words = [bytes(ffi.buffer(argv[i], lens[i])) for i in range(argc)]
    call = Call((slot, generation, ident), resp, ffi.string(name).decode(), words, bool(local))
    try:
        reply = _handlers.command(call)
    except BaseException as error:  # noqa: BLE001 - SystemExit must not cross into C either
        _report(call.name, error)
        reply = SHORT if isinstance(error, MemoryError) else b"-ERR internal error\r\n"
    lib.vkReply(reply, len(reply))


class ScriptEngine(Protocol):
    """The engine of Python functions, as native calls it."""

    def library(self, code: bytes) -> list[tuple[int, str, str | None, int]] | str:
        """Compile: handle, name, description and flags of each function; or what is wrong."""

    def function(
        self, handle: int, words: list[bytes], keys: int, resp: int
    ) -> bytes | ScriptError:
        """Run a function; the first words are keys."""

    def gone(self, handle: int) -> None:
        """Forget a function; -1: all."""


@dataclass(frozen=True, slots=True)
class ScriptError:
    """How a function failed: code first. counted: statistics know it, for a command said it."""

    text: str
    counted: bool


_engine: ScriptEngine | None = None


def script_engine(engine: ScriptEngine) -> None:
    """Register the engine of Python functions, for the life of the process."""
    global _engine
    _engine = engine
    lib.vkPythonEngine()


@ffi.def_extern(onerror=_raised("library"))  # type: ignore[untyped-decorator,unused-ignore]
def vkPyLibrary(code: Any, length: int) -> None:  # noqa: N802
    if _engine is None:
        return
    functions = _engine.library(bytes(ffi.buffer(code, length)))
    if isinstance(functions, str):
        text = functions.encode()
        lib.vkLibraryFailed(text, len(text))
        return
    for handle, name, description, flags in functions:
        about = ffi.NULL if description is None else description.encode()
        why = lib.vkLibraryAdd(handle, name.encode(), about, flags)
        if why != ffi.NULL:
            lib.vkLibraryFailed(why, len(ffi.string(why)))
            return


@ffi.def_extern(onerror=_raised("function"))  # type: ignore[untyped-decorator,unused-ignore]
def vkPyFunction(  # noqa: N802
    handle: int, resp: int, nkeys: int, nargs: int, words: Any, lens: Any
) -> None:
    if _engine is None:
        return
    values = [bytes(ffi.buffer(words[i], lens[i])) for i in range(nkeys + nargs)]
    answer = _engine.function(handle, values, nkeys, resp)
    if isinstance(answer, ScriptError):
        text = answer.text.encode("utf-8", "surrogateescape")
        lib.vkScriptFailed(text, len(text), answer.counted)
    else:
        lib.vkScriptReply(answer, len(answer))


@ffi.def_extern(onerror=_raised("function"))  # type: ignore[untyped-decorator,unused-ignore]
def vkPyFunctionGone(handle: int) -> None:  # noqa: N802
    if _engine is not None:
        _engine.gone(handle)


def script_call(words: Sequence[bytes]) -> bytes:
    """Run a command for the Python function under way: its reply in RESP3, an error too."""
    views = [_view(_CHARS, word) for word in words]
    lens = ffi.new(_SIZES, [len(word) for word in words])
    data = lib.vkScriptCall(len(words), ffi.new(_TEXTS, views), lens, _length)
    if data == ffi.NULL:
        raise RuntimeError("only a function that runs can call commands")
    return bytes(ffi.buffer(data, _length[0]))


def script_stops() -> bool:
    """Serve others if it is time; tell whether the function under way must end."""
    return bool(lib.vkScriptStops())


@ffi.def_extern(onerror=_raised("cron"))  # type: ignore[untyped-decorator,unused-ignore]
def vkPyCron() -> None:  # noqa: N802
    if _handlers is not None:
        _handlers.cron()


@ffi.def_extern(onerror=_raised("signal"))  # type: ignore[untyped-decorator,unused-ignore]
def vkPySignal(signal: int) -> None:  # noqa: N802
    if _handlers is not None:
        _handlers.signal(signal)


@ffi.def_extern(onerror=_raised("log"))  # type: ignore[untyped-decorator,unused-ignore]
def vkPyLog(level: int, text: Any, length: int) -> None:  # noqa: N802
    if _handlers is not None:
        line = bytes(ffi.buffer(text, length)).decode("utf-8", "surrogateescape")
        _handlers.log(level, line)


def _settings(values: Settings) -> Any:
    return ffi.new("vkSettings *", values)


def init(values: Settings, ring_path: str, ring_bytes: int) -> None:
    """Start native; `values` are the fields of vkSettings. Raises DoorError."""
    if not lib.vkInit(_settings(values), ring_path.encode(), ring_bytes):
        raise DoorError(ffi.errno, os.strerror(ffi.errno))


def apply(values: Settings) -> None:
    """Change the settings of a running server."""
    lib.vkApply(_settings(values))


def _check(code: int) -> None:
    if code:
        raise DoorError(code, os.strerror(code), errno.errorcode.get(code, ""))


def sockets(mark: int, mptcp: bool) -> bool:
    """Say how listening sockets are made; False: this machine has no Multipath TCP."""
    return bool(lib.vkSockets(mark, mptcp))


def pin(cpus: str) -> None:
    """Run this thread, and what it starts from now on, on these processors; "" changes nothing."""
    lib.vkPin(cpus.encode())


def listen_tcp(address: str, port: int, backlog: int) -> None:
    """Listen; raises DoorError."""
    _check(lib.vkListenTcp(address.encode(), port, backlog))


def listen_unix(path: str, mode: int, gid: int, backlog: int) -> None:
    """Listen on a Unix socket; gid -1 is our own; raises DoorError."""
    _check(lib.vkListenUnix(path.encode(), mode, gid, backlog))


def listen_tls(address: str, port: int, backlog: int) -> None:
    """Listen for TLS; raises DoorError."""
    _check(lib.vkListenTls(address.encode(), port, backlog))


def unlisten_tcp() -> None:
    """Close every TCP listener; clients stay."""
    lib.vkUnlisten(0)


def unlisten_tls() -> None:
    """Close every TLS listener; clients stay."""
    lib.vkUnlisten(2)


def tls_configure(values: dict[str, str | int | bool]) -> bool:
    """Make new contexts of the fields of vkTls; False: nothing changed, and the log says why."""
    texts = {name: os.fsencode(v) for name, v in values.items() if isinstance(v, str)}
    kept = {name: ffi.new("char[]", text) for name, text in texts.items()}
    return bool(lib.vkTlsConfigure(ffi.new("vkTls *", values | kept)))


def tls_configured() -> bool:
    """Tell whether there are contexts to begin TLS with."""
    return bool(lib.vkTlsConfigured())


def tls_apply(auth_clients: int, cluster: bool) -> None:
    """Say what new handshakes ask of a client, and whether links to nodes use TLS.

    `auth_clients`: 0 nothing, 1 a certificate, 2 one if it has any.
    """
    lib.vkTlsApply(auth_clients, cluster)


def tls_certificate(role: int) -> tuple[str, int]:
    """Return a certificate's serial number in hex and the seconds until it ends; none and 0.

    `role`: 0 ours for clients, 1 ours for other servers, 2 the authority that ends first.
    """
    serial, seconds = ffi.new("char[48]"), ffi.new("int64_t *")
    lib.vkTlsCertificate(role, serial, seconds)
    return ffi.string(serial).decode(), seconds[0]


def tls_numbers() -> dict[str, int]:
    """Return the counters of handshakes."""
    out = ffi.new("vkTlsNumbers *")
    lib.vkTlsNumbersRead(out)
    return _struct("vkTlsNumbers", out)


def _struct(kind: str, value: Any) -> dict[str, Any]:
    return {name: getattr(value, name) for name, _ in ffi.typeof(kind).fields}


def snapshot(*sections: str) -> bytes:
    """Return SCOPE SNAPSHOT of these sections as JSON; those that do not exist are left out."""
    names = [ffi.new("char[]", name.encode()) for name in sections]
    size = ffi.new("size_t *")
    data = lib.vkSnapshot(ffi.new("char *[]", names), len(names), size)
    return bytes(ffi.buffer(data, size[0]))


def numbers() -> dict[str, int]:
    """Every counter, in five crossings: server, keyspace, snapshots, append-only file, scripts."""
    out, keyspace = ffi.new("vkNumbers *"), ffi.new("vkKeyspaceNumbers *")
    files = ffi.new("vkPersistNumbers *")
    lib.vkNumbersRead(out)
    lib.vkKeyspaceRead(keyspace)
    lib.vkPersistRead(files)
    scripts = ffi.new("vkScriptNumbers *")
    lib.vkScriptRead(scripts)
    found = _struct("vkNumbers", out) | _struct("vkKeyspaceNumbers", keyspace) | aof_numbers()
    return found | _struct("vkPersistNumbers", files) | _struct("vkScriptNumbers", scripts)


def lua(path: str) -> None:
    """Tell native where Lua's library is; it is opened when the first script comes."""
    lib.vkScriptInit(os.fsencode(path))


def script_busy() -> str | None:
    """What clients are told of the script that holds the server; None: none does."""
    text = lib.vkScriptBusy()
    return None if text == ffi.NULL else bytes(ffi.string(text)).decode()


def script_stop() -> None:
    """End the script that runs."""
    lib.vkScriptStop()


def keyspace(values: dict[str, int | bool]) -> None:
    """Apply the parameters of memory and eviction; `values` are the fields of vkKeyspace."""
    lib.vkKeyspaceApply(ffi.new("vkKeyspace *", values))


def persist(values: dict[str, int | bool], file: str) -> None:
    """Apply the parameters of RDB; `values` are the fields of vkPersist but for the file."""
    name = ffi.new("char[]", os.fsencode(file))
    lib.vkPersistApply(ffi.new("vkPersist *", {**values, "file": name}))


def aof_settings(values: dict[str, int | bool], cpus: str) -> None:
    """Apply the parameters of the append-only file's write path: the fields of vkAof.

    `cpus` is where background threads run, as taskset lists processors; for those that start later.
    """
    text = ffi.new("char[]", cpus.encode())
    lib.vkAofApply(ffi.new("vkAof *", {**values, "cpus": text}))


AOF_OFF, AOF_ON, AOF_WAITS = range(3)
"""aof_state of aof_numbers(): off, on, waits for its first rewrite."""


def aof_numbers() -> dict[str, int]:
    """The write path's state and counters: the fields of vkAofNumbers."""
    out = ffi.new("vkAofNumbers *")
    lib.vkAofRead(out)
    found = _struct("vkAofNumbers", out)
    found["aof_state"] = found.pop("state")
    return found


def _path(path: str) -> Any:
    return ffi.new("char[]", os.fsencode(path))


def _raise(error: int, path: str | None = None) -> None:
    if error:
        raise OSError(error, os.strerror(error), path)


def aof_open(path: str) -> None:
    """Units of the write stream go to this file from now on; the one before is finished.

    OSError: all is as before; the path cannot be opened, or the old file cannot be finished.
    """
    _raise(lib.vkAofOpen(_path(path)), path)


def aof_sync() -> None:
    """Write what waits and make it durable; OSError."""
    _raise(lib.vkAofSync())


def unlink_later(path: str) -> None:
    """Remove a file; a thread gives its blocks back. OSError."""
    _raise(lib.vkUnlink(_path(path)), path)


class AofLoaded(Enum):
    """What came of loading the append-only files."""

    YES = 0
    ABSENT = 1
    EMPTY = 2
    TRUNCATED = 3
    BROKEN = 4
    CANCELLED = 5


def aof_files_settings(values: dict[str, bool], file_name: str) -> None:
    """Apply the parameters of loading and rewriting: fields of vkAofFilesSettings."""
    text = ffi.new("char[]", os.fsencode(file_name))
    lib.vkAofFilesApply(ffi.new("vkAofFilesSettings *", {**values, "file_name": text}))


def aof_files(folder: str, files: Sequence[tuple[int, int, str]]) -> bool:
    """Tell native what the manifest names: kind, sequence, name. False: too many."""
    lib.vkAofFilesClear()
    path = _path(folder)
    return all(lib.vkAofFilesAdd(kind, number, path, _path(name)) for kind, number, name in files)


def aof_load() -> tuple[AofLoaded, int, int]:
    """Load them outside of a tick; handlers are called meanwhile. Then bytes: all, the base."""
    total, base = ffi.new("uint64_t *"), ffi.new("uint64_t *")
    result = lib.vkAofLoad(total, base)
    return AofLoaded(result), total[0], base[0]


def aof_write_base(path: str, *, rdb: bool) -> bool:
    """Write all data as a base, here and now; False: the log says why not."""
    return bool(lib.vkAofWriteBase(_path(path), rdb))


def aof_rewrite(*, rdb: bool) -> int:
    """Fork a child that writes a base; its pid. OSError."""
    pid = int(lib.vkAofRewriteStart(rdb))
    _raise(max(0, -pid))
    return pid


def loading() -> bool:
    """Data is being loaded, from a file of any kind."""
    return bool(lib.vkLoading())


def aof_rewrite_ended() -> tuple[int, int, int] | None:
    """The rewriting child that has ended since this was asked last: pid, status, bytes copied."""
    out = ffi.new("vkAofChild *")
    return (out.pid, out.status, out.copied) if lib.vkAofRewriteEnded(out) else None


def aof_show(values: dict[str, int | bool]) -> None:
    """Tell SCOPE SNAPSHOT of rewriting: the fields of vkAofShown."""
    lib.vkAofShow(ffi.new("vkAofShown *", values))


def aof_tell_file(kind: int, number: int, size: int, gone: bool, name: str) -> None:
    """Write the event AofFileChanged."""
    lib.vkAofTellFile(kind, number, size, gone, _path(name))


def aof_tell_rewrite(values: dict[str, int], text: str) -> None:
    """Write the event AofRewriteEnded; `values` are the fields of vkAofRewriteTold."""
    lib.vkAofTellRewrite(ffi.new("vkAofRewriteTold *", {**values, "text": _path(text)}))


aof_rewrite_kill: Callable[[], None] = lib.vkAofRewriteKill
child_active: Callable[[], bool] = lib.vkChildActive
within_unit: Callable[[], bool] = lib.vkWithinUnit
aof_expect: Callable[[], None] = lib.vkAofExpect
aof_on: Callable[[], None] = lib.vkAofOn
aof_stop: Callable[[], bool] = lib.vkAofStop
aof_flush: Callable[[bool], bool] = lib.vkAofFlush
aof_sizes: Callable[[int, int], None] = lib.vkAofSizes


def save_points(points: Sequence[tuple[int, int]]) -> None:
    """Tell native the save points, seconds and changes: for who looks, it decides nothing."""
    flat = [number for point in points for number in point]
    lib.vkSavePoints(ffi.new("int64_t []", flat or [0]), len(points))


def save_state() -> dict[str, Any]:
    """Return what decides whether it is time to save: the fields of vkSaveState."""
    out = ffi.new("vkSaveState *")
    lib.vkSaveStateRead(out)
    return _struct("vkSaveState", out)


WORKERS: Final = ("rdb", "aof", "replication", "module")


def worker() -> str:
    """Return what the child that saves or rewrites was forked for: one of WORKERS; "": none."""
    kind = lib.vkWorker()
    return WORKERS[kind] if kind >= 0 else ""


def child_cpus(save: str, rewrite: str) -> None:
    """Tell on which CPUs children run that save and that rewrite; "": where they like."""
    lib.vkChildCpus(save.encode(), rewrite.encode())


class Loaded(Enum):
    """What came of a load."""

    YES = 0
    ABSENT = 1
    FAILED = 2
    CANCELLED = 3


def load() -> Loaded:
    """Load the file outside of a tick; handlers are called meanwhile."""
    return Loaded(lib.vkLoad())


def knobs(values: dict[str, int]) -> None:
    """Turn the policies' knobs; `values` are the fields of vkKnobs."""
    lib.vkKnobsApply(ffi.new("vkKnobs *", values))


def commands(room: int = 1024) -> list[dict[str, Any]]:
    """Statistics of the commands that were called."""
    out = ffi.new("vkCommandStats[]", room)
    rows = [_struct("vkCommandStats", out[i]) for i in range(lib.vkCommandsRead(out, room))]
    for row in rows:
        row["name"] = ffi.string(row["name"]).decode()
    return rows


def errors() -> dict[str, int]:
    """How often each error was answered, by its code."""
    room = 257
    out = ffi.new("vkErrorStats[]", room)
    n = lib.vkErrorsRead(out, room)
    return {ffi.string(e.code).decode("utf-8", "replace"): e.times for e in out[0:n]}


def command_times(ident: int, percentiles: list[float]) -> list[int]:
    """Nanoseconds at each percentile of a command's times; `ident` as in commands()."""
    out = ffi.new("uint64_t[]", max(1, len(percentiles)))
    lib.vkCommandTimes(ident, percentiles, len(percentiles), out)
    return list(out)[: len(percentiles)]


NO_NODE = 0xFFFF
"""In the lists of cluster_draw: nobody."""


def cluster_draw(
    nodes: list[dict[str, Any]],
    me: int,
    ok: bool,
    owner: list[int],
    migrating: list[int],
    importing: list[int],
) -> None:
    """Show native the cluster: fields of vkClusterNode, and for each slot places among them."""
    rows = ffi.new("vkClusterNode[]", nodes)
    lib.vkClusterDraw(rows, len(nodes), me, ok, *map(_places, (owner, migrating, importing)))


def _places(slots: list[int]) -> Any:
    return ffi.new("uint16_t[]", slots)


def slots_with_keys() -> list[int]:
    """The slots that hold keys in any database, rising; only in a cluster."""
    out = ffi.new("int[16384]")
    return list(out[0 : lib.vkSlotsWithKeys(out)])


@dataclass(frozen=True, slots=True)
class LatencyEvent:
    """One kind of latency event; samples are (Unix seconds, ms), oldest first."""

    name: str
    max_ms: int
    sum_ms: int
    times: int
    samples: list[tuple[int, int]]


def latency_events() -> list[LatencyEvent]:
    """What the latency monitor has kept since LATENCY RESET."""
    event, room = ffi.new("vkLatencyEvent *"), ffi.new("vkLatencySample[160]")
    found: list[LatencyEvent] = []
    while lib.vkLatencyRead(len(found), event, room):
        samples = [(p.time_s, p.ms) for p in room[0 : event.samples]]
        name = ffi.string(event.name).decode()
        found.append(LatencyEvent(name, event.max_ms, event.sum_ms, event.times, samples))
    return found


def databases(room: int = 1024) -> list[dict[str, int]]:
    """Keys and expires of the databases that hold something."""
    out = ffi.new("vkDbStats[]", room)
    return [_struct("vkDbStats", out[i]) for i in range(lib.vkDbsRead(out, room))]


def compiler() -> str:
    """Version of the C compiler, 0.0.0 if it was not gcc, as INFO says it."""
    return str(ffi.string(lib.vkCompiler()).decode())


def log_file(path: str) -> None:
    """Where crash reports go; an empty path is standard output."""
    lib.vkLogFile(os.path.abspath(path).encode() if path else b"")


def acl_commands(room: int = 1024) -> list[tuple[int, str, int, int]]:
    """Id, full name, id of the container (0: none) and categories of every command."""
    out = ffi.new("vkAclCommand[]", room)
    rows = (out[i] for i in range(lib.vkAclCommands(out, room)))
    return [(row.id, ffi.string(row.name).decode(), row.parent, row.categories) for row in rows]


def acl_put(name: bytes, rules: bytes) -> None:
    """Make a user, or replace it; rules as server/acl/compiled.py makes them."""
    lib.vkAclPut(name, len(name), rules, len(rules))


def acl_remove(name: bytes) -> None:
    """Delete a user, and close its clients."""
    lib.vkAclRemove(name, len(name))


def acl_close_subscribers(name: bytes, channels: list[bytes]) -> None:
    """Close those of a user's clients that listen to more than these channels."""
    views = [_view(_CHARS, channel) for channel in channels]
    lens = ffi.new(_SIZES, [len(channel) for channel in channels])
    lib.vkAclCloseSubscribers(name, len(name), len(channels), ffi.new(_TEXTS, views), lens)


def acl_log_limit(entries: int) -> None:
    """Set acllog-max-len."""
    lib.vkAclLogLimit(entries)


def redact(word: int) -> None:
    """Inside a handler: logs and monitors must not show this word of the command."""
    lib.vkRedact(word)


def availability_zone(text: str) -> None:
    """Set what HELLO tells of it; an empty text tells nothing."""
    raw = text.encode()
    lib.vkZone(raw, len(raw))


def notify(letters: str) -> None:
    """Set which changes of keys are published, as notify-keyspace-events shows it."""
    lib.vkNotify(letters.encode())


def rename(old: str, new: str) -> bool:
    """Rename a command; to "" removes it. False: no such command, or the name is taken."""
    return bool(lib.vkRename(old.lower().encode(), new.encode()))


def add_command(
    name: str, arity: int, keys: tuple[int, int, int], flags: tuple[str, ...], summary: str
) -> None:
    """Put a command into the table; Handlers.command answers it. ValueError says what is wrong."""
    texts = [ffi.new("char[]", text.encode()) for text in (name, " ".join(flags), summary)]
    wrong = lib.vkCommandAdd(ffi.new("vkCommandAddition *", [*texts, arity, *keys]))
    if wrong != ffi.NULL:
        raise ValueError(ffi.string(wrong).decode("utf-8", "replace"))


_CHARS, _TEXTS, _SIZES = map(ffi.typeof, ("char[]", "const char *[]", "size_t[]"))
_view, _length = ffi.from_buffer, ffi.new("size_t *")


def call(words: list[bytes]) -> bytes:
    """Run a command while Handlers.command answers one; its reply in RESP3. RuntimeError else."""
    views = [_view(_CHARS, word) for word in words]
    lens = ffi.new(_SIZES, [len(word) for word in words])
    data = lib.vkCall(len(words), ffi.new(_TEXTS, views), lens, _length)
    if data == ffi.NULL:
        raise RuntimeError("commands can be called only while one is answered")
    return bytes(ffi.buffer(data, _length[0]))


def event(
    number: int, span_ns: int, subject: int, value: int, extra: int = -1, text: str | None = None
) -> None:
    """Write an event; its payload is at most one 32-bit field and one text."""
    raw = ffi.NULL if text is None else text.encode("utf-8", "surrogateescape")
    lib.vkEvent(number, span_ns, subject, value, extra, raw, 0 if text is None else len(raw))


def flight(directory: str, *, tick_ns: int, p99_ns: int, seconds: int, interval_ns: int) -> bool:
    """Set the flight recorder; False: the directory's name is too long. Empty switches it off."""
    raw = os.fsencode(directory)
    return bool(lib.vkFlight(raw, len(raw), tick_ns, p99_ns, seconds, interval_ns))


def _texts(values: dict[str, Any], *names: str) -> dict[str, Any]:
    for name in names:
        values[name] = ffi.string(values[name]).decode("utf-8", "replace")
    return values


def replication_settings(values: dict[str, int | bool]) -> None:
    """Apply the parameters of replication; `values` are the fields of vkReplSettings."""
    lib.vkReplApply(ffi.new("vkReplSettings *", values))


def replication() -> dict[str, Any]:
    """The write stream and the child that makes a snapshot: the fields of vkReplState."""
    out = ffi.new("vkReplState *")
    lib.vkReplRead(out)
    return _texts(_struct("vkReplState", out), "id", "id2")


def replicas(room: int = 1024) -> list[dict[str, Any]]:
    """Those that said SYNC or PSYNC, in the order of their coming: the fields of vkReplica."""
    out = ffi.new("vkReplica[]", room)
    found = (_struct("vkReplica", out[i]) for i in range(lib.vkReplicasRead(out, room)))
    return [_texts(each, "address", "name") for each in found]


def replica_asks(slot: int, generation: int) -> dict[str, Any] | None:
    """A client that is about to become a replica, as replicas() has them; None: it is one already.

    Its waits_bytes are replies that have not left.
    """
    out = ffi.new("vkReplica *")
    if not lib.vkReplicaAsks(slot, generation, out):
        return None
    return _texts(_struct("vkReplica", out), "address", "name")


def replica_fail(slot: int, generation: int, resp: bytes) -> None:
    """A replica is answered this and closed."""
    lib.vkReplicaFail(slot, generation, ffi.new("char[]", resp))


def log_client(client: tuple[int, int, int], before: str, after: str) -> None:
    """Write a line to the log, at notice, with a client in it as CLIENT LIST shows it."""
    lib.vkClientLog(client[0], client[1], before.encode(), after.encode())


def tell_client(slot: int, generation: int, resp: bytes) -> None:
    """Answer a client whose command was answered with silence."""
    lib.vkClientTell(slot, generation, ffi.new("char[]", resp))


def snapshot_start(slot: int, generation: int, *, diskless: bool) -> None:
    """Fork a snapshot for a replica that waits and those that want the same; DoorError."""
    _check(lib.vkSnapshotStart(slot, generation, diskless))


replica_continue: Callable[[int, int, int], bool] = lib.vkReplicaContinue
replica_waits: Callable[[int, int, bool, bool, int, int], None] = lib.vkReplicaWaits
replica_joins: Callable[[int, int], bool] = lib.vkReplicaJoins
snapshot_kill: Callable[[], None] = lib.vkSnapshotKill
create_backlog: Callable[[], None] = lib.vkReplCreateBacklog
restore_stream: Callable[[], bool] = lib.vkReplRestore
free_backlog: Callable[[int], None] = lib.vkReplFreeBacklog
new_replication_id: Callable[[], None] = lib.vkReplNewId
ping_replicas: Callable[[], None] = lib.vkReplPing
ask_acks: Callable[[], None] = lib.vkReplAskAcks
replica_newlines: Callable[[], None] = lib.vkReplNewlines
count_replicas: Callable[[], None] = lib.vkReplCount
pause_writes: Callable[[int, int], None] = lib.vkPause
tick: Callable[[], int] = lib.vkTick
doorbell: Callable[[], int] = lib.vkDoorbell
release: Callable[[], None] = lib.vkRelease
load_cancel: Callable[[], None] = lib.vkLoadCancel
save: Callable[[], bool] = lib.vkSave
end_worker: Callable[[], None] = lib.vkWorkerEnd
aof_renamed: Callable[[int], None] = lib.vkAofRenamed
child_score: Callable[[int], None] = lib.vkChildScore
huge_pages_off: Callable[[], bool] = lib.vkHugePagesOff
title_place: Callable[[int, int, int], None] = lib.vkTitlePlace
show_title: Callable[[bytes], None] = lib.vkTitle
child_title: Callable[[int, bytes], None] = lib.vkTitleOfChild
save_in_background: Callable[[bool], bool] = lib.vkSaveInBackground
reset_stats: Callable[[], None] = lib.vkStatsReset
close_client: Callable[[int, int], None] = lib.vkClientClose
cluster_apply: Callable[[bool, bool, bool, int], None] = lib.vkClusterApply
slot_keys: Callable[[int], int] = lib.vkSlotKeys
slot_empty: Callable[[int], int] = lib.vkSlotEmpty
