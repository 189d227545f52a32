"""COMMANDLOG and SLOWLOG: what is logged, how it is cut, what is hidden."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import redis

from tests.conftest import Running

KINDS = {
    "slow": ("commandlog-execution-slower-than", "commandlog-slow-execution-max-len"),
    "large-request": ("commandlog-request-larger-than", "commandlog-large-request-max-len"),
    "large-reply": ("commandlog-reply-larger-than", "commandlog-large-reply-max-len"),
}


@pytest.fixture
def logged(client: redis.Redis) -> Iterator[redis.Redis]:
    """A client whose server logs nothing yet; every parameter is put back afterwards."""
    before = client.config_get("commandlog-*")
    for kind, (threshold, _) in KINDS.items():
        client.config_set(threshold, -1)
        client.execute_command("COMMANDLOG", "RESET", kind)
    yield client
    for name, value in before.items():
        client.config_set(name, value)


def entries(client: redis.Redis, kind: str, count: int = -1) -> list[list[Any]]:
    # redis-py gives SLOWLOG GET a shape of its own, but not COMMANDLOG GET.
    found: list[list[Any]] = client.execute_command("COMMANDLOG", "GET", count, kind)
    return found


def test_commands_over_a_threshold_are_logged(logged: redis.Redis) -> None:
    logged.config_set("commandlog-request-larger-than", 1024)
    logged.config_set("commandlog-reply-larger-than", 1024)
    logged.set("k", "A" * 1024)
    logged.get("k")
    (request,) = entries(logged, "large-request")
    assert request[2] > 1024
    assert request[3] == [b"SET", b"k", b"A" * 128 + b"... (896 more bytes)"]
    (reply,) = entries(logged, "large-reply")
    assert reply[2] == len(b"$1024\r\n") + 1024 + 2
    assert reply[3] == [b"GET", b"k"]
    logged.config_set("commandlog-execution-slower-than", 20000)
    logged.execute_command("DEBUG", "SLEEP", "0.03")
    (slow,) = entries(logged, "slow")
    assert slow[2] >= 30000
    assert slow[3] == [b"DEBUG", b"SLEEP", b"0.03"]


def test_an_entry_names_the_client(logged: redis.Redis) -> None:
    logged.client_setname("me")
    port = int(logged.client_info()["addr"].split(":")[1])
    logged.config_set("commandlog-request-larger-than", 0)
    logged.ping()
    logged.config_set("commandlog-request-larger-than", -1)
    newest_first = entries(logged, "large-request")
    assert newest_first[0][3:] == [[b"PING"], b"127.0.0.1:%d" % port, b"me"]
    assert newest_first[0][0] == newest_first[1][0] + 1


def test_the_oldest_leave_first_and_zero_keeps_none(logged: redis.Redis) -> None:
    logged.config_set("commandlog-large-request-max-len", 3)
    logged.config_set("commandlog-request-larger-than", 0)
    for i in range(5):
        logged.echo(str(i))
    logged.config_set("commandlog-request-larger-than", -1)
    kept = [entry[3] for entry in entries(logged, "large-request")]
    assert [words[-1] for words in kept] == [b"4", b"3", b"2"]
    assert len(entries(logged, "large-request", 2)) == 2
    logged.config_set("commandlog-large-request-max-len", 1)
    assert logged.execute_command("COMMANDLOG", "LEN", "large-request") == 1
    logged.execute_command("COMMANDLOG", "RESET", "large-request")
    logged.config_set("commandlog-large-request-max-len", 0)
    logged.config_set("commandlog-request-larger-than", 0)
    logged.ping()
    assert logged.execute_command("COMMANDLOG", "LEN", "large-request") == 0


def test_many_arguments_are_cut(logged: redis.Redis) -> None:
    logged.config_set("commandlog-request-larger-than", 0)
    logged.execute_command("DEL", *(str(i) for i in range(32)))
    logged.config_set("commandlog-request-larger-than", -1)
    words = entries(logged, "large-request")[0][3]
    assert len(words) == 32
    assert words[-2:] == [b"29", b"... (2 more arguments)"]


def test_secrets_are_hidden(logged: redis.Redis, server: Running) -> None:
    logged.config_set("commandlog-request-larger-than", 0)
    server.talk(
        b"AUTH pw\r\nAUTH me pw\r\nHELLO 2 AUTH me pw\r\nCONFIG SET hz 10 MasterAuth pw\r\n"
        b"CONFIG SET masterauth '' commandlog-request-larger-than -1\r\n"
    )
    shown = [entry[3] for entry in reversed(entries(logged, "large-request"))][1:]
    hidden = b"(redacted)"
    # The command that switches the log off has done so before it would be logged itself.
    assert shown == [
        [b"AUTH", hidden],
        [b"AUTH", hidden, hidden],
        [b"HELLO", b"2", b"AUTH", hidden, hidden],
        [b"CONFIG", b"SET", b"hz", b"10", b"MasterAuth", hidden],
    ]


def test_slowlog_is_the_slow_kind(logged: redis.Redis, server: Running) -> None:
    logged.config_set("slowlog-log-slower-than", 0)
    logged.ping()
    logged.config_set("slowlog-log-slower-than", -1)
    assert logged.execute_command("COMMANDLOG", "LEN", "slow") == 2
    assert logged.slowlog_len() == 2
    assert logged.slowlog_get(1)[0]["id"] == entries(logged, "slow")[0][0]
    assert server.talk(b"SLOWLOG GET 0\r\n") == b"*0\r\n"
    assert logged.slowlog_reset()
    assert logged.slowlog_len() == 0


@pytest.mark.parametrize(
    ("command", "error"),
    [
        (
            b"COMMANDLOG LEN fast",
            b"ERR type should be one of the following: slow, large-request, large-reply",
        ),
        (b"COMMANDLOG GET -2 slow", b"ERR count should be greater than or equal to -1"),
        (b"SLOWLOG GET x", b"ERR count should be greater than or equal to -1"),
        (
            b"SLOWLOG GET 1 2",
            b"ERR unknown subcommand or wrong number of arguments for 'GET'. Try SLOWLOG HELP.",
        ),
        (b"SLOWLOG FOO", b"ERR unknown subcommand 'FOO'. Try SLOWLOG HELP."),
        (b"COMMANDLOG GET 1", b"ERR wrong number of arguments for 'commandlog|get' command"),
    ],
)
def test_errors_are_valkeys(server: Running, command: bytes, error: bytes) -> None:
    assert server.talk(command + b"\r\n") == b"-" + error + b"\r\n"


def test_help_lists_the_subcommands(server: Running) -> None:
    for name in (b"COMMANDLOG", b"SLOWLOG"):
        text = server.talk(name + b" HELP\r\n")
        assert b"+" + name + b" <subcommand>" in text
        assert b"+RESET" in text
