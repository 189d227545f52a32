"""Start of the process: the log's first and last lines, pid file, supervisors, title, renames."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest

from vkscope.server.boot import background, lines, pidfile, renames, system_check, title
from vkscope.server.config import Config, ConfigError
from vkscope.server.log import Log


@pytest.fixture
def log(tmp_path: Path) -> Log:
    log = Log()
    log.file = str(tmp_path / "log")
    return log


def said(log: Log) -> list[str]:
    """The texts of the log's lines, with their marks."""
    with open(log.file) as file:
        return [line.rstrip("\n").split(" ", 5)[5] for line in file]


def test_the_lines_that_tools_wait_for(log: Log) -> None:
    config = Config.from_argv(["vkscope-server"])
    lines.starting(log, config, "vkscope-server")
    lines.running(log, config)
    lines.initialized(log)
    lines.ready(log, config, ["tcp", "unix"])
    lines.signal_received(log, 15)
    lines.shutdown_requested(log)
    lines.bye(log)
    assert said(log) == [
        "* oO0OoO0OoO0Oo Valkey is starting oO0OoO0OoO0Oo",
        f"* Valkey version=9.0.0, bits=64, commit=00000000, modified=0, pid={os.getpid()}, "
        "just started",
        "# Warning: no config file specified, using the default config. In order to specify a "
        "config file use vkscope-server /path/to/valkey.conf",
        "* Running mode=standalone, port=6379.",
        "* Server initialized",
        "* Ready to accept connections tcp",
        "* Ready to accept connections unix",
        "# Received SIGTERM scheduling shutdown...",
        "* User requested shutdown...",
        "# Valkey is now ready to exit, bye bye...",
    ]


def test_parameters_without_effect_are_told(log: Log) -> None:
    config = Config.from_argv(
        ["x", "--replica-priority", "64", "--masterauth", "secret", "--save", ""]
    )
    lines.starting(log, config, "x")
    assert said(log)[2:] == [
        "* Configuration loaded",
        "# WARNING: primaryauth has no effect yet, see docs/coverage.md",
        "# WARNING: replica-priority '64' has no effect yet, see docs/coverage.md",
    ]


def test_pid_file(log: Log, tmp_path: Path) -> None:
    config = Config()
    assert pidfile.path_of(config, False) is None
    assert pidfile.path_of(config, True) == "/var/run/valkey.pid"
    path = str(tmp_path / "pid")
    pidfile.write(path, log)
    assert Path(path).read_text() == f"{os.getpid()}\n"
    pidfile.remove(path, log)
    assert not Path(path).exists()
    pidfile.write(str(tmp_path / "no" / "pid"), log)
    assert said(log)[-1] == "# Failed to write PID file: No such file or directory"


@pytest.mark.parametrize("abstract", [False, True])
def test_systemd(log: Log, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, abstract: bool) -> None:
    name = f"@vkscope-test-{os.getpid()}" if abstract else str(tmp_path / "notify")
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as systemd:
        systemd.bind("\0" + name[1:] if abstract else name)
        systemd.settimeout(5)
        monkeypatch.setenv("NOTIFY_SOCKET", name)
        monkeypatch.delenv("UPSTART_JOB", raising=False)
        config = Config()
        config.assign("supervised", ["auto"])
        who = background.supervisor(config, log)
        assert who is background.Supervisor.SYSTEMD
        background.notify_ready(log, who)
        background.notify_stopping(log, who)
        assert [systemd.recv(100) for _ in range(4)] == [
            b"STATUS=Valkey is loading...\n",
            b"STATUS=Ready to accept connections\n",
            b"READY=1\n",
            b"STOPPING=1\n",
        ]


def test_no_supervisor(log: Log, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NOTIFY_SOCKET", raising=False)
    monkeypatch.delenv("UPSTART_JOB", raising=False)
    config = Config()
    assert background.supervisor(config, log) is background.Supervisor.NONE
    config.assign("supervised", ["systemd"])
    assert background.supervisor(config, log) is background.Supervisor.NONE
    assert said(log) == ["# systemd supervision error: NOTIFY_SOCKET not found!"]


def test_title() -> None:
    config = Config()
    assert title.text(config, "srv") == "srv *:6379"
    config.assign("bind", ["127.0.0.1"])
    config.assign("cluster-enabled", ["yes"])
    assert title.text(config, "srv") == "srv 127.0.0.1:6379 [cluster]"
    config.assign("port", ["0"])
    config.assign("unixsocket", ["/tmp/s"])
    config.assign("proc-title-template", ["{{} {listen-addr} {port} {config-file}"])
    assert title.text(config, "srv") == "{} unixsocket:/tmp/s 0 -"


def test_renames() -> None:
    config = Config.from_argv(
        ["x", "--rename-command", "EVAL", "", "--rename-command", "get", "fetch"]
    )
    there = {"get", "set"}

    def rename(old: str, new: str) -> bool:
        if old.lower() not in there or new in there:
            return False
        there.discard(old.lower())
        there.add(new)
        return True

    renames.apply(config, rename)
    assert there == {"fetch", "set"}
    for words, text in (
        (["nosuch", "x"], "No such command in rename-command"),
        (["set", "GET"], "Target command name already exists"),
    ):
        config = Config.from_argv(["x", "--rename-command", *words])
        with pytest.raises(ConfigError) as error:
            renames.apply(config, lambda old, new: False)
        assert error.value.text.endswith(f"\n{text}\n")
        assert "at line 2\n>>> 'rename-command" in error.value.text


def test_system_check(tmp_path: Path) -> None:
    text, status = system_check.report(tmp_path)
    assert "[overcommit]...skipped\n[THP]...skipped\n" in text
    for path, content in (
        ("proc/sys/vm/overcommit_memory", "0\n"),
        ("sys/kernel/mm/transparent_hugepage/enabled", "always [madvise] never\n"),
    ):
        (tmp_path / path).parent.mkdir(parents=True)
        (tmp_path / path).write_text(content)
    text, status = system_check.report(tmp_path)
    assert status == 1
    assert "[overcommit]...WARNING:\nMemory overcommit must be enabled!" in text
    assert "[THP]...OK\n" in text
    assert system_check.warnings(tmp_path)[0].startswith("WARNING Memory overcommit")
