"""Memory of a million entries: bytes each by used_memory, and what the process grew by.

make bench BENCH=memory [BENCH_ARGS="--entries 1000000"]
"""

from __future__ import annotations

import argparse
import socket
from collections.abc import Callable

from benchmarks.servers import OURS, Server, peer, running

BATCH = 2000


def words(*args: bytes) -> bytes:
    """Return a request."""
    return b"*%d\r\n" % len(args) + b"".join(b"$%d\r\n%s\r\n" % (len(a), a) for a in args)


SHAPES: dict[str, tuple[int, Callable[[int], bytes]]] = {
    "key:i -> value:i": (65, lambda i: words(b"SET", b"key:%d" % i, b"value:%d" % i)),
    "the same with a TTL": (
        100,
        lambda i: words(b"SET", b"key:%d" % i, b"value:%d" % i, b"EX", b"100000"),
    ),
    "64-byte values": (129, lambda i: words(b"SET", b"key:%d" % i, b"x" * 64)),
    "fields of one hash": (74, lambda i: words(b"HSET", b"h", b"key:%d" % i, b"value:%d" % i)),
}


def fill(server: Server, entries: int, request: Callable[[int], bytes]) -> None:
    """Send every request, in batches whose replies are read before the next."""
    with socket.create_connection(("127.0.0.1", server.port), 60) as s:
        for first in range(0, entries, BATCH):
            n = min(BATCH, entries - first)
            s.sendall(b"".join(request(i) for i in range(first, first + n)))
            lines = 0
            while lines < n:
                got = s.recv(1 << 20)
                if not got:
                    raise SystemExit("bench: the server closed the connection")
                lines += got.count(b"\n")


def measure(command: str, entries: int, request: Callable[[int], bytes]) -> tuple[float, float]:
    """Bytes an entry by used_memory and by resident size, on a fresh server."""
    with running(command) as server:
        used, resident = int(server.info("memory")["used_memory"]), server.rss()
        fill(server, entries, request)
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
