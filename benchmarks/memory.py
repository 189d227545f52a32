"""Memory of a million entries: bytes each by used_memory, and what the process grew by.

make bench BENCH=memory [BENCH_ARGS="--entries 1000000"]
"""

from __future__ import annotations

import argparse
from collections.abc import Callable

from benchmarks.loads import command, send
from benchmarks.servers import OURS, peer, running

SHAPES: dict[str, tuple[int, Callable[[int], bytes]]] = {
    "key:i -> value:i": (65, lambda i: command(b"SET", b"key:%d" % i, b"value:%d" % i)),
    "the same with a TTL": (
        100,
        lambda i: command(b"SET", b"key:%d" % i, b"value:%d" % i, b"EX", b"100000"),
    ),
    "64-byte values": (129, lambda i: command(b"SET", b"key:%d" % i, b"x" * 64)),
    "elements of a list": (15, lambda i: command(b"RPUSH", b"l", b"value:%d" % i)),
    "members of a set": (42, lambda i: command(b"SADD", b"s", b"value:%d" % i)),
    "members of a sorted set": (79, lambda i: command(b"ZADD", b"z", b"%d" % i, b"value:%d" % i)),
    "entries of a stream": (25, lambda i: command(b"XADD", b"x", b"*", b"field", b"value:%d" % i)),
    "fields of one hash": (74, lambda i: command(b"HSET", b"h", b"key:%d" % i, b"value:%d" % i)),
}


def measure(program: str, entries: int, request: Callable[[int], bytes]) -> tuple[float, float]:
    """Bytes an entry by used_memory and by resident size, on a fresh server."""
    with running(program) as server:
        used, resident = int(server.info("memory")["used_memory"]), server.rss()
        send(server.port, map(request, range(entries)), 2 if b"XADD" in request(0) else 1)
        grown = int(server.info("memory")["used_memory"]) - used
        return grown / entries, (server.rss() - resident) / entries


def main(arguments: list[str]) -> int:
    """Print a row a shape."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--entries", type=int, default=1_000_000)
    parser.add_argument("--alone", action="store_true", help="without a peer")
    o = parser.parse_args(arguments)
    heads = ("bytes an entry", "ours", "limit", "peer", "rss/used")
    print("{:<24}{:>8}{:>8}{:>8}{:>10}".format(*heads))
    for name, (limit, request) in SHAPES.items():
        ours, resident = measure(OURS, o.entries, request)
        theirs = 0.0 if o.alone else measure(peer(), o.entries, request)[0]
        print(f"{name:<24}{ours:>8.1f}{limit:>8}{theirs:>8.1f}{resident / ours:>10.2f}", flush=True)
    return 0
