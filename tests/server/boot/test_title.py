"""What the kernel shows of a running server: its title, and its score when memory runs out."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import Running


def shown(running: Running) -> str:
    raw = Path(f"/proc/{running.process.pid}/cmdline").read_bytes()
    return raw.split(b"\0")[0].decode()


def test_the_title_follows_its_template(start: Callable[..., Running]) -> None:
    running = start()
    assert shown(running).endswith(f" 127.0.0.1:{running.port}")
    running.talk(b"CONFIG SET proc-title-template 'TEST {port} {tls-port}'\r\n")
    assert shown(running) == f"TEST {running.port} 0"
    answer = running.talk(b"CONFIG SET proc-title-template {invalid-var}\r\n")
    assert b"template format is invalid or contains unknown variables" in answer


def test_a_title_may_be_longer_than_the_arguments(
    start: Callable[..., Running], monkeypatch: pytest.MonkeyPatch
) -> None:
    long = "long-" * 150
    monkeypatch.setenv("ROOM_FOR_A_TITLE", "x" * len(long))
    running = start()
    running.talk(f"CONFIG SET proc-title-template {long}{{port}}\r\n".encode())
    assert shown(running) == f"{long}{running.port}"
    running.talk(b"CONFIG SET proc-title-template short\r\n")
    raw = Path(f"/proc/{running.process.pid}/cmdline").read_bytes()
    assert raw.rstrip(b"\0") == b"short"


def test_a_child_has_a_title_of_its_own(start: Callable[..., Running]) -> None:
    running = start("--rdb-key-save-delay", "100000000", "--proc-title-template", "{title} {port}")
    running.talk(b"SET k v\r\n")
    assert running.talk(b"BGSAVE\r\n").startswith(b"+Background saving started")
    asked = ["ps", "--ppid", str(running.process.pid), "-o", "args="]
    wanted = f"vkscope-rdb-bgsave {running.port}"
    for _ in range(400):
        title = subprocess.run(asked, capture_output=True, check=True, text=True).stdout.strip()
        if title == wanted:
            break
        time.sleep(0.025)
    assert title == wanted


def test_the_title_may_be_left_alone(start: Callable[..., Running]) -> None:
    running = start("--set-proc-title", "no")
    assert shown(running).endswith("python")


def test_the_oom_score_is_given_back_and_left_alone(start: Callable[..., Running]) -> None:
    running = start()
    file = Path(f"/proc/{running.process.pid}/oom_score_adj")
    base = int(file.read_text())
    ask = running.talk
    assert ask(b"CONFIG SET oom-score-adj-values '10 20 30' oom-score-adj yes\r\n") == b"+OK\r\n"
    assert int(file.read_text()) == base + 10
    assert ask(b"CONFIG SET oom-score-adj no\r\n") == b"+OK\r\n"
    assert int(file.read_text()) == base
    file.write_text(str(base + 2))  # somebody else's wish, while the server has none
    assert ask(b"CONFIG SET oom-score-adj-values '11 20 30'\r\n") == b"+OK\r\n"
    assert int(file.read_text()) == base + 2
    assert ask(b"CONFIG SET oom-score-adj yes\r\n") == b"+OK\r\n"
    assert int(file.read_text()) == base + 2 + 11
    assert ask(b"CONFIG SET oom-score-adj no\r\n") == b"+OK\r\n"
    assert int(file.read_text()) == base + 2
