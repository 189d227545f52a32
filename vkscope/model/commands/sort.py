"""SORT and SORT_RO: elements of a list, a set or a sorted set, in another order.

Words: a *pattern* names a key by the element in place of its star, or a hash's field: `w_*->age`. A
BY pattern without a star means: leave them as they are.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from vkscope.model import doubles
from vkscope.model.call import SYNTAX, WRONG_TYPE, Call
from vkscope.model.lists import List
from vkscope.model.registry import command
from vkscope.model.replies import CommandError, Loose, Reply
from vkscope.model.sets import Set
from vkscope.model.sorted_sets import SortedSet
from vkscope.model.values import Hash, String

NOT_NUMBERS = "ERR One or more scores can't be converted into double"


@dataclass(slots=True)
class Order:
    """What was asked."""

    descending: bool = False
    alpha: bool = False
    by: bytes | None = None
    leave: bool = False
    start: int = 0
    count: int = -1
    gets: list[bytes] = field(default_factory=list)
    target: bytes | None = None


@command("sort", "sort_ro")
def sort(call: Call) -> Reply:
    """SORT key [BY pattern] [LIMIT start count] [GET pattern ...] [ASC | DESC] [ALPHA] [STORE k]"""
    order = read_order(call)
    entry = call.db.find(call.key)
    value = entry.value if entry else List()
    if not isinstance(value, List | Set | SortedSet):
        raise CommandError(WRONG_TYPE)
    if order.leave and isinstance(value, Set) and order.target is not None:
        order.leave, order.alpha, order.by = False, True, None
    if isinstance(value, SortedSet):
        value.encoding = "skiplist"
    items = elements(value, order)
    if isinstance(value, Set | SortedSet) and order.alpha and not order.leave:
        items = as_seen(call, items, items, order)  # what compares equal stays as it stood
    items = arranged(call, items, order)
    length = len(items)
    start = min(max(order.start, 0), length)
    items = items[start:] if order.count < 0 else items[start : start + order.count]
    unordered = order.leave and isinstance(value, Set)
    if unordered:
        items = as_seen(call, items, elements(value, order), order)
    if order.target is not None:
        return store(call, order, items)
    kind = Loose if unordered else list
    if not order.gets:
        return kind(items)
    return kind(substitute(call, pattern, item) for item in items for pattern in order.gets)


def read_order(call: Call) -> Order:
    """Read the options."""
    order, at = Order(), 2
    while at < len(call.words):
        option, more = call.option(at), call.more(at)
        if option in ("asc", "desc"):
            order.descending = option == "desc"
        elif option == "alpha":
            order.alpha = True
        elif option == "limit" and more >= 2:
            order.start, order.count = call.integer(at + 1), call.integer(at + 2)
            at += 2
        elif option == "store" and more >= 1 and call.name == "sort":
            order.target = call.words[at + 1]
            at += 1
        elif option == "by" and more >= 1:
            order.by = call.words[at + 1]
            order.leave = order.leave or b"*" not in order.by
            at += 1
        elif option == "get" and more >= 1:
            order.gets.append(call.words[at + 1])
            at += 1
        else:
            raise CommandError(SYNTAX)
        at += 1
    return order


def elements(value: List | Set | SortedSet, order: Order) -> list[bytes]:
    """Return the elements as they stand; lists and sorted sets that stay can be turned round."""
    if isinstance(value, Set):
        return value.in_order()
    items = value.items() if isinstance(value, List) else [name for name, _ in value.ordered()]
    return items[::-1] if order.leave and order.descending else items


def arranged(call: Call, items: list[bytes], order: Order) -> list[bytes]:
    """Return the elements in order."""
    if order.leave:
        return items
    weights = [item if order.by is None else substitute(call, order.by, item) for item in items]
    pairs = list(zip(weights, items, strict=True))
    if order.alpha:
        exact = order.target is not None

        def key(pair: tuple[bytes | None, bytes]) -> tuple[bool, bytes]:
            weight = pair[0] or b""
            return pair[0] is not None, weight if exact else weight.partition(b"\0")[0]

        pairs.sort(key=key, reverse=order.descending)
    else:
        numbered = [(as_number(weight), item) for weight, item in pairs]
        return [item for _, item in sorted(numbered, reverse=order.descending)]
    return [item for _, item in pairs]


def as_number(weight: bytes | None) -> float:
    """Return a weight; nothing weighs nothing."""
    text = (weight or b"").partition(b"\0")[0]
    if not text:
        return 0.0
    number = doubles.parse(text.lstrip(b" \t\n\v\f\r"))
    if number is None:
        raise CommandError(NOT_NUMBERS)
    return number


def substitute(call: Call, pattern: bytes, item: bytes) -> bytes | None:
    """Return what a pattern names for an element, None for nothing."""
    if pattern == b"#":
        return item
    prefix, star, rest = pattern.partition(b"*")
    if not star:
        return None
    name, arrow, field_name = rest.partition(b"->")
    has_field = bool(arrow and field_name)
    entry = call.db.find(prefix + item + (name if has_field else rest))
    if entry is None:
        return None
    if has_field:
        value = entry.value
        return value.get(field_name, call.keyspace.now) if isinstance(value, Hash) else None
    return entry.value.data if isinstance(entry.value, String) else None


def as_seen(call: Call, items: list[bytes], every: list[bytes], order: Order) -> list[bytes]:
    """A set as it stands has no order: take the other server's, if it is one."""
    seen = call.witness
    if order.gets or not isinstance(seen, list) or len(seen) != len(items):
        return items
    names = [name for name in seen if isinstance(name, bytes) and name in every]
    return names if len(set(names)) == len(items) else items


def store(call: Call, order: Order, items: list[bytes]) -> Reply:
    """Put the result behind a key as a list; nothing there if it is empty."""
    assert order.target is not None
    result = items
    if order.gets:
        result = [substitute(call, p, item) or b"" for item in items for p in order.gets]
    value = List(encoding="quicklist", fill=call.keyspace.limits.list_size)
    for item in result:
        value.push(item, left=False)
    if result:
        value.settle(call.keyspace.limits, shrinking=False)
        call.db.put(order.target, value)
    else:
        call.db.delete(order.target)
    return len(result)
