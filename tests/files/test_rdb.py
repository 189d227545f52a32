"""RDB files made by hand: every record and type, and what is wrong with broken ones."""

from __future__ import annotations

import io
import itertools
import struct
import tracemalloc
from math import inf

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests import payloads as p
from tests.files.read import complaint, drawing, keys, records
from vkscope.files.errors import ShortError
from vkscope.files.rdb import Aux, End, Key, Library, ModuleAux, Rdb, Select, Sizes, SlotImport
from vkscope.files.values import Consumer, Group, Hash, Module, Pending, Stream, Value

ENTRIES: list[bytes | int] = [b"a", 1, b"b", -70000, b"c" * 300, 7, b"d", b"text", b"e", 2**40]
TEXTS = [b"a", b"1", b"b", b"-70000", b"c" * 300, b"7", b"d", b"text", b"e", b"%d" % 2**40]
NUMBERS: list[bytes | int] = [b"b", -70000, b"a", 1, b"c", 7]
SCORES = {b"b": -70000.0, b"a": 1.0, b"c": 7.0}
PAIRS = dict(zip(TEXTS[::2], TEXTS[1::2], strict=True))
ID = struct.pack(">QQ", 5, 0)
BLOCK = p.string(ID) + p.string(
    p.listpack([2, 1, 1, b"f", 0, 2, 0, 0, b"v", 4, 3, 1, 0, b"w", 4, 0, 2, 3, 1, b"g", b"x", 6])
)
GROUP_1 = p.string(b"g") + b"\x05\x00"
PENDING = b"\x01" + ID + struct.pack("<q", 1000) + b"\x02\x01" + p.string(b"alice")
SEEN, ACTIVE = struct.pack("<q", 2000), struct.pack("<q", -1)
ENTRIES_HELD = [((5, 0), [(b"f", b"v")]), ((7, 3), [(b"g", b"x")])]
LIMITED = p.pairs([(b"f", b"v")]) + struct.pack("<q", 9)
UNLIMITED = p.pairs([(b"g", b"w")]) + struct.pack("<q", -1)
MODULE_ID = sum("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".index(c)
                << (10 + 6 * i) for i, c in enumerate(reversed("test-type"))) | 3  # fmt: skip
ITEMS = (
    b"\x01\x81" + b"\xff" * 8 + b"\x02\x07\x03" + struct.pack("<f", 0.5) + b"\x04"
    + struct.pack("<d", 0.25) + b"\x05\x03abc\x00"
)  # fmt: skip


def a_stream(version: int) -> Stream:
    """What the hand-made streams hold."""
    pending = Pending((5, 0), 1000, 2, b"alice")
    consumer = Consumer(b"alice", 2000, -1 if version > 2 else 2000, [(5, 0)])
    group = Group(b"g", (5, 0), 1 if version > 1 else None, {(5, 0): pending}, [consumer])
    stream = Stream(list(ENTRIES_HELD), 1, (7, 3), (5, 0), (0, 0), 2, [group])
    if version > 1:
        stream.max_deleted_id, stream.entries_added = (6, 0), 3
    return stream


