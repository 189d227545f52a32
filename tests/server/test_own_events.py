"""Events that the control plane writes: log lines, CONFIG SET, handlers, collections, signals."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable
from pathlib import Path

from tests.conftest import Running
from vkscope.tables import events
from vkscope.tracing.events import Event
from vkscope.tracing.ring import RingReader


class Watcher:
    """Reads the ring of a server until what is waited for is there."""

    def __init__(self, running: Running) -> None:
        path = Path(f"/dev/shm/vkscope-{running.process.pid}-{running.port}.ring")
        self.reader = RingReader(path)
        self.seen: list[Event] = []

    def until(self, name: str, text: bytes = b"") -> Event:
        deadline = time.monotonic() + 10
        while True:
            self.seen += self.reader.events()
            found = [e for e in self.seen if e.name == name and e.text.startswith(text)]
            if found:
                return found[-1]
            assert time.monotonic() < deadline, [e.name for e in self.seen]
            time.sleep(0.05)


def test_what_the_control_plane_does_is_told(start: Callable[..., Running]) -> None:
    running = start()
    watcher = Watcher(running)
    ident = int(running.talk(b"CLIENT ID\r\nCONFIG SET hz 20 timeout 100\r\n")[1:].split(b"\r")[0])
    changed = watcher.until("ConfigChanged")
    assert (changed["parameters"], changed["client_id"]) == (2, ident)
    assert changed.text == b"hz timeout"
    handler = watcher.until("PythonHandlerRan", b"config|set")
    assert (handler["reply_bytes"], handler.span > 0) == (5, True)
    assert watcher.until("PythonHandlerRan", b"cron").span > 0
    running.talk(b"DEBUG LOG hello\r\n")
    assert watcher.until("LogWritten", b"DEBUG LOG: hello")["level"] == 3
    assert watcher.until("GarbageCollected")["how"] == 0


def test_the_end_is_told(start: Callable[..., Running]) -> None:
    running = start()
    watcher = Watcher(running)
    running.talk(b"DEBUG PAUSE-CRON 1\r\n")
    os.kill(running.process.pid, signal.SIGTERM)
    told = watcher.until("SignalReceived")
    assert (told["signal"], told["times"]) == (signal.SIGTERM, 1)
    with running.connect():
        running.talk(b"DEBUG PAUSE-CRON 0\r\n")
        assert watcher.until("ShutdownStarted")["signal"] == signal.SIGTERM


def test_saves_and_the_steps_of_an_end_are_told(start: Callable[..., Running]) -> None:
    running = start("--save", "900 1", "--rdb-key-save-delay", "300000")
    watcher = Watcher(running)
    running.talk(b"SET a 1\r\nSET b 2\r\nSET c 3\r\nSET d 4\r\nSET e 5\r\nBGSAVE\r\n")
    progress = watcher.until("ChildProgressed")
    assert progress["of"] == 5
    assert 0 < progress["keys"] <= 5
    assert progress["copied"] > 0
    ended = watcher.until("BackgroundSaveEnded", b"dump.rdb")
    assert (ended["good"], ended["signal"], ended["keys"]) == (1, 0, 5)
    assert ended["bytes"] > 0
    running.talk(b"BGSAVE\r\nBGSAVE CANCEL\r\n")
    while not (found := watcher.until("BackgroundSaveEnded"))["signal"]:
        time.sleep(0.05)
    assert (found["good"], found["signal"]) == (0, signal.SIGUSR1)
    running.talk(b"CONFIG SET rdb-key-save-delay 0\r\nSHUTDOWN\r\n")
    assert running.process.wait(10) == 0
    watcher.seen += watcher.reader.events()
    steps = [e["step"] for e in watcher.seen if e.name == "ShutdownStepped"]
    names = events.load().enums["shutdown_step"]
    assert [names[step] for step in steps] == ["asked", "saves", "ends"]
