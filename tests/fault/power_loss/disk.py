"""States that a disk may be in after a power loss.

What is kept of a file is what it held when its last completed fsync began. Of each 512-byte sector
written since, the disk has what it held after some of its writes, in their order, or, where the
file was never synced, garbage or zeros; the size is any between. What is kept of a name depends on
the kind of disk:
- "journal": operations on names last in their order, so a prefix of those since the last fsync of
a folder (or of a file, whose inode goes through the same journal) is there. ext4, XFS and btrfs
behave so.
- "posix": each name alone may be as at the last fsync of its folder, or as at any time since.
Nothing else is promised by the standard.
Invariant: with everything synced there is one state, the one that the server saw.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from tests.fault.power_loss.recording import Do, Operation

SECTOR = 512
FOLDER = -1


@dataclass
class File:
    """A file: what is sure to be there, and the changes since, in order; a change is (offset,
    bytes or None).
    """

    synced: bytearray = field(default_factory=bytearray)
    changes: list[tuple[int, bytes | None]] = field(default_factory=list)

    def change(self, offset: int, data: bytes | None) -> None:
        """A write, or with None a truncation to that size."""
        self.changes.append((offset, data))

    def settle(self, upto: int) -> None:
        """The first changes are on the disk."""
        for offset, new in self.changes[:upto]:
            apply(self.synced, offset, new)
        del self.changes[:upto]

    def whole(self) -> bytes:
        """The bytes that the server sees."""
        data = bytearray(self.synced)
        for offset, new in self.changes:
            apply(data, offset, new)
        return bytes(data)

    def after_loss(self, choose: random.Random, keep: float, garbage: bool) -> bytes:
        """The bytes after a power loss; keep is the share of unsynced sectors that are on the
        disk.
        """
        if not self.changes:
            return bytes(self.synced)
        truncations = [i for i, (_, new) in enumerate(self.changes) if new is None]
        stop = choose.choice([*truncations, len(self.changes)])
        data, safe = bytearray(self.synced), len(self.synced)
        largest = safe
        pieces: dict[int, list[tuple[int, bytes]]] = {}  # by sector
        for offset, new in self.changes[:stop]:
            if new is None:
                self._land(data, pieces, choose, 1.0, False)
                apply(data, offset, None)
                safe, largest = min(safe, offset), offset
                continue
            largest = max(largest, offset + len(new))
            for at, part in sectors(offset, new):
                pieces.setdefault(at // SECTOR, []).append((at, part))
        self._land(data, pieces, choose, keep, garbage)
        return self._sized(data, choose, safe, largest)

    @staticmethod
    def _land(
        data: bytearray,
        pieces: dict[int, list[tuple[int, bytes]]],
        choose: random.Random,
        keep: float,
        garbage: bool,
    ) -> None:
        """Write sectors, each as it stood after all of its writes, the first of them, or none."""
        for sector in sorted(pieces):
            writes = pieces[sector]
            all_of_them = choose.random() < keep
            count = len(writes) if all_of_them else choose.randrange(len(writes))
            for at, part in writes[:count]:
                apply(data, at, part)
            if garbage and count == 0 and writes[0][0] >= len(data):
                apply(data, writes[0][0], choose.randbytes(len(writes[0][1])))
        pieces.clear()

    @staticmethod
    def _sized(data: bytearray, choose: random.Random, safe: int, largest: int) -> bytes:
        size = choose.choice([len(data), largest, choose.randint(safe, max(safe, largest))])
        data.extend(bytes(max(0, size - len(data))))
        return bytes(data[: max(size, safe)])


def apply(data: bytearray, offset: int, new: bytes | None) -> None:
    """Change bytes in place; a hole is filled with zeros, and None sets the size."""
    if new is None:
        del data[offset:]
        data.extend(bytes(max(0, offset - len(data))))
        return
    data.extend(bytes(max(0, offset - len(data))))
    data[offset : offset + len(new)] = new


def sectors(offset: int, data: bytes) -> Iterable[tuple[int, bytes]]:
    """Cut a write where sectors end."""
    at = 0
    while at < len(data):
        n = min(len(data) - at, SECTOR - (offset + at) % SECTOR)
        yield offset + at, data[at : at + n]
        at += n


def parent(name: str) -> str:
    """The folder that a name stands in."""
    return name.rpartition("/")[0]


class Disk:
    """A disk that operations are applied to, one after the other."""

    def __init__(self, kind: str) -> None:
        assert kind in ("journal", "posix")
        self.kind = kind
        self.files: list[File] = []
        self._by_ino: dict[int, int] = {}
        self.names: dict[str, int] = {}  # as the server sees them: a file's number, or FOLDER
        self.lasting: dict[str, int] = {}
        self._pending: list[list[tuple[str, int | None]]] = []  # each an operation on names
        self._syncs: dict[tuple[int, str], tuple[int, int, int]] = {}

    # --- operations ---

    def do(self, operation: Operation) -> None:
        """Apply one operation of the log."""
        match operation.do:
            case Do.CREATE:
                self._create(operation)
            case Do.WRITE:
                self._file(operation).change(operation.offset, operation.data)
            case Do.TRUNCATE:
                self._file(operation).change(operation.offset, None)
            case Do.RENAME:
                self._rename(operation)
            case Do.UNLINK | Do.RMDIR:
                self._name((operation.path, None))
            case Do.MKDIR:
                self._name((operation.path, FOLDER))
            case Do.SYNC_BEGIN:
                self._sync_begin(operation)
            case Do.SYNC_END:
                self._sync_end(operation)

    def _create(self, operation: Operation) -> None:
        self.files.append(File())
        self._by_ino[operation.ino] = len(self.files) - 1
        self._name((operation.path, len(self.files) - 1))

    def _rename(self, operation: Operation) -> None:
        moved = [(operation.path, None), (operation.to, self.names[operation.path])]
        below = [name for name in self.names if name.startswith(operation.path + "/")]
        for name in below:
            moved += [(name, None), (operation.to + name[len(operation.path) :], self.names[name])]
        self._name(*moved)

    def _file(self, operation: Operation) -> File:
        return self.files[self._by_ino[operation.ino]]

    def _name(self, *changes: tuple[str, int | None]) -> None:
        set_names(self.names, changes)
        self._pending.append(list(changes))

    def _sync_begin(self, operation: Operation) -> None:
        number = self._by_ino.get(operation.ino, FOLDER)
        changes = len(self.files[number].changes) if number != FOLDER else 0
        key = (operation.thread, operation.path)
        self._syncs[key] = (number, changes, len(self._pending))

    def _sync_end(self, operation: Operation) -> None:
        number, changes, names = self._syncs.pop((operation.thread, operation.path))
        if number != FOLDER:
            self.files[number].settle(changes)
            self._shift(number, changes)
        if self.kind == "journal":
            self._settle_names(range(names), lambda _: True)
        elif number == FOLDER:
            self._settle_names(range(names), lambda name: parent(name) == operation.path)

    def _shift(self, number: int, changes: int) -> None:
        """Another fsync of the same file that runs has fewer changes to wait for."""
        for key, (other, upto, names) in self._syncs.items():
            if other == number:
                self._syncs[key] = (other, max(0, upto - changes), names)

    def _settle_names(self, which: range, chosen: Callable[[str], bool]) -> None:
        left = []
        for i, changes in enumerate(self._pending):
            rest = []
            for change in changes:
                if i in which and chosen(change[0]):
                    set_names(self.lasting, [change])
                else:
                    rest.append(change)
            left.append(rest)
        gone = sum(1 for i in which if not left[i])
        self._pending = [changes for i, changes in enumerate(left) if changes or i not in which]
        for key, (number, upto, names) in self._syncs.items():
            self._syncs[key] = (number, upto, max(0, names - gone))

    # --- states ---

    def _names_after_loss(self, choose: random.Random) -> dict[str, int]:
        names = dict(self.lasting)
        if self.kind == "journal":
            for changes in self._pending[: choose.randint(0, len(self._pending))]:
                set_names(names, changes)
            return names
        history: dict[str, list[int | None]] = {}
        for changes in self._pending:
            for name, number in changes:
                history.setdefault(name, [names.get(name)]).append(number)
        for name, numbers in history.items():
            set_names(names, [(name, choose.choice(numbers))])
        return names

    def after_loss(self, choose: random.Random) -> dict[str, bytes | None]:
        """Give the paths and bytes of one legal state; a folder has None. Nothing lies in a folder
        that is not there.
        """
        keep = choose.choice([0.0, 0.1, 0.5, 0.9, 1.0])
        garbage = choose.random() < 0.5
        state: dict[str, bytes | None] = {}
        for name, number in sorted(self._names_after_loss(choose).items()):
            folder = parent(name)
            if folder and folder not in state:
                continue
            state[name] = (
                None if number == FOLDER else self.files[number].after_loss(choose, keep, garbage)
            )
        return state


def set_names(names: dict[str, int], changes: Iterable[tuple[str, int | None]]) -> None:
    """Apply changes of names; None removes one."""
    for name, number in changes:
        if number is None:
            names.pop(name, None)
        else:
            names[name] = number


def write_state(state: dict[str, bytes | None], folder: Path) -> None:
    """Write a state into an empty folder."""
    for name, data in state.items():
        if data is None:
            (folder / name).mkdir()
        else:
            (folder / name).write_bytes(data)
