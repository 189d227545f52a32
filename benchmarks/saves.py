"""Saving by a child, rewriting and loading, in turn with a peer; latency while a child saves.

Time, and CPU of whoever does the work: the child that saves or rewrites, the server that loads. The
log that is loaded is that of the commands which made the keys; a rewrite says all in commands. Then
server CPU of SET with appendfsync everysec; and of 50 clients at a steady rate p99 and the longest
time, without a child and while one saves a gigabyte, with the time of its fork. Servers take turns,
figures are medians. Server and child share a core, as the peer's do: where the figures without a
child are not small, the machine is busy, and those beside one say nothing.

    make bench BENCH=saves [PEER=...] [BENCH_ARGS="--rounds 3 --scale 0.05"]
"""

from __future__ import annotations

import argparse
import socket
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from statistics import fmean, median

from benchmarks.paired import run
from benchmarks.servers import OURS, Server, Steady, load_tool, peer, running, steady

KEYS = 2_000_000
LARGE = 1_000_000
"""Keys with a kilobyte each, saved while clients ask."""
BATCH = 2000
CLIENTS, RATE, SECONDS = 50, 5000, 2
FORK_AFTER = 0.2
EVERYSEC_SHARE = 0.5
"""Of the requests that the paired bench sends: each run writes 60 MB."""
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
    """Wait until nobody saves or rewrites."""
    doing = ("rdb_bgsave_in_progress", "aof_rewrite_in_progress", "aof_rewrite_scheduled")
    while any(server.info("persistence")[name].strip() != "0" for name in doing):
        time.sleep(0.02)


def by_child(*words: str) -> Callable[[Server], Sample]:
    """A command whose child is waited for: its time and CPU."""

    def act(server: Server) -> Sample:
        before, began = children_cpu(server), time.perf_counter()
        ask(server, *words)
        wait_for_child(server)
        return Sample(time.perf_counter() - began, children_cpu(server) - before)

    return act


def by_server(*words: str) -> Callable[[Server], Sample]:
    """A command that the server itself is busy with."""

    def act(server: Server) -> Sample:
        before, began = server.cpu_seconds(), time.perf_counter()
        answer = ask(server, *words)
        if not answer.startswith(b"+OK"):
            raise SystemExit(f"bench: {answer!r}")
        return Sample(time.perf_counter() - began, server.cpu_seconds() - before)

    return act


ACTIONS: dict[str, Callable[[Server], Sample]] = {
    "log load": by_server("DEBUG", "LOADAOF"),
    "bgsave": by_child("BGSAVE"),
    "load": by_server("DEBUG", "RELOAD", "NOSAVE"),
    "rewrite": by_child("BGREWRITEAOF"),
}
"""Those that are measured, in this order: the log is what clients wrote until it is rewritten, and
one that loads needs the file of one that saves."""


@contextmanager
def both(*arguments: str) -> Iterator[tuple[Server, Server]]:
    """Ours and the peer, each in a folder of its own."""
    with ExitStack() as stack:
        started = []
        for command in (OURS, peer()):
            folder = stack.enter_context(tempfile.TemporaryDirectory())
            words = ("--enable-debug-command", "yes", "--dir", folder, *arguments)
            started.append(stack.enter_context(running(command, *words)))
        yield started[0], started[1]


def rows_of_actions(keys: int, rounds: int) -> None:
    """A row an action."""
    words = ("--appendonly", "yes", "--appendfsync", "no", "--aof-use-rdb-preamble", "no")
    with both(*words, "--auto-aof-rewrite-percentage", "0") as (ours, theirs):
        fill(ours, keys)
        fill(theirs, keys)
        print(f"{keys:,} keys {'s':>14}{'peer':>9}{'cpu s':>9}{'peer':>9}{'time':>8}{'cpu':>7}")
        for name, act in ACTIONS.items():
            pairs = [(act(ours), act(theirs)) for _ in range(rounds)]
            print(
                f"{name:<16}{median(x.seconds for x, _ in pairs):>11.3f}"
                f"{median(y.seconds for _, y in pairs):>9.3f}"
                f"{median(x.cpu for x, _ in pairs):>9.3f}"
                f"{median(y.cpu for _, y in pairs):>9.3f}"
                f"{median(x.seconds / y.seconds for x, y in pairs):>8.2f}"
                f"{median(x.cpu / max(y.cpu, 1 / _TICK) for x, y in pairs):>7.2f}",
                flush=True,
            )


