"""What watching costs: server CPU a request at half of saturation, unwatched and watched, in turn.

Watchers are pinned to the other core: a client that reads events (the default classes, then all),
and the dashboard on a terminal of its own.

    make bench BENCH=watching [BENCH_ARGS="--rate 20000 --seconds 5 --rounds 5"]
"""

from __future__ import annotations

import argparse
import fcntl
import os
import pty
import statistics
import struct
import subprocess
import sys
import termios
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext

from benchmarks.servers import (
    LOAD_CORE,
    OURS,
    Server,
    cpu_seconds,
    load_tool,
    pinned,
    rss,
    running,
    steady,
)

VKSCOPE = f"{os.path.dirname(sys.executable)}/vkscope"
SETTLE = 2.0
"""Seconds that a watcher has to draw its first screen once it is connected."""
PATIENCE = 60.0
"""Seconds until a watcher must be connected."""


def wait_for_watcher(server: Server, process: subprocess.Popen[bytes], before: int) -> None:
    """Wait until the server has a client more than before; SystemExit when none comes."""
    end = time.monotonic() + PATIENCE
    while int(server.info("clients")["connected_clients"]) <= before:
        if time.monotonic() > end or process.poll() is not None:
            raise SystemExit("bench: the watcher does not connect")
        time.sleep(0.1)
    time.sleep(SETTLE)


def saturation(server: Server) -> float:
    """Requests a second that 50 clients without pipeline reach."""
    words = [load_tool(), "-p", str(server.port), "-t", "set,get", "-n", "100000", "-c", "50"]
    words += ["-r", "100000", "-d", "64", "-q", "--csv"]
    out = subprocess.run([*pinned(LOAD_CORE), *words], capture_output=True, text=True, check=True)
    rows = [row.strip('"').split('","') for row in out.stdout.splitlines() if row.startswith('"')]
    return min(float(row[1]) for row in rows[1:])


@contextmanager
def recorder(server: Server, *classes: str) -> Iterator[None]:
    """A client that reads events of these classes, or of the default ones, and keeps them."""
    words = [VKSCOPE, "trace", "record", f"127.0.0.1:{server.port}", "-o", "/dev/null"]
    for name in classes:
        words += ["--class", name]
    before = int(server.info("clients")["connected_clients"])
    process = subprocess.Popen([*pinned(LOAD_CORE), *words], stderr=subprocess.DEVNULL)
    wait_for_watcher(server, process, before)
    try:
        yield
    finally:
        process.terminate()
        process.wait(10)


class Dashboard:
    """`vkscope top` on a terminal of 120 x 40 that nobody looks at; its own CPU and memory."""

    def __init__(self) -> None:
        self.share = 0.0
        self.bytes = 0

    @contextmanager
    def attached(self, server: Server) -> Iterator[None]:
        """Run it while the block runs."""
        primary, secondary = pty.openpty()
        fcntl.ioctl(secondary, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 120, 0, 0))
        before = int(server.info("clients")["connected_clients"])
        process = subprocess.Popen(
            [*pinned(LOAD_CORE), VKSCOPE, "top", f"127.0.0.1:{server.port}"],
            stdin=secondary,
            stdout=secondary,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "TERM": "xterm-256color"},
        )
        os.close(secondary)

        def drain() -> None:
            try:
                while os.read(primary, 65536):
                    pass
            except OSError:
                pass

        threading.Thread(target=drain, daemon=True).start()
        wait_for_watcher(server, process, before)
        start, used = time.monotonic(), cpu_seconds(process.pid)
        try:
            yield
        finally:
            self.share = (cpu_seconds(process.pid) - used) / (time.monotonic() - start)
            self.bytes = rss(process.pid)
            process.terminate()
            process.wait(10)
            os.close(primary)


def main(arguments: list[str]) -> int:
    """Print CPU a request of each state, and its ratio to the unwatched one before it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rate", type=float, default=0, help="default: half of saturation")
    parser.add_argument("--seconds", type=float, default=5)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--clients", type=int, default=50)
    o = parser.parse_args(arguments)
    screen = Dashboard()
    everything = ("tick", "command", "client", "key")
    with running(OURS) as server:
        rate = o.rate or saturation(server) / 2
        states: dict[str, Callable[[], AbstractContextManager[None]]] = {
            "events, default classes": lambda: recorder(server),
            "events, every class": lambda: recorder(server, *everything),
            "dashboard": lambda: screen.attached(server),
        }

        def cpu(watched: AbstractContextManager[None]) -> float:
            with watched:
                before = server.cpu_seconds()
                run = steady(server.port, o.clients, rate, o.seconds)
                return (server.cpu_seconds() - before) / run.requests * 1e6

        print(f"{rate:,.0f} requests a second of {o.clients} clients")
        print(f"{'watched by':<28}{'us cpu':>8}{'alone':>8}{'ratio':>8}")
        cpu(nullcontext())
        for name, watch in states.items():
            pairs = [(cpu(nullcontext()), cpu(watch())) for _ in range(o.rounds)]
            ratio = statistics.median(b / a for a, b in pairs)
            alone, watched = (statistics.median(column) for column in zip(*pairs, strict=True))
            print(f"{name:<28}{watched:>8.2f}{alone:>8.2f}{ratio:>8.3f}", flush=True)
    print(f"the dashboard: {screen.share:.1%} of a core, {screen.bytes / 1e6:.0f} MB")
    return 0
