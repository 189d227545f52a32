"""The RESP client: values, limits, pushes, and servers that go away."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tracing.fakes import FakeServer, bulk
from vkscope.tracing.address import AddressError, Endpoint, parse
from vkscope.tracing.resp import Parser, ProtocolError, Push, RespClient, RespError

WHOLE: list[tuple[bytes, Any]] = [
    (b"+OK\r\n", "OK"),
    (b":-7\r\n", -7),
    (b"$3\r\na\r\n\r\n", b"a\r\n"),
    (b"$-1\r\n", None),
    (b"_\r\n", None),
    (b"#t\r\n", True),
    (b",1.5\r\n", 1.5),
    (b"(12345678901234567890\r\n", 12345678901234567890),
    (b"=7\r\ntxt:abc\r\n", b"abc"),
    (b"*2\r\n:1\r\n*1\r\n+x\r\n", [1, ["x"]]),
    (b"%1\r\n$1\r\na\r\n:1\r\n", {"a": 1}),
    (b"~1\r\n:1\r\n", [1]),
    (b"|1\r\n+k\r\n+v\r\n:5\r\n", 5),
    (b">2\r\n$5\r\nscope\r\n:1\r\n", [b"scope", 1]),
]


@pytest.mark.parametrize(("data", "value"), WHOLE)
def test_values_whole_and_byte_by_byte(data: bytes, value: Any) -> None:
    assert Parser().feed(data) == [value]
    parser = Parser()
    assert [v for i in range(len(data)) for v in parser.feed(data[i : i + 1])] == [value]


@given(st.lists(st.sampled_from(WHOLE), max_size=8), st.integers(1, 9))
def test_any_cutting(items: list[tuple[bytes, Any]], size: int) -> None:
    data = b"".join(raw for raw, _ in items)
    parser = Parser()
    got = [v for i in range(0, len(data), size) for v in parser.feed(data[i : i + size])]
    assert got == [value for _, value in items]


def test_errors_and_pushes_are_told_apart() -> None:
    (error,) = Parser().feed(b"-WRONGTYPE no\r\n")
    assert isinstance(error, RespError) and error.code == "WRONGTYPE"
    (push,) = Parser().feed(b">1\r\n+x\r\n")
    assert isinstance(push, Push)


@pytest.mark.parametrize(
    "data", [b"?x\r\n", b":x\r\n", b"$99999999999\r\n", b"*1\r\n" * 40, b"\r\n", b"$x\r\n"]
)
def test_what_is_no_resp_is_refused(data: bytes) -> None:
    with pytest.raises(ProtocolError):
        Parser().feed(data)


HELLO = b"%1\r\n$6\r\nserver\r\n$6\r\nvalkey\r\n"


def plain(words: list[bytes]) -> bytes:
    return (
        HELLO if words[0] == b"HELLO" else b"+OK\r\n" if words[0] == b"CLIENT" else bulk(words[0])
    )


def test_calls_are_pipelined_in_order() -> None:
    async def run() -> None:
        async with FakeServer(plain) as server:
            client = await RespClient.connect(f"127.0.0.1:{server.port}")
            assert client.protocol == 3 and client.server == {"server": "valkey"}
            got = await asyncio.gather(*(client.call(f"c{i}") for i in range(20)))
            assert got == [f"c{i}".encode() for i in range(20)]
            await client.close()

    asyncio.run(run())


def test_pushes_do_not_disturb_replies() -> None:
    async def run() -> None:
        async with FakeServer(plain) as server:
            client = await RespClient.connect(f"127.0.0.1:{server.port}")
            pushed: list[Any] = []
            client.on_push = pushed.append
            server.push(b">2\r\n$5\r\nscope\r\n:1\r\n")
            assert await client.call("x") == b"x"
            assert pushed == [[b"scope", 1]]
            await client.close()

    asyncio.run(run())


def test_passwords_and_databases() -> None:
    async def run() -> None:
        async with FakeServer(plain) as server:
            url = f"valkey://ann:p%40ss@127.0.0.1:{server.port}/3"
            await (await RespClient.connect(url)).close()
            assert server.seen[0] == [b"HELLO", b"3", b"AUTH", b"ann", b"p@ss"]
            assert [b"SELECT", b"3"] in server.seen

    asyncio.run(run())


def test_an_old_server_is_spoken_to_in_resp2() -> None:
    def old(words: list[bytes]) -> bytes:
        return b"-ERR unknown command 'HELLO'\r\n" if words[0] == b"HELLO" else b"+OK\r\n"

    async def run() -> None:
        async with FakeServer(old) as server:
            client = await RespClient.connect(Endpoint(port=server.port, password="secret"))
            assert client.protocol == 2
            assert [b"AUTH", b"secret"] in server.seen
            await client.close()

    asyncio.run(run())


def test_a_wrong_password_is_said() -> None:
    async def run() -> None:
        async with FakeServer(lambda _: b"-WRONGPASS no\r\n") as server:
            with pytest.raises(RespError, match="WRONGPASS"):
                await RespClient.connect(Endpoint(port=server.port, password="x"))

    asyncio.run(run())


def test_waiting_calls_fail_when_the_server_goes() -> None:
    async def run() -> None:
        async with FakeServer(lambda w: b"" if w[0] == b"hang" else plain(w)) as server:
            client = await RespClient.connect(f"127.0.0.1:{server.port}")
            call = asyncio.ensure_future(client.call("hang"))
            await asyncio.sleep(0.01)
            server.drop()
            with pytest.raises(ConnectionError):
                await call
            with pytest.raises(ConnectionError):
                await client.call("more")
            await client.close()

    asyncio.run(run())


ADDRESSES = [
    ("7000", Endpoint(port=7000)),
    ("host", Endpoint(host="host")),
    ("host:1", Endpoint(host="host", port=1)),
    ("[::1]:2", Endpoint(host="::1", port=2)),
    ("/run/v.sock", Endpoint(path="/run/v.sock")),
    ("unix:///run/v.sock", Endpoint(path="/run/v.sock")),
    ("valkeys://h:3", Endpoint(host="h", port=3, tls=True)),
    ("rediss://:p@h", Endpoint(host="h", tls=True, password="p")),
    ("redis://u:p@h/4", Endpoint(host="h", user="u", password="p", db=4)),
]


@pytest.mark.parametrize(("text", "endpoint"), ADDRESSES)
def test_addresses(text: str, endpoint: Endpoint) -> None:
    assert parse(text, {}) == endpoint


@pytest.mark.parametrize(
    "text", ["", "h:0", "h:x", "h:70000", "http://h", "a b", "redis://h/x", "redis://h:x", "[::1"]
)
def test_what_is_no_address(text: str) -> None:
    with pytest.raises(AddressError):
        parse(text, {})


def test_a_password_stays_secret() -> None:
    endpoint = parse("h", {"VALKEYCLI_AUTH": "secret"})
    assert endpoint.password == "secret"
    assert "secret" not in str(endpoint) + repr(endpoint)