OWNED = b"\x01" + ID
NEWER = b"\x02\x07\x03\x05\x00\x06\x00\x03\x01" + GROUP_1 + b"\x01" + PENDING + SEEN
FORMS: dict[str, tuple[int, bytes, Value]] = {
    "string": (p.STRING, b"\x05hello", b"hello"),
    "int8": (p.STRING, b"\xc0\xfe", b"-2"),
    "int16": (p.STRING, b"\xc1\x00\x80", b"-32768"),
    "int32": (p.STRING, b"\xc2\xff\xff\xff\x7f", b"2147483647"),
    "14 bits": (p.STRING, b"\x41\x2c" + b"x" * 300, b"x" * 300),
    "32 bits": (p.STRING, b"\x80\x00\x00\x40\x00" + b"x" * 16384, b"x" * 16384),
    "64 bits": (p.STRING, b"\x81" + bytes(7) + b"\x02hi", b"hi"),
    "lzf": (p.STRING, b"\xc3\x07\x15\x02abc\xe0\x09\x02", b"abc" * 7),
    "list": (p.LIST, b"\x02\x01a\xc0\x07", [b"a", b"7"]),
    "ziplist": (p.LIST_ZIPLIST, p.string(p.ziplist(ENTRIES)), TEXTS),
    "quicklist": (p.LIST_QUICKLIST, b"\x02" + p.string(p.ziplist(ENTRIES)) * 2, TEXTS * 2),
    "quicklist 2": (
        p.LIST_QUICKLIST_2,
        b"\x02\x02" + p.string(p.listpack([b"a", 7])) + b"\x01" + p.string(b"big"),
        [b"a", b"7", b"big"],
    ),
    "set": (p.SET, b"\x02\x01a\xc0\x07", {b"a", b"7"}),
    "intset": (p.SET_INTSET, p.string(b"\x02\0\0\0\x02\0\0\0\xff\xff\x05\0"), {b"-1", b"5"}),
    "set listpack": (p.SET_LISTPACK, p.string(p.listpack([b"a", 7])), {b"a", b"7"}),
    "zset text": (p.ZSET, b"\x03\x01a\x031.5\x01b\xfe\x01c\xff",
                  {b"a": 1.5, b"b": inf, b"c": -inf}),
    "zset": (p.ZSET_2, b"\x01\x01a" + struct.pack("<d", 0.1), {b"a": 0.1}),
    "zset ziplist": (p.ZSET_ZIPLIST, p.string(p.ziplist(NUMBERS)), SCORES),
    "zset listpack": (p.ZSET_LISTPACK, p.string(p.listpack([b"a", 1, b"b", b"2.5"])),
                      {b"a": 1.0, b"b": 2.5}),
    "hash": (p.HASH, b"\x01" + p.pairs([(b"f", b"v")]), Hash({b"f": b"v"})),
    "zipmap": (p.HASH_ZIPMAP, p.string(p.zipmap([(b"f", b"v"), (b"g", b"")])),
               Hash({b"f": b"v", b"g": b""})),
    "hash ziplist": (p.HASH_ZIPLIST, p.string(p.ziplist(ENTRIES)), Hash(PAIRS)),
    "hash listpack": (p.HASH_LISTPACK, p.string(p.listpack([b"f", b"v"])), Hash({b"f": b"v"})),
    "hash limits": (p.HASH_2, b"\x02" + LIMITED + UNLIMITED,
                    Hash({b"f": b"v", b"g": b"w"}, {b"f": 9})),
    "stream 1": (p.STREAM, b"\x01" + BLOCK + b"\x02\x07\x03\x01" + GROUP_1 + PENDING + SEEN + OWNED,
                 a_stream(1)),
    "stream 2": (p.STREAM_2, b"\x01" + BLOCK + NEWER + OWNED, a_stream(2)),
    "stream 3": (p.STREAM_3, b"\x01" + BLOCK + NEWER + ACTIVE + OWNED, a_stream(3)),
    "module": (7, p.length(MODULE_ID) + ITEMS, Module("test-type", 3, [-1, 7, 0.5, 0.25, b"abc"])),
}  # fmt: skip


def key(type_byte: int, body: bytes, name: bytes = b"k") -> bytes:
    """A key's record."""
    return bytes([type_byte]) + p.string(name) + body


EVERYTHING = p.file(b"".join(key(t, b, n.encode()) for n, (t, b, _) in FORMS.items()), b"VALKEY080")

SMALL = p.file(b"".join(key(t, b) for t, b, _ in FORMS.values() if len(b) < 200), b"VALKEY080")


@pytest.mark.parametrize("form", FORMS)
def test_every_type_decodes(form: str) -> None:
    type_byte, body, value = FORMS[form]
    (found,) = keys(p.file(key(type_byte, body), b"VALKEY080"))
    assert found.value == value
    assert (found.offset, found.size) == (9, len(body) + 3)


def test_records_come_in_order() -> None:
    job = b"j" * 40
    body = (
        b"\xfa" + p.string(b"valkey-ver") + p.string(b"9.0.0")
        + b"\xf7" + p.length(MODULE_ID) + b"\x02\x01\x02\x07\x00"
        + b"\xf5" + p.string(b"#!lua name=l")
        + b"\xf3" + p.string(job) + b"\x01\x00\x05"
        + b"\xfe\x03\xfb\x02\x01\xf4\x07\x02\x01"
        + b"\xfc" + struct.pack("<q", 1234) + b"\xf8\x09" + key(p.STRING, b"\x01v")
        + b"\xfd" + struct.pack("<i", 7) + b"\xf9\xff" + key(p.STRING, b"\x01w", b"l")
    )  # fmt: skip
    *found, first, second, end = records(p.file(body, b"VALKEY080"))
    assert found == [
        Aux(b"valkey-ver", b"9.0.0"),
        ModuleAux("test-type", 1, [7]),
        Library(b"#!lua name=l"),
        SlotImport(job, [(0, 5)]),
        Select(3),
        Sizes(2, 1),
        Sizes(2, 1, 7),
    ]
    assert first == keys(p.file(body, b"VALKEY080"))[0]
    for name, limit, idle, use in ((b"k", 1234, 9, None), (b"l", 7000, None, 255)):
        held = first if name == b"k" else second
        got = (held.name, held.database, held.expires_ms, held.idle_s, held.frequency)  # type: ignore[union-attr]
        assert got == (name, 3, limit, idle, use)
    assert isinstance(end, End) and end.stated == end.computed


def test_a_file_without_a_sum_is_good() -> None:
    whole = p.file(key(p.STRING, b"\x01v"))
    end = records(whole[:-8] + bytes(8))[-1]
    assert isinstance(end, End) and end.stated == 0 != end.computed
    old = b"REDIS0004" + key(p.STRING, b"\x01v") + b"\xff"
    assert records(old)[-1] == End(None, p.crc64(old))


