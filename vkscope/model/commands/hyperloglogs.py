"""HyperLogLog: PFADD, PFCOUNT, PFMERGE; PFDEBUG for who wants to see inside."""

from __future__ import annotations

from vkscope.model.call import Call
from vkscope.model.hyperloglog import Sketch, estimate, place
from vkscope.model.registry import command, shown
from vkscope.model.replies import OK, CommandError, Reply, Status
from vkscope.model.values import String

NOT_ONE = "WRONGTYPE Key is not a valid HyperLogLog string value."
CORRUPT = "INVALIDOBJ Corrupted HLL object detected"


def sketch(call: Call, key: bytes) -> Sketch | None:
    """Return the HyperLogLog behind a key, None where there is nothing."""
    value = call.string(key)
    if value is None:
        return None
    if value.encoding == "int" or not Sketch.is_one(value.data):
        raise CommandError(NOT_ONE)
    found = Sketch(value.data)
    if not found.is_whole():
        raise CommandError(CORRUPT)
    return found


def save(call: Call, key: bytes, value: Sketch) -> None:
    """Write a HyperLogLog back; its time to live stays."""
    old = call.string(key)
    if old is None:
        call.db.put(key, String(value.encode()))
    else:
        old.data, old.encoding = value.encode(), "raw"


@command("pfadd")
def pfadd(call: Call) -> Reply:
    """PFADD key [element ...]: whether anything changed"""
    value = sketch(call, call.key)
    changed = value is None
    value = value or Sketch()
    most = call.keyspace.limits.hll_sparse
    for element in call.words[2:]:
        changed |= value.raise_register(*place(element), most)
    if changed:
        value.spoil()
    save(call, call.key, value)
    return int(changed)


@command("pfcount")
def pfcount(call: Call) -> Reply:
    """PFCOUNT key [key ...]: one key's count is cached in it"""
    if len(call.words) > 2:
        return estimate(largest(call, call.words[1:]))
    value = sketch(call, call.key)
    if value is None:
        return 0
    count = value.count()
    save(call, call.key, value)
    return count


def largest(call: Call, keys: list[bytes]) -> list[int]:
    """Return for each register the largest of the keys' values."""
    values = [found.values() for key in keys if (found := sketch(call, key)) is not None]
    return [max(column) for column in zip(*values, strict=True)] or Sketch().values()


@command("pfmerge")
def pfmerge(call: Call) -> Reply:
    """PFMERGE target [key ...]"""
    found = [sketch(call, key) for key in call.words[1:]]
    registers = largest(call, call.words[1:])
    target = found[0] or Sketch()
    if any(value is not None and value.runs is None for value in found):
        target.to_dense()
    for index, value in enumerate(registers):
        if value:
            target.raise_register(index, value, call.keyspace.limits.hll_sparse)
    target.spoil()
    save(call, call.key, target)
    call.touch(call.key)
    return OK


@command("pfdebug")
def pfdebug(call: Call) -> Reply:
    """PFDEBUG GETREG | DECODE | ENCODING | TODENSE key"""
    word, key = call.option(1), call.words[2]
    value = sketch(call, key)
    if value is None:
        raise CommandError("ERR The specified key does not exist")
    if word not in ("getreg", "decode", "encoding", "todense"):
        raise CommandError(b"ERR Unknown PFDEBUG subcommand '%b'" % shown(call.words[1]))
    if len(call.words) != 3:
        text = b"ERR Wrong number of arguments for the '%b' subcommand" % shown(call.words[1])
        raise CommandError(text)
    if word == "encoding":
        return Status(b"dense" if value.runs is None else b"sparse")
    if word == "decode":
        if value.runs is None:
            raise CommandError("ERR HLL encoding is not sparse")
        return b" ".join(describe(run.value, run.length, run.wide) for run in value.runs)
    converted = value.runs is not None
    value.to_dense()
    save(call, key, value)
    return int(converted) if word == "todense" else list(value.registers)


def describe(value: int, length: int, wide: bool) -> bytes:
    """Return a run as DECODE shows it."""
    if value:
        return b"v:%d,%d" % (value, length)
    return b"%b:%d" % (b"Z" if wide else b"z", length)


@command("pfselftest")
def pfselftest(call: Call) -> Reply:
    """PFSELFTEST: a server's check of its own arithmetic"""
    return OK
