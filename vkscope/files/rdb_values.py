"""Values of RDB files, by type byte.

Design  DECODERS maps a type byte to the name that tools print and a function of a Reader. Blocks
        (listpack, ziplist, zipmap, intset) become lists of elements; what is then made of them is
        the same for all blocks, so a type that is stored in two ways has one function for both.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from math import isnan
from typing import Final

from vkscope.files.blob import Blob
from vkscope.files.errors import FormatError
from vkscope.files.listpack import elements as listpack
from vkscope.files.packed import intset, ziplist, zipmap
from vkscope.files.rdb_module import module
from vkscope.files.rdb_reader import Reader, number
from vkscope.files.rdb_stream import stream
from vkscope.files.values import Hash, Value

Unpack = Callable[[Blob], list[bytes]]
PLAIN, PACKED = 1, 2


def _string(reader: Reader) -> bytes:
    return reader.string("value")


def _list(reader: Reader) -> list[bytes]:
    return [reader.string(f"element {i}") for i in range(reader.count("elements"))]


def _packed_list(reader: Reader) -> list[bytes]:
    return _not_empty(reader, ziplist(reader.blob("ziplist")))


def _quicklist(reader: Reader) -> list[bytes]:
    found: list[bytes] = []
    for i in range(reader.count("nodes")):
        found += ziplist(reader.blob(f"node {i}"))
    return _not_empty(reader, found)


def _quicklist_2(reader: Reader) -> list[bytes]:
    found: list[bytes] = []
    for i in range(reader.count("nodes")):
        start = reader.offset
        container = reader.length(f"node {i}: 1 plain, 2 packed")
        if container == PACKED:
            found += listpack(reader.blob(f"node {i}"))
        elif container == PLAIN:
            found.append(reader.string(f"node {i}, one element"))
            if not found[-1]:
                raise FormatError(start, "a list's plain node without a byte")
        else:
            raise FormatError(start, f"a list's node of unknown kind {container}")
    return _not_empty(reader, found)


def _not_empty(reader: Reader, found: list[bytes]) -> list[bytes]:
    if not found:
        raise FormatError(reader.offset, "a value without elements")
    return found


def _set(reader: Reader) -> set[bytes]:
    found: set[bytes] = set()
    for i in range(reader.count("members")):
        member = reader.string(f"member {i}")
        if member in found:
            raise FormatError(reader.offset, "a set with a member that occurs twice")
        found.add(member)
    return found


def _packed_set(unpack: Unpack) -> Callable[[Reader], set[bytes]]:
    def decode(reader: Reader) -> set[bytes]:
        blob = reader.blob("members")
        members = unpack(blob)
        found = set(_not_empty(reader, members))
        if len(found) != len(members):
            raise blob.fault(0, "a set with a member that occurs twice")
        return found

    return decode


def _zset(score: Callable[[Reader, str], float]) -> Callable[[Reader], dict[bytes, float]]:
    def decode(reader: Reader) -> dict[bytes, float]:
        found: dict[bytes, float] = {}
        for i in range(reader.count("members")):
            member = reader.string(f"member {i}")
            if member in found:
                raise FormatError(reader.offset, "a sorted set with a member that occurs twice")
            found[member] = score(reader, "score")
        return found

    return decode


def _pairs(reader: Reader, blob: Blob, unpack: Unpack) -> Iterable[tuple[bytes, bytes]]:
    flat = _not_empty(reader, unpack(blob))
    if len(flat) % 2:
        raise blob.fault(0, f"{len(flat)} elements where pairs belong")
    firsts = flat[::2]
    if len(set(firsts)) != len(firsts):
        raise blob.fault(0, "a field or member that occurs twice")
    return zip(firsts, flat[1::2], strict=True)


def _packed_zset(unpack: Unpack) -> Callable[[Reader], dict[bytes, float]]:
    def decode(reader: Reader) -> dict[bytes, float]:
        blob = reader.blob("members and scores")
        found = {member: number(score) for member, score in _pairs(reader, blob, unpack)}
        if any(map(isnan, found.values())):
            raise blob.fault(0, "a score that is no number")
        return found

    return decode


def _packed_hash(unpack: Unpack) -> Callable[[Reader], Hash]:
    def decode(reader: Reader) -> Hash:
        return Hash(dict(_pairs(reader, reader.blob("fields and values"), unpack)))

    return decode


def _hash(reader: Reader) -> Hash:
    return _fields(reader, timed=False)


def _timed_hash(reader: Reader) -> Hash:
    return _fields(reader, timed=True)


def _fields(reader: Reader, timed: bool) -> Hash:
    found = Hash({})
    for i in range(reader.count("fields")):
        name = reader.string(f"field {i}")
        if name in found.fields:
            raise FormatError(reader.offset, "a hash with a field that occurs twice")
        found.fields[name] = reader.string("value")
        if timed:
            limit = reader.time("time limit (-1: none)")
            if limit < -1:
                raise FormatError(reader.offset - 8, "a field with a time limit below -1")
            if limit != -1:
                found.expires_ms[name] = limit
    return found


@dataclass(frozen=True, slots=True)
class Type:
    """How tools call a type byte, and what reads its value."""

    name: str
    decode: Callable[[Reader], Value]


DECODERS: Final[dict[int, Type]] = {
    0: Type("string", _string),
    1: Type("list-linked", _list),
    2: Type("set-hashtable", _set),
    3: Type("zset-v1", _zset(Reader.double_text)),
    4: Type("hash-hashtable", _hash),
    5: Type("zset-v2", _zset(Reader.double)),
    7: Type("module-value", module),
    9: Type("hash-zipmap", _packed_hash(zipmap)),
    10: Type("list-ziplist", _packed_list),
    11: Type("set-intset", _packed_set(intset)),
    12: Type("zset-ziplist", _packed_zset(ziplist)),
    13: Type("hash-ziplist", _packed_hash(ziplist)),
    14: Type("quicklist", _quicklist),
    15: Type("stream", lambda reader: stream(reader, 1)),
    16: Type("hash-listpack", _packed_hash(listpack)),
    17: Type("zset-listpack", _packed_zset(listpack)),
    18: Type("quicklist-v2", _quicklist_2),
    19: Type("stream-v2", lambda reader: stream(reader, 2)),
    20: Type("set-listpack", _packed_set(listpack)),
    21: Type("stream-v3", lambda reader: stream(reader, 3)),
    22: Type("hash-volatile-items", _timed_hash),
}
BLOCKS: Final = range(9, 22)
"""Type bytes of values that lie in blocks of bytes, not element by element."""


def type_name(type_byte: int) -> str:
    """As tools call it; module-pre-release is known and never read."""
    found = DECODERS.get(type_byte)
    return found.name if found else "module-pre-release" if type_byte == 6 else "unknown"


def block_name(type_byte: int | None) -> str:
    """What a value of this type lies in, where that is one block or several; else nothing."""
    if type_byte is None or type_byte not in BLOCKS:
        return ""
    return DECODERS[type_byte].name.partition("-v")[0].replace("-", " ").capitalize()
