"""Scenes: commands that belong together, and who says them.

Words: *who* is 0 for the session that says most, 1 for another one, 2 for one that only listens. A
*step* is one thing that happens: a command, time that passes, a parameter that changes.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from typing import TypeAlias

from tests.property.draw import Part, Words, either, form, forms, one, some
from tests.property.forms import Times, commands, parts
from tests.property.words import KEYS, LISTS, STREAMS, ZSETS

MAIN, OTHER, LISTENER = 0, 1, 2


@dataclass(frozen=True, slots=True)
class Say:
    """A command."""

    words: Words
    who: int = MAIN


@dataclass(frozen=True, slots=True)
class Pass:
    """Time."""

    milliseconds: int


@dataclass(frozen=True, slots=True)
class Set:
    """Parameters."""

    values: tuple[tuple[str, int], ...]


Step: TypeAlias = Say | Pass | Set
Wanted = Callable[[str], bool]
NOT_QUEUED = frozenset(b"SCAN SSCAN HSCAN ZSCAN OBJECT RANDOMKEY PFDEBUG XINFO XPENDING".split())
"""Commands that are not tried in transactions: more than one reply may be right."""
LIMITS: tuple[tuple[tuple[str, int], ...], ...] = (
    *((("hash-max-listpack-entries", n),) for n in (512, 4, 0)),
    *((("hash-max-listpack-value", n),) for n in (64, 5)),
    *(
        (("set-max-intset-entries", a), ("set-max-listpack-entries", b))
        for a, b in ((512, 128), (8, 4), (6, 0), (512, 3), (0, 0))
    ),
    *((("set-max-listpack-value", n),) for n in (64, 3)),
    *((("zset-max-listpack-entries", n),) for n in (128, 3, 0)),
    *((("zset-max-listpack-value", n),) for n in (64, 3)),
    *((("list-max-listpack-size", n),) for n in (-2, 4, 1, -1, 128, 3, -5, 2)),
    *((("hll-sparse-max-bytes", n),) for n in (3000, 60, 0)),
    *((("stream-node-max-entries", n),) for n in (100, 3, 0, 1)),
    *((("stream-node-max-bytes", n),) for n in (4096, 120, 0)),
)
BLOCKING = """
BLPOP lkeys 0 | BRPOP lkeys 0 | BLMOVE lkey lkey side side 0 | BRPOPLPUSH lkey lkey 0
BLMPOP 0 lmpop_keys side mpop_count | BZPOPMIN zkey zkey 0 | BZPOPMAX zkey 0
BZMPOP 0 zmpop_keys end mpop_count | XREAD BLOCK 0 STREAMS skey $ | BLPOP lkey x | BLPOP lkey -1
XREADGROUP GROUP group consumer BLOCK 0 STREAMS skey >
"""
CHANNELS = [b"c", b"c1", b"c2", b"news", b"", b"\xff\x00"]
TALK = """
SUBSCRIBE channels | PSUBSCRIBE patterns_c | UNSUBSCRIBE channels | PUNSUBSCRIBE patterns_c
GET key | PING | PING text_c | SET key text_c
UNSUBSCRIBE | PUNSUBSCRIBE | SSUBSCRIBE channels | SUNSUBSCRIBE channels | SUNSUBSCRIBE
"""
ASK = """
PUBLISH channel text_c | PUBLISH channel text_c | PUBLISH channel text_c | SPUBLISH channel text_c
PUBSUB CHANNELS | PUBSUB CHANNELS pattern_c | PUBSUB NUMSUB channels | PUBSUB NUMPAT
PUBSUB SHARDCHANNELS | PUBSUB SHARDNUMSUB channels
"""
TALK_PARTS: dict[str, Part] = {
    "channel": one(CHANNELS),
    "channels": some(one(CHANNELS), 1, 3),
    "patterns_c": some(one([b"c*", b"*", b"n?ws", b"c[12]", b"x"]), 1, 2),
    "pattern_c": one([b"c*", b"*", b"x"]),
    "text_c": one([b"hello", b"", b"\r\n\x00", b"y" * 300]),
}


def choose(text: str, known: dict[str, Part], wanted: Wanted) -> Part | None:
    """One of the forms of a text that are wanted."""
    found = [form(line, known) for line in forms(text) if wanted(line)]
    return (lambda r: r.choice(found)(r)) if found else None


class Scenes:
    """Everything that can happen, for a server that knows the commands that are `wanted`."""

    def __init__(self, times: Times, wanted: Wanted, limits: bool) -> None:
        known = parts(times) | TALK_PARTS
        self.times, self.limits = times, limits
        self.command = commands(times, wanted)
        self.blocking = choose(BLOCKING, known, wanted) if wanted("MULTI") else None
        self.talk, self.ask = choose(TALK, known, wanted), choose(ASK, known, wanted)
        self.wanted = wanted
        scenes: list[tuple[int, Callable[[Random], list[Step]]]] = [(90, self.plain)]
        scenes += [(3, self.grow), (2, self.dump)] if wanted("DUMP key") else [(3, self.grow)]
        if wanted("MULTI"):
            scenes.append((5, self.transaction))
        if wanted("BLPOP key"):
            scenes.append((3, self.served))
        if self.talk and self.ask:
            scenes.append((4, self.published))
        if times.stopped:
            scenes.append((1, self.wait))
        if limits:
            scenes.append((2, lambda r: [Set(r.choice(LIMITS))]))
        self.kinds = [scene for _, scene in scenes]
        self.weights = [weight for weight, _ in scenes]

    def draw(self, r: Random) -> list[Step]:
        """One scene."""
        return r.choices(self.kinds, self.weights)[0](r)

    def plain(self, r: Random) -> list[Step]:
        """A few commands."""
        return [Say(self.command(r)) for _ in range(r.randint(1, 8))]

    def wait(self, r: Random) -> list[Step]:
        """Time passes."""
        return [Pass(r.choice([1, 2, 100, 499, 1500, 100_000]))]

    def grow(self, r: Random) -> list[Step]:
        """A collection grows to where its encoding changes."""
        many = r.choice([5, 100, 127, 128, 129, 511, 512, 513])
        start = r.randint(0, 600)
        numbers = range(start, start + many)
        kinds: list[Words] = [
            (
                b"HSET",
                b"h",
                *(b"%d" % (i // 2) if i % 2 else b"n%d" % (i // 2) for i in range(2 * many)),
            )
        ]
        if self.wanted("RPUSH key"):
            width = r.choice([1, 20, 70])
            kinds.append((b"RPUSH", b"l", *(b"e" * width + b"%d" % n for n in numbers)))
        if self.wanted("SADD key"):
            kinds.append((b"SADD", b"t", *(b"%d" % n for n in numbers)))
            kinds.append((b"SADD", b"t2", *(b"m%d" % n for n in numbers)))
        if self.wanted("ZADD key"):
            kinds.append(
                (b"ZADD", b"z", *(w for n in numbers for w in (b"%d" % (n % 50), b"m%d" % n)))
            )
        if self.wanted("PFADD key"):
            kinds.append((b"PFADD", b"p", *(b"v%d" % n for n in numbers)))
        words = r.choice(kinds)
        return [Say(words), Say((b"OBJECT", b"ENCODING", words[1]))]

    def dump(self, r: Random) -> list[Step]:
        """A value is taken out and put back elsewhere; the payload is filled in when known."""
        key = r.choice([*KEYS, *LISTS, *STREAMS, *ZSETS, b"t", b"t2"])
        other = r.choice([*KEYS, *LISTS, b"t4"])
        options = either(
            "", "REPLACE", "REPLACE", "replace ABSTTL", "ODD", "IDLETIME 5", "FREQ 300"
        )
        ttl = r.choice([b"0", b"0", b"0", b"100000000", b"-1", b"x"])
        steps: list[Step] = [
            Say((b"DUMP", key)),
            Say((b"RESTORE", other, ttl, DUMPED, *options(r))),
        ]
        return [*steps, Say((b"OBJECT", b"ENCODING", other))]

    def transaction(self, r: Random) -> list[Step]:
        """WATCH perhaps, something by another session perhaps, then MULTI."""
        steps: list[Step] = []
        keys = r.sample(sorted(set(KEYS)), 2)
        if r.random() < 0.5:
            steps.append(Say((b"WATCH", *keys)))
            if r.random() < 0.7:
                steps.append(Say(self._write(r, r.choice(keys)), OTHER))
            if r.random() < 0.1:
                steps.append(Say((b"UNWATCH",)))
        steps.append(Say((b"MULTI",)))
        for _ in range(r.randint(0, 5)):
            draw = self.blocking if self.blocking and r.random() < 0.3 else self.command
            words = draw(r)
            if words[0].upper() not in NOT_QUEUED:
                steps.append(Say(words))
        if r.random() < 0.05:
            bad = [(b"GET",), (b"NOSUCH",), (b"MULTI",), (b"WATCH", b"k")]
            steps.append(Say(r.choice(bad if self.limits else bad[:2])))
        return [*steps, Say((r.choice([b"EXEC"] * 9 + [b"DISCARD"]),))]

    def _write(self, r: Random, key: bytes) -> Words:
        """Something that changes a key, or only looks as if it did."""
        return r.choice(
            [(b"SET", key, b"w"), (b"DEL", key), (b"APPEND", key, b"w"), (b"GET", key),
             (b"HSET", key, b"f", b"w"), (b"EXPIRE", key, b"100000"), (b"PERSIST", key),
             (b"INCR", key), (b"SETRANGE", key, b"0", b""), (b"HDEL", key, b"none"),
             (b"TOUCH", key), (b"RENAME", key, b"k9"), (b"FLUSHDB",), (b"SWAPDB", b"0", b"1")]
        )  # fmt: skip

    def served(self, r: Random) -> list[Step]:
        """A blocking command that need not wait: its key has an element, or another type."""
        key = r.choice([b"l", b"l2", b"k", b"z"])
        if r.random() < 0.4 and self.wanted("BZPOPMIN key"):
            say = [
                (b"BZPOPMIN", b"none", key, b"0"), (b"BZPOPMAX", key, b"0.5"),
                (b"BZMPOP", b"0", b"2", b"none", key, b"MAX", b"COUNT", b"3"),
            ]  # fmt: skip
            return [Say((b"ZADD", key, b"5", b"m1", b"6", b"m2")), Say(r.choice(say))]
        say = [
            (b"BLPOP", b"none", key, b"0"), (b"BRPOP", key, b"0"), (b"BRPOP", key, b"1e30"),
            (b"BRPOPLPUSH", key, b"l3", b"0"), (b"BLPOP", key, b"0x1p2"),
            (b"BLMOVE", key, b"l3", b"LEFT", b"RIGHT", b"0"), (b"BLMPOP", b"0", b"1", key, b"LEFT"),
            (b"BLPOP", key, b"x"), (b"BLPOP", key, b"-1"),
        ]  # fmt: skip
        return [Say((b"RPUSH", key, b"e1", b"e2")), Say(r.choice(say))]

    def published(self, r: Random) -> list[Step]:
        """Somebody listens, somebody speaks."""
        assert self.talk is not None and self.ask is not None
        steps: list[Step] = []
        for _ in range(
            r.randint(0, 2)
        ):  # what UNSUBSCRIBE says to who never subscribed has changed
            steps += [Say((b"SUBSCRIBE", b"anchor"), LISTENER), Say(self.talk(r), LISTENER)]
        return steps + [Say(self.ask(r)) for _ in range(r.randint(1, 4))]


DUMPED = b"<dumped>"
"""Stands for the payload of the last DUMP."""
