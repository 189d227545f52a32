"""The flight recorder: what triggers it, and that `vkscope trace` reads what it froze."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import redis

from tests.conftest import Running
from vkscope.tracing.recording import Recording


def frozen(folder: Path, beside: int = 0) -> Path:
    """Return the newest whole file once there are more than `beside`."""
    for _ in range(250):
        files = sorted(folder.glob("flight-*.vkt"))
        if len(files) > beside:
            return files[-1]
        time.sleep(0.02)
    raise AssertionError(f"no file: {os.listdir(folder)}")


def connect(running: Running) -> redis.Redis:
    return redis.Redis(port=running.port, socket_timeout=5)


def test_a_command_freezes_and_trace_reads_it(
    start: Callable[..., Running], tmp_path: Path
) -> None:
    running = start("--scope-flight-dir", str(tmp_path))
    with connect(running) as client:
        client.config_set("maxmemory-samples", 7)
        name = client.execute_command("SCOPE", "FREEZE")
    file = frozen(tmp_path)
    assert file.name == name.decode()
    assert file.stat().st_mode & 0o777 == 0o600
    code = "import sys; from vkscope.cli.main import main; sys.exit(main(sys.argv[1:]))"
    words = [sys.executable, "-c", code, "trace", "export", str(file), "--format", "jsonl"]
    told = subprocess.run([*words, "-o", "-"], capture_output=True, text=True, check=True).stdout
    assert '"event":"ServerReady"' in told
    assert '"event":"ConfigChanged"' in told


def test_a_signal_freezes(start: Callable[..., Running], tmp_path: Path) -> None:
    running = start("--scope-flight-dir", str(tmp_path))
    running.process.send_signal(signal.SIGUSR1)
    with Recording(frozen(tmp_path)) as recording:
        assert recording.meta.data["trigger"] == "signal"


def test_a_slow_turn_freezes_once_an_interval(
    start: Callable[..., Running], tmp_path: Path
) -> None:
    running = start(
        *("--scope-flight-dir", str(tmp_path), "--enable-debug-command", "yes"),
        *("--scope-flight-tick-ms", "50", "--scope-flight-interval", "3600"),
    )
    with connect(running) as client:
        client.execute_command("DEBUG", "SLEEP", "0.2")
        with Recording(frozen(tmp_path)) as recording:
            assert recording.meta.data["trigger"] == "tick"
            assert int(str(recording.meta.data["value"])) >= 200_000_000
        client.execute_command("DEBUG", "SLEEP", "0.2")
        client.ping()
    assert len(list(tmp_path.glob("flight-*.vkt"))) == 1


def test_running_out_of_memory_freezes(start: Callable[..., Running], tmp_path: Path) -> None:
    running = start("--scope-flight-dir", str(tmp_path), "--maxmemory", "100")
    with connect(running) as client:
        try:
            client.set("k", "v")
            raise AssertionError("it was let in")
        except redis.exceptions.OutOfMemoryError:
            pass
    with Recording(frozen(tmp_path)) as recording:
        assert recording.meta.data["trigger"] == "oom"


def test_without_a_directory_it_is_off(start: Callable[..., Running]) -> None:
    running = start("--scope-flight-dir", "")
    with connect(running) as client:
        try:
            client.execute_command("SCOPE", "FREEZE")
            raise AssertionError("it froze")
        except redis.ResponseError as error:
            assert str(error) == "the flight recorder is off"