@pytest.mark.parametrize(
    ("data", "offset", "text"),
    [
        (b"NOTREDIS0", 9, "Wrong signature trying to load DB from file"),
        (b"REDIS0080", 9, "Can't handle RDB format version 80"),
        (b"VALKEY011", 9, "Can't handle RDB format version 11"),
        (b"REDIS0000", 9, "Can't handle RDB format version 0"),
        (p.file(key(16, b""), b"REDIS0012")[:20] + b"?", 0, ""),
        (p.file(key(22, b""), b"REDIS0012"), 10,
         "Unknown object type 22 in RDB file with foreign version 12"),
        (p.file(key(30, b"")), 10, "Invalid object type: 30"),
        (p.file(key(30, b""), b"VALKEY099"), 10,
         "Unknown object type 30 in RDB file with future version 99"),
        (p.file(b"\xf6"), 10, "Pre-release function format not supported 11"),
        (p.file(b"\xf7" + p.length(MODULE_ID) + b"\x01\x01\x00"), 20, "bad when_opcode"),
        (p.file(b"\xf3\x01j\x00"), 12, "Invalid slot import job name length in RDB"),
        (p.file(b"\xfe\xc0\x01"), 10, "a string where a length belongs"),
        (p.file(b"\xfe\x82"), 10, "a length of unknown form 0x82"),
        (p.file(key(p.STRING, b"\xc4")), 12, "a string of unknown form 0xc4"),
        (p.file(key(p.LIST, b"\x00")), 12, "a value without elements"),
        (p.file(key(p.SET, b"\x02\x01a\x01a")), 17, "a set with a member that occurs twice"),
        (p.file(key(p.ZSET, b"\x01\x01a\xfd")), 15, "a score that is not a number"),
        (p.file(key(p.ZSET, b"\x01\x01a\x01x")), 15, "a score that is no number"),
        (p.file(key(p.SET_INTSET, p.string(b"\x03\0\0\0\0\0\0\0"))), 13,
         "an intset with numbers of 3 bytes"),
        (p.file(key(p.SET_INTSET, p.string(b"\x02\0\0\0\x02\0\0\0\x05\0\x05\0"))), 23,
         "an intset whose numbers do not rise: 5, then 5"),
        (p.file(key(p.HASH_LISTPACK, p.string(p.listpack([b"f"])))), 13,
         "1 elements where pairs belong"),
        (p.file(key(p.LIST_QUICKLIST_2, b"\x01\x03")), 13, "a list's node of unknown kind 3"),
        (p.file(key(p.STREAM, b"\x00\x01\x00\x00\x00")), 13,
         "a stream says 1 entries and has 0"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_with_its_place(data: bytes, offset: int, text: str) -> None:
    error = complaint(data)
    assert error is not None
    if text:
        assert (error.offset, error.text) == (offset, text)


def test_a_wrong_sum_is_an_error() -> None:
    whole = p.file(key(p.STRING, b"\x01v"))
    error = complaint(whole[:-1] + bytes([whole[-1] ^ 1]))
    assert error is not None and error.text == "RDB CRC error"


def test_every_truncation_is_short() -> None:
    for size in range(len(SMALL)):
        assert isinstance(complaint(SMALL[:size]), ShortError), size


def test_every_flipped_bit_is_noticed() -> None:
    for at in range(len(SMALL)):
        for bit in range(8):
            torn = bytearray(SMALL)
            torn[at] ^= 1 << bit
            assert complaint(bytes(torn)) is not None, (at, bit)


@settings(max_examples=300)
@given(st.data())
def test_damage_without_a_sum_ends_in_values_or_a_complaint(data: st.DataObject) -> None:
    """With the sum switched off, so that the decoders see what is torn; drawing sees it too."""
    torn = bytearray(EVERYTHING[:-8] + bytes(8))
    for _ in range(data.draw(st.integers(1, 4))):
        torn[data.draw(st.integers(9, len(torn) - 10))] = data.draw(st.integers(0, 255))
    complaint(bytes(torn))
    assert drawing(bytes(torn))


def test_a_drawing_covers_every_byte_once() -> None:
    at = 0
    for piece in drawing(EVERYTHING):
        if piece.level == 0 or piece.inner:
            continue
        assert piece.offset == at, piece
        at += piece.size
        assert piece.head == EVERYTHING[piece.offset :][: min(piece.size, 16)]
    assert at == len(EVERYTHING)


class Made(io.BytesIO):
    """A file of so many keys of 1,000 bytes, made while it is read."""

    def __init__(self, count: int) -> None:
        super().__init__()
        self._parts = itertools.chain(
            [b"VALKEY080\xfe\x00"],
            (b"\x00\x08%08d\x43\xe8" % i + b"v" * 1000 for i in range(count)),
            [b"\xff" + bytes(8)],
        )

    def read(self, size: int | None = -1) -> bytes:
        assert size is not None and size > 0
        return b"".join(itertools.islice(self._parts, size // 1011))


def test_a_file_is_never_held_whole() -> None:
    """8 MB pass, and half of them is room enough."""
    tracemalloc.start()
    try:
        rdb = Rdb(Made(8_000))
        rdb.begin()
        assert sum(isinstance(record, Key) for record in rdb.records()) == 8_000
        assert tracemalloc.get_traced_memory()[1] < 4_000_000
    finally:
        tracemalloc.stop()
