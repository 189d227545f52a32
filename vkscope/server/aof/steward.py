"""The append-only files of a running server: the load at the start, rewrites, on and off.

Words: *waiting* says that writing was switched on while the server ran, and that no base is there
yet: what is written goes to a temporary increment until a child has made one.

    start     read manifest, load, make what is missing, open the last increment
    rewrite   a new increment is opened, then a child writes the base of what was before:
                  base 1, increment 1  |  base 1, increments 1 2  |  base 2, increment 2
                                     fork                     child ended
              until it has ended well, the old files hold everything. Then they are history, and go.

Rules: no file is given up before the manifest without it is on the disk.
"""

from __future__ import annotations

import os
import signal
import time
from dataclasses import dataclass
from typing import Final

from vkscope.files.manifest import Part
from vkscope.native import door
from vkscope.server.aof import policy
from vkscope.server.aof.folder import KINDS, Folder, FolderError, PlacedError
from vkscope.server.aof.manifest import Files, waiting_name
from vkscope.server.config import Config
from vkscope.server.config.values import ApplyError
from vkscope.server.info.numbers import Rewrites
from vkscope.server.log import Log

OFF, ON, WAITING = 0, 1, 2
"""Of native's enum aofState."""
COMMAND, GROWTH, SWITCHED_ON, SCHEDULED, OTHER = range(5)
"""Why a rewrite began, as the events number it."""
_SETTINGS: Final = (
    "aof-load-truncated",
    "aof-rewrite-incremental-fsync",
    "aof-timestamp-enabled",
)


@dataclass(frozen=True, slots=True)
class Child:
    """A rewrite under way."""

    pid: int
    why: int
    rdb: bool
    began: float

    @property
    def file(self) -> str:
        """What it writes, in the working directory."""
        return f"temp-rewriteaof-bg-{self.pid}.aof"


