"""The log's lines."""

from __future__ import annotations

import os
import re
import time
from pathlib import Path

import pytest

from vkscope.server.config import Config
from vkscope.server.log import DEBUG, NOTICE, RAW, WARNING, Log

NOW = 1795500000.1239


@pytest.fixture(autouse=True)
def zone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()


def test_a_line_says_who_when_and_how_important() -> None:
    log = Log(lambda: NOW)
    assert log.line(NOTICE, "hello") == f"{os.getpid()}:C 24 Nov 2026 06:00:00.123 * hello"
    log.become_server()
    assert log.line(WARNING, "x") == f"{os.getpid()}:M 24 Nov 2026 06:00:00.123 # x"
    log.replica = True
    assert log.line(DEBUG, "x").startswith(f"{os.getpid()}:S ")


def test_stamps_and_logfmt() -> None:
    log = Log(lambda: NOW)
    log.stamp = "milliseconds"
    assert log.line(NOTICE, "x").split(" ")[1] == "1795500000123"
    log.stamp, log.format = "iso8601", "logfmt"
    assert log.line(NOTICE, 'a "b"\r\nc') == (
        f'pid={os.getpid()} role=RDB/AOF timestamp="2026-11-24T06:00:00.123+00:00" '
        "level=notice message=\"a 'b'  c\""
    )


def test_it_follows_the_parameters(tmp_path: Path) -> None:
    file = tmp_path / "log"
    config = Config()
    config.assign("logfile", [str(file)])
    log = Log()
    log.follow(config)
    log.write(DEBUG, "unheard")
    log.write(NOTICE, "heard")
    config.change([("loglevel", "debug"), ("log-format", "logfmt")])
    log.write(DEBUG | RAW, "raw\n")
    config.log("warning", "from config")
    config.change([("loglevel", "nothing")])
    log.write(WARNING, "unheard")
    lines = file.read_text().splitlines()
    assert re.fullmatch(r"\d+:C .* \* heard", lines[0])
    assert lines[1] == "raw"
    assert 'message="from config"' in lines[2]
    assert len(lines) == 3


def test_an_unwritable_log_stops_nothing(tmp_path: Path) -> None:
    log = Log()
    log.file = str(tmp_path / "no" / "log")
    log.write(WARNING, "lost")
    assert not (tmp_path / "no").exists()
