"""Members leave sorted sets: ZPOPMIN, ZPOPMAX, ZMPOP, and their blocking forms."""

from __future__ import annotations

from vkscope.model.call import SYNTAX, Call
from vkscope.model.commands.list_moves import check_timeout, read_count
from vkscope.model.commands.zsets import drop_if_empty
from vkscope.model.numbers import INT64_MAX
from vkscope.model.registry import command
from vkscope.model.replies import NO_ARRAY, CommandError, Pairs, Reply, Score
from vkscope.model.sorted_sets import SortedSet


def take(call: Call, key: bytes, value: SortedSet, most: bool, count: int) -> Pairs:
    """Take so many members from an end, the outermost first."""
    items = value.ordered()[::-1] if most else value.ordered()
    items = items[:count]
    for name, _ in items:
        del value.scores[name]
    drop_if_empty(call, key, value)
    return Pairs([(name, Score(score)) for name, score in items])


@command("zpopmin", "zpopmax")
def zpop(call: Call) -> Reply:
    """ZPOPMIN key [count]"""
    if len(call.words) > 3:
        raise CommandError(SYNTAX)
    counted = len(call.words) == 3
    count = call.positive(2) if counted else 1
    value = call.value(call.key, SortedSet)
    if value is None or count == 0:
        return []
    pairs = take(call, call.key, value, call.name == "zpopmax", count)
    return pairs if counted else list(pairs[0])


@command("bzpopmin", "bzpopmax")
def bzpop(call: Call) -> Reply:
    """BZPOPMIN key [key ...] seconds"""
    check_timeout(call, len(call.words) - 1)
    for key in call.words[1:-1]:
        value = call.value(key, SortedSet)
        if value is not None:
            return [key, *take(call, key, value, call.name == "bzpopmax", 1)[0]]
    return NO_ARRAY


@command("zmpop")
def zmpop(call: Call) -> Reply:
    """ZMPOP n key [key ...] MIN | MAX [COUNT n]"""
    return first_set(call, *read_pop(call, 1))


@command("bzmpop")
def bzmpop(call: Call) -> Reply:
    """BZMPOP seconds n key [key ...] MIN | MAX [COUNT n]"""
    asked = read_pop(call, 2)
    check_timeout(call, 1)
    return first_set(call, *asked)


def first_set(call: Call, keys: list[bytes], most: bool, count: int) -> Reply:
    """Return a key, and members of the first sorted set that is there."""
    for key in keys:
        value = call.value(key, SortedSet)
        if value is not None:
            pairs = take(call, key, value, most, count)
            return [key, [list(pair) for pair in pairs]]
    return NO_ARRAY


def read_pop(call: Call, at: int) -> tuple[list[bytes], bool, int]:
    """Read `n key ... MIN | MAX [COUNT n]`."""
    keys = call.ranged(at, 1, INT64_MAX, "ERR numkeys should be greater than 0")
    where = at + keys + 1
    if where >= len(call.words) or call.option(where) not in ("min", "max"):
        raise CommandError(SYNTAX)
    count = read_count(call, where + 1)
    return call.words[at + 1 : where], call.option(where) == "max", count
