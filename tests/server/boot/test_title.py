"""The process title of a running server."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

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


def test_the_title_may_be_left_alone(start: Callable[..., Running]) -> None:
    running = start("--set-proc-title", "no")
    assert shown(running).endswith("python")
