"""RDB files as records, one after the other.

    magic     REDIS and four digits up to version 79, VALKEY and three digits from 80 on
    record    250 name value                       about the file
              254 database | 251 keys keys-with-TTL | 244 slot keys keys-with-TTL
              252 ms, 253 s, 248 idle s, 249 counter   about the next key
              245 source                           a library of functions
              247 module 2 when items              what a module keeps outside of keys
              243 job ranges                       slots on their way to who wrote the file
              type byte, key, value
    255, and from version 5 on crc64 of all bytes before it (0: none was made)

Words   foreign: versions 12 to 79, which others gave meanings of their own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import BinaryIO, Final

from vkscope.files import rdb_module
from vkscope.files.blob import shown
from vkscope.files.errors import FormatError
from vkscope.files.rdb_reader import Reader
from vkscope.files.rdb_values import DECODERS, type_name
from vkscope.files.sketch import Sketch
from vkscope.files.source import Source
from vkscope.files.values import KINDS, Value

VERSION: Final = 80
"""The newest that is read for certain."""
FOREIGN: Final = range(12, 80)
_FOREIGN_CODES: Final = range(22, 244)
_SUM_SINCE: Final = 5
_JOB_BYTES: Final = 40
_END: Final = 255


@dataclass(frozen=True, slots=True)
class Aux:
    """A word about the file."""

    name: bytes
    value: bytes


@dataclass(frozen=True, slots=True)
class Select:
    """The keys that follow are in this database."""

    database: int


@dataclass(frozen=True, slots=True)
class Sizes:
    """How many keys will come, and how many of them with a time limit."""

    keys: int
    expires: int
    slot: int | None = None


@dataclass(frozen=True, slots=True)
class Library:
    """A library of functions."""

    code: bytes


@dataclass(frozen=True, slots=True)
class ModuleAux:
    """What a module keeps outside of keys; `when` 1: before them, 2: after."""

    name: str
    when: int
    items: list[int | float | bytes]


@dataclass(frozen=True, slots=True)
class SlotImport:
    """Slots (first, last) that were on their way to who wrote the file."""

    job: bytes
    ranges: list[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Key:
    """A key; `offset` and `size` are those of all its bytes, expiry included."""

    offset: int
    size: int
    database: int
    name: bytes
    type_byte: int
    value: Value
    expires_ms: int | None
    idle_s: int | None
    frequency: int | None

    @property
    def kind(self) -> str:
        """As TYPE says it, "module" for what modules made."""
        return KINDS[type(self.value)]


@dataclass(frozen=True, slots=True)
class End:
    """The end mark; `stated` is the checksum behind it: 0 none was made, None no room for one."""

    stated: int | None
    computed: int


Record = Aux | Select | Sizes | Library | ModuleAux | SlotImport | Key | End


class Rdb:
    """Decodes one file from its place.

    `doing`, `key` and `type_byte` say what was read when a FormatError came.
    """

    def __init__(self, file: BinaryIO, sketch: Sketch | None = None) -> None:
        self._reader = Reader(Source(file), sketch)
        self._sketch = sketch
        self.version = 0
        self.doing = "start"
        self.key: bytes | None = None
        self.type_byte: int | None = None
        self._database = 0
        self._start = 0
        self._expires_ms: int | None = None
        self._idle_s: int | None = None
        self._frequency: int | None = None

    @property
    def offset(self) -> int:
        """Bytes read so far."""
        return self._reader.offset

    def rest(self) -> bytes:
        """At most a block of the bytes behind the records that were read; nothing at the end."""
        return self._reader.source.rest()

    def begin(self) -> None:
        """Read the magic; FormatError when this is no file that can be read."""
        if self._sketch is not None:
            self._sketch.begin()
        magic = self._reader.raw(9, "magic")
        if magic[:6] not in (b"REDIS0", b"VALKEY"):
            raise FormatError(self.offset, "Wrong signature trying to load DB from file")
        digits = magic[6:]
        self.version = int(digits) if digits.isdigit() else 0
        named_valkey = magic[:6] == b"VALKEY"
        if self.version < 1 or named_valkey != (self.version >= FOREIGN.stop):
            raise FormatError(self.offset, f"Can't handle RDB format version {self.version}")
        if self._sketch is not None:
            self._sketch.title(0, f"RDB file of version {self.version}")

    @property
    def is_foreign(self) -> bool:
        """Whether others gave this version's records meanings of their own."""
        return self.version in FOREIGN

    def records(self) -> Iterator[Record]:
        """All records behind the magic; FormatError where the file contradicts its format."""
        while True:
            self.doing = "read-type"
            self._begin_record()
            start = self.offset
            code = self._code()
            if code == _END:
                yield self._end(start)
                return
            read = _READ.get(code)
            if self.is_foreign and code in _FOREIGN_CODES:
                raise FormatError(
                    self.offset,
                    f"Unknown object type {code} in RDB file with foreign version {self.version}",
                )
            if read is None:
                yield self._key(code, start)
            else:
                record = read(self, start)
                if record is not None:
                    yield record

    def _code(self) -> int:
        raw = self._reader.source.take(1)
        if self._sketch is not None:
            name = _CODES.get(raw[0]) or f"type {raw[0]}: {type_name(raw[0])}"
            self._sketch.note(self.offset - 1, raw, name)
        return raw[0]

    def _begin_record(self) -> None:
        if self._expires_ms is None and self._idle_s is None and self._frequency is None:
            self._start = self.offset
            if self._sketch is not None:
                self._reader.sketch = self._sketch
                self._sketch.begin()

    def _title(self, start: int, meaning: str) -> None:
        if self._sketch is not None:
            self._sketch.title(start, meaning)

    def _end(self, start: int) -> End:
        computed = self._reader.source.sum()
        self._title(start, "end of the records")
        self.doing = "check-sum"
        if self.version < _SUM_SINCE:
            return End(None, computed)
        stated = int.from_bytes(self._reader.raw(8, f"checksum, computed {computed:#x}"), "little")
        if stated not in (0, computed):
            raise FormatError(self.offset, "RDB CRC error")
        return End(stated, computed)

    def _expire_ms(self, start: int) -> None:
        self.doing = "read-expire"
        self._expires_ms = self._reader.time("the next key expires")

    def _expire_s(self, start: int) -> None:
        self.doing = "read-expire"
        raw = self._reader.raw(4, "the next key expires, s")
        self._expires_ms = int.from_bytes(raw, "little", signed=True) * 1000

    def _idle(self, start: int) -> None:
        self._idle_s = self._reader.length("the next key was idle, s")

    def _counter(self, start: int) -> None:
        self._frequency = self._reader.byte("the next key's use counter")

    def _select(self, start: int) -> Select:
        self.doing = "read-len"
        self._database = self._reader.length("database")
        self._title(start, f"database {self._database}")
        return Select(self._database)

    def _sizes(self, start: int) -> Sizes:
        self.doing = "read-len"
        sizes = Sizes(self._reader.length("keys"), self._reader.length("keys with a time limit"))
        self._title(start, f"{sizes.keys} keys to come, {sizes.expires} of them with a time limit")
        return sizes

    def _slot_sizes(self, start: int) -> Sizes:
        slot = self._reader.length("slot")
        sizes = Sizes(self._reader.length("keys"), self._reader.length("with a time limit"), slot)
        self._title(start, f"slot {slot}: {sizes.keys} keys")
        return sizes

    def _aux(self, start: int) -> Aux:
        self.doing = "read-aux"
        aux = Aux(self._reader.string("name"), self._reader.string("value"))
        self._title(start, f"about the file: {shown(aux.name)} = {shown(aux.value)}")
        return aux

    def _library(self, start: int) -> Library:
        self.doing = "read-functions"
        library = Library(self._reader.string("source"))
        self._title(start, f"library of functions, {len(library.code)} bytes")
        return library

    def _old_library(self, start: int) -> None:
        raise FormatError(self.offset, f"Pre-release function format not supported {self.version}")

    def _module_aux(self, start: int) -> ModuleAux:
        self.doing = "read-module-aux"
        name = rdb_module.name_of(self._reader.length("module and version"))
        if self._reader.length("opcode of an item") != rdb_module.UNSIGNED:
            raise FormatError(self.offset, "bad when_opcode")
        when = self._reader.length("1: before the keys, 2: after")
        aux = ModuleAux(name, when, rdb_module.items(self._reader))
        self._title(start, f"data of module {name}")
        return aux

    def _slot_import(self, start: int) -> SlotImport:
        job = self._reader.string("job")
        if len(job) != _JOB_BYTES:
            raise FormatError(self.offset, "Invalid slot import job name length in RDB")
        length = self._reader.length
        ranges = [(length("first slot"), length("last")) for _ in range(length("ranges"))]
        self._title(start, f"slots that were being imported: {len(ranges)} ranges")
        return SlotImport(job, ranges)

    def _key(self, type_byte: int, start: int) -> Key:
        found = DECODERS.get(type_byte)
        if found is None:
            raise FormatError(self.offset, self._no_type(type_byte))
        self.type_byte, self.doing = type_byte, "read-key"
        self.key = self._reader.string("key")
        if self._sketch is not None:
            title = self._key_title(self.key, type_byte)
            if not self._sketch.title(self._start, title, (self.key,)):
                self._reader.sketch = None  # until the next record
        self.doing = "read-object-value"
        value = found.decode(self._reader)
        key = Key(
            self._start,
            self.offset - self._start,
            self._database,
            self.key,
            type_byte,
            value,
            self._expires_ms,
            self._idle_s,
            self._frequency,
        )
        self.key = self.type_byte = self._expires_ms = self._idle_s = self._frequency = None
        return key

    def _no_type(self, type_byte: int) -> str:
        if self.version > VERSION:
            return f"Unknown object type {type_byte} in RDB file with future version {self.version}"
        return f"Invalid object type: {type_byte}"

    def _key_title(self, name: bytes, type_byte: int) -> str:
        title = f"key {shown(name)}, {type_name(type_byte)}, db {self._database}"
        if self._expires_ms is not None:
            title += f", expires {time_text(self._expires_ms)}"
        return title


def time_text(ms: int) -> str:
    """A time as people read it; the number where it is beyond all calendars."""
    try:
        return datetime.fromtimestamp(ms / 1000, UTC).strftime("%Y-%m-%d %H:%M:%S UTC")
    except (ValueError, OverflowError, OSError):
        return f"{ms} ms"


_READ: Final[dict[int, Callable[[Rdb, int], Record | None]]] = {
    243: Rdb._slot_import,
    244: Rdb._slot_sizes,
    245: Rdb._library,
    246: Rdb._old_library,
    247: Rdb._module_aux,
    248: Rdb._idle,
    249: Rdb._counter,
    250: Rdb._aux,
    251: Rdb._sizes,
    252: Rdb._expire_ms,
    253: Rdb._expire_s,
    254: Rdb._select,
}

_CODES: Final = {
    243: "slot import",
    244: "slot sizes",
    245: "library of functions",
    246: "library, before its release",
    247: "data of a module",
    248: "idle time",
    249: "use counter",
    250: "word about the file",
    251: "sizes",
    252: "time limit in ms",
    253: "time limit in s",
    254: "database",
    255: "end",
}
