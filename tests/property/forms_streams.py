"""Random commands for streams and their groups."""

from __future__ import annotations

from random import Random

from tests.property.draw import Part, Words, either, joined, mixed, one, some
from tests.property.draw import number as numbers
from tests.property.words import HUGE, KEYS, ODD, STREAMS, TEXTS

skey = mixed(one(STREAMS), one(STREAMS), one(STREAMS), one(STREAMS), one(KEYS))
ident = mixed(
    numbers(1, 40, "%d-1"),
    numbers(1, 40),
    lambda r: (b"%d-%d" % (r.randint(0, 40), r.randint(0, 3)),),
)
odd_ident = one(
    [
        *ODD,
        *HUGE[:6],
        b"-",
        b"+",
        b"5-*",
        b"5-",
        b"-5",
        b"0-0",
        b"0",
        b"1-x",
        b"18446744073709551615",
    ]
)
group = one([b"g", b"g", b"g2", b"none"])
consumer = one([b"c", b"c2", b"c", b"c3"])
fields = mixed(
    joined(either("f"), one(TEXTS)), joined(either("f"), one(TEXTS), either("n"), one(TEXTS)),
    some(joined(one([b"f", b"n", b"x"]), one(TEXTS)), 1, 3),
)  # fmt: skip
trim = mixed(
    joined(either("MAXLEN", "maxlen ~", "MAXLEN ="), one([b"0", b"3", b"10", b"50", b"-1", b"x"])),
    joined(either("MINID", "MINID ~", "MINID ="), mixed(ident, ident, odd_ident)),
)
trims = mixed(trim, trim, trim, joined(trim, either("LIMIT 5", "LIMIT 0", "LIMIT -1", "LIMIT 100")))
low = mixed(ident, either("-"), ident, odd_ident, numbers(1, 40, "(%d-1"), either("("))
high = mixed(ident, either("+"), ident, odd_ident, numbers(1, 40, "(%d"), either("(0-0"))
start = mixed(ident, either("0", "$", "0-0", "0"), odd_ident)
count = either("", "", "COUNT 1", "COUNT 2", "count 5", "COUNT 0", "COUNT -1", "COUNT x")


def streams(ids: Part, most: int) -> Part:
    """STREAMS, some keys and as many IDs; now and then one more."""

    def draw(r: Random) -> Words:
        many = r.randint(1, most)
        keys = some(skey, many, many)(r)
        words = some(ids, many, many)(r) if r.random() > 0.05 else some(ids, 1, 2)(r)
        return (b"STREAMS", *keys, *words)

    return draw


PARTS: dict[str, Part] = {
    "skey": skey,
    "ident": mixed(ident, ident, ident, odd_ident),
    "idents": some(mixed(ident, ident, ident, ident, odd_ident), 1, 4),
    "good_idents": some(ident, 1, 4),
    "new_id": mixed(numbers(1, 60), numbers(1, 60, "%d-*"), ident, either("*"), odd_ident),
    "fields_x": fields,
    "xadd_options": mixed(either("", "", "", "NOMKSTREAM"), trims),
    "trims": trims,
    "low": low,
    "high": high,
    "xcount": count,
    "group": group,
    "consumer": consumer,
    "start": start,
    "reads": streams(start, 2),
    "group_reads": streams(mixed(either(">", ">", ">", "0", "0-0"), ident, odd_ident), 2),
    "noack": either("", "", "NOACK"),
    "group_start": mixed(either("$", "0", "0-0"), ident, odd_ident),
    "make": either("", "MKSTREAM", "MKSTREAM", "ENTRIESREAD 3", "MKSTREAM ENTRIESREAD -1", "ODD"),
    "entriesread": either("", "", "ENTRIESREAD 2", "ENTRIESREAD x", "ENTRIESREAD -2"),
    "idle": one([b"0", b"0", b"0", b"-1", b"100", b"x"]),
    "claim_options": some(
        mixed(
            either("FORCE", "JUSTID", "RETRYCOUNT 3", "IDLE 0", "LASTID 9-1"),
            either("RETRYCOUNT x", "ODD", "FORCE", "IDLE 50", "TIME 5"),
        ), 0, 2,
    ),
    "pending": mixed(
        either("", "- + 10", "- + 3 c", "IDLE 0 - + 5", "- +", "- + x"),
        joined(low, high, either("5", "5 c", "0", "-1")),
    ),
    "autoclaim": either("", "COUNT 1", "COUNT 3", "JUSTID", "COUNT 0", "ODD"),
    "setid_options": some(
        either("ENTRIESADDED 50", "MAXDELETEDID 3-1", "ENTRIESADDED 0", "ODD"), 0, 1
    ),
    "full": either("", "", "FULL", "full COUNT 2", "FULL COUNT", "ODD", "FULL COUNT 0"),
}  # fmt: skip

FORMS = """
XADD skey xadd_options new_id fields_x | XADD skey new_id fields_x | XADD skey * fields_x
XADD skey new_id fields_x | XADD skey xadd_options * fields_x
XLEN skey | XDEL skey idents | XDEL skey good_idents | XTRIM skey trims
XRANGE skey low high xcount | XREVRANGE skey high low xcount | XRANGE skey - + xcount
XSETID skey ident setid_options
XREAD xcount reads | XREADGROUP GROUP group consumer xcount noack group_reads
XREADGROUP GROUP group consumer xcount noack group_reads
XGROUP CREATE skey group group_start make | XGROUP SETID skey group group_start entriesread
XGROUP DESTROY skey group | XGROUP CREATECONSUMER skey group consumer
XGROUP DELCONSUMER skey group consumer
XACK skey group idents | XPENDING skey group pending | XPENDING skey group
XCLAIM skey group consumer idle good_idents claim_options | XCLAIM skey group consumer idle idents
XAUTOCLAIM skey group consumer idle low autoclaim
XINFO STREAM skey full | XINFO GROUPS skey | XINFO CONSUMERS skey group
OBJECT ENCODING skey
"""
