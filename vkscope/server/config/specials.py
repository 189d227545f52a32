"""Parameters whose words follow rules of their own."""

from __future__ import annotations

import os
import re
from typing import Final

from vkscope.files.quoting import quote, quote_if_needed
from vkscope.server.config.kinds import WRONG_COUNT, Kind, Line, expect
from vkscope.server.config.values import (
    BadValueError,
    OutputLimit,
    Value,
    leading_integer,
    memory,
    show_memory,
)

_MOST_ADDRESSES: Final = 16
_DOUBLE: Final = re.compile(
    r"[+-]?(?:(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:e[+-]?[0-9]+)?|inf(?:inity)?)", re.I | re.ASCII
)
_HEX_DOUBLE: Final = re.compile(
    r"[+-]?0x(?:[0-9a-f]+\.?[0-9a-f]*|\.[0-9a-f]+)(?:p[+-]?[0-9]+)?", re.I | re.ASCII
)
_ALL_CLASSES: Final = "g$lshzxetd"
"""Classes of keyspace events that A stands for, in the order in which they are shown."""
_OTHER_CLASSES: Final = "KEm"
_NEW: Final = "n"


class Binds(Kind):
    """Addresses: a tuple of text; empty for none."""

    def parse(self, words: list[str], old: Value) -> Value:
        expect(len(words) <= _MOST_ADDRESSES, "Too many bind addresses specified.")
        return () if words == [""] else tuple(words)

    def default(self) -> Value:
        return tuple(str(self.spec.default).split())

    def show(self, value: Value) -> str:
        assert isinstance(value, tuple)
        return " ".join(str(address) for address in value)

    def lines(self, value: Value) -> list[Line]:
        assert isinstance(value, tuple)
        if value == self.default():
            return []
        words = " ".join(quote_if_needed(str(address)) for address in value) or '""'
        return [(f"{self.spec.name} {words}", True)]


class Directory(Kind):
    """The working directory. Parsing goes there; an unknown value (None) is the one we are in."""

    def parse(self, words: list[str], old: Value) -> Value:
        expect(len(words) == 1, WRONG_COUNT)
        expect(words[0] != "", "dir can't be empty")
        try:
            os.chdir(words[0])
        except (OSError, ValueError) as error:
            raise BadValueError(getattr(error, "strerror", None) or "Invalid argument") from None
        return self._current()

    def _current(self) -> str:
        try:
            return os.getcwd()
        except OSError:  # removed under our feet
            return ""

    def default(self) -> Value:
        return self._current()

    def show(self, value: Value) -> str:
        return self._current()

    def lines(self, value: Value) -> list[Line]:
        where = self._current()
        return [(f"{self.spec.name} {quote(where)}", True)] if where else []


class OutputLimits(Kind):
    """Limits by class of client: (normal, replica, pubsub)."""

    CLASSES: Final = ("normal", "replica", "pubsub")
    _BY_NAME: Final = {"normal": 0, "replica": 1, "slave": 1, "pubsub": 2}

    def parse(self, words: list[str], old: Value) -> Value:
        expect(len(words) % 4 == 0, "Wrong number of arguments in buffer limit configuration.")
        assert isinstance(old, tuple)
        limits = list(old)
        for at in range(0, len(words), 4):
            index = self._BY_NAME.get(words[at].lower())
            if index is None:
                raise BadValueError("Invalid client class specified in buffer limit configuration.")
            hard, soft = memory(words[at + 1]), memory(words[at + 2])
            seconds = leading_integer(words[at + 3])
            if hard is None or soft is None or seconds is None or not 0 <= seconds < 2**31:
                raise BadValueError(
                    "Error in hard, soft or soft_seconds setting in buffer limit configuration."
                )
            limits[index] = OutputLimit(hard, soft, seconds)
        return tuple(limits)

    def default(self) -> Value:
        none = OutputLimit(0, 0, 0)
        return self.parse(str(self.spec.default).split(), (none, none, none))

    def show(self, value: Value) -> str:
        assert isinstance(value, tuple)
        shown = []
        for name, limit in zip(("normal", "slave", "pubsub"), value, strict=True):
            assert isinstance(limit, OutputLimit)
            shown.append(f"{name} {limit.hard} {limit.soft} {limit.seconds}")
        return " ".join(shown)

    def lines(self, value: Value) -> list[Line]:
        default = self.default()
        assert isinstance(value, tuple)
        assert isinstance(default, tuple)
        made = []
        for name, limit, usual in zip(self.CLASSES, value, default, strict=True):
            assert isinstance(limit, OutputLimit)
            sizes = f"{show_memory(limit.hard)} {show_memory(limit.soft)}"
            made.append((f"{self.spec.name} {name} {sizes} {limit.seconds}", limit != usual))
        return made


