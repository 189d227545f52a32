"""The folder of the append-only files: reads and writes the manifest, makes and removes files.

Rules: a manifest takes its place whole or not at all: written beside it, handed to the disk,
renamed, and the folder handed to the disk. What fails is logged here, and raised as FolderError.
"""

from __future__ import annotations

import os
from collections.abc import Callable

from vkscope.files import manifest as reading
from vkscope.native import door
from vkscope.server.aof.manifest import Files, manifest_name

Say = Callable[[str, str], None]
KINDS = {"b": 0, "i": 1, "h": 2}
"""Of parts, as the events number them."""


class FolderError(Exception):
    """Something failed, and the log says what."""


class PlacedError(FolderError):
    """The new manifest stands, but may not last: what the old one and it name must stay."""


def sync_folder(path: str) -> None:
    """Hand the names in a folder to the disk; OSError."""
    fd = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(fd)
    finally:
        os.close(fd)


class Folder:
    """`path`: appenddirname, in the working directory. `prefix`: appendfilename."""

    def __init__(self, path: str, prefix: str, say: Say) -> None:
        self.path, self.prefix = path, prefix
        self._say = say

    def file(self, name: str) -> str:
        """The path of a file in it."""
        return os.path.join(self.path, name)

    def _failed(self, text: str) -> FolderError:
        self._say("warning", text)
        return FolderError(text)

    def make(self) -> None:
        """Make it, unless it is there."""
        try:
            os.mkdir(self.path, 0o755)
            sync_folder(os.path.dirname(os.path.abspath(self.path)))
        except FileExistsError:
            if os.path.isdir(self.path):
                return
            raise self._failed(f"The path {self.path} is not a directory") from None
        except OSError as error:
            text = f"Can't open or create append-only dir {self.path}: {error.strerror}"
            raise self._failed(text) from None

    def read(self) -> Files:
        """What the manifest says; without one, nothing."""
        path = self.file(manifest_name(self.prefix))
        if not os.path.isdir(self.path):
            self._say("debug", f"The AOF directory {self.path} doesn't exist")
            return Files()
        if not os.path.exists(path):
            name = manifest_name(self.prefix)
            self._say("debug", f"The AOF manifest file {name} doesn't exist")
            return Files()
        try:
            with open(path, "rb") as file:
                return Files.of(reading.parse(file.read()))
        except OSError as error:
            text = "Fatal error: can't open the AOF manifest file"
            raise self._failed(f"{text} {path} for reading: {error.strerror}") from None
        except reading.ManifestError as error:
            self._say("warning", "\n*** FATAL AOF MANIFEST FILE ERROR ***\n")
            if error.line is not None:
                self._say("warning", f"Reading the manifest file, at line {error.number}\n")
                self._say("warning", f">>> '{error.line}'\n")
            raise self._failed(f"{error.text}\n") from None

    def write(self, files: Files) -> None:
        """Put a new manifest in its place."""
        name = manifest_name(self.prefix)
        temporary = f"temp-{name}"
        step = f"Can't open the AOF manifest file {temporary}"
        try:
            with open(self.file(temporary), "wb", buffering=0) as file:
                step = f"Error trying to write the temporary AOF manifest file {temporary}"
                self._write_all(file.fileno(), files.text.encode("utf-8", "surrogateescape"))
                step = f"Fail to fsync the temp AOF file {temporary}"
                os.fsync(file.fileno())
            step = f"Fail to fsync AOF directory {self.file(name)}"
            self.sync()  # the files that it names come before it
            step = f"Error trying to rename the temporary AOF manifest file {temporary} into {name}"
            os.rename(self.file(temporary), self.file(name))
        except OSError as error:
            raise self._failed(f"{step}: {error.strerror}") from None
        try:
            self.sync()
        except OSError as error:
            text = f"Fail to fsync AOF directory {self.file(name)}: {error.strerror}"
            self._say("warning", text)
            raise PlacedError(text) from None

    def _write_all(self, fd: int, data: bytes) -> None:
        while data:
            data = data[os.write(fd, data) :]

    def sync(self) -> None:
        """Hand the names in it to the disk; OSError."""
        sync_folder(self.path)

    def create(self, name: str) -> None:
        """Make an empty file, whatever was there."""
        try:
            fd = os.open(self.file(name), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644)
        except OSError as error:
            raise self._failed(
                f"Can't open the append-only file {name}: {error.strerror}"
            ) from None
        os.close(fd)

    def size(self, name: str) -> int:
        """Bytes of a file; 0 where that cannot be told."""
        try:
            return os.stat(self.file(name)).st_size
        except OSError as error:
            text = f"Unable to obtain the AOF file {name} length. stat: {error.strerror}"
            self._say("warning", text)
            return 0

    def remove(self, name: str) -> None:
        """Remove a file, its blocks in the background; one that is not there is none."""
        try:
            door.unlink_later(self.file(name))
        except OSError:
            return
