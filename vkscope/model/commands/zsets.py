"""Sorted sets: ZADD, ZINCRBY, ZREM, ZSCORE, ZRANK, ZCARD, ZRANDMEMBER, ZSCAN."""

from __future__ import annotations

import random

from vkscope.model import doubles, glob
from vkscope.model.call import SYNTAX, Call
from vkscope.model.commands.counters import NOT_FLOAT
from vkscope.model.commands.hash_walks import drawn
from vkscope.model.commands.scans import read_scan_options
from vkscope.model.numbers import INT64_MAX
from vkscope.model.registry import command
from vkscope.model.replies import NO_ARRAY, CommandError, Pairs, Reply, Score
from vkscope.model.sorted_sets import SortedSet, is_nan

OPTIONS = ("nx", "xx", "ch", "incr", "gt", "lt")


def scores_of(call: Call, key: bytes) -> dict[bytes, float]:
    """Return the members and scores behind a key, none where there is nothing."""
    value = call.value(key, SortedSet)
    return value.scores if value else {}


def drop_if_empty(call: Call, key: bytes, value: SortedSet) -> None:
    """With its last member the key goes."""
    if not value.scores:
        call.db.delete(key)


def number(call: Call, at: int, error: str = NOT_FLOAT) -> float:
    """Return a word as a floating-point number."""
    found = doubles.parse(call.words[at])
    if found is None:
        raise CommandError(error)
    return found


@command("zadd")
def zadd(call: Call) -> Reply:
    """ZADD key [NX | XX] [GT | LT] [CH] [INCR] score member [score member ...]"""
    return add(call, set())


@command("zincrby")
def zincrby(call: Call) -> Reply:
    """ZINCRBY key increment member"""
    return add(call, {"incr"})


def add(call: Call, said: set[str]) -> Reply:
    """Add or change members; the reply is how many, or the one score with INCR."""
    at = 2
    while call.option(at) in OPTIONS:
        said.add(call.option(at))
        at += 1
    words = call.words[at:]
    if not words or len(words) % 2:
        raise CommandError(SYNTAX)
    check_options(said, len(words) // 2)
    scores = [number(call, at + i) for i in range(0, len(words), 2)]
    members, limits = words[1::2], call.keyspace.limits
    value = call.value(call.key, SortedSet)
    if value is None:
        if "xx" in said:
            return None if "incr" in said else 0
        value = SortedSet()
        call.db.put(call.key, value)
    value.make_room(len(members), max(map(len, members)), limits)
    added = changed = 0
    final: Reply = None
    for member, score in zip(members, scores, strict=True):
        old = value.scores.get(member)
        if old is not None and "incr" in said and "nx" not in said:
            score += old
            if is_nan(score):
                raise CommandError("ERR resulting score is not a number (NaN)")
        if refuses(said, old, score):
            continue
        final = Score(score)
        added += old is None
        changed += old is not None and old != score
        value.put(member, score, limits)
    if "incr" in said:
        return final
    return added + changed if "ch" in said else added


def check_options(said: set[str], count: int) -> None:
    """Refuse options that contradict each other."""
    if {"nx", "xx"} <= said:
        raise CommandError("ERR XX and NX options at the same time are not compatible")
    if len(said & {"gt", "lt", "nx"}) > 1:
        text = "ERR GT, LT, and/or NX options at the same time are not compatible"
        raise CommandError(text)
    if "incr" in said and count > 1:
        raise CommandError("ERR INCR option supports a single increment-element pair")


def refuses(said: set[str], old: float | None, new: float) -> bool:
    """Tell whether the options leave a member as it is."""
    if old is None:
        return "xx" in said
    return "nx" in said or ("lt" in said and new >= old) or ("gt" in said and new <= old)


@command("zrem")
def zrem(call: Call) -> Reply:
    """ZREM key member [member ...]"""
    value = call.value(call.key, SortedSet)
    if value is None:
        return 0
    removed = sum(value.scores.pop(name, None) is not None for name in call.words[2:])
    drop_if_empty(call, call.key, value)
    return removed


@command("zcard")
def zcard(call: Call) -> Reply:
    """ZCARD key"""
    return len(scores_of(call, call.key))


def shown(scores: dict[bytes, float], member: bytes) -> Reply:
    """Return a member's score, None for none."""
    return Score(scores[member]) if member in scores else None


@command("zscore")
def zscore(call: Call) -> Reply:
    """ZSCORE key member"""
    return shown(scores_of(call, call.key), call.words[2])


@command("zmscore")
def zmscore(call: Call) -> Reply:
    """ZMSCORE key member [member ...]"""
    scores = scores_of(call, call.key)
    return [shown(scores, name) for name in call.words[2:]]


@command("zrank", "zrevrank")
def zrank(call: Call) -> Reply:
    """ZRANK key member [WITHSCORE]"""
    if len(call.words) > 4:
        raise call.wrong_arguments()
    with_score = len(call.words) == 4
    if with_score and call.option(3) != "withscore":
        raise CommandError(SYNTAX)
    value = call.value(call.key, SortedSet) or SortedSet()
    member = call.words[2]
    if member not in value.scores:
        return NO_ARRAY if with_score else None
    rank = [name for name, _ in value.ordered()].index(member)
    if call.name == "zrevrank":
        rank = len(value) - 1 - rank
    return [rank, Score(value.scores[member])] if with_score else rank


@command("zscan")
def zscan(call: Call) -> Reply:
    """ZSCAN key cursor [MATCH pattern] [COUNT count] [NOSCORES]: 17 digits from a skip list"""
    call.cursor(2)
    value = call.value(call.key, SortedSet)
    if value is None:
        return [b"0", []]
    options = read_scan_options(call, 3, ("match", "count", "noscores"))
    found: list[Reply] = []
    for name, score in value.ordered():
        if glob.selects(options.get("match", b"*"), name):
            text = Score(score).text if value.encoding == "listpack" else b"%.17g" % score
            found += [name] if "noscores" in options else [name, text]
    return [b"0", found]


@command("zrandmember")
def zrandmember(call: Call) -> Reply:
    """ZRANDMEMBER key [count [WITHSCORES]]: a negative count may show a member again"""
    if len(call.words) == 2:
        scores = scores_of(call, call.key)
        if isinstance(call.witness, bytes) and call.witness in scores:
            return call.witness
        return random.choice(list(scores)) if scores else None
    count = call.symmetric(2)
    with_scores = len(call.words) == 4 and call.option(3) == "withscores"
    if len(call.words) > 3 and not with_scores:
        raise CommandError(SYNTAX)
    if with_scores and not -(INT64_MAX // 2) <= count <= INT64_MAX // 2:
        raise CommandError("ERR value is out of range")
    scores = scores_of(call, call.key)
    if not scores or count == 0:
        return []
    names = drawn(call, scores, count, with_scores)
    pairs = [(name, Score(scores[name])) for name in names]
    if with_scores:
        return Pairs(pairs)
    return list(names)
