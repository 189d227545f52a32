"""What goes over the wire: framing, bad input, inline commands, pipelines."""

from __future__ import annotations

import pytest

from tests.conftest import Running

PING = b"*1\r\n$4\r\nPING\r\n"


def test_inline_and_array_forms_give_the_same_answer(server: Running) -> None:
    assert server.talk(b"PING\r\n" + PING) == b"+PONG\r\n+PONG\r\n"


def test_quotes_and_escapes_of_inline_commands(server: Running) -> None:
    assert server.talk(b'ECHO "a\\x41\\n\\"b"\r\n') == b'$5\r\naA\n"b\r\n'


@pytest.mark.parametrize(
    ("sent", "error"),
    [
        (b"*1\r\n+PING\r\n", b"expected '$', got '+'"),
        (b"*abc\r\n", b"invalid multibulk length"),
        (b"*+1\r\n", b"invalid multibulk length"),
        (b"*01\r\n$4\r\nPING\r\n", b"invalid multibulk length"),
        (b"*1048577\r\n", b"invalid multibulk length"),
        (b"*1\r\n$-1\r\n", b"invalid bulk length"),
        (b"*1\r\n$04\r\nPING\r\n", b"invalid bulk length"),
        (b"*1\r\n$1_0\r\n", b"invalid bulk length"),
        (b"*1\r\n$536870913\r\n", b"invalid bulk length"),
        (b"*1\r\n$4\r\nPINGxx\r\n", b"invalid CRLF in request"),
        (b'ECHO "a\r\n', b"unbalanced quotes in request"),
    ],
)
def test_protocol_errors_are_named_and_close(server: Running, sent: bytes, error: bytes) -> None:
    assert server.talk(sent + PING) == b"-ERR Protocol error: " + error + b"\r\n"


@pytest.mark.parametrize("sent", [b"*0\r\n", b"\r\n", b"*-1\r\n", b"   \r\n"])
def test_empty_requests_are_skipped(server: Running, sent: bytes) -> None:
    assert server.talk(sent + PING) == b"+PONG\r\n"


def test_an_inline_command_has_a_largest_size(server: Running) -> None:
    assert server.talk(b"A" * 70_000) == b"-ERR Protocol error: too big inline request\r\n"


def test_every_split_of_a_request_gives_the_same_answer(server: Running) -> None:
    whole = b"*2\r\n$4\r\nECHO\r\n$5\r\nhello\r\n"
    with server.connect() as s:
        for cut in range(1, len(whole)):
            s.sendall(whole[:cut])
            s.sendall(whole[cut:])
            got = b""
            while len(got) < 11:
                got += s.recv(64)
            assert got == b"$5\r\nhello\r\n"


def test_a_long_pipeline_is_answered_in_order(server: Running) -> None:
    count = 20_000
    sent = b"".join(b"*2\r\n$4\r\nECHO\r\n$%d\r\n%d\r\n" % (len(str(i)), i) for i in range(count))
    got = server.talk(sent)
    assert got == b"".join(b"$%d\r\n%d\r\n" % (len(str(i)), i) for i in range(count))


def test_a_large_argument_comes_back_whole(server: Running) -> None:
    data = bytes(range(256)) * 8192
    got = server.talk(b"*2\r\n$4\r\nECHO\r\n$%d\r\n%b\r\n" % (len(data), data))
    assert got == b"$%d\r\n%b\r\n" % (len(data), data)


def test_without_authentication_requests_stay_small(start: object) -> None:
    guarded = start("--requirepass", "secret")  # type: ignore[operator]
    text = b"-ERR Protocol error: "
    assert guarded.talk(b"*11\r\n") == text + b"unauthenticated multibulk length\r\n"
    assert guarded.talk(b"*1\r\n$16385\r\n") == text + b"unauthenticated bulk length\r\n"
