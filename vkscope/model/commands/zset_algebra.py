"""Several sorted sets: ZUNION, ZINTER, ZDIFF, the same with STORE, ZINTERCARD.

Words: *weights* multiply a set's scores; *aggregate* says what becomes of a member's scores. Plain
sets may take part: their members' score is 1.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from vkscope.model.call import SYNTAX, WRONG_TYPE, Call
from vkscope.model.commands.zset_ranges import store_result
from vkscope.model.commands.zsets import number
from vkscope.model.registry import command
from vkscope.model.replies import CommandError, Pairs, Reply, Score
from vkscope.model.sets import Set
from vkscope.model.sorted_sets import SortedSet

Scores = dict[bytes, float]
SUMS, WEIGHT = ("sum", "min", "max"), "ERR weight value is not a float"


@dataclass(slots=True)
class Request:
    """What was asked: `weighted` are the sets with their weights."""

    weighted: list[tuple[Scores, float]]
    aggregate: str = "sum"
    with_scores: bool = False
    limit: int = 0


def read_request(call: Call, at: int, store: bool) -> Request:
    """Read `n key ... [WEIGHTS w ...] [AGGREGATE SUM | MIN | MAX] [WITHSCORES]`."""
    keys = call.integer(at)
    if keys < 1:
        raise CommandError(f"ERR at least 1 input key is needed for '{call.name}' command")
    if keys > call.more(at):
        raise CommandError(SYNTAX)
    places = range(at + 1, at + 1 + keys)
    values = [source(call, call.words[place]) for place in places]
    request = Request([])
    weights, at = [1.0] * keys, at + 1 + keys
    counts = call.name == "zintercard"
    weighs = not counts and not call.name.startswith("zdiff")
    while at < len(call.words):
        option, more = call.option(at), call.more(at)
        if option == "weights" and weighs and more >= keys:
            weights = [number(call, at + 1 + i, WEIGHT) for i in range(keys)]
            at += keys
        elif option == "aggregate" and weighs and more >= 1 and call.option(at + 1) in SUMS:
            request.aggregate = call.option(at + 1)
            at += 1
        elif option == "withscores" and not store and not counts:
            request.with_scores = True
        elif option == "limit" and counts and more >= 1:
            request.limit = call.positive(at + 1, "ERR LIMIT can't be negative")
            at += 1
        else:
            raise CommandError(SYNTAX)
        at += 1
    request.weighted = list(zip(values, weights, strict=True))
    return request


def source(call: Call, key: bytes) -> Scores:
    """Return the scores behind a key; nothing is an empty set."""
    entry = call.db.find(key)
    if entry is None:
        return {}
    if isinstance(entry.value, Set):
        return dict.fromkeys(entry.value.members, 1.0)
    if not isinstance(entry.value, SortedSet):
        raise CommandError(WRONG_TYPE)
    return entry.value.scores


def aggregate(kind: str, a: float, b: float) -> float:
    """Combine two scores; infinities that cancel out are 0."""
    if kind == "sum":
        return or_zero(a + b)
    if kind == "min":
        return b if b < a else a
    return b if b > a else a


def or_zero(score: float) -> float:
    """Return 0 for what is no number."""
    return 0.0 if math.isnan(score) else score


def union(request: Request) -> Scores:
    """Return what is in any set; small sets come first, which decides how sums are rounded."""
    result: Scores = {}
    for scores, weight in sorted(request.weighted, key=lambda s: len(s[0])):
        for name, score in scores.items():
            new = or_zero(score * weight)
            old = result.get(name)
            result[name] = new if old is None else aggregate(request.aggregate, old, new)
    return result


def intersection(request: Request) -> Scores:
    """Return what is in all sets."""
    (first, weight), *rest = sorted(request.weighted, key=lambda s: len(s[0]))
    result: Scores = {}
    for name, score in first.items():
        if all(name in scores for scores, _ in rest):
            total = or_zero(score * weight)
            for scores, factor in rest:
                total = aggregate(request.aggregate, total, scores[name] * factor)
            result[name] = total
    return result


def difference(request: Request) -> Scores:
    """Return what is in the first set alone."""
    (first, _), *rest = request.weighted
    return {n: s for n, s in first.items() if not any(n in scores for scores, _ in rest)}


COMBINE = {"zunion": union, "zinter": intersection, "zdiff": difference}


@command("zunion", "zinter", "zdiff")
def combine(call: Call) -> Reply:
    """ZUNION n key [key ...] [WEIGHTS w ...] [AGGREGATE kind] [WITHSCORES]"""
    request = read_request(call, 1, store=False)
    items = SortedSet(COMBINE[call.name](request)).ordered()
    if request.with_scores:
        return Pairs([(name, Score(score)) for name, score in items])
    return [name for name, _ in items]


@command("zunionstore", "zinterstore", "zdiffstore")
def combine_and_store(call: Call) -> Reply:
    """ZUNIONSTORE target n key [key ...] [WEIGHTS w ...] [AGGREGATE kind]"""
    request = read_request(call, 2, store=True)
    result = SortedSet(COMBINE[call.name.removesuffix("store")](request), "skiplist")
    result.fit(call.keyspace.limits)
    return store_result(call, call.key, result)


@command("zintercard")
def zintercard(call: Call) -> Reply:
    """ZINTERCARD n key [key ...] [LIMIT most]"""
    request = read_request(call, 1, store=False)
    found = len(intersection(request))
    return min(found, request.limit) if request.limit else found
