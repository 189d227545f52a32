"""Streams of RDB files: blocks of entries in listpacks, numbers, groups and who has what pending.

block    first entry's ID (16 bytes, big-endian, as a string) | listpack
master   live | dead | n | name 1 ... name n | 0
entry    flags | ms - first's | seq - first's | values, or m and pairs | elements before this
         flags: 1 deleted, 2 the master's names
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from vkscope.files.blob import Blob
from vkscope.files.errors import FormatError
from vkscope.files.listpack import elements as listpack
from vkscope.files.rdb_reader import Reader
from vkscope.files.values import Consumer, Group, Pending, Stream, StreamID, id_text

_DELETED: Final = 1
_SAME: Final = 2
_MASK: Final = (1 << 64) - 1
_ID_BYTES: Final = 16


def stream(reader: Reader, version: int) -> Stream:
    """A stream in the form of stream, stream-v2 or stream-v3."""
    found = Stream([])
    last: StreamID | None = None
    for i in range(reader.length("blocks")):
        last = _block(reader, i, last, found)
    _numbers(reader, version, last, found)
    names: set[bytes] = set()
    for _ in range(reader.length("groups")):
        start = reader.offset
        group = _group(reader, version)
        if group.name in names:
            raise FormatError(start, "a stream's group that occurs twice")
        names.add(group.name)
        found.groups.append(group)
    return found


def _id_of(raw: bytes) -> StreamID:
    return int.from_bytes(raw[:8], "big"), int.from_bytes(raw[8:], "big")


def _block(reader: Reader, i: int, before: StreamID | None, found: Stream) -> StreamID:
    """Adds a block's entries; the ID of its last one."""
    start = reader.offset
    name = reader.string(f"block {i}, its first ID")
    if len(name) != _ID_BYTES:
        raise FormatError(start, "a stream's block whose name is not an ID")
    blob = reader.blob(f"block {i}")
    texts = listpack(blob)
    last = before
    try:
        for entry_id, is_deleted, pairs in _entries(blob, _id_of(name), texts):
            if last is not None and entry_id <= last:
                raise blob.fault(0, f"a stream whose IDs do not rise at {id_text(entry_id)}")
            last = entry_id
            if is_deleted:
                found.deleted += 1
            else:
                found.entries.append((entry_id, pairs))
    except (IndexError, ValueError):
        raise blob.fault(0, "a stream's block that is torn") from None
    if last is None or last == before:
        raise blob.fault(0, "a stream's block without entries")
    return last


def _entries(
    blob: Blob, first: StreamID, texts: list[bytes]
) -> Iterator[tuple[StreamID, bool, list[tuple[bytes, bytes]]]]:
    """ID, whether deleted, and pairs of every entry. IndexError, ValueError: the block is torn."""
    live, dead, count = (int(text) for text in texts[:3])
    if live < 0 or dead < 0 or count < 1 or int(texts[3 + count]) != 0:
        raise ValueError
    names = texts[3 : 3 + count]
    at, seen = 4 + count, [0, 0]
    while at < len(texts):
        begin = at
        flags, ms, seq = (int(text) for text in texts[at : at + 3])
        if not 0 <= flags <= _DELETED | _SAME:
            raise ValueError
        at += 3
        if flags & _SAME:
            pairs = list(zip(names, texts[at : at + count], strict=True))
            at += count
        else:
            own = int(texts[at])
            flat = texts[at + 1 : at + 1 + 2 * own]
            if own < 1 or len(flat) != 2 * own:
                raise ValueError
            pairs = list(zip(flat[::2], flat[1::2], strict=True))
            at += 1 + 2 * own
        if int(texts[at]) != at - begin:
            raise ValueError
        at += 1
        entry_id = (first[0] + ms & _MASK, first[1] + seq & _MASK)
        if entry_id < first:
            raise ValueError
        seen[flags & _DELETED] += 1
        yield entry_id, bool(flags & _DELETED), pairs
    if seen != [live, dead]:
        raise blob.fault(0, f"a stream's block says {live} live and {dead} deleted entries")


def _id(reader: Reader, what: str) -> StreamID:
    return reader.length(f"{what}, ms"), reader.length(f"{what}, seq")


def _numbers(reader: Reader, version: int, last: StreamID | None, found: Stream) -> None:
    start = reader.offset
    length = reader.length("entries")
    if length != len(found.entries):
        raise FormatError(start, f"a stream says {length} entries and has {len(found.entries)}")
    found.last_id = _id(reader, "last ID")
    found.entries_added = length
    if found.entries:
        found.first_id = found.entries[0][0]
    if version > 1:
        found.first_id = _id(reader, "first ID")
        found.max_deleted_id = _id(reader, "largest deleted ID")
        found.entries_added = reader.length("entries ever added")
    if last is not None and found.last_id < last:
        raise FormatError(start, "a stream whose last ID is below that of an entry")


def _group(reader: Reader, version: int) -> Group:
    name, last_id = reader.string("group"), _id(reader, "last ID delivered")
    group = Group(name, last_id, reader.length("entries read") if version > 1 else None)
    if group.entries_read is not None and group.entries_read >= 1 << 63:
        group.entries_read -= 1 << 64
        if group.entries_read < -1:
            raise FormatError(reader.offset, "a stream's group that has read less than nothing")
    for _ in range(reader.length("pending")):
        entry_id = _id_of(reader.raw(_ID_BYTES, "ID of a pending entry"))
        if entry_id in group.pending:
            raise FormatError(reader.offset, "a stream's group with an entry that is pending twice")
        delivered = reader.time("delivered")
        group.pending[entry_id] = Pending(entry_id, delivered, reader.length("deliveries"))
    names: set[bytes] = set()
    for _ in range(reader.length("consumers")):
        group.consumers.append(_consumer(reader, version, group, names))
    if any(pending.consumer is None for pending in group.pending.values()):
        raise FormatError(
            reader.offset, "a stream's group with an entry that is pending for nobody"
        )
    return group


def _consumer(reader: Reader, version: int, group: Group, names: set[bytes]) -> Consumer:
    name = reader.string("consumer")
    if name in names:
        raise FormatError(reader.offset, "a stream's consumer that occurs twice")
    names.add(name)
    seen = reader.time("seen")
    consumer = Consumer(name, seen, reader.time("active") if version > 2 else seen)
    for _ in range(reader.length("pending")):
        entry_id = _id_of(reader.raw(_ID_BYTES, "ID of a pending entry"))
        pending = group.pending.get(entry_id)
        if pending is None or pending.consumer is not None:
            raise FormatError(
                reader.offset, "a stream's consumer with an entry that is not pending, or another's"
            )
        pending.consumer = name
        consumer.pending.append(entry_id)
    return consumer