class SavePoints(Kind):
    """Pairs of seconds and changes. A line of a file adds to the ones before it."""

    def parse(self, words: list[str], old: Value) -> Value:
        """`old` is what the pairs are added to: () but for further lines of a file."""
        if words == [""]:
            return ()
        numbers = [leading_integer(word) for word in words]
        expect(len(words) % 2 == 0, "Invalid save parameters")
        points: list[Value] = []
        for seconds, changes in zip(numbers[::2], numbers[1::2], strict=True):
            if seconds is None or changes is None or seconds < 1 or changes < 0:
                raise BadValueError("Invalid save parameters")
            points.append((seconds, changes))
        assert isinstance(old, tuple)
        return (*old, *points)

    def default(self) -> Value:
        return self.parse(str(self.spec.default).split(), ())

    def show(self, value: Value) -> str:
        assert isinstance(value, tuple)
        return " ".join(f"{p[0]} {p[1]}" for p in value if isinstance(p, tuple))

    def lines(self, value: Value) -> list[Line]:
        return [(f"{self.spec.name} {self.show(value) or quote('')}", True)]


class OomScores(Kind):
    """The kernel's scores for a primary, a replica and a background child."""

    def parse(self, words: list[str], old: Value) -> Value:
        expect(len(words) == 3, WRONG_COUNT)
        scores: list[Value] = []
        for number in map(leading_integer, words):
            if number is None or not -2000 <= number <= 2000:
                raise BadValueError(
                    "Invalid oom-score-adj-values, elements must be between -2000 and 2000."
                )
            scores.append(number)
        return tuple(scores)

    def default(self) -> Value:
        return self.parse(str(self.spec.default).split(), ())

    def show(self, value: Value) -> str:
        assert isinstance(value, tuple)
        return " ".join(str(score) for score in value)


class EventClasses(Kind):
    """Classes of keyspace events, as the text that CONFIG GET shows."""

    def parse(self, words: list[str], old: Value) -> Value:
        expect(len(words) == 1, WRONG_COUNT)
        chosen = set(words[0])
        if not chosen <= {"A", *_ALL_CLASSES, _NEW, *_OTHER_CLASSES}:
            raise BadValueError("Invalid event class character. Use 'Ag$lshzxeKEtmdn'.")
        everything = "A" in chosen or set(_ALL_CLASSES) <= chosen
        named = "A" if everything else "".join(c for c in _ALL_CLASSES if c in chosen)
        named += _NEW if _NEW in chosen else ""
        return named + "".join(c for c in _OTHER_CLASSES if c in chosen)

    def show(self, value: Value) -> str:
        return str(value)

    def lines(self, value: Value) -> list[Line]:
        return [(f"{self.spec.name} {quote(str(value))}", value != "")]


class ReplicaOf(Kind):
    """Host and port of the primary, or () for none."""

    def parse(self, words: list[str], old: Value) -> Value:
        expect(len(words) == 2, WRONG_COUNT)
        if [word.lower() for word in words] == ["no", "one"]:
            return ()
        port = leading_integer(words[1])
        if port is None or not 0 <= port <= 65535:
            raise BadValueError("Invalid primary port")
        return (words[0], port)

    def default(self) -> Value:
        return ()

    def show(self, value: Value) -> str:
        return f"{value[0]} {value[1]}" if isinstance(value, tuple) and value else ""

    def lines(self, value: Value) -> list[Line]:
        if not isinstance(value, tuple) or not value:
            return []
        return [(f"{self.spec.name} {quote_if_needed(str(value[0]))} {value[1]}", True)]


class Percentiles(Kind):
    """Numbers from 0 to 100."""

    def parse(self, words: list[str], old: Value) -> Value:
        numbers: list[Value] = []
        for word in [] if words == [""] else words:
            hexadecimal = _HEX_DOUBLE.fullmatch(word) is not None
            if not hexadecimal:
                expect(bool(_DOUBLE.fullmatch(word)), f"Invalid {self.spec.name} parameters")
            number = float.fromhex(word) if hexadecimal else float(word)
            expect(
                0.0 <= number <= 100.0,
                f"{self.spec.name} parameters should sit between [0.0,100.0]",
            )
            numbers.append(number)
        return tuple(numbers)

    def default(self) -> Value:
        return self.parse(str(self.spec.default).split(), ())

    def show(self, value: Value) -> str:
        assert isinstance(value, tuple)
        return " ".join(show_percentile(n) for n in value if isinstance(n, float))

    def lines(self, value: Value) -> list[Line]:
        return [(f"{self.spec.name} {self.show(value) or quote('')}", True)]


def show_percentile(number: float) -> str:
    """Six digits after the point at most, without zeros at the end."""
    return f"{number:f}".rstrip("0").rstrip(".")


SPECIALS: Final[dict[str, type[Kind]]] = {
    "bind": Binds,
    "rdma-bind": Binds,
    "dir": Directory,
    "client-output-buffer-limit": OutputLimits,
    "save": SavePoints,
    "oom-score-adj-values": OomScores,
    "notify-keyspace-events": EventClasses,
    "replicaof": ReplicaOf,
    "latency-tracking-info-percentiles": Percentiles,
}
