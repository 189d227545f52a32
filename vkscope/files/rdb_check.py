"""Checks an RDB file and tells of it line by line, as scripts that read such lines expect."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, BinaryIO

from vkscope.files.errors import FormatError, ShortError
from vkscope.files.rdb import VERSION, Aux, End, Key, Library, ModuleAux, Rdb, Record, Select
from vkscope.files.rdb_values import block_name, type_name
from vkscope.files.values import size_of

Say = Callable[[str], None]


@dataclass(slots=True)
class Problem:
    """Why a file cannot be read, where, and what was read there."""

    offset: int
    text: str
    detail: str
    doing: str
    key: bytes | None
    type_byte: int | None


@dataclass(slots=True)
class Report:
    """What a file holds; `problem` None: nothing is wrong. `types` counts keys by type byte."""

    version: int = 0
    keys: int = 0
    expires: int = 0
    already_expired: int = 0
    functions: int = 0
    elements: int = 0
    bytes: int = 0
    aux: dict[str, str] = field(default_factory=dict)
    databases: Counter[int] = field(default_factory=Counter)
    types: Counter[int] = field(default_factory=Counter)
    checksum: str = "none"
    problem: Problem | None = None

    def plain(self) -> dict[str, Any]:
        """For JSON."""
        problem = self.problem
        return {
            "ok": problem is None,
            "version": self.version,
            "bytes": self.bytes,
            "keys": self.keys,
            "expires": self.expires,
            "already_expired": self.already_expired,
            "elements": self.elements,
            "functions": self.functions,
            "checksum": self.checksum,
            "aux": self.aux,
            "databases": {str(number): keys for number, keys in sorted(self.databases.items())},
            "types": {type_name(number): keys for number, keys in sorted(self.types.items())},
            "problem": problem
            and {
                "offset": problem.offset,
                "text": problem.text,
                "detail": problem.detail,
                "doing": problem.doing,
                "key": None if problem.key is None else text_of(problem.key),
                "type": None if problem.type_byte is None else type_name(problem.type_byte),
            },
        }


def text_of(data: bytes) -> str:
    """Text, what is no UTF-8 escaped."""
    return data.decode("utf-8", "backslashreplace")


class RdbCheck:
    """Reads one file. `each`, where it is set, is called with every key."""

    def __init__(self, say: Say, now_ms: int) -> None:
        self._say = say
        self._now_ms = now_ms
        self.each: Callable[[Key], None] | None = None
        self.rdb: Rdb | None = None

    def run(self, file: BinaryIO, name: str) -> Report:
        """Check from the file's place to the end of its records."""
        self._say(f"[offset 0] Checking RDB file {name}")
        self.rdb = rdb = Rdb(file)
        report = Report()
        try:
            rdb.begin()
            report.version = rdb.version
            self._tell_version(rdb)
            for record in rdb.records():
                self._take(record, report, rdb.offset)
        except FormatError as error:
            self._fail(error, report, rdb)
            return report
        finally:
            report.bytes = rdb.offset
        self._tell_good(report, rdb)
        return report

    def _tell_version(self, rdb: Rdb) -> None:
        kind = "Foreign" if rdb.is_foreign else "Future"
        if rdb.is_foreign or rdb.version > VERSION:
            self._say(f"[offset {rdb.offset}] {kind} RDB version {rdb.version} detected")

    def _take(self, record: Record, report: Report, offset: int) -> None:
        if isinstance(record, Key):
            self._take_key(record, report)
        elif isinstance(record, Select):
            self._say(f"[offset {offset}] Selecting DB ID {record.database}")
        elif isinstance(record, Aux):
            name, value = text_of(record.name), text_of(record.value)
            report.aux[name] = value
            self._say(f"[offset {offset}] AUX FIELD {name} = '{value}'")
        elif isinstance(record, Library):
            report.functions += 1
        elif isinstance(record, End):
            self._take_end(record, report, offset)
        elif isinstance(record, ModuleAux):
            self._say(f"[offset {offset}] MODULE AUX for: {record.name}")

    def _take_key(self, key: Key, report: Report) -> None:
        report.keys += 1
        report.elements += size_of(key.value)
        report.databases[key.database] += 1
        report.types[key.type_byte] += 1
        if key.expires_ms is not None:
            report.expires += 1
            report.already_expired += key.expires_ms < self._now_ms
        if self.each is not None:
            self.each(key)

    def _take_end(self, end: End, report: Report, offset: int) -> None:
        if end.stated == 0:
            report.checksum = "disabled"
            self._say(
                f"[offset {offset}] RDB file was saved with checksum disabled: no check performed."
            )
        elif end.stated is not None:
            report.checksum = "ok"
            self._say(f"[offset {offset}] Checksum OK")

    def _fail(self, error: FormatError, report: Report, rdb: Rdb) -> None:
        is_short = isinstance(error, ShortError)
        text = "Unexpected EOF reading RDB file" if is_short else error.text
        detail = error.text if is_short else ""
        report.problem = Problem(error.offset, text, detail, rdb.doing, rdb.key, rdb.type_byte)
        self._say("--- RDB ERROR DETECTED ---")
        block = block_name(rdb.type_byte) if rdb.doing == "read-object-value" else ""
        prefix = f"{block} integrity check failed: " if block and not is_short else ""
        self._say(f"[offset {error.offset}] {prefix}{text}")
        self._say(f"[additional info] While doing: {rdb.doing}")
        if detail:
            self._say(f"[additional info] Here {detail}")
        if rdb.key is not None:
            self._say(f"[additional info] Reading key '{text_of(rdb.key)}'")
        if rdb.type_byte is not None:
            number = rdb.type_byte
            self._say(f"[additional info] Reading type {number} ({type_name(number)})")
        self._tell_counts(report, on_key=rdb.doing == "read-object-value")

    def _tell_good(self, report: Report, rdb: Rdb) -> None:
        text = "\\o/ RDB looks OK! \\o/"
        if rdb.is_foreign or rdb.version > VERSION:
            text = "\\o/ RDB looks OK, but loading requires config 'rdb-version-check relaxed'"
        self._say(f"[offset {rdb.offset}] {text}")
        self._tell_counts(report)

    def _tell_counts(self, report: Report, on_key: bool = False) -> None:
        """`on_key`: one whose name was read counts as read, as ever in these lines."""
        self._say(f"[info] {report.keys + on_key} keys read")
        self._say(f"[info] {report.expires} expires")
        self._say(f"[info] {report.already_expired} already expired")
        self._say(f"[info] {report.functions} functions")
