"""Ranges of sorted sets: by rank, by score, by bytes among equal scores; shown, stored, removed.

Words: a *bound* is a number or a text that may be left out itself: `(5`, `(a` against `[a`.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from vkscope.model import doubles
from vkscope.model.call import SYNTAX, Call
from vkscope.model.commands.lists import span
from vkscope.model.commands.zsets import drop_if_empty
from vkscope.model.registry import command
from vkscope.model.replies import CommandError, Pairs, Reply, Score
from vkscope.model.sorted_sets import SortedSet

Item = tuple[bytes, float]
Inside = Callable[[Item], bool]
BAD_SCORE = "ERR min or max is not a float"
BAD_TEXT = "ERR min or max not valid string range item"
NO_LIMIT = "ERR syntax error, LIMIT is only supported in combination with either BYSCORE or BYLEX"
NO_SCORES = "ERR syntax error, WITHSCORES not supported in combination with BYLEX"


def score_bound(word: bytes) -> tuple[float, bool]:
    """Return a bound, and whether it is left out; read as C's strtod does."""
    text = word.partition(b"\0")[0]
    open_ = text.startswith(b"(")
    text = text[open_:]
    if not text:
        return 0.0, open_
    text = text.lstrip(b" \t\n\v\f\r")
    found = doubles.parse(text)
    if found is None:
        found = doubles.parse_lenient(text)
    if found is None or math.isnan(found):
        raise CommandError(BAD_SCORE)
    return found, open_


def by_score(low: bytes, high: bytes) -> Inside:
    """Return the test of a range of scores."""
    (least, above), (most, below) = score_bound(low), score_bound(high)
    return lambda item: (
        (item[1] > least if above else item[1] >= least)
        and (item[1] < most if below else item[1] <= most)
    )


@dataclass(frozen=True, slots=True)
class TextBound:
    """A bound of a range of texts; `end` is -1 below everything, 1 above everything."""

    text: bytes
    open_: bool
    end: int = 0


def text_bound(word: bytes) -> TextBound:
    """Return the bound that a word says."""
    if word[:1] in (b"+", b"-") and word[1:2] in (b"", b"\0"):
        return TextBound(b"", True, 1 if word[:1] == b"+" else -1)
    if word[:1] not in (b"(", b"["):
        raise CommandError(BAD_TEXT)
    return TextBound(word[1:], word[:1] == b"(")


def by_text(low: bytes, high: bytes) -> Inside:
    """Return the test of a range of texts."""
    least, most = text_bound(low), text_bound(high)

    def inside(item: Item) -> bool:
        name = item[0]
        if least.end > 0 or most.end < 0:
            return False
        above = least.end < 0 or (name > least.text if least.open_ else name >= least.text)
        below = most.end > 0 or (name < most.text if most.open_ else name <= most.text)
        return above and below

    return inside


@dataclass(slots=True)
class Range:
    """What a command asks for: `kind` is rank, score or lex."""

    kind: str
    reverse: bool
    with_scores: bool = False
    offset: int = 0
    limit: int = -1


def read_range(call: Call, at: int, asked: Range, fixed: bool, store: bool = False) -> None:
    """Read the options from words[at] on; in the older commands kind and direction are fixed."""
    auto_reverse = auto_kind = not fixed
    while at < len(call.words):
        option = call.option(at)
        if option == "withscores" and not store:
            asked.with_scores = True
        elif option == "limit" and call.more(at) >= 2:
            asked.offset, asked.limit = call.integer(at + 1), call.integer(at + 2)
            at += 2
        elif option == "rev" and auto_reverse:
            asked.reverse, auto_reverse = True, False
        elif option in ("bylex", "byscore") and auto_kind:
            asked.kind, auto_kind = option[2:], False
        else:
            raise CommandError(SYNTAX)
        at += 1
    if asked.limit != -1 and asked.kind == "rank":
        raise CommandError(NO_LIMIT)
    if asked.with_scores and asked.kind == "lex":
        raise CommandError(NO_SCORES)


