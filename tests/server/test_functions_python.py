"""Functions in Python: off unless asked for; called, refused, ended, and kept apart from Lua's."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import redis

from tests.conftest import Running, end, launch
from tests.server.busy import held
from tests.words import refused, run

SHOP = '''#!python name=shop
LIMIT = 3

def price(key):
    return int(call("GET", key) or 0)

@function("no-writes")
def cheapest(keys, args):
    """What costs least."""
    return min([price(key) for key in keys])

@function
def raise_by(keys, args):
    return [call("INCRBY", key, args[0]) for key in keys]
'''


@pytest.fixture(scope="module")
def python(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A server with the engine."""
    folder = tmp_path_factory.mktemp("python")
    running = launch(folder, "--scripting-python-engine", "yes", "--busy-reply-threshold", "20")
    yield running
    end(running)


@pytest.fixture
def client(python: Running) -> Iterator[redis.Redis]:
    """A client of it; neither data nor libraries at first."""
    connection = redis.Redis(port=python.port, socket_timeout=20)
    run(connection, "FLUSHALL")
    run(connection, "FUNCTION", "FLUSH")
    yield connection
    connection.close()


def answer(client: redis.Redis, body: str, *args: Any) -> Any:
    """What a function with this body answers."""
    lines = "\n".join(f"    {line}" for line in body.splitlines())
    code = f"#!python name=lib\n@function\ndef f(keys, args):\n{lines}\n"
    run(client, "FUNCTION", "LOAD", "REPLACE", code)
    return run(client, "FCALL", "f", 1, "k", *args)


def unanswered(client: redis.Redis, body: str) -> str:
    """The error that a function with this body ends with."""
    with pytest.raises(redis.ResponseError) as caught:
        answer(client, body)
    return str(caught.value)


def test_it_is_off_unless_asked_for(server: Running) -> None:
    client = redis.Redis(port=server.port)
    assert refused(client, "FUNCTION", "LOAD", SHOP) == "Engine 'python' not found"


def test_functions_call_commands(client: redis.Redis) -> None:
    assert run(client, "FUNCTION", "LOAD", SHOP) == b"shop"
    run(client, "MSET", "a", 5, "b", 3)
    assert run(client, "FCALL", "cheapest", 2, "a", "b") == 3
    assert run(client, "FCALL_RO", "cheapest", 2, "a", "b") == 3
    assert run(client, "FCALL", "raise_by", 2, "a", "b", 10) == [15, 13]
    assert "write flag" in refused(client, "FCALL_RO", "raise_by", 1, "a", 1)
    (listed,) = run(client, "FUNCTION", "LIST")
    assert (listed[b"library_name"], listed[b"engine"]) == (b"shop", b"PYTHON")
    about = {f[b"name"]: (f[b"description"], list(f[b"flags"])) for f in listed[b"functions"]}
    assert about == {
        b"cheapest": (b"What costs least.", [b"no-writes"]),
        b"raise_by": (None, []),
    }
    engines = run(client, "FUNCTION", "STATS")[b"engines"]
    assert engines[b"PYTHON"] == {b"libraries_count": 1, b"functions_count": 2}
    assert engines[b"LUA"] == {b"libraries_count": 0, b"functions_count": 0}


def test_both_engines_live_beside_each_other(client: redis.Redis) -> None:
    run(client, "FUNCTION", "LOAD", SHOP)
    run(
        client,
        "FUNCTION",
        "LOAD",
        "#!lua name=l\nredis.register_function('l', function() return 1 end)",
    )
    lua = "#!lua name=m\nredis.register_function('cheapest', function() return 1 end)"
    assert refused(client, "FUNCTION", "LOAD", lua) == "Function cheapest already exists"
    payload = run(client, "FUNCTION", "DUMP")
    run(client, "FUNCTION", "FLUSH")
    run(client, "FUNCTION", "RESTORE", payload)
    run(client, "DEBUG", "RELOAD")
    assert run(client, "FCALL", "l", 0) == 1
    assert run(client, "FCALL", "cheapest", 1, "x") == 0


