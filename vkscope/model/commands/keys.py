"""Keys whatever they hold: DEL, EXISTS, TYPE, RENAME, MOVE, COPY, OBJECT."""

from __future__ import annotations

from vkscope.model.call import SYNTAX, Call
from vkscope.model.keyspace import Database
from vkscope.model.numbers import INT32_MAX
from vkscope.model.registry import command
from vkscope.model.replies import OK, CommandError, Reply, Status
from vkscope.model.values import String

SAME_OBJECT = "ERR source and destination objects are the same"
NO_DATABASE = "ERR DB index is out of range"


@command("del", "unlink")
def delete(call: Call) -> Reply:
    """DEL key [key ...]"""
    return sum(call.db.delete(key) for key in call.words[1:])


@command("exists", "touch")
def exists(call: Call) -> Reply:
    """EXISTS key [key ...]: a key named twice counts twice"""
    return sum(call.db.find(key) is not None for key in call.words[1:])


@command("type")
def type_(call: Call) -> Reply:
    """TYPE key"""
    entry = call.db.find(call.key)
    return Status(entry.value.type_name.encode() if entry else b"none")


@command("rename")
def rename(call: Call) -> Reply:
    """RENAME key new"""
    move_key(call, replace=True)
    return OK


@command("renamenx")
def renamenx(call: Call) -> Reply:
    """RENAMENX key new"""
    return int(move_key(call, replace=False))


def move_key(call: Call, replace: bool) -> bool:
    """Give a value another key, its time to live with it; tell whether that was done."""
    source, target = call.words[1], call.words[2]
    entry = call.db.find(source)
    if entry is None:
        raise CommandError("ERR no such key")
    if source == target or (not replace and call.db.find(target)):
        return False
    del call.db.entries[source]
    call.db.entries[target] = entry
    return True


def database(call: Call, at: int) -> Database:
    """Return the database that a word names."""
    number = call.database_number(at)
    if not 0 <= number < call.keyspace.count:
        raise CommandError(NO_DATABASE)
    return call.keyspace.databases[number]


@command("move")
def move(call: Call) -> Reply:
    """MOVE key db"""
    target = database(call, 2)
    if target is call.db:
        raise CommandError(SAME_OBJECT)
    entry = call.db.find(call.key)
    if entry is None or target.find(call.key):
        return 0
    del call.db.entries[call.key]
    target.entries[call.key] = entry
    return 1


@command("copy")
def copy(call: Call) -> Reply:
    """COPY key new [DB db] [REPLACE]"""
    source, name = call.words[1], call.words[2]
    target, replace, at = call.db, False, 3
    while at < len(call.words):
        option = call.option(at)
        if option == "replace":
            replace = True
        elif option == "db" and at + 1 < len(call.words):
            at += 1
            target = database(call, at)
        else:
            raise CommandError(SYNTAX)
        at += 1
    if target is call.db and source == name:
        raise CommandError(SAME_OBJECT)
    entry = call.db.find(source)
    if entry is None or (target.find(name) and not replace):
        return 0
    target.put(name, entry.value.copy(), entry.expires)
    return 1


@command("object|encoding")
def object_encoding(call: Call) -> Reply:
    """OBJECT ENCODING key"""
    entry = call.db.find(call.words[2])
    return entry.value.encoding.encode() if entry else None


@command("object|refcount")
def object_refcount(call: Call) -> Reply:
    """OBJECT REFCOUNT key: small integers are told as shared, as Valkey keeps them"""
    entry = call.db.find(call.words[2])
    if entry is None:
        return None
    value = entry.value
    is_small = (
        isinstance(value, String) and value.encoding == "int" and 0 <= int(value.data) < 10000
    )
    return INT32_MAX if is_small else 1


@command("object|idletime")
def object_idletime(call: Call) -> Reply:
    """OBJECT IDLETIME key: seconds since somebody looked at it; the model does not watch that"""
    if call.db.find(call.words[2]) is None:
        return None
    return call.witness if isinstance(call.witness, int) and call.witness >= 0 else 0


@command("object|freq")
def object_freq(call: Call) -> Reply:
    """OBJECT FREQ key: only the LFU policies count uses, and the model never evicts"""
    if call.db.find(call.words[2]) is None:
        return None
    raise CommandError(
        "ERR An LFU maxmemory policy is not selected, access frequency not tracked. Please note "
        "that when switching between policies at runtime LRU and LFU data will take some time to "
        "adjust."
    )
