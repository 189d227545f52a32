"""Plays the cases of write_forms to a server, and reads what they put into its write stream."""

from __future__ import annotations

import re
import shlex
import time

from tests.conftest import Running
from tests.server.replica import Replica, attached, plain
from tests.server.write_forms import Case

NOW = 1_700_000_000_000
"""Where the clock stands, in ms."""
END = "the-end"
"""A key whose SET ends each case's part of the stream."""
PLAIN = ("lazyfree-lazy-expire", "lazyfree-lazy-server-del")
Commands = list[list[bytes]]


class Player:
    """`stops`: the server's clock can be stopped (DEBUG CLOCK); else the player lets time pass."""

    def __init__(self, server: Running, stops: bool) -> None:
        self.stops = stops
        self.now = NOW
        self.dumped = b""
        self.first, self.second = plain(server), plain(server)
        self.stream: Replica = attached(server)
        self.reset()

    def close(self) -> None:
        """End the connections."""
        for wire in (self.first, self.second, self.stream):
            wire.close()

    def reset(self) -> None:
        """Bring the server to its state before a case."""
        self.first.call("SELECT", "0")
        self.first.call("FLUSHALL")
        for name in PLAIN:
            self.first.call("CONFIG", "SET", name, "no")
        self.first.call("DEBUG", "SET-ACTIVE-EXPIRE", "0")
        self._clock(NOW)

    def _until_end(self, mark: str) -> Commands:
        """Return the commands before a SET of END, which is made here."""
        self.first.call("SET", END, mark)
        commands: Commands = []
        while (words := self.stream.words()) != [b"SET", END.encode(), mark.encode()]:
            commands.append(words)
        return commands

    def _clock(self, ms: int) -> None:
        self.now = ms if self.stops else int(time.time() * 1000)
        if self.stops:
            self.first.call("DEBUG", "CLOCK", str(ms))

    def _fill(self, word: str) -> str | bytes:
        if word == "{dump}":
            return self.dumped
        return re.sub(r"\{now(\+\d+)?\}", lambda m: str(self.now + int(m[1] or 0)), word)

    def _pass(self, ms: int) -> None:
        if self.stops:
            self._clock(self.now + ms)
        else:
            time.sleep(ms / 1000)

    def _waiting(self) -> int:
        info: bytes = self.first.call("INFO", "clients")
        return int(info.split(b"blocked_clients:")[1].split(b"\r\n")[0])

    def _wait(self, words: list[str | bytes]) -> None:
        """Let the second connection say what cannot be answered yet."""
        before = self._waiting()
        self.second.send(*words)
        while self._waiting() == before:
            time.sleep(0.005)

    def _step(self, step: str) -> None:
        if step.startswith("+"):
            self._pass(int(step[1:-2]))
            return
        words = [self._fill(word) for word in shlex.split(step.removeprefix("B> "))]
        if step.startswith("B> "):
            self._wait(words)
            return
        reply = self.first.call(*words)
        if words[0] == "DUMP":
            self.dumped = reply

    def play(self, case: Case) -> Commands:
        """Run a case; return what its steps put into the stream."""
        self.reset()
        for step in case.before:
            self._step(step)
        self._until_end("before")
        for step in case.run:
            self._step(step)
        if any(step.startswith("B> ") for step in case.run):
            self.second.read()
        return self._until_end("after")

    def expected(self, case: Case) -> Commands:
        """Return what a case says."""
        forms = [[self._fill(word) for word in form.split()] for form in case.becomes]
        return [[w.encode() if isinstance(w, str) else w for w in form] for form in forms]

    def agrees(self, got: Commands, wanted: Commands) -> bool:
        """Compare: "*" is any word; where time passes moments may be off by 10 s."""
        slack = 0 if self.stops else 10_000

        def same(a: bytes, b: bytes) -> bool:
            moments = [re.fullmatch(rb"(\d{13})(-\d+)?", word) for word in (a, b)]
            if slack and moments[0] and moments[1]:
                return abs(int(moments[0][1]) - int(moments[1][1])) < slack
            return b in (b"*", a)

        def alike(a: list[bytes], b: list[bytes]) -> bool:
            names = a[0].lower() == b[0].lower()
            return names and len(a) == len(b) and all(map(same, a[1:], b[1:]))

        return len(got) == len(wanted) and all(map(alike, got, wanted))
