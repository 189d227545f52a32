"""Streams: XADD, XTRIM, XDEL, XLEN, XRANGE, XREVRANGE, XSETID.

Words: an *ID* is milliseconds and a number: `5-1`; `5` alone is completed, `*` made by the server.
"""

from __future__ import annotations

from dataclasses import dataclass

from vkscope.model.call import SYNTAX, Call
from vkscope.model.numbers import parse_cursor
from vkscope.model.registry import command
from vkscope.model.replies import NO_ARRAY, OK, CommandError, Reply
from vkscope.model.streams import HIGHEST, ID, LOWEST, Stream, following, preceding, shown

BAD_ID = "ERR Invalid stream ID specified as stream command argument"
BOTH = "ERR syntax error, MAXLEN and MINID options at the same time are not compatible"
EXHAUSTED = "ERR The stream has exhausted the last possible ID, unable to add more items"
NOT_ABOVE = "ERR The ID specified in XADD is equal or smaller than the target stream top item"
LONGEST_ID = 127


def parse_id(text: bytes, missing: int, strict: bool = True, star: bool = False) -> ID | None:
    """Return the ID that a text is; its number is `missing` if left out, -1 for `5-*`."""
    if len(text) > LONGEST_ID:
        return None
    text = text.partition(b"\0")[0]
    if text in (b"-", b"+"):
        return None if strict else LOWEST if text == b"-" else HIGHEST
    head, dash, tail = text.partition(b"-")
    ms = parse_cursor(head)
    if ms is None:
        return None
    if not dash:
        return ms, missing
    if star and tail == b"*":
        return ms, -1
    number = parse_cursor(tail)
    return None if number is None else (ms, number)


def read_id(word: bytes, missing: int = 0, strict: bool = True) -> ID:
    """Return a word as an ID."""
    found = parse_id(word, missing, strict)
    if found is None:
        raise CommandError(BAD_ID)
    return found


def read_bound(word: bytes, end: bool) -> ID:
    """Return an end of a range; one in `(` is left out itself."""
    open_ = len(word) > 1 and word.startswith(b"(")
    found = read_id(word[open_:], 2**64 - 1 if end else 0, strict=open_)
    if not open_:
        return found
    beside = preceding(found) if end else following(found)
    if beside is None:
        raise CommandError(f"ERR invalid {'end' if end else 'start'} ID for the interval")
    return beside


@dataclass(slots=True)
class Trim:
    """What XADD and XTRIM cut off: by length, or by ID."""

    length: int | None = None
    ident: ID | None = None
    roughly: bool = False
    limit: int = 0

    def cut(self, value: Stream) -> int:
        """Cut; return how many entries went."""
        gone = 0
        while value.nodes:
            node = value.nodes[0]
            if self.length is not None and len(value.entries) <= self.length:
                break
            live = node.live
            if self.limit and gone + live > self.limit:
                break
            if self.ident is None:
                assert self.length is not None
                whole = len(value.entries) - live >= self.length
            else:
                whole = next(reversed(node.items)) < self.ident
            if whole:
                for ident in node.items:
                    value.entries.pop(ident, None)
                value.nodes.pop(0)
                gone += live
                continue
            if not self.roughly:
                gone += self._cut_inside(value)
            break
        return gone

    def _cut_inside(self, value: Stream) -> int:
        node, gone = value.nodes[0], 0
        for ident, was_gone in list(node.items.items()):
            if self.ident is not None and ident >= self.ident:
                break
            if self.length is not None and len(value.entries) <= self.length:
                break
            if not was_gone:
                node.items[ident] = True
                del value.entries[ident]
                gone += 1
        return gone


@dataclass(slots=True)
class Added:
    """The options of XADD: where its ID stands, and the ID, None for `*`."""

    at: int
    ident: ID | None = None
    make: bool = True


def read_trim(call: Call, trim: Trim, adding: bool) -> Added:
    """Read the options of XADD or XTRIM."""
    at, limited, made = 2, False, Added(len(call.words))
    while at < len(call.words):
        option, more = call.option(at), call.more(at)
        if adding and call.words[at].partition(b"\0")[0] == b"*":
            made.at = at
            break
        if option in ("maxlen", "minid") and more:
            if trim.length is not None or trim.ident is not None:
                raise CommandError(BOTH)
            sign = call.words[at + 1]
            trim.roughly = more >= 2 and sign == b"~"
            at += more >= 2 and sign in (b"~", b"=")
            if option == "minid":
                trim.ident = read_id(call.words[at + 1])
            else:
                trim.length = call.integer(at + 1)
                if trim.length < 0:
                    raise CommandError("ERR The MAXLEN argument must be >= 0.")
            at += 1
        elif option == "limit" and more:
            trim.limit = call.integer(at + 1)
            if trim.limit < 0:
                raise CommandError("ERR The LIMIT argument must be >= 0.")
            limited = True
            at += 1
        elif adding and option == "nomkstream":
            made.make = False
        elif adding:
            made.ident = parse_id(call.words[at], 0, star=True)
            if made.ident is None:
                raise CommandError(BAD_ID)
            made.at = at
            break
        else:
            raise CommandError(SYNTAX)
        at += 1
    check_trim(call, trim, limited, adding)
    return made


