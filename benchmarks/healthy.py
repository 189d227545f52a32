"""Twenty-five servers that are well: each another shape of load, none of them a fault."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator

from benchmarks.faults import LOAD_CORE, Stage, encode, names, sets

Shape = Callable[[Stage], None]


def bench(*arguments: str) -> Shape:
    """A load of redis-benchmark."""
    return lambda stage: stage.bench(*arguments)


def idle(stage: Stage) -> None:
    """Nobody asks anything."""


def paced(commands: Callable[[int], Iterator[bytes]], every: float) -> Shape:
    """Small batches at a steady pace, from a thread that ends with the window."""

    def shape(stage: Stage) -> None:
        def work() -> None:
            end = time.monotonic() + stage.seconds
            with stage.talking() as talk:
                n = 0
                while time.monotonic() < end:
                    talk.many(commands(n))
                    n += 1
                    time.sleep(every)

        stage.background(work)

    return shape


def sessions(n: int) -> Iterator[bytes]:
    """Keys with TTLs spread over seconds."""
    return (encode("SET", f"s:{n}:{i}", "token", "PX", str(200 + 37 * i)) for i in range(60))


def cache(stage: Stage) -> None:
    """A cache at its limit: mostly reads, some writes, each of which evicts."""
    stage.ask("DEBUG", "POPULATE", "50000", "item", "500")
    stage.ask("CONFIG", "SET", "maxmemory-policy", "allkeys-lru", "maxmemory", "40mb")
    stage.ask("CONFIG", "RESETSTAT")
    paced(_cache_round, 0.05)(stage)


def _cache_round(n: int) -> Iterator[bytes]:
    yield from sets((f"item:{50_000 + n * 10 + i}" for i in range(10)), b"x" * 500)
    for i in range(100):
        yield encode("GET", f"item:{(n * 977 + i * 31) % 50_000}")


def hashes(n: int) -> Iterator[bytes]:
    """Hashes that grow past their listpack."""
    for i in range(40):
        yield encode("HSET", f"h:{n % 50}", f"field:{n}:{i}", "value")
    yield encode("HGETALL", f"h:{n % 50}")


def scans(n: int) -> Iterator[bytes]:
    """A walk in steps."""
    if n == 0:
        yield from sets(names("k", 20_000), b"v")
    for i in range(5):
        yield encode("SCAN", str(n * 64 + i), "COUNT", "100")


def removals(n: int) -> Iterator[bytes]:
    """Keys come and go."""
    yield from sets(names(f"r:{n}", 100), b"x" * 100)
    yield encode("DEL", *names(f"r:{n}", 50))
    yield encode("UNLINK", *[f"r:{n}:{i}" for i in range(50, 100)])


def growing(n: int) -> Iterator[bytes]:
    """A database that grows, and its table with it."""
    return sets(names(f"g:{n}", 1500), b"value")


def mistakes(n: int) -> Iterator[bytes]:
    """A few errors among much that is right."""
    yield encode("HSET", "a-hash", "f", "v")
    for i in range(100):
        yield encode("GET", f"k:{i}")
    yield encode("GET", "a-hash")


def counters(n: int) -> Iterator[bytes]:
    """Counters and bitmaps."""
    for i in range(50):
        yield encode("INCR", f"c:{i}")
        yield encode("SETBIT", "bits", str((n * 50 + i) % 100_000), "1")
    yield encode("BITCOUNT", "bits")


def operators(n: int) -> Iterator[bytes]:
    """Monitoring asks all the time."""
    yield encode("INFO")
    yield encode("CONFIG", "GET", "max*")
    yield encode("CLIENT", "LIST")
    yield encode("SLOWLOG", "GET")


def crowd(stage: Stage) -> None:
    """Many clients that do little."""
    for _ in range(400):
        stage.connect()
    stage.bench("-t", "get", "-c", "5", "-r", "1000")


def comings(stage: Stage) -> None:
    """Short connections, a few a second."""

    def work() -> None:
        end = time.monotonic() + stage.seconds
        while time.monotonic() < end:
            with stage.talking() as talk:
                talk.many(sets(names("c", 20), b"v"))
            time.sleep(0.05)

    stage.background(work)


def watched(stage: Stage) -> None:
    """Somebody records all events."""
    target = f"127.0.0.1:{stage.port}"
    record = "import sys; from vkscope.cli.trace import main; sys.exit(main(sys.argv[1:]))"
    stage.spawn(LOAD_CORE, sys.executable, "-c", record, "record", target, "-o", "/dev/null")
    stage.bench("-t", "set,get", "-c", "5", "-r", "10000", "-l")


def logged(policy: str) -> Shape:
    """Everything goes into an append-only file."""

    def shape(stage: Stage) -> None:
        stage.ask("CONFIG", "SET", "appendfsync", policy, "appendonly", "yes")
        paced(hashes, 0.02)(stage)

    return shape


def written(command: str) -> Shape:
    """A child writes 5 MB every second, beside some writes."""

    def shape(stage: Stage) -> None:
        stage.ask("DEBUG", "POPULATE", "50000", "item", "100")
        stage.ask("CONFIG", "RESETSTAT")
        paced(lambda n: iter([encode(command)]), 1.0)(stage)
        paced(_cache_round, 0.05)(stage)

    return shape


HEALTHY: dict[str, Shape] = {
    "idle": idle,
    "one client": bench("-t", "set,get", "-c", "1", "-r", "10000", "-l"),
    "50 clients": bench("-t", "set,get", "-c", "50", "-r", "100000", "-l"),
    "pipeline 16": bench("-t", "set,get", "-c", "20", "-P", "16", "-r", "100000", "-l"),
    "pipeline 100": bench("-t", "set", "-c", "5", "-P", "100", "-r", "10000", "-l"),
    "values of 1 KB": bench("-t", "set,get", "-d", "1000", "-r", "10000", "-l"),
    "values of 10 KB": bench("-t", "set,get", "-d", "10000", "-r", "1000", "-l"),
    "incr": bench("-t", "incr", "-c", "50", "-r", "1000", "-l"),
    "mset": bench("-t", "mset", "-c", "20", "-r", "10000", "-l"),
    "ping": bench("-t", "ping", "-c", "100", "-l"),
    "sessions": paced(sessions, 0.05),
    "cache at its limit": cache,
    "hashes": paced(hashes, 0.02),
    "scans": paced(scans, 0.02),
    "removals": paced(removals, 0.05),
    "growing": paced(growing, 0.1),
    "a few errors": paced(mistakes, 0.05),
    "counters and bits": paced(counters, 0.03),
    "operators": paced(operators, 0.1),
    "many clients": crowd,
    "short connections": comings,
    "recorded": watched,
    "append-only file": logged("everysec"),
    "saves": written("BGSAVE"),
    "rewrites": written("BGREWRITEAOF"),
}
