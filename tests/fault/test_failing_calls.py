"""Disk calls fail, once or for ever: nothing acknowledged is lost, and the server recovers alone.

One client asks for 60 units (about 300 commands), one after the other; a unit that is refused is
asked for again. SAVE, BGSAVE and BGREWRITEAOF come in between. Then the calls succeed again, the
server must take a unit, is killed, and another starts on its files.
Words: with appendfsync always a server that cannot keep its promise may close the connection, or
leave with an error, instead of answering; it must never die by a signal. VKSCOPE_FAULTS is the
number of cases of each policy, 6 unless said; 0 tries all.
"""

from __future__ import annotations

import contextlib
import errno
import itertools
import os
import random
import time
from pathlib import Path

import pytest

from tests.fault.power_loss.check import arguments_of
from tests.fault.power_loss.recording import (
    SERVER,
    Do,
    Shimmed,
    start_server,
)
from tests.fault.power_loss.workload import (
    Client,
    call,
    differences,
    holdings,
    units_of,
)

FAULTS = int(os.environ.get("VKSCOPE_FAULTS", "6"))
UNITS = 60
CALLS = (
    Do.WRITE,
    Do.SYNC_BEGIN,
    Do.FOLDER_SYNC,
    Do.OPEN,
    Do.RENAME,
    Do.UNLINK,
    Do.TRUNCATE,
    Do.CLOSE,
    Do.FORK,
)
ERRORS = (errno.EIO, errno.ENOSPC, errno.EINTR, errno.ENOMEM)
SHORT = -1
FOREVER = -1
Case = tuple[Do, int, int, int]  # call, error or SHORT, how many succeed before, how many fail


def cases() -> list[Case]:
    """All that is tried; a signal does not interrupt for ever, nor is a write short for ever."""
    found: list[Case] = []
    for do, error, skip in itertools.product(CALLS, (*ERRORS, SHORT), (0, 1, 3, 20)):
        if (error == errno.ENOMEM) != (do == Do.FORK) or (error == SHORT and do != Do.WRITE):
            continue
        if skip == 20 and do not in (Do.WRITE, Do.SYNC_BEGIN):
            continue  # there are not so many
        if error == errno.EINTR and do == Do.CLOSE:
            continue  # the descriptor is closed all the same
        found += [
            (do, error, skip, times)
            for times in (1, 3 if error in (errno.EINTR, SHORT) else FOREVER)
        ]
    return found


def some(policy: str) -> list[Case]:
    """The cases of this run."""
    everything = cases()
    return random.Random(policy).sample(everything, FAULTS) if FAULTS else everything


def name(case: Case) -> str:
    """A case for people."""
    do, error, skip, times = case
    how = "short" if error == SHORT else errno.errorcode[error]
    return f"{do.name.lower()}-{how}-after-{skip}-{'for-ever' if times == FOREVER else times}"


class ServerLeftError(Exception):
    """The server has ended."""


class Trial:
    """A server whose calls fail, and its client."""

    def __init__(self, policy: str, base: Path) -> None:
        self.arguments = arguments_of(policy)
        self.pause = 0.04 if policy == "everysec" else 0.0  # three times its second
        self.shimmed = Shimmed(SERVER, base, *self.arguments)
        self.server = self.shimmed.started
        self.client = Client(0, self.server.connect())

    def fail(self, case: Case) -> None:
        """Let calls fail from now on."""
        do, error, skip, times = case
        self.shimmed.rule(do, error=max(error, 0), short=error == SHORT, skip=skip, times=times)

    def left(self) -> bool:
        """Whether the server has gone, not by a signal."""
        with contextlib.suppress(Exception):
            self.server.process.wait(0.5)
        code = self.server.process.poll()
        assert code is None or code >= 0, f"signal {-code}: {self.server.log.read_text()[-3000:]}"
        return code is not None

    def administer(self, word: str) -> None:
        """Send a command that may be refused."""
        with contextlib.suppress(OSError), self.server.connect() as admin:
            call(admin, word)

    def attempt(self) -> bool:
        """Ask for a unit; False: refused. ServerLeftError: the server has ended."""
        try:
            return self.client.one()
        except OSError:
            if self.left():
                raise ServerLeftError from None
        self.client.errors.append(b"closed")
        self.client.sock.close()
        self.client.sock = self.server.connect()
        there = units_of(0, holdings(self.server))  # it may have been done, without an answer
        assert self.client.done <= there <= len(self.client.sizes)
        del self.client.sizes[there:]
        self.client.done = there
        return False

    def work(self) -> None:
        """Ask for all units while calls fail, until 3 were refused."""
        events = {10: "BGREWRITEAOF", 20: "SAVE", 30: "BGSAVE", 40: "BGREWRITEAOF"}
        refused = 0
        while self.client.done < UNITS and refused < 3:
            if word := events.pop(self.client.done, ""):
                self.administer(word)
            time.sleep(self.pause)
            if not self.attempt():
                refused += 1
                time.sleep(0.1)

    def recover(self) -> float:
        """Calls succeed again: how many seconds it took until a unit was taken."""
        self.shimmed.rule()
        began = time.monotonic()
        while not self.attempt():
            time.sleep(0.02)
            assert time.monotonic() - began < 20, self.client.errors[-1]
        return time.monotonic() - began


@pytest.mark.parametrize(
    ("policy", "case"),
    [(policy, case) for policy in ("always", "everysec", "no") for case in some(policy)],
    ids=lambda value: value if isinstance(value, str) else name(value),
)
def test_nothing_acknowledged_is_lost(policy: str, case: Case, tmp_path: Path) -> None:
    trial = Trial(policy, tmp_path)
    trial.fail(case)
    try:
        trial.work()
        told = f"{trial.shimmed.hits()} calls failed, {len(trial.client.errors)} units refused"
        print(f"{told}, recovered in {trial.recover():.2f} s")
        for _ in range(3):
            assert trial.attempt(), trial.client.errors[-1]
    except ServerLeftError:
        print(f"{trial.shimmed.hits()} calls failed, left")
        assert policy == "always", trial.server.log.read_text()[-3000:]
    trial.server.kill()
    again = start_server(SERVER, trial.shimmed.folder, *trial.arguments)
    assert differences([trial.client], holdings(again)) == [], trial.server.log.read_text()[-3000:]
    again.kill()
