"""The server: boots native, listens, hands uvloop the doorbell, answers administrative commands.

Rules: one thread, no coroutine knows the keyspace; every tick is one call into native.
"""

from __future__ import annotations

import asyncio
import gc
import os
import signal
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from importlib import import_module
from typing import TYPE_CHECKING, cast

import uvloop

from vkscope.native import door
from vkscope.server import administration, append_only, ending, flight, rings, warmup
from vkscope.server.acl.users import Users
from vkscope.server.aof.steward import AppendOnly
from vkscope.server.boot import background, lines, pidfile, place, renames, title
from vkscope.server.config import Config, ConfigError
from vkscope.server.keyspace import Keyspace
from vkscope.server.listeners import Listeners
from vkscope.server.log import LEVELS, Log
from vkscope.server.metrics.listener import Metrics
from vkscope.server.persistence import Persistence
from vkscope.server.plugins import PluginError, Plugins
from vkscope.server.rates import Rates
from vkscope.server.replication.farewell import FAILED, Farewell
from vkscope.server.replication.steward import Replication
from vkscope.server.replies import Error, encode
from vkscope.server.scripting import lua_library, python_engine
from vkscope.server.tls import Tls
from vkscope.tables import events

if TYPE_CHECKING:
    from vkscope.server.cluster.node import ClusterNode
    from vkscope.server.doctor import Doctor

RING_BYTES = 8 * 1024 * 1024
LOAD_STEP = 4
"""Of the catalogue's boot_step."""


def event_number(name: str) -> int:
    """Return the number of an event of the catalogue."""
    return events.load().by_name(name).number


