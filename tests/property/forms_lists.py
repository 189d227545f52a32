"""Random commands for lists, and SORT."""

from __future__ import annotations

from tests.property.draw import Part, either, joined, mixed, noise, numbered, one, some
from tests.property.draw import number as numbers
from tests.property.words import HUGE, KEYS, LISTS, ODD, SETS, TEXTS, ZSETS

LONG = [b"L" * 500, b"L" * 3000, b"L" * 5000, b"L" * 9000]
index = mixed(numbers(-12, 12), numbers(-12, 12), numbers(-200, 200), one([*HUGE, *ODD]))
element = mixed(numbers(0, 12, "e%d"), numbers(-20, 20), one(TEXTS), one(LONG), noise(30))
lkey = mixed(one(LISTS), one(LISTS), one(LISTS), one(KEYS))
size = one([b"0", b"1", b"2", b"3", b"100", b"-1", b"x", b"9223372036854775808"])
sorted_key = mixed(one(LISTS), one(SETS), one(ZSETS), one(KEYS))
patterns = one([b"#", b"*", b"k*", b"h*->f", b"nokey", b"h->*", b"*->", b"e*", b"*->n1"])
order = mixed(
    either("ASC", "desc", "DESC", "ALPHA", "alpha", "ODD", "LIMIT", "GET", "BY nosort"),
    joined(either("LIMIT"), numbers(-2, 6), numbers(-2, 9)),
    joined(either("GET"), patterns),
)

PARTS: dict[str, Part] = {
    "lkey": lkey,
    "lkeys": some(lkey, 1, 3),
    "index": index,
    "element": element,
    "elements": some(element, 1, 6),
    "side": either("LEFT", "RIGHT", "left", "RIGHT", "odd"),
    "size": size,
    "pop_size": mixed(either("", "", ""), size),
    "lpos_options": some(
        joined(
            either("RANK", "COUNT", "MAXLEN", "ODD"), one([b"0", b"1", b"-1", b"2", b"-2", b"x"])
        ),
        0,
        3,
    ),
    "lmpop_keys": numbered(lkey, 1, 3, [b"0", b"-1", b"x", b"100", b"2"]),
    "mpop_count": mixed(either("", "", "COUNT 2", "count 100", "COUNT 0", "COUNT", "COUNT 1 2")),
    "place": either("BEFORE", "after", "AFTER", "odd"),
    "sorted_key": sorted_key,
    "sort_options": some(order, 0, 3),
    "sort_by": mixed(either("", "BY k*", "BY h*->f", "BY *", "BY *->n1"), either("ALPHA", "DESC")),
    "sort_gets": some(joined(either("GET"), patterns), 0, 2),
}

FORMS = """
LPUSH lkey elements | RPUSH lkey elements | RPUSH lkey elements | LPUSH lkey elements
LPUSHX lkey elements | RPUSHX lkey elements
LPOP lkey pop_size | RPOP lkey pop_size | LLEN lkey | LINDEX lkey index | LSET lkey index element
LRANGE lkey index index | LTRIM lkey index index | LREM lkey index element
LINSERT lkey place element element | LINSERT lkey place element element
LPOS lkey element lpos_options | LMOVE lkey lkey side side | RPOPLPUSH lkey lkey
LMPOP lmpop_keys side mpop_count
SORT sorted_key ALPHA sort_options | SORT sorted_key sort_options
SORT sorted_key sort_by sort_gets | SORT sorted_key sort_by STORE lkey
SORT sorted_key ALPHA sort_options STORE lkey | SORT_RO sorted_key ALPHA sort_options
OBJECT ENCODING lkey | OBJECT ENCODING lkey
"""
