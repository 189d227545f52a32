"""`vkscope top` and `vkscope up` on a terminal and without one: a pseudo-terminal stands in."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import struct
import subprocess
import sys
import termios
from collections.abc import Callable
from pathlib import Path

from tests.conftest import Running, unused_port

ENTRY = "import sys; from vkscope.cli.main import main; sys.exit(main())"


class Terminal:
    """A command on a terminal of 80 by 24 of its own."""

    def __init__(self, *words: str, **environment: str) -> None:
        self.fd, inside = pty.openpty()
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
        self.process = subprocess.Popen(
            [sys.executable, "-c", ENTRY, *words],
            stdin=inside,
            stdout=inside,
            stderr=inside,
            env={**os.environ, "TERM": "xterm-256color", **environment},
            start_new_session=True,
        )
        os.close(inside)
        self.seen = b""

    def wait_for(self, text: bytes, seconds: float = 60) -> None:
        """Read until a text came; an AssertionError shows what came instead."""
        while text not in self.seen:
            ready, _, _ = select.select([self.fd], [], [], seconds)
            assert ready, self.seen[-500:]
            self.seen += os.read(self.fd, 65536)

    def type(self, keys: bytes) -> None:
        """Press keys, with a blank page to look at."""
        self.seen = b""
        os.write(self.fd, keys)

    def left(self) -> int:
        """Wait for its end, reading what it still says; return its exit status."""
        try:
            while select.select([self.fd], [], [], 60)[0] and os.read(self.fd, 65536):
                pass
        except OSError:
            pass  # the other side is closed
        os.close(self.fd)
        return self.process.wait(30)


def test_the_dashboard_opens_switches_and_leaves(start: Callable[..., Running]) -> None:
    server = start()
    top = Terminal("top", f"127.0.0.1:{server.port}")
    top.wait_for(b"busiest")
    top.wait_for(b"LIVE")
    top.type(b"2")
    top.wait_for(b"before_sleep")
    top.type(b"q")
    assert top.left() == 0


def test_no_color(start: Callable[..., Running]) -> None:
    server = start()
    top = Terminal("top", f"127.0.0.1:{server.port}", NO_COLOR="1")
    top.wait_for(b"busiest")
    top.type(b"q")
    assert top.left() == 0


def test_a_password_is_asked_for(start: Callable[..., Running]) -> None:
    server = start("--requirepass", "open")
    secrets = dict.fromkeys(("VKSCOPE_PASSWORD", "VALKEYCLI_AUTH", "REDISCLI_AUTH"), "")
    top = Terminal("top", f"127.0.0.1:{server.port}", **secrets)
    top.wait_for(b"Password of")
    top.type(b"open\n")
    top.wait_for(b"busiest")
    top.type(b"q")
    assert top.left() == 0


def test_up_without_a_terminal_says_where_it_is_and_serves(tmp_path: Path) -> None:
    port = unused_port()
    words = [sys.executable, "-c", ENTRY, "up", "--port", str(port)]
    up = subprocess.Popen(
        words, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True, cwd=tmp_path
    )
    assert up.stdout is not None
    said = [up.stdout.readline() for _ in range(5)]
    assert f"127.0.0.1:{port}" in said[0] and "vkscope top" in said[1]
    dump = [sys.executable, "-c", ENTRY, "dump", "overview", f"127.0.0.1:{port}"]
    out = subprocess.run(dump, capture_output=True, text=True)
    assert out.returncode == 0 and "commands/s" in out.stdout, out.stderr
    up.send_signal(signal.SIGTERM)
    assert up.wait(30) == 0
