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
from collections.abc import Callable
from dataclasses import dataclass, field

import uvloop

from vkscope.native import door
from vkscope.server import administration
from vkscope.server.log import Log
from vkscope.server.replies import Error, encode
from vkscope.server.settings import Settings, SettingsError
from vkscope.tables import events

RING_BYTES = 8 * 1024 * 1024


def event_number(name: str) -> int:
    """Return the number of an event of the catalogue."""
    return events.load().by_name(name).number


@dataclass(slots=True)
class Server:
    """One running server; the administrative commands read and change it."""

    settings: Settings
    log: Log
    started: float = field(default_factory=time.monotonic)
    run_id: str = field(default_factory=lambda: os.urandom(20).hex())
    stopping: str = ""
    errors: int = 0
    clean: bool = True
    loop: asyncio.AbstractEventLoop | None = None
    _stop: Callable[[], None] | None = None
    _rates: tuple[float, int] = (0.0, 0)
    ops_per_second: int = 0
    steal: int = 0

    def boot(self) -> None:
        """Start native and listen. Raises door.DoorError when an address cannot be had."""
        door.register(door.Handlers(self.command, self.cron, self.signal, self.failed))
        ring = ring_path(self.settings.number("port"))
        door.init(self.settings.native(), ring, RING_BYTES)
        self.step(1)
        self.settings.on_change = self.apply
        door.password(self.settings.text("requirepass"))
        for old, new in self.settings.renames:
            if not door.rename(old, new):
                raise SettingsError(
                    "rename-command", f"{old} {new}", "No such command in rename-command"
                )
        self.listen()
        self.step(2)

    def listen(self) -> None:
        """Open every listener of the configuration."""
        backlog, port = self.settings.number("tcp-backlog"), self.settings.number("port")
        for address in self.settings.text("bind").split() if port else []:
            optional = address.startswith("-")
            try:
                door.listen_tcp(address.removeprefix("-"), port, backlog)
            except door.DoorError as error:
                if optional and error.errno != 98:
                    continue
                self.log.write(
                    "warning",
                    f"Warning: Could not create server TCP listening socket "
                    f"{address}:{port}: {error.strerror}",
                )
                raise
        path = self.settings.text("unixsocket")
        if path:
            door.listen_unix(path, int(self.settings.text("unixsocketperm") or "0", 8), backlog)

    def step(self, number: int) -> None:
        """Make a step of the start an event."""
        took = int((time.monotonic() - self.started) * 1e6)
        door.event(event_number("BootStep"), 0, number, took)

    def apply(self) -> None:
        """Hand changed settings to native."""
        door.apply(self.settings.native())
        door.password(self.settings.text("requirepass"))
        door.event(event_number("ConfigChanged"), 0, 1, 0)

    def command(self, call: door.Call) -> bytes:
        """Answer one administrative command."""
        handler = administration.find(call.name)
        reply = handler(self, call) if handler else Error("ERR this command is not here yet")
        return encode(reply, call.resp)

    def cron(self) -> None:
        """The control plane's share, hz times a second: rates, and collection while idle."""
        now, n = time.monotonic(), door.numbers()["commands"]
        then, before = self._rates
        if now - then >= 1.0:
            if then:
                self.ops_per_second = int((n - before) / (now - then))
            self._rates = (now, n)
            self.second()

    def second(self) -> None:
        """Once a second: garbage, and time that another process took."""
        start = time.perf_counter_ns()
        found = gc.collect(0)
        span = time.perf_counter_ns() - start
        door.event(event_number("GarbageCollected"), span, 0, found)
        waited = run_queue_wait()
        if self.steal and waited - self.steal > 50_000_000:
            door.event(event_number("CpuStolen"), 0, 1000, waited - self.steal)
        self.steal = waited

    def signal(self, number: int) -> None:
        """SIGTERM and SIGINT ask for an orderly end."""
        name = signal.Signals(number).name
        self.log.write("warning", f"Received {name} scheduling shutdown...")
        self.shutdown(number)

    def failed(self, where: str, error: BaseException) -> None:
        """A handler raised: say so, and go on."""
        self.errors += 1
        self.log.write("warning", f"Internal error in {where}: {error!r}")
        door.event(event_number("PythonErrorCaught"), 0, 0, self.errors)

    def shutdown(self, number: int = 0) -> None:
        """Leave after this tick."""
        if not self.stopping:
            self.stopping = "signal" if number else "command"
            door.event(event_number("ShutdownStarted"), 0, number, door.numbers()["clients"])
            if self.loop is not None and self._stop is not None:
                self.loop.call_soon(self._stop)

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
        gc.collect()
        gc.freeze()
        gc.disable()
        self.step(3)
        await finished
        loop.remove_reader(door.doorbell())


def run_queue_wait() -> int:
    """Nanoseconds this process was ready and waited for a processor; 0 where unknown."""
    try:
        with open("/proc/self/schedstat") as file:
            return int(file.read().split()[1])
    except (OSError, ValueError, IndexError):
        return 0


def ring_path(port: int) -> str:
    """Where the event ring stands: in shared memory, one file a server."""
    folder = "/dev/shm" if os.access("/dev/shm", os.W_OK) else os.environ.get("TMPDIR", "/tmp")
    return f"{folder}/vkscope-{os.getpid()}-{port}.ring"


def run(settings: Settings) -> int:
    """Run a server until it is told to leave; the process's exit status."""
    log = Log(settings.text("logfile"), settings.text("loglevel"))
    log.write("notice", "oO0OoO0OoO0Oo Valkey is starting oO0OoO0OoO0Oo")
    pid = os.getpid()
    log.write(
        "notice",
        f"Valkey version=9.0.0, bits=64, commit=00000000, modified=0, pid={pid}, just started",
    )
    if settings.file:
        log.write("notice", "Configuration loaded")
    else:
        log.write("warning", "Warning: no config file specified, using the default config.")
    server = Server(settings, log)
    try:
        os.chdir(settings.text("dir"))
        server.boot()
    except SettingsError as error:
        print(error, file=sys.stderr)
        return 1
    except OSError as error:
        log.write("warning", f"Failed listening on port {settings.number('port')}, aborting.")
        print(error, file=sys.stderr)
        return 1
    pidfile = settings.text("pidfile")
    if pidfile:
        with open(pidfile, "w") as file:
            file.write(f"{pid}\n")
    log.write("notice", f"Running mode=standalone, port={settings.number('port')}.")
    log.write("notice", "Server initialized")
    if settings.number("port"):
        log.write("notice", "Ready to accept connections tcp")
    if settings.text("unixsocket"):
        log.write("notice", "Ready to accept connections unix")
    uvloop.run(server.serve())
    log.write("warning", "User requested shutdown...")
    door.release()
    for path in (pidfile, settings.text("unixsocket")):
        if path:
            log.write("notice", f"Removing the {'pid' if path == pidfile else 'unix socket'} file.")
            os.unlink(path)
    log.write("warning", "Valkey is now ready to exit, bye bye...")
    return 0
