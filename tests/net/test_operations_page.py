"""docs/operations.md: the commands that it shows work as they stand."""

from __future__ import annotations

import re
import shlex
import socket
import ssl
import subprocess
from pathlib import Path

import pytest

from tests.conftest import end, launch, unused_port
from tests.server.wire import Wire

PAGE = Path(__file__).parents[2] / "docs/operations.md"


@pytest.fixture(scope="module")
def blocks() -> list[str]:
    return re.findall(r"```sh\n(.*?)```", PAGE.read_text(), re.DOTALL)


def _words(block: str) -> list[str]:
    return shlex.split(block.replace("\\\n", " "))


def test_certificates_and_server(blocks: list[str], tmp_path: Path) -> None:
    made = subprocess.run(
        ["bash", "-e", "-c", blocks[0]], cwd=tmp_path, capture_output=True, text=True
    )
    assert made.returncode == 0, made.stderr
    words = _words(blocks[1])
    assert words[:5] == ["vkscope-server", "--port", "0", "--tls-port", "6380"]
    files = [str(tmp_path / w) if "." in w else w for w in words[5:]]
    port = unused_port()
    running = launch(tmp_path, "--tls-port", str(port), *files)
    try:
        context = ssl.create_default_context(cafile=str(tmp_path / "ca.crt"))
        context.load_cert_chain(tmp_path / "client.crt", tmp_path / "client.key")
        for host in ("localhost", "127.0.0.1"):
            raw = socket.create_connection(("127.0.0.1", port), 30)
            wire = Wire(context.wrap_socket(raw, server_hostname=host))
            assert wire.call("PING") == b"PONG"
            wire.close()
        change = _words(blocks[3])
        change = change[change.index("config") :]
        with_paths = [str(tmp_path / w) if "." in w else w for w in change]
        wire = Wire(running.connect())
        assert wire.call(*with_paths) == b"OK"
        wire.close()
    finally:
        end(running)
