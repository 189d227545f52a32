"""The environment fails: descriptors, disks, shared memory, sudden death. Nothing goes unsaid."""

from __future__ import annotations

import resource
import signal
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import redis

from tests.conftest import ENTRY, Running, unused_port


def ring_of(process: int) -> Path:
    """Return the ring file of a server that runs or ran."""
    found = list(Path("/dev/shm").glob(f"vkscope-{process}-*.ring"))
    assert len(found) == 1
    return found[0]


def test_the_black_box_survives_kill_9(start: Callable[..., Running], tmp_path: Path) -> None:
    running = start("--hide-user-data-from-log", "no")
    with redis.Redis(port=running.port) as client:
        client.execute_command("CONFIG", "SET", "commandlog-execution-slower-than", 0)
        client.set("last-words", "x")
    ring = ring_of(running.process.pid)
    running.process.send_signal(signal.SIGKILL)
    running.process.wait(10)
    out = tmp_path / "last.vkt"
    command = [sys.executable, "-m", "vkscope.cli.main", "trace"]
    subprocess.run([*command, "record", "--ring", str(ring), "-o", str(out)], check=True)
    told = subprocess.run(
        [*command, "export", str(out), "--format", "jsonl", "-o", "-"],
        check=True,
        capture_output=True,
        text=True,
    )
    ring.unlink()
    running.process.returncode = 0
    last = [line for line in told.stdout.splitlines() if "last-words" in line]
    assert len(last) == 1 and '"command":"set"' in last[0]


def test_a_clean_end_leaves_no_ring(start: Callable[..., Running]) -> None:
    running = start()
    ring = ring_of(running.process.pid)
    running.process.terminate()
    assert running.process.wait(10) == 0
    assert not ring.exists()


def _run(arguments: list[str], **more: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", ENTRY, *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=20, check=False, **more)  # type: ignore[call-overload, no-any-return]


def test_a_taken_port_ends_the_start_with_1() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        ended = _run(["--port", port, "--bind", "127.0.0.1", "--save", ""])
    assert ended.returncode == 1
    assert f"Warning: Could not create server TCP listening socket 127.0.0.1:{port}" in ended.stdout
    assert "Failed listening on port" in ended.stdout


def test_descriptors_run_out(tmp_path: Path) -> None:
    port = unused_port()
    log = tmp_path / "log"

    def few() -> None:
        resource.setrlimit(resource.RLIMIT_NOFILE, (80, 80))

    command = [
        sys.executable,
        "-c",
        ENTRY,
        "--port",
        str(port),
        "--bind",
        "127.0.0.1",
        "--save",
        "",
    ]
    process = subprocess.Popen([*command, "--logfile", str(log)], preexec_fn=few)
    try:
        first = _connect(port)
        links = []
        for _ in range(120):
            links.append(socket.create_connection(("127.0.0.1", port), 5))
        first.sendall(b"PING\r\n")
        assert first.recv(100) == b"+PONG\r\n"
        for link in links:
            link.close()
        again = _connect(port)
        again.close()
        first.close()
    finally:
        process.terminate()
        assert process.wait(10) == 0


def _connect(port: int) -> socket.socket:
    for _ in range(400):
        try:
            link = socket.create_connection(("127.0.0.1", port), 5)
            link.sendall(b"PING\r\n")
            if link.recv(100) == b"+PONG\r\n":
                return link
            link.close()
        except OSError:
            pass
        signal.sigtimedwait([], 0.02)
    raise AssertionError("no answer")


def test_a_log_on_a_full_disk_does_not_stop_the_server(tmp_path: Path) -> None:
    port = unused_port()
    command = [
        sys.executable,
        "-c",
        ENTRY,
        "--port",
        str(port),
        "--bind",
        "127.0.0.1",
        "--save",
        "",
    ]
    process = subprocess.Popen([*command, "--logfile", "/dev/full"])
    try:
        link = _connect(port)
        link.sendall(b"SET a 1\r\n")
        assert link.recv(100) == b"+OK\r\n"
        link.close()
    finally:
        process.terminate()
        assert process.wait(10) == 0


def test_a_rewrite_that_cannot_be_written_says_why(tmp_path: Path) -> None:
    folder = tmp_path / "conf"
    folder.mkdir()
    file = folder / "valkey.conf"
    file.write_text("maxmemory 100mb\n")
    running = start_with(file, tmp_path)
    try:
        with redis.Redis(port=running.port) as client:
            client.config_set("maxmemory", "200mb")
            client.config_rewrite()
            assert (
                "maxmemory 209715200" in file.read_text() or "maxmemory 200mb" in file.read_text()
            )
            file.unlink()
            folder.rmdir()
            with pytest.raises(redis.ResponseError, match="Rewriting config file: No such file"):
                client.config_rewrite()
            assert client.config_get("maxmemory") == {"maxmemory": "209715200"}
    finally:
        running.process.terminate()
        assert running.process.wait(10) == 0


def start_with(file: Path, folder: Path) -> Running:
    """Start a server on a configuration file."""
    port = unused_port()
    log = folder / "conf.log"
    command = [
        sys.executable,
        "-c",
        ENTRY,
        str(file),
        "--port",
        str(port),
        "--bind",
        "127.0.0.1",
        "--save",
        "",
    ]
    process = subprocess.Popen([*command, "--logfile", str(log)])
    _connect(port).close()
    return Running(process, port, log)


def test_sigterm_under_load_ends_in_order(start: Callable[..., Running]) -> None:
    running = start()
    links = [running.connect() for _ in range(20)]
    for link in links:
        link.sendall(b"SET k v\r\n" * 5000)
    running.process.terminate()
    assert running.process.wait(10) == 0
    assert "bye bye" in running.log.read_text().lower()
    for link in links:
        link.close()