def select(call: Call, at: int, asked: Range) -> Callable[[SortedSet], list[Item]]:
    """Read the two bounds behind words[at]; return what takes the items out of a sorted set."""
    low, high = at + 1, at + 2
    if asked.kind == "rank":
        start, end = call.integer(low), call.integer(high)

        def take_ranks(value: SortedSet) -> list[Item]:
            items = in_direction(value, asked)
            return [items[i] for i in span(len(items), start, end)]

        return take_ranks
    if asked.reverse:
        low, high = high, low
    make = by_score if asked.kind == "score" else by_text
    inside = make(call.words[low], call.words[high])

    def take(value: SortedSet) -> list[Item]:
        if asked.offset < 0:
            return []
        found = [item for item in in_direction(value, asked) if inside(item)][asked.offset :]
        return found if asked.limit < 0 else found[: asked.limit]

    return take


def in_direction(value: SortedSet, asked: Range) -> list[Item]:
    """Return all items, forwards or backwards."""
    return value.ordered()[::-1] if asked.reverse else value.ordered()


def chosen(call: Call, at: int, asked: Range, fixed: bool, store: bool = False) -> list[Item]:
    """Return what the options and bounds behind the key at words[at] take out of it."""
    read_range(call, at + 3, asked, fixed, store)
    take = select(call, at, asked)
    return take(call.value(call.words[at], SortedSet) or SortedSet())


def show(call: Call, asked: Range, fixed: bool) -> Reply:
    """Answer a range."""
    items = chosen(call, 1, asked, fixed)
    if asked.with_scores:
        return Pairs([(name, Score(score)) for name, score in items])
    return [name for name, _ in items]


@command("zrange")
def zrange(call: Call) -> Reply:
    """ZRANGE key low high [BYSCORE | BYLEX] [REV] [LIMIT offset count] [WITHSCORES]"""
    return show(call, Range("rank", False), fixed=False)


@command("zrevrange", "zrangebyscore", "zrevrangebyscore", "zrangebylex", "zrevrangebylex")
def zrange_of_old(call: Call) -> Reply:
    """ZRANGEBYSCORE key low high [WITHSCORES] [LIMIT offset count], by rank without LIMIT"""
    kind = call.name.partition("rangeby")[2] or "rank"
    return show(call, Range(kind, call.name.startswith("zrev")), fixed=True)


@command("zrangestore")
def zrangestore(call: Call) -> Reply:
    """ZRANGESTORE target source low high [BYSCORE | BYLEX] [REV] [LIMIT offset count]"""
    result = SortedSet()
    for name, score in chosen(call, 2, Range("rank", False), fixed=False, store=True):
        result.put(name, score, call.keyspace.limits)
    return store_result(call, call.key, result)


def store_result(call: Call, key: bytes, result: SortedSet) -> Reply:
    """Put a result behind a key; nothing there if it is empty."""
    if result.scores:
        call.db.put(key, result)
    else:
        call.db.delete(key)
    return len(result)


@command("zcount")
def zcount(call: Call) -> Reply:
    """ZCOUNT key low high"""
    return count(call, by_score(*call.words[2:]))


@command("zlexcount")
def zlexcount(call: Call) -> Reply:
    """ZLEXCOUNT key low high"""
    return count(call, by_text(*call.words[2:]))


def count(call: Call, inside: Inside) -> Reply:
    """Return how many items lie in a range."""
    value = call.value(call.key, SortedSet) or SortedSet()
    return sum(map(inside, value.scores.items()))


@command("zremrangebyrank", "zremrangebyscore", "zremrangebylex")
def zremrange(call: Call) -> Reply:
    """ZREMRANGEBYRANK key start end"""
    kind = call.name.removeprefix("zremrangeby")
    take = select(call, 1, Range(kind, False))
    value = call.value(call.key, SortedSet)
    if value is None:
        return 0
    items = take(value)
    for name, _ in items:
        del value.scores[name]
    drop_if_empty(call, call.key, value)
    return len(items)
