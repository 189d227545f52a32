"""Saving by a child and loading, of mixed keys, in turn with a peer; latency while one saves.

Time, and CPU of whoever does the work: the child that saves, the server that loads. The last row
is p99 of 50 clients at a steady rate while a child saves.

    make bench BENCH=saves [PEER=...] [BENCH_ARGS="--rounds 3 --scale 0.05"]
"""

from __future__ import annotations

import argparse
import socket
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from benchmarks.servers import OURS, Server, peer, running, steady

KEYS = 2_000_000
BATCH = 2000
_TICK = 100
"""Ticks a second of /proc/PID/stat."""


@dataclass(frozen=True)
class Sample:
    """One action on one server."""

    seconds: float
    cpu: float


def mixed(keys: int) -> Iterator[bytes]:
    """Commands that make so many keys: of ten six strings, and one of each other type."""
    for i in range(keys):
        kind, name = i % 10, f"mixed:{i}"
        if kind < 6:
            yield f"SET {name} value:{i}:{'x' * (i % 64)}\r\n".encode()
        elif kind == 6:
            yield f"HSET {name} name n{i} age {i % 99} city c{i % 1000}\r\n".encode()
        elif kind == 7:
            yield f"RPUSH {name} a{i} b{i} {i} {i * 7}\r\n".encode()
        elif kind == 8:
            yield f"SADD {name} m{i} n{i} {i % 50}\r\n".encode()
        else:
            yield f"ZADD {name} {i} m{i} {i / 3:.3f} n{i}\r\n".encode()


def ask(server: Server, *words: str) -> bytes:
    """Answer of one command that answers in one line."""
    with socket.create_connection(("127.0.0.1", server.port), 600) as s:
        s.sendall(" ".join(words).encode() + b"\r\n")
        return s.makefile("rb").readline()


def fill(server: Server, keys: int) -> None:
    """Put keys in."""
    with socket.create_connection(("127.0.0.1", server.port), 600) as s:
        replies = s.makefile("rb")
        batch: list[bytes] = []
        for number, command in enumerate(mixed(keys), 1):
            batch.append(command)
            if len(batch) == BATCH or number == keys:
                s.sendall(b"".join(batch))
                for _ in batch:
                    replies.readline()
                batch.clear()


def children_cpu(server: Server) -> float:
    """Seconds of CPU of children that have ended."""
    with open(f"/proc/{server.process.pid}/stat") as file:
        words = file.read().rpartition(")")[2].split()
    return (int(words[13]) + int(words[14])) / _TICK


def wait_for_child(server: Server) -> None:
    """Wait until nobody saves."""
    while server.info("persistence")["rdb_bgsave_in_progress"].strip() != "0":
        time.sleep(0.02)


def background_save(server: Server) -> Sample:
    """BGSAVE until its child has ended."""
    before, began = children_cpu(server), time.perf_counter()
    ask(server, "BGSAVE")
    wait_for_child(server)
    return Sample(time.perf_counter() - began, children_cpu(server) - before)


def load(server: Server) -> Sample:
    """Load the file that is there."""
    before, began = server.cpu_seconds(), time.perf_counter()
    answer = ask(server, "DEBUG", "RELOAD", "NOSAVE")
    if not answer.startswith(b"+OK"):
        raise SystemExit(f"bench: {answer!r}")
    return Sample(time.perf_counter() - began, server.cpu_seconds() - before)


ACTIONS: dict[str, Callable[[Server], Sample]] = {"bgsave": background_save, "load": load}
"""Those that are measured, in this order: one that loads needs the file of one that saves."""


def p99_while_saving(server: Server) -> int:
    """Microseconds at 5,000 requests a second."""
    ask(server, "BGSAVE")
    seen = steady(server.port, 50, 5000, 2).p99
    wait_for_child(server)
    return seen


def main(arguments: list[str]) -> int:
    """Print a row an action: medians, and the median of paired ratios."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--scale", type=float, default=1.0, help="of two million keys")
    o = parser.parse_args(arguments)
    keys = int(KEYS * o.scale)
    median = statistics.median
    with tempfile.TemporaryDirectory() as a, tempfile.TemporaryDirectory() as b:
        words = ("--enable-debug-command", "yes", "--dir")
        with running(OURS, *words, a) as ours, running(peer(), *words, b) as theirs:
            fill(ours, keys)
            fill(theirs, keys)
            print(f"{keys:,} keys {'s':>14}{'peer':>9}{'cpu s':>9}{'peer':>9}{'time':>8}{'cpu':>7}")
            for name, act in ACTIONS.items():
                pairs = [(act(ours), act(theirs)) for _ in range(o.rounds)]
                print(
                    f"{name:<16}{median(x.seconds for x, _ in pairs):>11.3f}"
                    f"{median(y.seconds for _, y in pairs):>9.3f}"
                    f"{median(x.cpu for x, _ in pairs):>9.3f}"
                    f"{median(y.cpu for _, y in pairs):>9.3f}"
                    f"{median(x.seconds / y.seconds for x, y in pairs):>8.2f}"
                    f"{median(x.cpu / max(y.cpu, 1 / _TICK) for x, y in pairs):>7.2f}"
                )
            tails = [(p99_while_saving(ours), p99_while_saving(theirs)) for _ in range(o.rounds)]
            ours_us, theirs_us = (int(median(column)) for column in zip(*tails, strict=True))
            print(f"p99 while a child saves: ours {ours_us} us, peer {theirs_us} us")
    return 0
