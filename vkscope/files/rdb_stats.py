"""How the keys of an RDB file are sized, by database and type: counts, sums, largest, percentiles.

Words   element: a member, entry, pair of a field and its value (in streams too), or a whole string.
Design  Sizes are counted by value, so percentiles are exact and memory grows with the number of
        different sizes alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from itertools import chain
from typing import Final

from vkscope.files.rdb import Key
from vkscope.files.values import Hash, Module, Stream, Value, size_of

KINDS: Final = ("string", "list", "set", "zset", "hash", "module", "stream")
FORMATS: Final = ("table", "info", "csv")


@dataclass(slots=True)
class Stats:
    """Of the keys of one type in one database; sizes in bytes."""

    keys: int = 0
    expires: int = 0
    already_expired: int = 0
    key_bytes: int = 0
    counts: Counter[int] = field(default_factory=Counter)
    sizes: Counter[int] = field(default_factory=Counter)

    def add(self, key: Key, now_ms: int) -> None:
        """Count one key."""
        self.keys += 1
        self.key_bytes += len(key.name)
        if key.expires_ms is not None:
            self.expires += 1
            self.already_expired += key.expires_ms < now_ms
        self.counts[1 if isinstance(key.value, Module) else size_of(key.value)] += 1
        self.sizes.update(element_sizes(key.value))


def element_sizes(value: Value) -> Iterable[int]:
    """Bytes of each element."""
    if isinstance(value, bytes):
        return (len(value),)
    if isinstance(value, Module):
        return ()
    if isinstance(value, Hash):
        return (len(name) + len(held) for name, held in value.fields.items())
    if isinstance(value, Stream):
        pairs = chain.from_iterable(pairs for _, pairs in value.entries)
        return (len(name) + len(held) for name, held in pairs)
    if isinstance(value, dict):
        return (len(member) + _score_size(score) for member, score in value.items())
    return map(len, value)


def _score_size(score: float) -> int:
    return len(repr(score).removesuffix(".0"))


def _total(counted: Counter[int]) -> int:
    return sum(size * times for size, times in counted.items())


def _average(counted: Counter[int]) -> float:
    return _total(counted) / max(1, counted.total())


def percentile(counted: Counter[int], percent: int) -> int:
    """The least size that so many percent do not exceed; 0 of none."""
    left = -(-counted.total() * percent // 100)
    for size in sorted(counted):
        left -= counted[size]
        if left <= 0:
            return size
    return 0


def _spread(name: str, of: Callable[[Stats], Counter[int]]) -> dict[str, Callable[[Stats], str]]:
    return {
        f"{name}.max": lambda s: str(max(of(s), default=0)),
        f"{name}.avg": lambda s: f"{_average(of(s)):.2f}",
        f"{name}.p99": lambda s: f"{percentile(of(s), 99):.2f}",
        f"{name}.p90": lambda s: f"{percentile(of(s), 90):.2f}",
        f"{name}.p50": lambda s: f"{percentile(of(s), 50):.2f}",
    }


FIGURES: Final[dict[str, Callable[[Stats], str]]] = {
    "keys.total": lambda s: str(s.keys),
    "expire_keys.total": lambda s: str(s.expires),
    "already_expired.total": lambda s: str(s.already_expired),
    "keys.size": lambda s: str(s.key_bytes),
    "keys.value_size": lambda s: str(_total(s.sizes)),
    "elements.total": lambda s: str(_total(s.counts)),
    "elements.size": lambda s: str(_total(s.sizes)),
    **_spread("elements.num", lambda s: s.counts),
    **_spread("elements.size", lambda s: s.sizes),
}


class StatsTable:
    """Statistics of the databases that have keys."""

    def __init__(self, now_ms: int) -> None:
        self._now_ms = now_ms
        self.held: dict[tuple[int, str], Stats] = {}

    def add(self, key: Key) -> None:
        """Count one key."""
        self.held.setdefault((key.database, key.kind), Stats()).add(key, self._now_ms)

    def lines(self, form: str) -> Iterable[str]:
        """As valkey-check-rdb prints them: "table", "info" or "csv"."""
        numbers = sorted({number for number, _ in self.held}) or [0]
        for number in numbers:
            row = [self.held.get((number, kind), Stats()) for kind in KINDS]
            if form != "info":
                yield _line(form, f"db.{number}.type.name", KINDS)
            for name, figure in FIGURES.items():
                texts = [figure(stats) for stats in row]
                if form == "info":
                    for kind, text in zip(KINDS, texts, strict=True):
                        yield f"[info] db.{number}.type.{kind}.{name}:{text}"
                else:
                    yield _line(form, f"db.{number}.{name}", texts)

    def plain(self) -> list[dict[str, str | int]]:
        """For JSON: one object for each database and type that has keys."""
        return [
            {
                "database": number,
                "type": kind,
                **{name: figure(stats) for name, figure in FIGURES.items()},
            }
            for (number, kind), stats in sorted(self.held.items())
        ]


def _line(form: str, name: str, texts: Iterable[str]) -> str:
    if form == "csv":
        return ",".join([name, *texts])
    return f"{name:<30}" + "".join(f"\t{text:<5}" for text in texts)