@dataclass(slots=True)
class Server:
    """One running server; the administrative commands read and change it."""

    config: Config
    log: Log
    plugins: Plugins
    started: float = field(default_factory=time.monotonic)
    run_id: str = field(default_factory=lambda: os.urandom(20).hex())
    supervised: str = "no"
    stopping: str = ""
    tls: Tls = field(init=False)
    listeners: Listeners = field(init=False)
    users: Users = field(init=False)
    persistence: Persistence = field(init=False)
    append_only: AppendOnly = field(init=False)
    replication: Replication = field(init=False)
    metrics: Metrics = field(init=False)
    cluster: ClusterNode | None = None
    """What this node knows of the cluster; None where cluster-enabled is no."""
    loading: bool = False
    failed_to_load: bool = False
    on_ready: Callable[[], None] = lambda: None
    asked_to_stop: int = 0
    """The signal that asked for an end which has not begun yet; 0 for none."""
    farewell: Farewell | None = None
    """The end waits for replicas."""
    errors: int = 0
    loop: asyncio.AbstractEventLoop | None = None
    _stop: Callable[[], None] | None = None
    rates: Rates = field(default_factory=Rates)
    changed_by: int = 0
    """Id of the client whose CONFIG SET is under way."""
    _next_second: float = 0.0
    _warming: Iterator[str] = field(default_factory=warmup.steps)
    _doctor: Doctor | None = None

    def __post_init__(self) -> None:
        self.tls = Tls(self.config, self.log)
        self.listeners = Listeners(self.config, self.log, self.tls)
        self.users = Users(self.config, self.log)
        self.persistence = Persistence(self.config, self.log)
        self.append_only = AppendOnly(self.config, self.log)
        self.replication = Replication(self.config, self.log)
        self.metrics = Metrics(self.config, self.log, self.metrics_page)

    def boot(self) -> None:
        """Start native and listen. DoorError when an address cannot be had, and PluginError."""
        handlers = door.Handlers(self.command, self.cron, self.signal, self.log.write, self.failed)
        door.register(handlers)
        ring = rings.path(self.config.int("port"))
        rings.sweep(ring)
        door.init(native_settings(self.config), ring, RING_BYTES)
        door.lua(lua_library())
        if self.config.bool("scripting-python-engine"):
            python_engine.start()
        rings.hold(ring)
        self.log.told = self.logged
        self.config.on_change = self.config_changed
        self.step(1)
        for name in (*NATIVE.values(), *ALSO):
            self.config.on_apply(name, self.apply)
        self.apply(self.config)
        Keyspace(self.config, self.log).follow()
        self.persistence.follow()
        append_only.follow(self.config)
        self.append_only.follow()
        self.replication.follow()
        self.plugins.register()
        self.users.boot()
        flight.follow(self.config)
        renames.apply(self.config, door.rename)
        self.join_cluster()
        self.tls.follow()
        self.listeners.open()
        self.metrics.open()
        self.step(2)

    def metrics_page(self) -> tuple[str, Iterator[str]]:
        """Type and lines of the page of metrics."""
        page = import_module("vkscope.server.metrics.page")
        info = import_module("vkscope.server.info")
        asked = ("commandstats", "errorstats", "keyspace", "replication")
        return page.CONTENT_TYPE, page.lines(info.report_of(self, asked), self.config)

    def join_cluster(self) -> None:
        """Become a node, where the configuration says so. ConfigError."""
        if self.config.bool("cluster-enabled"):
            made = import_module("vkscope.server.cluster.node")
            self.cluster = cast("ClusterNode", made.ClusterNode(self.config, self.log))
            self.cluster.boot()

    def step(self, number: int) -> None:
        """Make a step of the start an event."""
        took = int((time.monotonic() - self.started) * 1e6)
        door.event(event_number("BootStep"), 0, number, took)

    def logged(self, level: int, text: str) -> None:
        """Make a line of the log an event."""
        door.event(event_number("LogWritten"), 0, 0, 0, level, text)

    def config_changed(self, names: list[str]) -> None:
        """Make a CONFIG SET an event."""
        number = event_number("ConfigChanged")
        door.event(number, 0, len(names), self.changed_by, text=" ".join(names))

    def apply(self, config: Config) -> None:
        """Hand settings to native, at the start and when CONFIG SET changed them."""
        door.apply(native_settings(config))
        door.notify(config.show("notify-keyspace-events"))
        door.availability_zone(config.str("availability-zone"))
        door.log_file(config.str("logfile"))

    def command(self, call: door.Call) -> bytes:
        """Answer one administrative command, or a plug-in's."""
        declared = self.plugins.commands.get(call.name)
        if declared is not None:
            return self.plugins.run(declared, call)
        handler = administration.find(call.name)
        reply = handler(self, call) if handler else Error("ERR this command is not here yet")
        return encode(reply, call.resp)

    def cron(self) -> None:
        """The control plane's share, hz times a second: rates, and collection while idle."""
        if self.asked_to_stop and self.farewell is None:
            wishes = ending.wishes_of_signal(self.asked_to_stop, self.config)
            self.shutdown(self.asked_to_stop, wishes=wishes)
        self._end_waiting()
        if self.cluster is not None:
            self.cluster.cron()
        now = time.monotonic()
        self.replication.cron(now)
        self.persistence.cron(int(time.time()))
        self.append_only.cron(now)
        if now >= self._next_second:
            self._next_second = max(self._next_second + 1.0, now + 0.5)
            self.rates.add(now, door.numbers())
            self.second()
        if next(self._warming, None) is None:
            self.doctor.sample(time.monotonic_ns())

    @property
    def doctor(self) -> Doctor:
        """The server's own doctor, from its first second on, or from the first question."""
        if self._doctor is None:
            made = import_module("vkscope.server.doctor")
            self._doctor = cast("Doctor", made.Doctor(f"port {self.config.int('port')}"))
        return self._doctor

    def forget(self) -> None:
        """The counters were set back: what compares them begins anew."""
        if self._doctor is not None:
            self._doctor.forget()

    def second(self) -> None:
        """Once a second: garbage, while the loop is between ticks."""
        start = time.perf_counter_ns()
        found = gc.collect(0)
        span = time.perf_counter_ns() - start
        rings.touch()
        door.event(event_number("GarbageCollected"), span, 0, found, 0)

    def signal(self, number: int) -> None:
        """SIGTERM and SIGINT ask for an orderly end, which cron begins; a second SIGINT insists."""
        if (self.asked_to_stop or self.farewell) and number == signal.SIGINT:
            self.log.say("warning", "You insist... exiting now.")
            os._exit(1)
        lines.signal_received(self.log, number, self.loading)
        self.asked_to_stop = number

    def failed(self, where: str, error: BaseException) -> None:
        """A handler raised: say so, and go on."""
        self.errors += 1
        self.log.say("warning", f"Internal error in {where}: {error!r}")
        text = f"{type(error).__name__}: {error}"
        door.event(event_number("PythonErrorCaught"), 0, 0, self.errors, text=text)

    def shutdown(
        self,
        number: int = 0,
        *,
        wishes: ending.Wishes,
        client: tuple[int, int, int] | None = None,
    ) -> bool:
        """Leave after this tick, or when replicas have everything; False: it cannot be.

        number: the signal that asks, 0 for a command. client: who asked.
        """
        if self.stopping:
            return True
        waiting = [client] if client else []
        if self.farewell is not None:
            self.farewell.waiting += waiting
            return True
        lines.shutdown_requested(self.log, client)
        steps = ending.Steps()
        steps.tell("asked")
        door.script_stop()
        if self.loading:
            door.load_cancel()
            return self._leave(number, steps)
        patience = self.config.int("shutdown-timeout")
        late = self.replication.lagging()
        if late and not wishes["now"] and patience:
            deadline = time.monotonic() + patience
            self.farewell = Farewell(deadline, number, wishes, steps, waiting)
            self.replication.stop_writes()
            self.log.say("notice", "Waiting for replicas before shutting down.")
            steps.tell("waits_for_replicas", late)
            return True
        return self._finish(number, wishes, steps)

    def _finish(self, number: int, wishes: ending.Wishes, steps: ending.Steps) -> bool:
        for line in self.replication.last_words():
            self.log.say("notice", line)
        why = ending.settle(self.log, self.persistence, steps, wishes=wishes)
        if why:
            text = "Errors trying to shut down the server. Check the logs for more information."
            self.log.say("warning", text)
            steps.tell("failed", text=why)
            self.give_up_leaving()
            return False
        return self._leave(number, steps)

    def _leave(self, number: int, steps: ending.Steps) -> bool:
        self.stopping = "signal" if number else "command"
        steps.tell("ends")
        door.event(event_number("ShutdownStarted"), 0, number, door.numbers()["clients"])
        if self.loop is not None and self._stop is not None:
            self.loop.call_soon(self._stop)
        return True

    def _end_waiting(self) -> None:
        """Leave, if replicas have everything by now or the time is over."""
        wait = self.farewell
        if wait is None or self.stopping:
            return
        if time.monotonic() >= wait.deadline or not self.replication.lagging():
            self._finish(wait.number, wait.wishes, wait.steps)

    def give_up_leaving(self) -> None:
        """The server stays: whoever waits for its end hears of it."""
        self.asked_to_stop = 0
        wait, self.farewell = self.farewell, None
        if wait is None:
            return
        self.replication.resume_writes()
        for slot, generation, _ in wait.waiting:
            door.tell_client(slot, generation, FAILED)

    def abort_leaving(self) -> bool:
        """SHUTDOWN ABORT; False: nobody asked for an end."""
        wait = self.farewell
        if not self.asked_to_stop and wait is None:
            return False
        self.give_up_leaving()
        (wait.steps if wait else ending.Steps()).tell("aborted")
        self.log.say("notice", "Shutdown manually aborted.")
        return True

    def load(self) -> bool:
        """Load what was saved; False: it cannot be read, and the server must not go on."""
        began = time.monotonic()
        self.loading = True
        good = self._load_files()
        self.loading = False
        took = int((time.monotonic() - began) * 1e6)
        door.event(event_number("BootStep"), 0, LOAD_STEP, took)
        if good and self.cluster is not None:
            self.cluster.loaded()
        return good

    def _load_files(self) -> bool:
        """The append-only files where they are written, else the snapshot; then write to them."""
        files = self.append_only
        if not files.read():
            return False
        if self.config.bool("appendonly"):
            good = files.load()
        else:
            good = self.persistence.load()
            if good:
                self.replication.restore()
        return good and (bool(self.stopping) or files.open())

    async def serve(self) -> None:
        """Ring until the end."""
        loop = self.loop = asyncio.get_running_loop()
        finished = loop.create_future()

        def stop() -> None:
            if not finished.done():
                finished.set_result(None)

        self._stop = stop

        def tick() -> None:
            if door.tick() == 0 and not self.stopping:
                loop.call_soon(tick)

        loop.add_reader(door.doorbell(), tick)
        if not self.load():
            loop.remove_reader(door.doorbell())  # or a last turn would answer from half of the data
            self.failed_to_load = True
            return
        if not self.stopping:
            self.on_ready()
        gc.collect()
        gc.freeze()
        gc.disable()
        self.step(3)
        since = int((time.monotonic() - self.started) * 1e9)
        door.event(event_number("ServerReady"), since, 0, os.getpid())
        self.metrics.serve(loop)
        await finished
        self.metrics.close()
        loop.remove_reader(door.doorbell())