def rows_of_everysec(scale: float, rounds: int) -> None:
    """Server CPU of SET, the thread that syncs included, with an append-only file."""
    tool = load_tool()
    words = ("--appendonly", "yes", "--appendfsync", "everysec")
    with both(*words, "--auto-aof-rewrite-percentage", "0") as (ours, theirs):
        for pipeline in (16, 1):
            pairs = []
            for _ in range(rounds):
                a, b = (
                    run(tool, s, "set", CLIENTS, pipeline, EVERYSEC_SHARE * scale)
                    for s in (ours, theirs)
                )
                pairs.append((a, b))
            print(
                f"SET everysec, P={pipeline:<3} us cpu {median(a.cpu for a, _ in pairs):.2f}, "
                f"peer {median(b.cpu for _, b in pairs):.2f}, "
                f"cpu {median(a.cpu / b.cpu for a, b in pairs):.2f}, "
                f"rate {median(a.rate / b.rate for a, b in pairs):.2f}",
                flush=True,
            )


@dataclass(frozen=True)
class Tail:
    """What clients saw without a child and beside one."""

    quiet: Steady
    saving: Steady
    fork_us: int
    outlived: bool
    """The child lived longer than the load: but for the beginning all of it was beside a child."""


def tail(server: Server) -> Tail:
    """Load at a steady rate, twice; the second time the fork comes soon after the beginning."""
    quiet = steady(server.port, CLIENTS, RATE, SECONDS)
    fork = threading.Timer(FORK_AFTER, ask, (server, "BGSAVE"))
    fork.start()
    saving = steady(server.port, CLIENTS, RATE, SECONDS)
    fork.join()
    outlived = server.info("persistence")["rdb_bgsave_in_progress"].strip() != "0"
    wait_for_child(server)
    return Tail(quiet, saving, int(server.info("stats")["latest_fork_usec"]), outlived)


def tails_filled(keys: int, rounds: int, first: int) -> tuple[tuple[Tail, ...], tuple[Tail, ...]]:
    """Tails of ours and of the peer, where one of them is filled first."""
    with both() as servers:
        for server in (servers[first], servers[1 - first]):
            ask(server, "DEBUG", "POPULATE", str(keys), "row", "1000")
        seen = [(tail(servers[0]), tail(servers[1])) for _ in range(rounds)]
    return tuple(a for a, _ in seen), tuple(b for _, b in seen)


def rows_of_tails(keys: int, rounds: int) -> None:
    """A row a server. The server that is filled first gets pages that take half as long again to
    fork, so each is first in one half of the rounds; means of the two halves' medians.
    """
    halves = [tails_filled(keys, (rounds + 1) // 2, first) for first in (0, 1)]
    print(f"{keys / 1e6:.2f} GB, us {'p99':>10}{'worst':>9}   saving: p99{'worst':>9}{'fork':>9}")
    for who, name in enumerate(("ours", "peer")):

        def middle(of: Callable[[Tail], float], who: int = who) -> float:
            return fmean(median(of(t) for t in half[who]) for half in halves)

        tails = [t for half in halves for t in half[who]]
        print(
            f"{name:<13}{middle(lambda t: t.quiet.p99):>10.0f}"
            f"{middle(lambda t: t.quiet.worst):>9.0f}"
            f"{middle(lambda t: t.saving.p99):>14.0f}"
            f"{middle(lambda t: t.saving.worst):>9.0f}"
            f"{middle(lambda t: t.fork_us):>9.0f}"
            f"   the child outlived the load {sum(t.outlived for t in tails)} times of {len(tails)}"
        )


def main(arguments: list[str]) -> int:
    """Print a row an action: medians, and the median of paired ratios; then SET, then tails."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--scale", type=float, default=1.0, help="of the keys and the requests")
    o = parser.parse_args(arguments)
    rows_of_actions(int(KEYS * o.scale), o.rounds)
    rows_of_everysec(o.scale, o.rounds)
    rows_of_tails(int(LARGE * o.scale), o.rounds)
    return 0
