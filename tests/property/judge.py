"""Whether two replies mean the same.

Words: *ours* is the model's reply, *theirs* the server's. Where the specification leaves a choice
the model has taken over the server's, if that was one of the choices; or it says that an order does
not matter. *Slack* is how far apart times may be on a server whose clock runs.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Final

from tests.property.peers import Peer
from tests.property.wire import Real, Wire
from vkscope.model.call import Session
from vkscope.model.registry import Model
from vkscope.model.replies import (
    Detail,
    Failure,
    InOrder,
    Loose,
    Many,
    Mapping,
    Members,
    NoArray,
    Pairs,
    Push,
    Reply,
    Score,
    Status,
)

TIMES: Final = {
    b"ttl": 2, b"pttl": 2000, b"expiretime": 2, b"pexpiretime": 2000, b"xpending": 2000,
    b"xinfo": 2000, b"exec": 2000,
}  # fmt: skip
"""Commands that tell times, and how far apart those may be when clocks run."""
SCANS: Final = {b"scan": 1, b"sscan": 2, b"hscan": 2, b"zscan": 2}
"""Commands that walk in steps, and where their cursor stands."""


@dataclass(frozen=True, slots=True)
class Judge:
    """How exactly replies are compared: with the digits of numbers, in this protocol."""

    protocol: int
    digits: bool = True
    slack: int = 0
    peer: Peer | None = None

    def same(self, ours: Reply, theirs: Reply) -> bool:
        """Tell whether two replies mean the same."""
        match ours:
            case Score():
                return self._same_number(ours, theirs)
            case NoArray():
                return theirs is None if self.protocol == 3 else isinstance(theirs, NoArray)
            case Detail() if self.peer is None:
                return isinstance(theirs, int) and theirs >= 0
            case int():
                return isinstance(theirs, int) and abs(ours - theirs) <= self._room(ours)
            case Failure() if isinstance(theirs, Failure) and self.peer is not None:
                return ours == theirs or self.peer.words_so(ours.text, theirs.text)
            case None | bytes() | Status() | Failure():
                return ours == theirs
            case Members():
                kind = Members if self.protocol == 3 else list
                return type(theirs) is kind and Counter(ours) == Counter(theirs)
            case Loose():
                return type(theirs) is list and Counter(ours) == Counter(theirs)
            case Mapping():
                pairs = as_pairs(theirs, self.protocol)
                return pairs is not None and self._same_items(list(ours), pairs)
            case dict():
                return self._same_map(ours, as_pairs(theirs, self.protocol))
            case Pairs():
                nested: list[Reply] = [list(pair) for pair in ours]
                flat: list[Reply] = [item for pair in ours for item in pair]
                return self._same_items(nested if self.protocol == 3 else flat, theirs)
            case Push() if self.protocol == 3:
                return type(theirs) is Push and self._same_items(list(ours), list(theirs))
        return type(theirs) is list and self._same_items(list(ours), theirs)

    def _room(self, number: int) -> int:
        return self.slack if number >= 0 else 0

    def _same_items(self, ours: list[Reply], theirs: Reply) -> bool:
        if not isinstance(theirs, list | tuple) or len(ours) != len(theirs):
            return False
        return all(map(self.same, ours, theirs))

    def _same_map(self, ours: dict[bytes, Reply], theirs: list[Reply] | None) -> bool:
        if theirs is None or len(ours) != len(theirs):
            return False
        names = [pair[0] for pair in theirs]  # type: ignore[index]
        if isinstance(ours, InOrder) and names != list(ours):
            return False
        return all(name in ours and self.same(ours[name], value) for name, value in theirs)  # type: ignore[misc]

    def _same_number(self, ours: Score, theirs: Reply) -> bool:
        text = theirs.text if isinstance(theirs, Real) else theirs
        if not isinstance(text, bytes) or isinstance(theirs, Real) != (self.protocol == 3):
            return False
        return text == ours.text or (not self.digits and close(float(text), ours.number))


def close(a: float, b: float) -> bool:
    """Tell whether two numbers are the same but for rounding."""
    return a == b or abs(a - b) <= 1e-15 * max(abs(a), abs(b))


def as_pairs(reply: Reply, protocol: int) -> list[Reply] | None:
    """A map of RESP3, or the flat list of RESP2, as pairs."""
    if protocol == 3:
        return [list(pair) for pair in reply] if isinstance(reply, Mapping) else None
    if type(reply) is not list or len(reply) % 2:
        return None
    return [list(pair) for pair in zip(reply[::2], reply[1::2], strict=True)]


def judge(
    model: Model,
    session: Session,
    words: list[bytes],
    theirs: Reply,
    wire: Wire,
    peer: Peer | None,
) -> tuple[Reply, Reply] | None:
    """Run a command in the model, compare with what the server said; return both if they differ."""
    ours = model.execute(session, words, theirs)
    name = words[0].lower()
    slack = TIMES.get(name, 0) if model.keyspace.slack else 0
    if name in SCANS and type(ours) is list and type(theirs) is list:
        good = same_scan(words, ours, theirs, wire)
    elif isinstance(ours, Many):
        more = [theirs, *(wire.read() for _ in ours[1:])]
        good = all(map(Judge(session.protocol).same, ours, more))
    else:
        digits = peer is None or peer.digits
        good = Judge(session.protocol, digits, slack, peer).same(ours, theirs)
    return None if good else (ours, theirs)


def same_scan(words: list[bytes], ours: list[Reply], theirs: Reply, wire: Wire) -> bool:
    """A whole walk from cursor 0 shows what the model shows; from elsewhere, no more than that."""
    at = SCANS[words[0].lower()]
    options = [word.lower() for word in words[3:]]
    paired = words[0].lower() in (b"hscan", b"zscan")
    bare = b"novalues" in options or b"noscores" in options
    width = 2 if paired and not bare else 1
    expected, shown = chunks(ours[1], width), set[tuple[Reply, ...]]()
    whole = words[at] == b"0"
    for _ in range(100_000):
        if not isinstance(theirs, list) or len(theirs) != 2:
            return False
        shown |= chunks(theirs[1], width)
        if theirs[0] == b"0" or not whole:
            break
        words = [*words[:at], theirs[0], *words[at + 1 :]]  # type: ignore[list-item]
        theirs = wire.call(*words)
    return shown == expected if whole else shown <= expected


def chunks(items: Reply, width: int) -> set[tuple[Reply, ...]]:
    """Names, or names with values."""
    assert isinstance(items, list)
    return {tuple(items[i : i + width]) for i in range(0, len(items), width)}