def check_trim(call: Call, trim: Trim, limited: bool, adding: bool) -> None:
    """Refuse what does not go together, and limit rough trimming."""
    nothing = trim.length is None and trim.ident is None
    if trim.limit and nothing:
        text = "ERR syntax error, LIMIT cannot be used without specifying a trimming strategy"
        raise CommandError(text)
    if nothing and not adding:
        raise CommandError("ERR syntax error, XTRIM must be called with a trimming strategy")
    if limited and not trim.roughly:
        raise CommandError("ERR syntax error, LIMIT cannot be used without the special ~ option")
    if trim.roughly and not limited:
        most = 100 * call.keyspace.limits.stream_entries
        trim.limit = min(most, 1_000_000) if most > 0 else 10_000


@command("xadd")
def xadd(call: Call) -> Reply:
    """XADD key [NOMKSTREAM] [MAXLEN | MINID [= | ~] n [LIMIT n]] ID field value [...]"""
    trim = Trim()
    made = read_trim(call, trim, adding=True)
    words = call.words[made.at + 1 :]
    if not words or len(words) % 2:
        raise call.wrong_arguments()
    if made.ident == LOWEST:
        raise CommandError("ERR The ID specified in XADD must be greater than 0-0")
    value = call.value(call.key, Stream)
    if value is None:
        if not made.make:
            return None
        value = Stream()
        call.db.put(call.key, value)
    if value.last == HIGHEST:
        raise CommandError(EXHAUSTED)
    ident = next_id(call, value, made.ident)
    if ident is None or ident <= value.last:
        raise CommandError(NOT_ABOVE)
    value.append(ident, words, call.keyspace.limits)
    if trim.length is not None or trim.ident is not None:
        trim.cut(value)
    return shown(ident)


def next_id(call: Call, value: Stream, asked: ID | None) -> ID | None:
    """Return the ID of a new entry; the other server's, where the clock makes it."""
    if asked is not None:
        ms, number = asked
        if number >= 0:
            return asked
        if value.last[0] == ms:
            return (ms, value.last[1] + 1) if value.last[1] < 2**64 - 1 else None
        return ms, 0
    seen = parse_id(call.witness, 0) if isinstance(call.witness, bytes) else None
    if seen and seen > value.last and abs(seen[0] - call.keyspace.now) <= call.keyspace.slack:
        return seen
    return (call.keyspace.now, 0) if call.keyspace.now > value.last[0] else following(value.last)


@command("xtrim")
def xtrim(call: Call) -> Reply:
    """XTRIM key MAXLEN | MINID [= | ~] n [LIMIT n]"""
    trim = Trim()
    read_trim(call, trim, adding=False)
    value = call.value(call.key, Stream)
    return trim.cut(value) if value else 0


@command("xdel")
def xdel(call: Call) -> Reply:
    """XDEL key ID [ID ...]"""
    value = call.value(call.key, Stream)
    if value is None:
        return 0
    removed = 0
    for ident in [read_id(word) for word in call.words[2:]]:
        if value.remove(ident):
            value.deleted = max(value.deleted, ident)
            removed += 1
    return removed


@command("xlen")
def xlen(call: Call) -> Reply:
    """XLEN key"""
    return len((call.value(call.key, Stream) or Stream()).entries)


def entry(value: Stream, ident: ID) -> Reply:
    """Return an entry as it is shown."""
    return [shown(ident), list(value.entries[ident])]


@command("xrange", "xrevrange")
def xrange(call: Call) -> Reply:
    """XRANGE key low high [COUNT n]"""
    reverse = call.name == "xrevrange"
    low, high = (3, 2) if reverse else (2, 3)
    first, last = read_bound(call.words[low], end=False), read_bound(call.words[high], end=True)
    count, at = -1, 4
    while at < len(call.words):
        if call.option(at) != "count" or not call.more(at):
            raise CommandError(SYNTAX)
        count = max(call.integer(at + 1), 0)
        at += 2
    value = call.value(call.key, Stream)
    if value is None:
        return []
    if count == 0:
        return NO_ARRAY
    found = [entry(value, ident) for ident in value.between(first, last, reverse)]
    return found if count < 0 else found[:count]


@command("xsetid")
def xsetid(call: Call) -> Reply:
    """XSETID key ID [ENTRIESADDED n] [MAXDELETEDID ID]"""
    ident, added, deleted, at = read_id(call.words[2]), -1, LOWEST, 3
    while at < len(call.words):
        option = call.option(at)
        if option == "entriesadded" and call.more(at):
            added = call.integer(at + 1)
            if added < 0:
                raise CommandError("ERR entries_added must be positive")
        elif option == "maxdeletedid" and call.more(at):
            deleted = read_id(call.words[at + 1])
            if ident < deleted:
                raise CommandError(below("the provided max_deleted_entry_id"))
        else:
            raise CommandError(SYNTAX)
        at += 2
    value = call.value(call.key, Stream)
    if value is None:
        raise CommandError("ERR no such key")
    if ident < value.deleted:
        raise CommandError(below("current max_deleted_entry_id"))
    if value.entries and ident < value.top:
        raise CommandError(below("the target stream top item"))
    if value.entries and -1 < added < len(value.entries):
        what = "The entries_added specified in XSETID is smaller than the target stream length"
        raise CommandError(f"ERR {what}")
    value.last = ident
    if added >= 0:
        value.added = added
    if deleted != LOWEST:
        value.deleted = deleted
    return OK


def below(what: str) -> str:
    """Return the error for an ID that is too small."""
    return f"ERR The ID specified in XSETID is smaller than {what}"
