"""DUMP and RESTORE: values as bytes.

Rules: what stands in a dump is the file format's business (docs say where); here it is opaque: the
model makes dumps of its own, and takes those of another server to mean the value that it dumped.
"""

from __future__ import annotations

from vkscope.model.call import SYNTAX, Call
from vkscope.model.keyspace import Entry
from vkscope.model.lists import List
from vkscope.model.numbers import INT64_MAX
from vkscope.model.registry import command
from vkscope.model.replies import OK, CommandError, Reply
from vkscope.model.sets import Set
from vkscope.model.sorted_sets import SortedSet
from vkscope.model.values import Hash, String, Value

BAD_PAYLOAD = "ERR DUMP payload version or checksum are wrong"


@command("dump")
def dump(call: Call) -> Reply:
    """DUMP key"""
    entry = call.db.find(call.key)
    if entry is None:
        return None
    seen = call.witness
    payload = seen if isinstance(seen, bytes) else b"dump %d" % len(call.keyspace.dumps)
    call.keyspace.dumps[payload] = entry.value.copy()
    return payload


@command("restore")
def restore(call: Call) -> Reply:
    """RESTORE key ttl payload [REPLACE] [ABSTTL] [IDLETIME s] [FREQ n]"""
    replace = absolute = False
    at = 4
    said: set[str] = set()
    while at < len(call.words):
        option = call.option(at)
        if option == "replace":
            replace = True
        elif option == "absttl":
            absolute = True
        elif option in ("idletime", "freq") and call.more(at) and not said - {option}:
            said.add(option)
            number = call.integer(at + 1)
            if option == "idletime" and number < 0:
                raise CommandError("ERR Invalid IDLETIME value, must be >= 0")
            if option == "freq" and not 0 <= number <= 255:
                raise CommandError("ERR Invalid FREQ value, must be >= 0 and <= 255")
            at += 1
        else:
            raise CommandError(SYNTAX)
        at += 1
    if not replace and call.db.find(call.key):
        raise CommandError("BUSYKEY Target key name already exists.")
    ttl = call.integer(2)
    if ttl < 0:
        raise CommandError("ERR Invalid TTL value, must be >= 0")
    value = call.keyspace.dumps.get(call.words[3])
    if value is None:
        raise CommandError(BAD_PAYLOAD)
    deadline = None
    if ttl:
        deadline = ttl if absolute else min(ttl + call.keyspace.now, INT64_MAX)
    if replace:
        call.db.delete(call.key)
    if deadline is not None and deadline < call.keyspace.now:
        return OK
    call.db.entries[call.key] = Entry(loaded(call, value), deadline)
    return OK


def loaded(call: Call, value: Value) -> Value:
    """Return a value as loading makes it: the encoding is chosen anew."""
    limits, fresh = call.keyspace.limits, value.copy()
    match fresh:
        case String():
            return String.of_text(fresh.data)
        case List():
            if fresh.encoding == "listpack":
                fresh.encoding, fresh.fill = "quicklist", limits.list_size
            fresh.settle(limits, shrinking=False)
        case Set():
            load_set(call, fresh)
        case SortedSet():
            fits = len(fresh) <= limits.zset_entries
            longest = max(map(len, fresh.scores))
            if fresh.encoding == "skiplist" and fits and longest <= limits.zset_value:
                fresh.encoding = "listpack"
            elif fresh.encoding == "listpack" and not fits:
                fresh.encoding = "skiplist"
        case Hash():
            load_hash(call, fresh)
    return fresh


def load_set(call: Call, value: Set) -> None:
    """A table becomes compact if it is small; a compact one a table if it is large."""
    limits = call.keyspace.limits
    if value.encoding == "intset":
        value.encoding = "intset" if len(value) <= limits.set_integers else "hashtable"
    elif value.encoding == "listpack":
        value.encoding = "listpack" if len(value) <= limits.set_entries else "hashtable"
    else:
        fresh = Set()
        if len(value) > limits.set_integers:
            fresh.encoding = "hashtable"
        for name in value.members:
            fresh.add(name, limits)
        value.encoding = fresh.encoding


def load_hash(call: Call, value: Hash) -> None:
    """The same for hashes; one with fields that expire is a table."""
    limits = call.keyspace.limits
    fits = len(value.fields) <= limits.hash_entries
    longest = max(map(len, [*value.fields, *value.fields.values()]))
    if not fits:
        value.encoding = "hashtable"
    elif not value.deadlines and longest <= limits.hash_value:
        value.encoding = "listpack"