NATIVE = {
    "hz": "hz",
    "maxclients": "maxclients",
    "keepalive": "tcp-keepalive",
    "idle_timeout": "timeout",
    "protected_mode": "protected-mode",
    "hide_keys": "hide-user-data-from-log",
    "hide_user_data": "hide-user-data-from-log",
    "import_mode": "import-mode",
    "max_new_connections": "max-new-connections-per-cycle",
    "max_new_tls_connections": "max-new-tls-connections-per-cycle",
    "tracking_max_keys": "tracking-table-max-keys",
    "query_buffer_limit": "client-query-buffer-limit",
    "proto_max_bulk_len": "proto-max-bulk-len",
    "slow_us": "commandlog-execution-slower-than",
    "slow_len": "commandlog-slow-execution-max-len",
    "large_request": "commandlog-request-larger-than",
    "large_request_len": "commandlog-large-request-max-len",
    "large_reply": "commandlog-reply-larger-than",
    "large_reply_len": "commandlog-large-reply-max-len",
    "latency_ms": "latency-monitor-threshold",
    "watchdog_ms": "watchdog-period",
    "crash_log": "crash-log-enabled",
    "exit_on_panic": "use-exit-on-panic",
    "busy_reply_ms": "busy-reply-threshold",
    "hash_max_entries": "hash-max-listpack-entries",
    "hash_max_value": "hash-max-listpack-value",
    "set_max_intset": "set-max-intset-entries",
    "set_max_entries": "set-max-listpack-entries",
    "set_max_value": "set-max-listpack-value",
    "zset_max_entries": "zset-max-listpack-entries",
    "zset_max_value": "zset-max-listpack-value",
    "hll_max_sparse": "hll-sparse-max-bytes",
    "list_max_size": "list-max-listpack-size",
    "list_compress_depth": "list-compress-depth",
    "stream_node_bytes": "stream-node-max-bytes",
    "stream_node_entries": "stream-node-max-entries",
}
ALSO = (
    "maxmemory",
    "client-output-buffer-limit",
    "maxmemory-clients",
    "notify-keyspace-events",
    "availability-zone",
    "loglevel",
    "logfile",
)
"""Parameters that native must know and that are no plain number."""
LINGER_US = 1000


