"""Servers that start in a tenth of the time: forked from a process that has imported everything.

Most of what a server's start costs is Python's imports, and a long run starts thousands.
Words: the nursery is a process with one thread; it forks whom it is asked for, and says when each
ends. Design: lines of JSON on its standard input and output:
    {"main", "argv", "out", "text", "shim"}
                                 run vkscope.cli.MAIN's main() with these arguments; its output goes
                                 to the file, its input is the text; shim: the folder, log and
                                 control page that it works with, or []
    {"born": pid}                the answer
    {"died": pid, "status": n}   as waitpid says
It ends, and whom it forked with it, when its input does.
"""

from __future__ import annotations

import contextlib
import ctypes
import gc
import importlib
import json
import os
import select
import signal
import subprocess
import sys
import threading
from collections.abc import Sequence
from typing import Any

PRELOADED = (
    "vkscope.cli.server",
    "vkscope.cli.main",
    "vkscope.cli.check_aof",
    "vkscope.server.app",
    "vkscope.server.boot.arguments",
    "vkscope.server.doctor",
    "vkscope.tracing.doctor",
    "vkscope.tracing.snapshot",
)


class Born:
    """A process of the nursery, as subprocess.Popen shows one: only what tests use."""

    def __init__(self, pid: int) -> None:
        self.pid = pid
        self.returncode: int | None = None
        self._ended = threading.Event()

    def end(self, status: int) -> None:
        """It has ended; who waits goes on."""
        self.returncode = os.waitstatus_to_exitcode(status)
        self._ended.set()

    def poll(self) -> int | None:
        """The exit code, negative for a signal; None while it runs."""
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        """Wait for its end; subprocess.TimeoutExpired."""
        if not self._ended.wait(timeout):
            raise subprocess.TimeoutExpired(str(self.pid), timeout or 0)
        assert self.returncode is not None
        return self.returncode

    def kill(self) -> None:
        """kill -9."""
        if self.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.pid, signal.SIGKILL)


class Nursery:
    """The asking side; any thread may ask. `shim`: what is loaded into all of its processes."""

    def __init__(self, shim: str = "") -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.fault.power_loss.nursery"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, **({"LD_PRELOAD": shim} if shim else {})},
        )
        self._asking = threading.Lock()
        self._answered = threading.Condition()
        self._born: list[Born] = []
        self._alive: dict[int, Born] = {}
        threading.Thread(target=self._listen, daemon=True).start()

    def run(
        self, main: str, argv: Sequence[str], out: str, *, text: str = "", shim: Sequence[str] = ()
    ) -> Born:
        """Fork a process."""
        asked = {"main": main, "argv": list(argv), "out": out, "text": text, "shim": list(shim)}
        assert self._process.stdin
        with self._asking:
            self._process.stdin.write(json.dumps(asked).encode() + b"\n")
            self._process.stdin.flush()
            with self._answered:
                if not self._answered.wait_for(lambda: self._born, 60):
                    raise RuntimeError("the nursery does not answer")
                return self._born.pop()

    def _listen(self) -> None:
        assert self._process.stdout
        for line in self._process.stdout:
            told = json.loads(line)
            with self._answered:
                if "born" in told:
                    born = Born(told["born"])
                    self._born.append(born)
                    self._alive[born.pid] = born
                    self._answered.notify_all()
                else:
                    self._alive.pop(told["died"]).end(told["status"])


_made: dict[str, Nursery] = {}
_making = threading.Lock()


def nursery(shim: str = "") -> Nursery:
    """The nursery of this process for a shim, made when it is first needed."""
    with _making:
        if shim not in _made:
            _made[shim] = Nursery(shim)
        return _made[shim]


# --- the nursery itself ---


def become(asked: dict[str, Any]) -> None:
    """In the child: run a main program; does not return."""
    signal.set_wakeup_fd(-1)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    out = os.open(asked["out"], os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o644)
    reading, writing = os.pipe()
    os.write(writing, asked["text"].encode())
    for fd, place in ((reading, 0), (out, 1), (out, 2)):
        os.dup2(fd, place)
    for fd in (reading, writing, out):
        os.close(fd)
    if asked["shim"]:
        ctypes.CDLL(None).vkfaultBegin(*(os.fsencode(path) for path in asked["shim"]))
    sys.argv = ["-c", *asked["argv"]]
    status = 1
    try:
        status = importlib.import_module("vkscope.cli." + asked["main"]).main()
    except SystemExit as left:
        status = left.code if isinstance(left.code, int) else 1
    finally:
        sys.stdout.flush()
        os._exit(status or 0)


def tell(what: dict[str, int]) -> None:
    """A line to who asks."""
    os.write(1, json.dumps(what).encode() + b"\n")


def tell_ended(alive: set[int]) -> None:
    """Say who has ended."""
    for pid in list(alive):
        done, status = os.waitpid(pid, os.WNOHANG)
        if done:
            alive.discard(pid)
            tell({"died": pid, "status": status})


def serve() -> None:
    """Fork whom it is asked for, until nobody asks any more."""
    for module in PRELOADED:
        importlib.import_module(module)
    importlib.import_module("vkscope.tables.events").load()
    gc.collect()
    gc.freeze()
    woken, waking = os.pipe()
    os.set_blocking(waking, False)
    os.set_inheritable(woken, False)
    signal.set_wakeup_fd(waking)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    alive: set[int] = set()
    data = b""
    while True:
        ready, _, _ = select.select([0, woken], [], [])
        if woken in ready:
            os.read(woken, 4096)
            tell_ended(alive)
        if 0 in ready:
            more = os.read(0, 65536)
            if not more:
                break
            *lines, data = (data + more).split(b"\n")
            for line in lines:
                pid = os.fork()
                if pid == 0:
                    become(json.loads(line))
                alive.add(pid)
                tell({"born": pid})
    for pid in alive:
        os.kill(pid, signal.SIGKILL)


if __name__ == "__main__":
    serve()
