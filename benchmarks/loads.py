"""What the paired bench asks servers for: a load's requests, and what must be there before it.

Words: `prepare` runs before each run, its time is not counted. Loads that take elements away find
as many as the run will ask for.
"""

from __future__ import annotations

import selectors
import socket
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from benchmarks.servers import LOAD_CORE, pinned

BATCH = 1000
SUBSCRIBERS = 50
ELEMENTS = 500
"""Of the list that LRANGE reads."""


@dataclass(frozen=True)
class Load:
    """A test: words for the load tool, and what goes before."""

    words: tuple[str, ...]
    prepare: Callable[[int, int], None] | None = None
    share: float = 1.0
    """Of the number of requests: what answers much is asked less often."""
    subscribers: int = 0


def command(*args: bytes) -> bytes:
    """Return a request."""
    return b"*%d\r\n" % len(args) + b"".join(b"$%d\r\n%s\r\n" % (len(a), a) for a in args)


def send(port: int, requests: Iterable[bytes], lines: int = 1) -> None:
    """Send requests that are answered with so many lines each, and wait for every answer."""
    with socket.create_connection(("127.0.0.1", port), 60) as s:
        batch: list[bytes] = []
        for request in requests:
            batch.append(request)
            if len(batch) == BATCH:
                _exchange(s, batch, lines)
                batch = []
        _exchange(s, batch, lines)


def _exchange(s: socket.socket, batch: list[bytes], lines: int) -> None:
    s.sendall(b"".join(batch))
    seen = 0
    while seen < lines * len(batch):
        got = s.recv(1 << 20)
        if not got:
            raise SystemExit("bench: the server closed the connection")
        if got.startswith(b"-"):
            raise SystemExit(f"bench: {got[:100].decode()!r}")
        seen += got.count(b"\n")


def empty(port: int, n: int) -> None:
    """Leave no key."""
    del n
    send(port, [command(b"FLUSHALL")])


def filled(*head: bytes, each: Callable[[int], list[bytes]]) -> Callable[[int, int], None]:
    """Return a preparation: one collection of as many elements as there will be requests."""

    def prepare(port: int, n: int) -> None:
        empty(port, n)
        steps = range(0, n, 100)
        send(port, (command(*head, *(w for i in _up(s, n) for w in each(i))) for s in steps))

    return prepare


def _up(start: int, n: int) -> range:
    return range(start, min(start + 100, n))


def _element(i: int) -> list[bytes]:
    return [b"element:%012d" % i]


def _scored(i: int) -> list[bytes]:
    return [b"%d" % (i * 7919 % 1000003), b"element:%012d" % i]


def _short_list(port: int, n: int) -> None:
    del n
    filled(b"RPUSH", b"mylist", each=lambda i: [b"x" * 64])(port, ELEMENTS)


GET = b"return redis.call('GET', KEYS[1])"
LOOP = b"for i = 1, 100 do redis.call('SET', KEYS[1] .. i, ARGV[1]) end"
LIBRARY = (
    b"#!lua name=bench\n"
    b"redis.register_function('get', function(KEYS) return redis.call('GET', KEYS[1]) end)\n"
    b"redis.register_function('loop', function(KEYS, ARGV) " + LOOP + b" end)\n"
)
STRINGS_OF_BENCH = 100_000


def _scripted(port: int, n: int) -> None:
    """Strings under the names that the tool makes up, and the functions."""
    empty(port, n)
    keys = (b"key:%012d" % i for i in range(STRINGS_OF_BENCH))
    send(port, (command(b"SET", key, b"x" * 64) for key in keys))
    send(port, [command(b"FUNCTION", b"LOAD", b"REPLACE", LIBRARY)], 2)


LIST = filled(b"RPUSH", b"mylist", each=lambda i: [b"x" * 64])
LOADS = {
    **{name: Load(("-t", name)) for name in ("set", "get", "incr", "hset", "mset")},
    **{name: Load(("-t", name), empty) for name in ("lpush", "rpush", "sadd", "zadd", "xadd")},
    "lpop": Load(("-t", "lpop"), LIST),
    "rpop": Load(("-t", "rpop"), LIST),
    "spop": Load(("-t", "spop"), filled(b"SADD", b"myset", each=_element)),
    "zpopmin": Load(("-t", "zpopmin"), filled(b"ZADD", b"myzset", each=_scored)),
    "lrange_100": Load(("LRANGE", "mylist", "0", "99"), _short_list, 0.15),
    "lrange_300": Load(("LRANGE", "mylist", "0", "299"), _short_list, 0.05),
    "eval_get": Load(("EVAL", GET.decode(), "1", "key:__rand_int__"), _scripted),
    "fcall_get": Load(("FCALL", "get", "1", "key:__rand_int__"), _scripted),
    "eval_loop": Load(("EVAL", LOOP.decode(), "1", "key:__rand_int__", "x" * 64), _scripted, 0.03),
    "fcall_loop": Load(("FCALL", "loop", "1", "key:__rand_int__", "x" * 64), _scripted, 0.03),
    "publish": Load(("PUBLISH", "channel", "x" * 64), empty, 0.05, SUBSCRIBERS),
}
"""By name. LRANGE reads a list that the tool does not have to push first."""
STRINGS = "set,get,incr,hset,mset"
TYPES = "lpush,rpush,lpop,rpop,sadd,zadd,lrange_100,lrange_300,xadd,spop,zpopmin,publish"
SCRIPTS = "eval_get,fcall_get,eval_loop,fcall_loop"


def listen(port: int, n: int) -> None:
    """Subscribe n connections to `channel`, say so with a line, and throw away what comes."""
    ready = selectors.DefaultSelector()
    for _ in range(n):
        s = socket.create_connection(("127.0.0.1", port), 60)
        s.sendall(command(b"SUBSCRIBE", b"channel"))
        s.recv(4096)
        ready.register(s, selectors.EVENT_READ)
    print("subscribed", flush=True)
    room = bytearray(1 << 20)
    while True:
        for key, _ in ready.select():
            if not key.fileobj.recv_into(room):  # type: ignore[union-attr]
                return


@contextmanager
def subscribed(port: int, n: int) -> Iterator[None]:
    """Keep n subscribers on the load's core; nothing for 0."""
    if not n:
        yield
        return
    send(port, [command(b"CONFIG", b"SET", b"client-output-buffer-limit", b"pubsub 0 0 0")])
    words = [*pinned(LOAD_CORE), sys.executable, "-m", "benchmarks.loads", str(port), str(n)]
    with subprocess.Popen(words, stdout=subprocess.PIPE) as process:
        assert process.stdout
        process.stdout.readline()
        try:
            yield
        finally:
            process.terminate()


if __name__ == "__main__":
    listen(int(sys.argv[1]), int(sys.argv[2]))
