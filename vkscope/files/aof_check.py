"""Checks append-only files, and cuts what is broken or too new off their end.

Rules   Only the last file of a log may be cut. Nothing is cut without a "y", except by time.
Words   say: takes a line of the report.  ask: shows a question, returns what was typed.
Cost    One pass; a file that need not be cut is opened for reading alone.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from io import BufferedReader
from typing import BinaryIO, cast

from vkscope.files import manifest
from vkscope.files.aof import Annotation, Aof
from vkscope.files.rdb_check import RdbCheck, Say

Ask = Callable[[str], str]


class Kind(Enum):
    """What a file is, told from its first bytes."""

    COMMANDS = "RESP"
    PREAMBLE = "RDB"
    MANIFEST = "manifest"


class Result(Enum):
    """How a check of one file ended; the line about it, with its role and name."""

    OK = "{role} {name} is valid"
    EMPTY = "{role} {name} is empty"
    CUT = "Successfully truncated AOF {name}"
    CUT_AT_TIME = "Successfully truncated AOF {name} to timestamp {seconds}"


class StopError(Exception):
    """The check ends without success; everything was said."""


def kind_of(path: str) -> Kind:
    """What a file is; OSError when it cannot be opened."""
    with open(path, "rb") as file:
        if manifest.looks_like_one(file):
            return Kind.MANIFEST
        file.seek(0)
        head = file.read(8)
    is_rdb = len(head) == 8 and head.startswith((b"REDIS", b"VALKEY"))
    return Kind.PREAMBLE if is_rdb else Kind.COMMANDS


@dataclass(frozen=True, slots=True)
class AofCheck:
    """`fix`: offer to cut a broken end. `until`: cut what is newer than this second; 0: nothing."""

    say: Say
    ask: Ask
    now_ms: int
    fix: bool = False
    until: int = 0

    def run(self, path: str) -> None:
        """Check a file or a manifest and its files; StopError when that must fail."""
        kind = self._kind(path)
        if kind is Kind.MANIFEST:
            self._check_manifest(path)
            return
        self.say("Start checking Old-Style AOF")
        self._check_part(path, path, "AOF", kind is Kind.PREAMBLE, is_last=True)

    def _kind(self, path: str) -> Kind:
        try:
            return kind_of(path)
        except OSError as error:
            raise self._stop(f"Cannot open file {path}: {error.strerror}") from None

    def _stop(self, *lines: str) -> StopError:
        for line in lines:
            self.say(line)
        return StopError()

    def _check_manifest(self, path: str) -> None:
        self.say("Start checking Multi Part AOF")
        try:
            with open(path, "rb") as file:
                found = manifest.parse(file.read())
        except manifest.ManifestError as error:
            self.say("*** FATAL AOF MANIFEST FILE ERROR ***")
            if error.line is not None:
                self.say(f"Reading the manifest file, at line {error.number}")
                self.say(f">>> '{error.line}'")
            raise self._stop(error.text) from None
        parts = found.parts
        for i, part in enumerate(parts):
            place = os.path.join(os.path.dirname(path) or ".", part.name)
            is_base = part is found.base
            has_preamble = is_base and self._kind(place) is Kind.PREAMBLE
            if is_base:
                form = "RDB" if has_preamble else "RESP"
                self.say(f"Start to check BASE AOF ({form} format).")
            elif i == 0 or parts[i - 1] is found.base:
                self.say("Start to check INCR files.")
            role = "BASE AOF" if is_base else "INCR AOF"
            self._check_part(place, part.name, role, has_preamble, part is parts[-1])
        self.say("All AOF files and manifest are valid")

    def _check_part(
        self, path: str, name: str, role: str, has_preamble: bool, is_last: bool
    ) -> None:
        try:
            file = open(path, "rb+" if self.fix or self.until else "rb")  # noqa: SIM115
        except OSError as error:
            raise self._stop(f"Cannot open file {path}: {error.strerror}, aborting...") from None
        with file:
            result = self._check(file, path, name, has_preamble, is_last)
        self.say(result.value.format(role=role, name=name, seconds=self.until))

    def _check(
        self, file: BinaryIO, path: str, name: str, has_preamble: bool, is_last: bool
    ) -> Result:
        size = os.fstat(file.fileno()).st_size
        if size == 0:
            return Result.EMPTY
        start = self._preamble(file, path) if has_preamble else 0
        file.seek(start)
        aof = Aof(cast(BufferedReader, file), path, start)
        for item in aof.items():
            if self.until and isinstance(item, Annotation) and self._is_later(item):
                self._cut_at_time(file, path, item.offset, is_last)
                return Result.CUT_AT_TIME
        if aof.is_foreign:
            self.say(f"AOF {name} format error")
        if aof.complaint:
            self.say(aof.complaint)
        return self._judge(file, aof, name, size, is_last)

    def _preamble(self, file: BinaryIO, path: str) -> int:
        check = RdbCheck(self.say, self.now_ms)
        report = check.run(file, path)
        if report.problem:
            raise self._stop("RDB preamble of AOF file is not sane, aborting.")
        self.say("RDB preamble is OK, proceeding with AOF tail...")
        return report.bytes

    def _is_later(self, note: Annotation) -> bool:
        try:
            seconds = note.timestamp
        except ValueError as error:
            raise self._stop(str(error)) from None
        return seconds is not None and seconds > self.until

    def _cut_at_time(self, file: BinaryIO, path: str, offset: int, is_last: bool) -> None:
        if offset == 0:
            raise self._stop(f"AOF {path} has nothing before timestamp {self.until}, aborting...")
        if not is_last:
            raise self._stop(
                f"Failed to truncate AOF {path} to timestamp {self.until} to offset {offset} "
                "because it is not the last file.",
                "If you insist, please delete all files after this file according to the manifest "
                "file and delete the corresponding records in manifest file manually. "
                "Then re-run vkscope check-aof.",
            )
        self._cut(file, offset, f"Failed to truncate AOF {path} to timestamp {self.until}")

    def _cut(self, file: BinaryIO, size: int, failure: str) -> None:
        try:
            os.ftruncate(file.fileno(), size)
            os.fsync(file.fileno())
        except OSError:
            raise self._stop(failure) from None

    def _judge(self, file: BinaryIO, aof: Aof, name: str, size: int, is_last: bool) -> Result:
        broken = size - aof.whole
        if broken == 0 and self.until:
            self.say(f"Truncate nothing in AOF {name} to timestamp {self.until}")
            return Result.OK
        self.say(
            f"AOF analyzed: filename={name}, size={size}, ok_up_to={aof.whole}, "
            f"ok_up_to_line={aof.line}, diff={broken}"
        )
        if broken == 0:
            return Result.OK
        if not self.fix:
            raise self._stop(f"AOF {name} is not valid. Use the --fix option to try fixing it.")
        if not is_last:
            raise self._stop(f"Failed to truncate AOF {name} because it is not the last file")
        self.say(
            f"This will shrink the AOF {name} from {size} bytes, with {broken} bytes, "
            f"to {aof.whole} bytes"
        )
        if self.ask("Continue? [y/N]: ")[:1].lower() != "y":
            raise self._stop("Aborting...")
        self._cut(file, aof.whole, f"Failed to truncate AOF {name}")
        return Result.CUT
