"""Whether two replies mean the same.

Words: *ours* is the model's reply, *theirs* the server's. Where the specification leaves a choice
(the order of a table, a random member, the steps of a scan) theirs must be one of the choices.
"""

from __future__ import annotations

from collections import Counter
from typing import Final

from tests.property.wire import Wire
from vkscope.model.call import Session
from vkscope.model.keyspace import wall_clock
from vkscope.model.registry import Model
from vkscope.model.replies import Failure, Pairs, Reply
from vkscope.model.values import Hash

TIMES: Final = {b"ttl": 2, b"pttl": 2000, b"expiretime": 2, b"pexpiretime": 2000}
"""How far apart times may be on a server whose clock runs."""


def judge(model: Model, session: Session, words: list[bytes], wire: Wire) -> str | None:
    """Run a command on both; return what is wrong, or None."""
    before = session.database
    theirs = wire.call(*words)
    ours = model.execute(session, words)
    name = words[0].lower()
    if isinstance(ours, dict):
        theirs = as_map(theirs)
    if isinstance(ours, Failure) or isinstance(theirs, Failure):
        good = ours == theirs
    elif name in (b"scan", b"hscan"):
        good = same_scan(words, ours, theirs, wire)
    elif name == b"randomkey":
        live = set(model.keyspace.databases[before].live_keys())
        good = theirs in live if live else theirs is None
    elif name == b"hrandfield":
        good = same_draw(model, before, words, ours, theirs, session.protocol)
    elif name in UNORDERED:
        ordered = name != b"keys" and is_listpack(model, before, words[1])
        good = same_items(ours, theirs, ordered)
    elif name in TIMES and isinstance(ours, int) and isinstance(theirs, int):
        apart = 0 if model.keyspace.clock is not wall_clock else TIMES[name]
        good = abs(ours - theirs) <= apart and (ours < 0) == (theirs < 0)
    else:
        good = ours == theirs
    return None if good else f"{words!r}: the model says {ours!r}, the server {theirs!r}"


UNORDERED: Final = {b"keys", b"hkeys", b"hvals", b"hgetall"}


def as_map(reply: Reply) -> Reply:
    """A flat list of RESP2 as the map that it stands for."""
    if not isinstance(reply, list) or len(reply) % 2:
        return reply
    return dict(zip(reply[::2], reply[1::2], strict=True))


def is_listpack(model: Model, database: int, key: bytes) -> bool:
    """Whether the key is a hash that keeps the order of its fields."""
    entry = model.keyspace.databases[database].find(key)
    return entry is not None and entry.value.encoding == "listpack"


def same_items(ours: Reply, theirs: Reply, ordered: bool) -> bool:
    """Compare lists or maps of bytes."""
    if isinstance(ours, dict) and isinstance(theirs, dict):
        same_order = list(ours) == list(theirs)
        return ours == theirs and (same_order or not ordered)
    if not isinstance(ours, list) or not isinstance(theirs, list):
        return False
    return ours == theirs if ordered else Counter(ours) == Counter(theirs)


def same_scan(words: list[bytes], ours: Reply, theirs: Reply, wire: Wire) -> bool:
    """A whole walk from cursor 0 shows what the model shows; from elsewhere, no more than that."""
    at = 1 if words[0].lower() == b"scan" else 2
    width = 2 if at == 2 and b"novalues" not in [w.lower() for w in words[3:]] else 1
    assert isinstance(ours, list)
    expected = chunks(ours[1], width)
    shown: set[tuple[Reply, ...]] = set()
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


def same_draw(
    model: Model, database: int, words: list[bytes], ours: Reply, theirs: Reply, protocol: int
) -> bool:
    """As many fields as the model draws, all of them there, none twice unless it may be."""
    entry = model.keyspace.databases[database].find(words[1])
    now = model.keyspace.now
    fields = entry.value.live_fields(now) if entry and isinstance(entry.value, Hash) else {}
    if not isinstance(theirs, list):
        return theirs in fields if fields else theirs is None
    flat: list[Reply] = theirs
    if isinstance(ours, Pairs) and protocol == 3:
        flat = [item for pair in theirs for item in pair]  # type: ignore[union-attr]
    width = 2 if isinstance(ours, Pairs) else 1
    names = flat[::width]
    if width == 2 and any(fields.get(n) != v for n, v in zip(names, flat[1::2], strict=True)):  # type: ignore[call-overload]
        return False
    distinct = not words[2].startswith(b"-")
    assert isinstance(ours, list)
    return (
        len(names) == len(ours)
        and set(names) <= set(fields)
        and not (distinct and len(set(names)) < len(names))
    )
