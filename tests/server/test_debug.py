"""DEBUG: every kind of reply in both protocols, errors on demand, and what the log is told."""

from __future__ import annotations

import pytest
import redis

from tests.conftest import Running

REPLIES = {
    b"string": (b"$11\r\nHello World\r\n", None),
    b"integer": (b":12345\r\n", None),
    b"double": (b"$5\r\n3.141\r\n", b",3.141\r\n"),
    b"bignum": (
        b"$37\r\n1234567999999999999999999999999999999\r\n",
        b"(1234567999999999999999999999999999999\r\n",
    ),
    b"null": (b"$-1\r\n", b"_\r\n"),
    b"array": (b"*3\r\n:0\r\n:1\r\n:2\r\n", None),
    b"set": (b"*3\r\n:0\r\n:1\r\n:2\r\n", b"~3\r\n:0\r\n:1\r\n:2\r\n"),
    b"map": (
        b"*6\r\n:0\r\n:0\r\n:1\r\n:1\r\n:2\r\n:0\r\n",
        b"%3\r\n:0\r\n#f\r\n:1\r\n#t\r\n:2\r\n#f\r\n",
    ),
    b"true": (b":1\r\n", b"#t\r\n"),
    b"false": (b":0\r\n", b"#f\r\n"),
    b"verbatim": (
        b"$25\r\nThis is a verbatim\nstring\r\n",
        b"=29\r\ntxt:This is a verbatim\nstring\r\n",
    ),
}


@pytest.mark.parametrize("kind", REPLIES)
def test_protocol_answers_with_every_type(server: Running, kind: bytes) -> None:
    two, three = REPLIES[kind]
    request = b"DEBUG PROTOCOL " + kind + b"\r\n"
    assert server.talk(request) == two
    assert server.talk(b"HELLO 3\r\n" + request).endswith(three or two)


def test_error_is_answered_as_it_is(client: redis.Redis) -> None:
    with pytest.raises(redis.ResponseError, match="^some error$"):
        client.execute_command("DEBUG", "ERROR", "some error")


def test_log_writes_a_line(client: redis.Redis, server: Running) -> None:
    assert client.execute_command("DEBUG", "LOG", "hello there")
    assert "# DEBUG LOG: hello there\n" in server.log.read_text()


def test_rewriting_needs_a_file(server: Running) -> None:
    error = b"-ERR CONFIG-REWRITE-FORCE-ALL failed: No such file or directory\r\n"
    assert server.talk(b"DEBUG CONFIG-REWRITE-FORCE-ALL\r\n") == error


def test_unknown_words_are_refused(server: Running) -> None:
    error = b"-ERR unknown subcommand or wrong number of arguments for 'LOG'. Try DEBUG HELP.\r\n"
    assert server.talk(b"DEBUG LOG\r\n") == error
