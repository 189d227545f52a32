"""A running server for tests that need one: `server` (process and port) and `client` (redis-py)."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import redis
from hypothesis import settings

settings.register_profile("patient", deadline=None)
settings.load_profile("patient")  # a loaded machine is slow, and that is no failure

ENTRY = "import sys; from vkscope.cli.server import main; sys.exit(main())"


def unused_port() -> int:
    """Return a port that nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Running:
    """A server of ours; `log` is its log file."""

    process: subprocess.Popen[bytes]
    port: int
    log: Path

    def connect(self) -> socket.socket:
        """Return a plain connection with a time limit of 5 s."""
        return socket.create_connection(("127.0.0.1", self.port), 5)

    def talk(self, data: bytes) -> bytes:
        """Send bytes, end the sending side, return all that comes back."""
        with self.connect() as s:
            s.sendall(data)
            s.shutdown(socket.SHUT_WR)
            got = b""
            while chunk := s.recv(65536):
                got += chunk
            return got


def launch(folder: Path, *arguments: str) -> Running:
    """Start a server and wait until it answers."""
    port = unused_port()
    log = folder / f"{port}.log"
    command = [sys.executable, "-c", ENTRY, "--port", str(port), "--bind", "127.0.0.1"]
    command += ["--enable-debug-command", "yes"]
    if "--save" not in arguments:
        command += ["--save", ""]
    process = subprocess.Popen([*command, "--logfile", str(log), "--dir", str(folder), *arguments])
    for _ in range(400):
        if process.poll() is not None:
            raise RuntimeError(f"the server left: {log.read_text() if log.exists() else ''}")
        try:
            with socket.create_connection(("127.0.0.1", port), 1) as probe:
                probe.sendall(b"PING\r\n")
                if probe.recv(16):
                    return Running(process, port, log)
        except OSError:
            time.sleep(0.02)
    process.kill()
    raise RuntimeError("the server did not answer")


def end(running: Running) -> None:
    """Ask the server to leave; it must do so cleanly."""
    if running.process.poll() is None:
        running.process.terminate()
    assert running.process.wait(10) == 0, running.log.read_text()


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[..., Running]]:
    """Start servers with arguments of the test's own; all are ended after it."""
    started: list[Running] = []

    def starter(*arguments: str) -> Running:
        started.append(launch(tmp_path, *arguments))
        return started[-1]

    yield starter
    for running in started:
        end(running)


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """One server for the whole run."""
    running = launch(tmp_path_factory.mktemp("server"))
    yield running
    end(running)


@pytest.fixture
def client(server: Running) -> Iterator[redis.Redis]:
    """A client on the shared server, its database empty."""
    connection = redis.Redis(port=server.port, decode_responses=False, socket_timeout=5)
    connection.execute_command("FLUSHALL")
    yield connection
    connection.close()