def _client_memory(config: Config) -> int:
    """maxmemory-clients in bytes; a percentage is of maxmemory, and of none it is no limit."""
    limit = config.int("maxmemory-clients")
    return limit if limit >= 0 else config.int("maxmemory") * -limit // 100


def native_settings(config: Config) -> door.Settings:
    """Return the fields of native's settings."""
    fields: door.Settings = {
        where: int(config.show(name) == "yes")
        if config.show(name) in ("yes", "no")
        else config.int(name)
        for where, name in NATIVE.items()
    }
    classes = config.client_output_buffer_limits
    limits = [classes[name] for name in ("normal", "replica", "pubsub")]
    return fields | {
        "databases": config.database_count,
        "cluster": config.bool("cluster-enabled"),
        "linger_us": LINGER_US,
        "log_level": LEVELS[config.enum("loglevel")],
        "debug_command": config.enum_index("enable-debug-command"),
        "module_command": config.enum_index("enable-module-command"),
        "output_hard": [limit.hard for limit in limits],
        "output_soft": [limit.soft for limit in limits],
        "output_soft_seconds": [limit.seconds for limit in limits],
        "maxmemory_clients": _client_memory(config),
    }


def run(config: Config, program: str = "vkscope-server", plugin_files: Sequence[str] = ()) -> int:
    """Run a server until it is told to leave; the process's exit status."""
    log = Log()
    log.follow(config)
    supervisor = background.supervisor(config, log)
    in_background = config.bool("daemonize") and supervisor is background.Supervisor.NONE
    if in_background:
        background.daemonize()
    lines.starting(log, config, program)
    log.become_server()
    title.follow(config, program)
    title.OomScore(log).follow(config)
    server = Server(config, log, Plugins(log), supervised=supervisor.value)
    # Signals are native's. asyncio takes SIGINT over unless Python believes it is in use.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        place.follow(config)
        server.plugins.load(plugin_files)
        server.boot()
    except PluginError as error:
        log.say("warning", str(error))
        return 1
    except ConfigError as error:
        if error.channel == "log":
            log.say("warning", error.text)
        else:
            print(error.text, end="", file=sys.stderr)
        return 1
    except OSError:
        port, kind = server.listeners.failed or (config.int("port"), "tcp")
        log.say("warning", f"Failed listening on port {port} ({kind}), aborting.")
        return 1
    path = pidfile.path_of(config, in_background)
    if path:
        pidfile.write(path, log)
    lines.running(log, config)
    lines.initialized(log)

    def ready() -> None:
        lines.ready(log, config, server.listeners.names)
        background.notify_ready(log, supervisor)

    server.on_ready = ready
    uvloop.run(server.serve())
    background.notify_stopping(log, supervisor)
    if server.cluster is not None:
        server.cluster.close()
    door.release()
    if path:
        pidfile.remove(path, log)
    socket_path = config.str("unixsocket")
    if socket_path:
        log.say("notice", "Removing the unix socket file.")
        os.unlink(socket_path)
    if server.failed_to_load:
        return 1
    lines.bye(log)
    return 0