class AppendOnly:
    """Owns the manifest and the decisions about it."""

    def __init__(self, config: Config, log: Log) -> None:
        self._config = config
        self._say = log.say
        self.files = Files()
        self.child: Child | None = None
        self.scheduled = False
        self.rewrites = 0
        self.failures = 0
        """Rewrites that failed, one after the other."""
        self.last_good = True
        self.last_seconds = -1
        self.last_copied = 0
        self._limit = policy.Limit()
        self._running = False

    @property
    def folder(self) -> Folder:
        """The folder that the configuration names."""
        config = self._config
        return Folder(config.str("appenddirname"), config.str("appendfilename"), self._say)

    @property
    def state(self) -> int:
        """OFF, ON or WAITING."""
        return door.aof_numbers()["aof_state"]

    def follow(self) -> None:
        """Apply parameters now, and again whenever CONFIG SET changes them."""
        for name in _SETTINGS:
            self._config.on_apply(name, self._apply)
        self._config.on_apply("appendonly", self._switch)
        self._config.on_apply("aof-disable-auto-gc", lambda _: self._remove_history())
        self._apply(self._config)

    def _apply(self, config: Config) -> None:
        values = {
            "load_truncated": config.bool("aof-load-truncated"),
            "incremental_sync": config.bool("aof-rewrite-incremental-fsync"),
            "timestamps": config.bool("aof-timestamp-enabled"),
        }
        door.aof_files_settings(values, config.str("appendfilename"))

    # Start.

    def read(self) -> bool:
        """Read the manifest; False: it cannot be, the log says why."""
        try:
            self._hold(self.folder.read())
        except FolderError:
            return False
        return True

    def load(self) -> bool:
        """Load what the manifest names; False: the server must not go on."""
        began = time.monotonic()
        folder = self.folder
        try:
            self._upgrade(folder)
        except FolderError:
            return False
        if not self._tell_native():
            self._say("warning", "The AOF manifest names more files than can be loaded.")
            return False
        result, total, base = door.aof_load()
        if result is door.AofLoaded.BROKEN:
            return False
        if result not in (door.AofLoaded.ABSENT, door.AofLoaded.CANCELLED):
            door.aof_sizes(total, base)
            took = time.monotonic() - began
            self._say("notice", f"DB loaded from append only file: {took:.3f} seconds")
        return True

    def _upgrade(self, folder: Folder) -> None:
        """A file of a server before 7.0, in the working directory, becomes the base."""
        name, files = folder.prefix, self.files
        if not os.path.exists(name):
            return
        only_it = files.base is not None and not files.increments and files.base.name == name
        moved = os.path.exists(folder.file(name))
        if os.path.isdir(folder.path) and not files.is_empty and (not only_it or moved):
            return
        folder.make()
        migrated = files.migrated(name)
        folder.write(migrated)
        try:
            os.rename(name, folder.file(name))
            folder.sync()
        except OSError as error:
            text = f"Error trying to move the old AOF file {name} into dir {folder.path}"
            self._say("warning", f"{text}: {error.strerror}")
            raise FolderError(text) from None
        self._hold(migrated)
        text = f"Successfully migrated an old-style AOF file ({name}) into the AOF directory"
        self._say("notice", f"{text} ({folder.path}).")

    def open(self) -> bool:
        """Begin to write, where the configuration says so; False: that cannot be."""
        self._running = True
        if not self._config.bool("appendonly"):
            self._remove_history()
            return True
        try:
            self._open_last(self.folder)
        except FolderError:
            return False
        self._remove_history()
        return True

    def _open_last(self, folder: Folder) -> None:
        folder.make()
        files = self.files
        if files.is_empty:
            rdb = self._config.bool("aof-use-rdb-preamble")
            files = files.with_base(folder.prefix, rdb=rdb)
            assert files.base is not None, "it was just made"
            if not door.aof_write_base(folder.file(files.base.name), rdb=rdb):
                raise FolderError("no base")
            self._say("notice", f"Creating AOF base file {files.base.name} on server start")
        word = "Opening" if files.increments else "Creating"
        if not files.increments:
            files = files.with_increment(folder.prefix)
        name = files.increments[-1].name
        if word == "Creating":
            folder.create(name)
        if files != self.files:
            folder.write(files)
        self._write_to(name)
        self._hold(files)
        self._measure()
        self._say("notice", f"{word} AOF incr file {name} on server start")

    def _write_to(self, name: str) -> None:
        """What is written from now on goes to this file."""
        try:
            door.aof_open(self.folder.file(name))
        except OSError as error:
            text = f"Can't open the append-only file {name}: {error.strerror}"
            self._say("warning", text)
            raise FolderError(text) from None

    def _measure(self) -> None:
        """Tell native the sizes, unless the load has."""
        numbers = door.aof_numbers()
        base = self.folder.size(self.files.base.name) if self.files.base else 0
        if not numbers["aof_current_size"]:
            door.aof_sizes(base + numbers["increment_size"], base)

    # What is known.

    def _hold(self, files: Files) -> None:
        """These are the files from now on; tells what joined and left."""
        before = {part.name: part for part in _all(self.files)}
        after = {part.name: part for part in _all(files)}
        self.files = files
        self._tell_native()
        folder = self.folder
        for part in after.values():
            if before.get(part.name) != part and self._running:
                size = folder.size(part.name)
                door.aof_tell_file(KINDS[part.kind], part.sequence, size, False, part.name)
        for name in before.keys() - after.keys():
            part = before[name]
            door.aof_tell_file(KINDS[part.kind], part.sequence, 0, True, name)

    def _tell_native(self) -> bool:
        known = [(KINDS[part.kind], part.sequence, part.name) for part in _all(self.files)]
        return door.aof_files(self.folder.path, known)

    def _show(self) -> None:
        door.aof_show(
            {
                "rewrites": self.rewrites,
                "failures": self.failures,
                "scheduled": self.scheduled,
                "rewrite_ok": self.last_good,
            }
        )

    def _remove_history(self) -> None:
        if self._config.bool("aof-disable-auto-gc") or not self.files.history:
            return
        folder = self.folder
        for part in self.files.history:
            self._say("notice", f"Removing the history file {part.name} in the background")
            folder.remove(part.name)
        files = self.files.without_history()
        self._hold(files)
        try:
            folder.write(files)
        except FolderError:
            return  # the files are gone all the same, and history is not loaded

    def report(self) -> Rewrites:
        """What INFO tells of rewrites."""
        running = self.child
        return Rewrites(
            running=running is not None,
            scheduled=self.scheduled,
            seconds=int(time.time() - running.began) if running else -1,
            last_seconds=self.last_seconds,
            last_good=self.last_good,
            count=self.rewrites,
            failures=self.failures,
            copied=self.last_copied,
        )

    # Rewriting.

    def bgrewriteaof(self) -> tuple[bool, str]:
        """BGREWRITEAOF: whether it is no error, and the answer."""
        if self.child is not None:
            return False, "Background append only file rewriting already in progress"
        if door.child_active() or door.within_unit():
            self.scheduled = True
            self.failures = 0  # who asks by hand does not wait for the limit
            self._show()
            self._say("notice", "Background append only file rewriting scheduled.")
            return True, "Background append only file rewriting scheduled"
        if self._begin(COMMAND):
            return True, "Background append only file rewriting started"
        text = "Can't execute an AOF background rewriting."
        return False, f"{text} Please check the server logs for more information."

    def _begin(self, why: int) -> bool:
        try:
            self._next_increment()
            rdb = self._config.bool("aof-use-rdb-preamble")
            self.rewrites += 1
            pid = door.aof_rewrite(rdb=rdb)
        except FolderError:
            self._failed_to_begin()
            return False
        except OSError as error:
            text = "Can't rewrite append only file in background: fork"
            self._say("warning", f"{text}: {error.strerror}")
            self._failed_to_begin()
            return False
        self._say("notice", f"Background append only file rewriting started by pid {pid}")
        self.child = Child(pid, why, rdb, time.time())
        self.scheduled = False
        self._show()
        return True

    def _failed_to_begin(self) -> None:
        self.last_good = False
        self._show()

    def _next_increment(self) -> None:
        """What is written from now on goes to another file; the child's has all before that."""
        folder, state = self.folder, self.state
        folder.make()
        if state == OFF:
            return
        if state == WAITING:
            name, files = waiting_name(folder.prefix), self.files
        else:
            files = self.files.with_increment(folder.prefix)
            name = files.increments[-1].name
        folder.create(name)
        if files != self.files:
            self._settle()
            folder.write(files)
        try:
            self._write_to(name)
        except FolderError:
            if files != self.files:
                folder.write(self.files)
            folder.remove(name)
            raise
        self._say("notice", f"Creating AOF incr file {name} on background rewrite")
        if files != self.files:
            self._hold(files)

    def _settle(self) -> None:
        """Hand the file under way to the disk: one that others follow is refused when torn."""
        try:
            door.aof_sync()
        except OSError as error:
            text = f"Fail to fsync the AOF file before the next one: {error.strerror}"
            self._say("warning", text)
            raise FolderError(text) from None

    def _ended(self, child: Child, status: int, copied: int) -> None:
        self.last_copied = copied
        if os.WIFEXITED(status) and os.WEXITSTATUS(status) == 0:
            self._say("notice", "Background AOF rewrite terminated with success")
            try:
                self._take(child)
                self._succeeded()
            except FolderError:
                self._count_failure()
        elif os.WIFEXITED(status):
            self._count_failure()
            self._say("warning", "Background AOF rewrite terminated with error")
        else:
            number = os.WTERMSIG(status)
            if number != signal.SIGUSR1:
                self._count_failure()
            self._say("warning", f"Background AOF rewrite terminated by signal {number}")
        self._clear(child)

    def _count_failure(self) -> None:
        self.last_good = False
        self.failures += 1

    def _succeeded(self) -> None:
        numbers = door.aof_numbers()
        base = self.folder.size(self.files.base.name) if self.files.base else 0
        if numbers["aof_state"] != OFF:
            size = base + numbers["increment_size"]
            door.aof_sizes(size, size)
        self._remove_history()
        self.last_good, self.failures = True, 0
        self._say("notice", "Background AOF rewrite finished successfully")
        if numbers["aof_state"] == WAITING:
            door.aof_on()

    def _take(self, child: Child) -> None:
        """Put the new base in its place, and the increment that waited for it."""
        folder, state = self.folder, self.state
        files = self.files.with_base(folder.prefix, rdb=child.rdb)
        assert files.base is not None, "it was just made"
        new = [files.base.name]
        self._rename(child.file, files.base.name, "base")
        try:
            if state == WAITING:
                files = files.with_increment(folder.prefix)
                name = files.increments[-1].name
                self._rename(folder.file(waiting_name(folder.prefix)), name, "incr")
                new.append(name)
            files = files.rewritten(keep_last=state != OFF)
            folder.write(files)
        except PlacedError:
            raise
        except FolderError:
            for name in new:
                folder.remove(name)
            raise
        self._hold(files)

    def _rename(self, old: str, name: str, kind: str) -> None:
        new = self.folder.file(name)
        began = time.monotonic_ns()
        try:
            os.rename(old, new)
        except OSError as error:
            text = f"Error trying to rename the temporary AOF {kind} file {old} into {new}"
            self._say("warning", f"{text}: {error.strerror}")
            raise FolderError(text) from None
        door.aof_renamed(time.monotonic_ns() - began)
        text = f"Successfully renamed the temporary AOF {kind} file {os.path.basename(old)}"
        self._say("notice", f"{text} into {name}")

    def _clear(self, child: Child) -> None:
        """The child is gone: what it left, too."""
        for name in (child.file, child.file.replace("-bg-", "-")):
            if os.path.exists(name):
                os.unlink(name)
        if self.state == WAITING:
            self._forget_waiting()
            self.scheduled = True
        self.child = None
        self.last_seconds = int(time.time() - child.began)
        self._tell_ended(child)
        self._show()

    def _forget_waiting(self) -> None:
        """The rewrite failed that was to make the first base: the next one begins anew."""
        folder = self.folder
        name = waiting_name(folder.prefix)
        door.aof_expect()
        self._say("notice", f"Removing the temp incr aof file {name} in the background")
        folder.remove(name)

    def _tell_ended(self, child: Child) -> None:
        good = self.last_good and self.files.base is not None
        name = self.files.base.name if good and self.files.base else child.file
        door.aof_tell_rewrite(
            {
                "why": child.why,
                "bytes": self.folder.size(name) if good else 0,
                "increment": door.aof_numbers()["increment_size"],
                "copied": self.last_copied,
                "life_ms": max(0, int((time.time() - child.began) * 1000)),
                "good": good,
                "failures": self.failures,
            },
            name,
        )

    def cron(self, now: float) -> None:
        """Take what a child has made; begin rewrites that are due. `now`: seconds, any origin.

        Not while the files are loaded (DEBUG LOADAOF): they must stay those that the load began
        with, and a child would save a part of the data.
        """
        if not self._running or door.loading():
            return
        self.collect()
        if self.child is not None or not (self.scheduled or self._config.bool("appendonly")):
            return
        if door.child_active():
            return
        if self.scheduled:
            if not self._held_back(now):
                self._begin(SCHEDULED)
            return
        self._watch_growth(now)

    def collect(self) -> None:
        """Take what a child has made that has ended."""
        ended = door.aof_rewrite_ended()
        if ended is not None and self.child is not None and ended[0] == self.child.pid:
            self._ended(self.child, *ended[1:])

    def _held_back(self, now: float) -> bool:
        before = self._limit.until
        held = self._limit.holds(self.failures, now)
        if held and self._limit.until != before:
            text = "Background AOF rewrite has repeatedly failed and triggered the limit"
            self._say("warning", f"{text}, will retry in {self._limit.delay} minutes")
        return held

    def _watch_growth(self, now: float) -> None:
        config, numbers = self._config, door.aof_numbers()
        current, base = numbers["aof_current_size"], numbers["aof_base_size"]
        percentage = config.int("auto-aof-rewrite-percentage")
        least = config.int("auto-aof-rewrite-min-size")
        if numbers["aof_state"] != ON or not policy.has_grown(current, base, percentage, least):
            return
        if self._held_back(now):
            return
        growth = current * 100 // (base or 1) - 100
        self._say("notice", f"Starting automatic rewriting of AOF on {growth}% growth")
        self._begin(GROWTH)

    # On and off.

    def _switch(self, config: Config) -> None:
        if not self._running:
            return
        if config.bool("appendonly") and self.state == OFF:
            self._start()
        elif not config.bool("appendonly") and self.state != OFF:
            self._stop()

    def _start(self) -> None:
        door.aof_expect()
        if self.child is None and door.child_active():
            self.scheduled = True
            text = "AOF was enabled but there is already another background operation."
            self._say("notice", f"{text} An AOF background was scheduled to start when possible.")
        elif door.within_unit():
            self.scheduled = True
            text = "AOF was enabled during a transaction."
            self._say("notice", f"{text} An AOF background was scheduled to start when possible.")
        else:
            self._begin_first()
        self._show()

    def _begin_first(self) -> None:
        if self.child is not None:
            text = "AOF was enabled but there is already an AOF rewriting in background."
            self._say("notice", f"{text} Stopping background AOF and starting a rewrite now.")
            self._kill()
        if self._begin(SWITCHED_ON):
            return
        door.aof_stop()
        text = "The server needs to enable the AOF but can't trigger a background AOF rewrite"
        self._say(
            "warning", f"{text} operation. Check the above logs for more info about the error."
        )
        raise ApplyError("Unable to turn on AOF. Check server logs.")

    def _stop(self) -> None:
        waiting = self.state == WAITING
        door.aof_stop()
        if self.scheduled:
            self.scheduled = False
            text = "AOF was disabled but there is a scheduled AOF background, cancel it."
            self._say("notice", text)
        self._kill()
        if waiting:
            self.folder.remove(waiting_name(self.folder.prefix))
        self._show()

    def _kill(self) -> None:
        """End the child under way, without counting that as a failure."""
        if self.child is None:
            return
        door.aof_rewrite_kill()
        for name in (self.child.file, self.child.file.replace("-bg-", "-")):
            if os.path.exists(name):
                os.unlink(name)
        self.child = None

    # The end.

    def at_end(self, *, force: bool) -> bool:
        """Make all durable, as a server that ends does; False: it must stay."""
        if self.child is not None:
            if self.state == WAITING and not force:
                self._say("warning", "Writing initial AOF, can't exit.")
                return False
            if self.state == WAITING:
                self._say("warning", "Writing initial AOF, exit anyway.")
            self._say("warning", "There is a child rewriting the AOF. Killing it!")
            self._kill()
        if self.state == OFF:
            return True
        self._say("notice", "Calling fsync() on the AOF file.")
        try:
            door.aof_sync()
        except OSError as error:
            self._say("warning", f"Fail to fsync the AOF file: {error.strerror}.")
        return True


def _all(files: Files) -> list[Part]:
    return [*([files.base] if files.base else []), *files.history, *files.increments]
