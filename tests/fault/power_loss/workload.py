"""Work for a server, and what it must still have afterwards.

Words: a unit is one thing that a client asks for and that must happen as a whole; its number
counts per client. Design: each client has keys of its own, named by {client}. Units go by their
number, modulo 5:
    0  RPUSH list number
    1  MULTI, SET a number, RPUSH list number, SET b number, EXEC
    2  a script that does the same with c and d
    3  SET one:number, a text of up to 2,000 bytes made of the number
    4  MSET e number f number one:number short text
What a client's keys hold after n units is a function of n alone, so a state is right when there is
an n for each client, and the n is right when no unit was lost that had to last.
"""

from __future__ import annotations

import contextlib
import itertools
import socket
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from tests.fault.power_loss.recording import Do, Operation, Started, replies, reply_end
from tests.server.wire import Wire

SCRIPT = (
    "redis.call('SET',KEYS[1],ARGV[1]) redis.call('RPUSH',KEYS[2],ARGV[1]) "
    "redis.call('SET',KEYS[3],ARGV[1]) return 1"
)
KINDS = 5
LISTED = (0, 1, 2)
Value = bytes | list[bytes]


def text(number: int) -> bytes:
    """A text that only this number has, of 20 to 2,000 bytes."""
    word = b"<%d>" % (number * 2654435761 % 2**32)
    return word * (1 + number * 7919 % 2000 // len(word))


def request(*words: bytes) -> bytes:
    """One command in RESP."""
    return b"*%d\r\n" % len(words) + b"".join(b"$%d\r\n%s\r\n" % (len(w), w) for w in words)


def unit(client: int, number: int) -> tuple[bytes, int]:
    """Give a unit's bytes, and how many replies it gets."""
    n = b"%d" % number

    def key(name: str) -> bytes:
        return f"{name}{{{client}}}".encode()

    match number % KINDS:
        case 0:
            return request(b"RPUSH", key("list"), n), 1
        case 1:
            inside = [(b"SET", key("a"), n), (b"RPUSH", key("list"), n), (b"SET", key("b"), n)]
            parts = [(b"MULTI",), *inside, (b"EXEC",)]
            return b"".join(request(*words) for words in parts), len(parts)
        case 2:
            script = SCRIPT.encode()
            return request(b"EVAL", script, b"3", key("c"), key("list"), key("d"), n), 1
        case 3:
            return request(b"SET", key(f"one:{number}"), text(number)), 1
        case _:
            pairs = [key("e"), n, key("f"), n, key(f"one:{number}"), b"short %d" % number]
            return request(b"MSET", *pairs), 1


def expected(client: int, units: int) -> dict[bytes, Value]:
    """What the client's keys hold after so many units."""
    held: dict[bytes, Value] = {}
    listed: list[bytes] = []
    names = {1: ("a", "b"), 2: ("c", "d"), 4: ("e", "f")}
    for number in range(units):
        kind, n = number % KINDS, b"%d" % number
        if kind in LISTED:
            listed.append(n)
        for name in names.get(kind, ()):
            held[f"{name}{{{client}}}".encode()] = n
        if kind >= 3:
            value = text(number) if kind == 3 else b"short %d" % number
            held[f"one:{number}{{{client}}}".encode()] = value
    if listed:
        held[f"list{{{client}}}".encode()] = listed
    return held


def units_of(client: int, held: Mapping[bytes, Value]) -> int:
    """How many units the keys show; whether they are exactly these is `expected`'s to say."""
    listed = held.get(f"list{{{client}}}".encode(), [])
    seen = [int(n) for n in listed]
    mine = b"{%d}" % client
    seen += [int(key[4 : -len(mine)]) for key in held if key[:4] == b"one:" and key.endswith(mine)]
    return max(seen, default=-1) + 1


@dataclass
class Client:
    """One client of a server: what it asked for, and what it was answered."""

    number: int
    sock: socket.socket
    port: int = 0
    done: int = 0  # units that it has all replies of
    sizes: list[int] = field(default_factory=list)  # replies of each unit
    errors: list[bytes] = field(default_factory=list)
    acknowledged: list[int] = field(default_factory=list)  # by the log: position of the last reply

    def ask(self, units: int) -> None:
        """Send so many units at once."""
        data = b""
        for number in range(len(self.sizes), len(self.sizes) + units):
            part, n = unit(self.number, number)
            data += part
            self.sizes.append(n)
        self.sock.sendall(data)

    def answer(self) -> None:
        """Read the replies of all that was asked; OSError when the server says nothing more."""
        data, at = b"", 0
        while self.done < len(self.sizes):
            left = self.sizes[self.done]
            while left:
                end = reply_end(data, at)
                if end is None:
                    more = self.sock.recv(1 << 16)
                    if not more:
                        raise OSError("the server said nothing more")
                    data += more
                    continue
                if data[at : at + 1] == b"-":
                    self.errors.append(data[at:end].strip())
                at = end
                left -= 1
            self.done += 1

    def one(self) -> bool:
        """Ask for the next unit; False: it was refused, and is the next one still."""
        before = len(self.errors)
        self.ask(1)
        self.answer()
        if len(self.errors) == before:
            return True
        self.sizes.pop()
        self.done -= 1
        return False

    def read_log(self, operations: Sequence[Operation]) -> None:
        """Find when each unit was acknowledged."""
        got = reply_positions(operations, self.port)
        ends = list(itertools.accumulate(self.sizes))
        self.acknowledged = [got[end - 1] for end in ends if end <= len(got)]


def reply_positions(operations: Sequence[Operation], port: int) -> list[int]:
    """Positions of all replies that the client at this port was sent."""
    sends = [
        (i + 1, op.data) for i, op in enumerate(operations) if op.do == Do.SEND and op.port == port
    ]
    return list(replies(sends))


@dataclass
class Work:
    """What was done: the clients, and of each command of the administrator how many units each
    client had.
    """

    clients: list[Client]
    admin_port: int = 0
    admin: list[tuple[str, int, bool]] = field(default_factory=list)  # word, units, was it accepted


def call(admin: socket.socket, *words: str) -> bytes:
    """Send a command and read its reply."""
    admin.sendall(request(*(word.encode() for word in words)))
    data = b""
    while reply_end(data, 0) is None:
        more = admin.recv(65536)
        if not more:
            raise OSError("the server said nothing more")
        data += more
    return data


def run_workload(
    server: Started,
    clients: int,
    units: int,
    events: Mapping[int, tuple[str, ...]] | None = None,
    pause: float = 0.0,
    burst: int = 4,
    first: int = 0,
    begun: Callable[[Work], None] = lambda _: None,
) -> Work:
    """Let clients ask for bursts of units until each had `units`, with an administrator's commands
    at some numbers, again after each burst until they are accepted.

    Ends early when the server leaves. `pause` is slept between bursts, in seconds; the clients'
    numbers begin with `first`; `begun` is called when all are connected.
    """
    admin = server.connect()
    work = Work(
        [Client(first + i, server.connect()) for i in range(clients)], admin.getsockname()[1]
    )
    left = dict(events or {})
    for client in work.clients:
        client.port = client.sock.getsockname()[1]
    begun(work)
    with contextlib.suppress(OSError):
        while len(work.clients[0].sizes) < units:
            for client in work.clients:
                client.ask(burst)
            for client in work.clients:
                client.answer()
            for number in sorted(n for n in left if n <= work.clients[0].done):
                taken = not call(admin, *left[number]).startswith(b"-")
                work.admin.append((left[number][0], work.clients[0].done, taken))
                if taken:
                    del left[number]
            time.sleep(pause)
    assert not [client.errors for client in work.clients if client.errors]
    for sock in [admin, *(client.sock for client in work.clients)]:
        sock.close()
    return work


def differences(clients: Sequence[Client], held: Mapping[bytes, Value]) -> list[str]:
    """What is not as it must be when nothing acknowledged was lost; [] when all is."""
    wrong, left = [], dict(held)
    own: dict[bytes, dict[bytes, Value]] = {}  # by what stands in the key's braces
    for key, found in held.items():
        own.setdefault(key[key.find(b"{") + 1 : -1], {})[key] = found
    for client in clients:
        units = units_of(client.number, own.get(b"%d" % client.number, {}))
        if not client.done <= units <= len(client.sizes):
            wrong.append(
                f"client {client.number}: {units} units of {client.done} acknowledged, "
                f"{len(client.sizes)} asked for"
            )
        for key, value in expected(client.number, units).items():
            if left.pop(key, None) != value:
                wrong.append(f"client {client.number} after {units}: {key!r} differs")
    return wrong + [f"nobody made {key!r}" for key in left]


def holdings(server: Started) -> dict[bytes, Value]:
    """All keys of a server with what they hold."""
    with server.connect() as sock:
        wire = Wire(sock)
        keys = wire.call("KEYS", "*")
        for key in keys:
            wire.send(
                *([b"LRANGE", key, b"0", b"-1"] if key.startswith(b"list") else [b"GET", key])
            )
        return {key: wire.read() for key in keys}