@pytest.mark.parametrize(
    ("body", "reply"),
    [
        ("return None", None),
        ("return 'text'", b"text"),
        ("return [1, b'b', [2.5, True]]", [1, b"b", [2.5, True]]),
        ("return {'a': 1}", {b"a": 1}),
        ("return call('SET', keys[0], args[0])", b"OK"),
        ("return call('HSET', keys[0], 'f', 1.5, b'g', 7)", 2),
        ("try:\n    call('LPUSH', keys[0])\nexcept Error as e:\n    return f'caught {e}'",
         b"caught ERR Wrong number of args calling command from script"),
        ("call('SET', keys[0], 'x')\nreturn call('GET', keys[0])", b"x"),
    ],
)  # fmt: skip
def test_what_comes_back(client: redis.Redis, body: str, reply: Any) -> None:
    assert answer(client, body, "v") == reply


@pytest.mark.parametrize(
    ("body", "error"),
    [
        ("return 1 // 0", "user_function:4: integer division or modulo by zero script: f, on "
         "@user_function:4."),
        ("return [] + 1", "user_function:4: can only concatenate list"),
        ("raise Error('MINE not today')", "not today"),
        ("call('SET', keys[0], 'x')\ncall('LPUSH', keys[0], 1)",
         "Operation against a key holding the wrong kind of value"),
        ("return call('SHUTDOWN')", "This Redis command is not allowed from script"),
        ("return call('FCALL', 'f', 0)", "This Redis command is not allowed from script"),
        ("x = []\nfor i in range(60): x = [x, x]\nreturn x", "a value is too large"),
        ("x = []\nx.append(x)\nreturn x", "maximum recursion depth"),
    ],
)  # fmt: skip
def test_what_goes_wrong_is_an_answer(client: redis.Redis, body: str, error: str) -> None:
    assert error in unanswered(client, body)
    assert run(client, "PING") == b"PONG"


def test_a_source_that_is_none_of_the_language(client: redis.Redis) -> None:
    for source, error in (
        ("import os", "user_function:2: at the top level stand functions and constants only"),
        ("def f(", "user_function:2: '(' was never closed"),
        ("@function\ndef f(keys, args):\n    return keys.__class__", "no method '__class__'"),
    ):
        text = refused(client, "FUNCTION", "LOAD", f"#!python name=x\n{source}")
        assert text.startswith("Error compiling function: user_function:")
        assert error in text
    assert (
        refused(client, "FUNCTION", "LOAD", "#!python name=x\nX = 1") == "No functions registered"
    )


def test_memory_ends_the_function_and_not_the_server(client: redis.Redis) -> None:
    body = "x = []\nwhile True:\n    x.append(b'a' * 1000000 + call('ECHO', 'b'))"
    assert "not enough memory" in unanswered(client, body)
    assert run(client, "PING") == b"PONG"


def test_what_it_writes_is_a_unit(client: redis.Redis) -> None:
    body = "call('SET', keys[0], 1)\ncall('INCR', keys[0])\nreturn call('GET', keys[0])"
    assert answer(client, body) == b"2"
    assert run(client, "GET", "k") == b"2"


def test_a_function_that_does_not_end_is_killed(client: redis.Redis, python: Running) -> None:
    run(
        client,
        "FUNCTION",
        "LOAD",
        "#!python name=l\n@function\ndef f(keys, args):\n    while True: pass",
    )
    with held(client, python.port, "FCALL", "f", 0) as call:
        assert "FUNCTION KILL" in call.told
        assert run(client, "FUNCTION", "STATS")[b"running_script"][b"name"] == b"f"
        assert run(client, "FUNCTION", "KILL") == b"OK"
    assert call.errors[0].startswith("Script killed by user with FUNCTION KILL")
    assert run(client, "PING") == b"PONG"


def test_a_command_in_python_cannot_call_a_function_in_python(tmp_path: Path) -> None:
    plugin = tmp_path / "plug.py"
    plugin.write_text(
        "from vkscope.plugin import command\n"
        "@command('t.call', arity=-2, flags='write')\n"
        "def call(ctx, words):\n    return ctx.call(*words[1:])\n"
    )
    running = launch(tmp_path, "--scripting-python-engine", "yes", "--plugin", str(plugin))
    client = redis.Redis(port=running.port, socket_timeout=10)
    run(client, "FUNCTION", "LOAD", SHOP)
    assert run(client, "FCALL", "cheapest", 1, "a") == 0
    assert "is not allowed from inside a command" in refused(
        client, "t.call", "FCALL", "cheapest", "1", "a"
    )
    assert run(client, "PING")
    client.close()
    end(running)
