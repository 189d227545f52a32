"""The model behind a port, as `vkscope server --core model` offers it."""

from __future__ import annotations

import re
import socket
import subprocess
import sys
from collections.abc import Iterator

import pytest
import redis

from vkscope.cli import server as cli

ENTRY = "import sys; from vkscope.cli.server import run; sys.exit(run(sys.argv[1:]))"


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    """A model server's port."""
    command = [sys.executable, "-c", ENTRY, "--core", "model", "--port", "0"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    found = re.search(r":(\d+)$", process.stdout.readline().strip())
    assert found is not None
    yield int(found[1])
    process.terminate()
    process.wait(10)


@pytest.mark.parametrize("protocol", [2, 3])
def test_a_client_library_works(port: int, protocol: int) -> None:
    with redis.Redis(port=port, protocol=protocol, socket_timeout=5) as client:
        assert client.flushall()
        assert client.set("k", "v", ex=100)
        assert client.get("k") == b"v"
        assert client.hset("h", mapping={"a": "1", "b": "2"}) == 2
        assert client.hgetall("h") == {b"a": b"1", b"b": b"2"}
        with pytest.raises(redis.ResponseError, match="wrong number of arguments"):
            client.execute_command("GET")


def test_a_typed_line_and_bad_framing(port: int) -> None:
    with socket.create_connection(("127.0.0.1", port), 5) as s:
        s.sendall(b"ECHO hi\r\n*1\r\n!4\r\nPING\r\n")
        got = b""
        while chunk := s.recv(100):
            got += chunk
    assert got == b"$2\r\nhi\r\n-ERR Protocol error: expected '$'\r\n"


def test_no_such_core(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["--core", "rust"]) == 1
    assert "native or model" in capsys.readouterr().err


def test_what_is_published_arrives(port: int) -> None:
    with redis.Redis(port=port, socket_timeout=5) as client:
        listener = client.pubsub()
        listener.subscribe("news")
        assert listener.get_message(timeout=5) is not None
        assert client.publish("news", "hello") == 1
        message = listener.get_message(timeout=5)
        assert message is not None and message["data"] == b"hello"
        listener.close()
