"""A real redis-server beside ours."""

from __future__ import annotations

import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import redis

from tests.conftest import unused_port


@pytest.fixture(scope="module")
def real_port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """The port of a real redis-server."""
    program = shutil.which("redis-server")
    assert program, "redis-server is not installed"
    folder: Path = tmp_path_factory.mktemp("real")
    port = unused_port()
    words = [program, "--port", str(port), "--save", "", "--dir", str(folder)]
    with subprocess.Popen([*words, "--logfile", str(folder / "log")]) as process:
        with redis.Redis(port=port, socket_timeout=5) as client:
            for _ in range(200):
                try:
                    client.ping()
                    break
                except redis.ConnectionError:
                    time.sleep(0.02)
        yield port
        process.terminate()


@pytest.fixture(scope="module")
def real(real_port: int) -> Iterator[redis.Redis]:
    """A client of it."""
    with redis.Redis(port=real_port, socket_timeout=5) as client:
        yield client
