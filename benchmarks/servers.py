"""Servers under measurement: ours, a peer, and one that does nothing; each pinned to core 0.

Words: the *peer* is $PEER, else valkey-server or redis-server from PATH; the *load* runs on core 1.
CPU time is what the kernel counted for the server's threads on a processor, so a load generator
that is the limit does not hide a difference.
"""

from __future__ import annotations

import os
import shlex
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
OURS = f"{os.path.dirname(sys.executable)}/vkscope-server"
SERVER_CORE, LOAD_CORE = "0", "1"


def peer() -> str:
    """Return the command of the peer; SystemExit when there is none."""
    named = os.environ.get("PEER")
    for candidate in [named] if named else ["valkey-server", "redis-server"]:
        if candidate and shutil.which(shlex.split(candidate)[0]):
            return candidate
    raise SystemExit(f"bench: no peer{f' {named}' if named else ''}: say PEER=/path/valkey-server")


def load_tool() -> str:
    """Return valkey-benchmark or redis-benchmark: beside the peer, else from PATH."""
    beside = Path(shlex.split(peer())[0]).parent
    for name in ("valkey-benchmark", "redis-benchmark"):
        if (beside / name).is_file():
            return str(beside / name)
        if found := shutil.which(name):
            return found
    raise SystemExit("bench: neither valkey-benchmark nor redis-benchmark is here")


def built(name: str) -> str:
    """Return the path of a program of this folder that CMake or the C compiler builds."""
    folder = ROOT / "build" / "bench"
    folder.mkdir(parents=True, exist_ok=True)
    program, source = folder / name, ROOT / "benchmarks" / f"{name}.c"
    if not program.exists() or program.stat().st_mtime < source.stat().st_mtime:
        subprocess.run(["cc", "-O3", "-Wall", "-o", str(program), str(source)], check=True)
    return str(program)


def pinned(core: str) -> list[str]:
    """Return the words that pin what follows to a core."""
    return ["taskset", "-c", core]


@dataclass(frozen=True)
class Server:
    """A server under measurement."""

    process: subprocess.Popen[bytes]
    port: int
    canned: bool = False
    """It answers without parsing: nothing can be put into it."""

    def cpu_seconds(self) -> float:
        """Time its threads spent on a processor, children not counted."""
        return cpu_seconds(self.process.pid)

    def rss(self) -> int:
        """Bytes resident now."""
        return rss(self.process.pid)

    def info(self, section: str) -> dict[str, str]:
        """Fields of a section of INFO."""
        with socket.create_connection(("127.0.0.1", self.port), 10) as s:
            s.sendall(f"INFO {section}\r\n".encode())
            got = b""
            while b"\r\n" not in got or len(got) < int(got[1 : got.index(b"\r\n")]):
                got += s.recv(65536)
        rows = (line.split(":", 1) for line in got.decode().splitlines() if ":" in line)
        return {row[0]: row[1] for row in rows}


def cpu_seconds(pid: int) -> float:
    """Time the threads of a process spent on a processor."""
    total = 0
    for task in os.listdir(f"/proc/{pid}/task"):
        with open(f"/proc/{pid}/task/{task}/schedstat") as file:
            total += int(file.read().split()[0])
    return total / 1e9


def rss(pid: int) -> int:
    """Bytes of a process that are resident now."""
    with open(f"/proc/{pid}/statm") as file:
        return int(file.read().split()[1]) * os.sysconf("SC_PAGESIZE")


def free_port() -> int:
    """Return a port that nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def answers(port: int) -> bool:
    """Whether somebody on the port says PONG."""
    try:
        with socket.create_connection(("127.0.0.1", port), 0.5) as probe:
            probe.sendall(b"PING\r\n")
            return probe.recv(16).startswith(b"+PONG")
    except OSError:
        return False


@contextmanager
def running(command: str, *arguments: str) -> Iterator[Server]:
    """Start a server on its core, wait for its PONG, end it afterwards."""
    port = free_port()
    words = [*pinned(SERVER_CORE), *shlex.split(command)]
    words += [str(port)] if "null_server" in command else ["--port", str(port), "--save", ""]
    process = subprocess.Popen([*words, *arguments], stdout=subprocess.DEVNULL, cwd="/tmp")
    try:
        for _ in range(400):
            if answers(port):
                break
            time.sleep(0.025)
        else:
            raise SystemExit(f"no answer from: {command}")
        yield Server(process, port, "null_server" in command)
    finally:
        process.terminate()
        process.wait(10)


@dataclass(frozen=True)
class Steady:
    """What steady_load saw: times in us."""

    requests: int
    seconds: float
    p50: int
    p99: int
    p999: int
    worst: int


def steady(port: int, clients: int, rate: float, seconds: float, slow: str = "") -> Steady:
    """Load at a fixed rate."""
    words = [built("steady_load"), str(port), str(clients), str(rate), str(seconds)]
    out = subprocess.run(
        [*pinned(LOAD_CORE), *words, *([slow] if slow else [])],
        capture_output=True,
        text=True,
        check=False,
    )
    if out.returncode:
        raise SystemExit(f"bench: {out.stderr.strip()}")
    requests, took, *times = out.stdout.split()
    return Steady(int(requests), float(took), *map(int, times))
