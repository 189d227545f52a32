"""Libraries of functions: loaded, called, listed, dumped, restored, reloaded, killed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import redis

from tests.conftest import Running, end
from tests.server.busy import held
from tests.words import refused, run

Start = Callable[..., Running]

HELLO = "#!lua name=hello\nserver.register_function('hello', function() return 'hello' end)"


def library(name: str, *functions: str) -> str:
    """A library whose functions return their own names."""
    lines = [f"server.register_function('{f}', function() return '{f}' end)" for f in functions]
    return f"#!lua name={name}\n" + "\n".join(lines)


@pytest.fixture
def client(client: redis.Redis) -> redis.Redis:
    """The shared server's client; no libraries at first."""
    run(client, "FUNCTION", "FLUSH")
    return client


def names(client: redis.Redis) -> list[bytes]:
    """Names of all libraries."""
    return sorted(entry[b"library_name"] for entry in run(client, "FUNCTION", "LIST"))


def memory(client: redis.Redis) -> dict[str, str]:
    """INFO memory."""
    text = run(client, "INFO", "memory").decode()
    return dict(line.split(":", 1) for line in text.splitlines() if ":" in line)


# --- loading ---


def test_a_library_is_loaded_called_listed_and_deleted(client: redis.Redis) -> None:
    assert run(client, "FUNCTION", "LOAD", HELLO) == b"hello"
    assert run(client, "FCALL", "hello", 0) == b"hello"
    assert run(client, "FCALL", "HeLLo", 0) == b"hello"
    function = {b"name": b"hello", b"description": None, b"flags": []}
    listed = {b"library_name": b"hello", b"engine": b"LUA", b"functions": [function]}
    assert run(client, "FUNCTION", "LIST") == [listed]
    listed[b"library_code"] = HELLO.encode()
    assert run(client, "FUNCTION", "LIST", "WITHCODE", "LIBRARYNAME", "HEL*") == [listed]
    assert run(client, "FUNCTION", "LIST", "LIBRARYNAME", "x*") == []
    assert run(client, "FUNCTION", "DELETE", "hello") == b"OK"
    assert refused(client, "FCALL", "hello", 0) == "Function not found"
    assert refused(client, "FUNCTION", "DELETE", "hello") == "Library not found"


@pytest.mark.parametrize(
    ("code", "error"),
    [
        ("return 1", "Missing library metadata"),
        ("#!lua", "Invalid library metadata"),
        ("#!lua name=x", "Invalid library metadata"),
        ("#!lua name='x\n", "Invalid library metadata"),
        ("#!lua\nreturn 1", "Library name was not given"),
        ("#! name=x\n", "Engine '' not found"),
        ("#!foo name=x\n", "Engine 'foo' not found"),
        ("#!lua name=x y=1\n", "Invalid metadata value given: y=1"),
        (
            "#!lua name=x name=y\n",
            "Invalid metadata value, name argument was given multiple times",
        ),
        ('#!lua name="x"\nreturn 1', "No functions registered"),
        (
            "#!lua name=a-b\n",
            "Library names can only contain letters, numbers, or underscores(_) and must be at "
            "least one character long",
        ),
    ],
)
def test_the_first_line_says_engine_and_name(client: redis.Redis, code: str, error: str) -> None:
    assert refused(client, "FUNCTION", "LOAD", code) == error
    assert names(client) == []


@pytest.mark.parametrize(
    ("body", "error"),
    [
        ("bad code here", "compiling function: user_function:2: '=' expected near 'code'"),
        (
            "server.register_function()",
            "registering functions: ERR wrong number of arguments to server.register_function",
        ),
        (
            "server.register_function('f')",
            "registering functions: ERR calling server.register_function with a single argument "
            "is only applicable to Lua table (representing named arguments).",
        ),
        (
            "server.register_function('f', 1)",
            "registering functions: ERR second argument to server.register_function must be a "
            "function",
        ),
        (
            "server.register_function{function_name='f', callback=function() end, x=1}",
            "registering functions: ERR unknown argument given to server.register_function",
        ),
        (
            "server.register_function{function_name='f', callback=function() end, flags={'x'}}",
            "registering functions: ERR unknown flag given",
        ),
        (
            "redis.call('get', 'x')",
            "registering functions: ERR user_function:2: Script attempted to access nonexistent "
            "global variable 'call'",
        ),
        (
            "math.random()",
            "registering functions: ERR user_function:2: Script attempted to access nonexistent "
            "global variable 'math'",
        ),
        (
            "x = 1",
            "registering functions: ERR user_function:2: Attempt to modify a readonly table",
        ),
        (
            "redis.call = 1",
            "registering functions: ERR user_function:2: Attempt to modify a readonly table",
        ),
        ("while true do end", "registering functions: ERR FUNCTION LOAD timeout"),
        (
            "local f = function() end server.register_function('f', f) "
            "server.register_function('f', f)",
            "registering functions: ERR Function already exists in the library",
        ),
    ],
)
def test_what_is_wrong_at_the_top_level_is_told_and_keeps_the_old_library(
    client: redis.Redis, body: str, error: str
) -> None:
    run(client, "FUNCTION", "LOAD", library("lib", "old"))
    text = refused(client, "FUNCTION", "LOAD", "REPLACE", f"#!lua name=lib\n{body}")
    assert text == f"Error {error}"
    assert run(client, "FCALL", "old", 0) == b"old"


def test_names_of_functions_are_the_only_ones(client: redis.Redis) -> None:
    run(client, "FUNCTION", "LOAD", library("one", "f"))
    assert (
        refused(client, "FUNCTION", "LOAD", library("one", "g")) == "Library 'one' already exists"
    )
    assert refused(client, "FUNCTION", "LOAD", library("two", "g", "F")) == (
        "Function F already exists"
    )
    assert refused(client, "FUNCTION", "LOAD", library("two", "h", "H")) == (
        "Function H already exists"
    )
    assert run(client, "FUNCTION", "LOAD", "REPLACE", library("one", "F", "g")) == b"one"
    assert run(client, "FCALL", "f", 0) == b"F"
    assert names(client) == [b"one"]


def test_named_arguments_carry_description_and_flags(client: redis.Redis) -> None:
    run(
        client,
        "FUNCTION",
        "LOAD",
        "#!lua name=lib\nredis.register_function{function_name='f', description='tells', "
        "callback=function(keys, args) return {keys[1], args[1], #keys, #args} end, "
        "flags={'no-writes', 'allow-stale'}}",
    )
    (function,) = run(client, "FUNCTION", "LIST")[0][b"functions"]
    assert (function[b"name"], function[b"description"]) == (b"f", b"tells")
    assert sorted(function[b"flags"]) == [b"allow-stale", b"no-writes"]
    assert run(client, "FCALL_RO", "f", 1, "k", "a", "b") == [b"k", b"a", 1, 2]


def test_the_library_is_one_for_its_functions_and_another_for_others(
    client: redis.Redis,
) -> None:
    run(
        client,
        "FUNCTION",
        "LOAD",
        "#!lua name=lib\nlocal n = 0\n"
        "redis.register_function('up', function() n = n + 1 return n end)\n"
        "redis.register_function('is', function() return n end)",
    )
    assert [
        run(client, "FCALL", "up", 0),
        run(client, "FCALL", "up", 0),
        run(client, "FCALL", "is", 0),
    ] == [1, 2, 2]
    assert "nonexistent global variable 'n'" in refused(client, "EVAL", "return n", 0)


# --- calling ---


@pytest.mark.parametrize(
    ("words", "error"),
    [
        (("x", 0), "Function not found"),
        (("hello", "a"), "Bad number of keys provided"),
        (("hello", 10, "k"), "Number of keys can't be greater than number of args"),
        (("hello", -1, "k"), "Number of keys can't be negative"),
    ],
)
def test_a_call_that_makes_no_sense(
    client: redis.Redis, words: tuple[Any, ...], error: str
) -> None:
    run(client, "FUNCTION", "LOAD", HELLO)
    assert refused(client, "FCALL", *words) == error


def test_only_what_writes_nothing_is_called_read_only(client: redis.Redis) -> None:
    run(client, "FUNCTION", "LOAD", "#!lua name=w\nredis.register_function('w', function() end)")
    assert refused(client, "FCALL_RO", "w", 0) == (
        "Can not execute a script with write flag using *_ro command."
    )
    run(
        client,
        "FUNCTION",
        "LOAD",
        "#!lua name=r\nredis.register_function{function_name='r', flags={'no-writes'}, "
        "callback=function(keys) return redis.call('set', keys[1], 'v') end}",
    )
    for command in ("FCALL", "FCALL_RO"):
        assert "Write commands are not allowed from read-only scripts" in refused(
            client, command, "r", 1, "k"
        )


def test_keys_are_found_by_their_number(client: redis.Redis) -> None:
    for command in ("FCALL", "FCALL_RO"):
        keys = run(client, "COMMAND", "GETKEYS", command, "f", 2, "a", "b", "c")
        assert keys == [b"a", b"b"]


def test_a_function_in_a_transaction_changes_what_is_watched(
    client: redis.Redis, server: Running
) -> None:
    run(
        client,
        "FUNCTION",
        "LOAD",
        "#!lua name=l\nredis.register_function('set', function(k, a) "
        "return redis.call('set', k[1], a[1]) end)",
    )
    other: Any = redis.Redis(port=server.port)
    with other.pipeline() as pipe:
        pipe.watch("k")
        run(client, "FCALL", "set", 1, "k", "v")
        pipe.multi()
        pipe.execute_command("FCALL", "set", 1, "k", "w")
        with pytest.raises(redis.WatchError):
            pipe.execute()
        pipe.execute_command("FCALL", "set", 1, "k", "w")
        assert pipe.execute() == [b"OK"]
    assert run(client, "GET", "k") == b"w"


# --- DUMP, RESTORE, files ---


def test_a_dump_restores(client: redis.Redis) -> None:
    run(client, "FUNCTION", "LOAD", HELLO)
    run(client, "FUNCTION", "LOAD", library("two", "f", "g"))
    payload = run(client, "FUNCTION", "DUMP")
    run(client, "FUNCTION", "FLUSH")
    assert run(client, "FUNCTION", "RESTORE", payload) == b"OK"
    assert names(client) == [b"hello", b"two"]
    assert run(client, "FCALL", "g", 0) == b"g"
    assert refused(client, "FUNCTION", "RESTORE", payload, "APPEND").endswith("already exists")
    assert run(client, "FUNCTION", "RESTORE", payload, "REPLACE") == b"OK"
    run(client, "FUNCTION", "LOAD", library("three", "t"))
    assert run(client, "FUNCTION", "RESTORE", payload, "FLUSH") == b"OK"
    assert names(client) == [b"hello", b"two"]
    assert run(client, "FCALL", "hello", 0) == b"hello"


def test_a_restore_that_collides_changes_nothing(client: redis.Redis) -> None:
    run(client, "FUNCTION", "LOAD", library("lib", "f1", "f3"))
    payload = run(client, "FUNCTION", "DUMP")
    run(client, "FUNCTION", "FLUSH")
    run(client, "FUNCTION", "LOAD", library("lib", "f6"))
    run(client, "FUNCTION", "LOAD", library("other", "f3"))
    assert refused(client, "FUNCTION", "RESTORE", payload) == "Library lib already exists"
    assert (
        refused(client, "FUNCTION", "RESTORE", payload, "REPLACE") == "Function f3 already exists"
    )
    assert [run(client, "FCALL", name, 0) for name in ("f6", "f3")] == [b"f6", b"f3"]
    assert refused(client, "FCALL", "f1", 0) == "Function not found"


def test_payloads_that_are_none(client: redis.Redis) -> None:
    run(client, "FUNCTION", "LOAD", HELLO)
    payload = run(client, "FUNCTION", "DUMP")
    torn = "DUMP payload version or checksum are wrong"
    for bad in (b"", b"bad_payload", payload[:-1], payload[:-1] + b"x", payload[1:]):
        assert refused(client, "FUNCTION", "RESTORE", bad) == torn
    run(client, "SET", "k", "v")
    assert refused(client, "FUNCTION", "RESTORE", run(client, "DUMP", "k"), "FLUSH") == (
        "given type is not a function"
    )
    assert refused(client, "FUNCTION", "RESTORE", payload, "MAYBE") == (
        "Wrong restore policy given, value should be either FLUSH, APPEND or REPLACE."
    )
    assert names(client) == [b"hello"]


def test_libraries_survive_reload_and_flushall(client: redis.Redis) -> None:
    run(client, "FUNCTION", "LOAD", HELLO)
    run(client, "SET", "k", "v")
    run(client, "DEBUG", "RELOAD")
    assert run(client, "FCALL", "hello", 0) == b"hello"
    assert "Error trying to load the RDB" in refused(client, "DEBUG", "RELOAD", "NOFLUSH")
    assert run(client, "DEBUG", "RELOAD", "NOFLUSH", "MERGE") == b"OK"
    run(client, "FLUSHALL")
    run(client, "FLUSHDB")
    assert run(client, "FCALL", "hello", 0) == b"hello"


def test_libraries_come_back_with_the_server(start: Start) -> None:
    running = start()
    client = redis.Redis(port=running.port)
    run(client, "FUNCTION", "LOAD", HELLO)
    assert run(client, "SAVE")
    client.close()
    end(running)
    again = redis.Redis(port=start().port)
    assert run(again, "FCALL", "hello", 0) == b"hello"
    again.close()


# --- what is told of them ---


def test_stats_and_info_count(client: redis.Redis) -> None:
    run(client, "FUNCTION", "LOAD", library("one", "a", "b"))
    run(client, "FUNCTION", "LOAD", library("two", "c"))
    stats = run(client, "FUNCTION", "STATS")
    assert stats[b"running_script"] is None
    assert stats[b"engines"][b"LUA"] == {b"libraries_count": 2, b"functions_count": 3}
    info = memory(client)
    assert (info["number_of_libraries"], info["number_of_functions"]) == ("2", "3")
    assert int(info["used_memory_functions"]) > 100
    assert int(info["used_memory_vm_functions"]) > 1000
    run(client, "FUNCTION", "FLUSH", "ASYNC")
    stats = run(client, "FUNCTION", "STATS")
    assert stats[b"engines"][b"LUA"] == {b"libraries_count": 0, b"functions_count": 0}


def test_arguments_that_subcommands_do_not_know(client: redis.Redis) -> None:
    assert refused(client, "FUNCTION", "LIST", "x") == "Unknown argument x"
    assert (
        refused(client, "FUNCTION", "LIST", "LIBRARYNAME") == "library name argument was not given"
    )
    assert (
        refused(client, "FUNCTION", "LIST", "WITHCODE", "WITHCODE") == "Unknown argument WITHCODE"
    )
    assert refused(client, "FUNCTION", "LOAD", "x", HELLO) == "Unknown option given: x"
    assert (
        refused(client, "FUNCTION", "FLUSH", "x")
        == "FUNCTION FLUSH only supports SYNC|ASYNC option"
    )
    assert "wrong number of arguments for 'FLUSH'" in refused(
        client, "FUNCTION", "FLUSH", "SYNC", "x"
    )
    assert "wrong number of arguments for 'RESTORE'" in refused(
        client, "FUNCTION", "RESTORE", "a", "b", "c"
    )
    assert "unknown subcommand" in refused(client, "FUNCTION", "x")
    assert refused(client, "FUNCTION", "KILL").endswith("No scripts in execution right now.")


def test_a_function_that_does_not_end_is_seen_and_killed(start: Start) -> None:
    running = start("--busy-reply-threshold", "10")
    client = redis.Redis(port=running.port, socket_timeout=10)
    run(
        client,
        "FUNCTION",
        "LOAD",
        "#!lua name=l\nredis.register_function('f', function() while true do end end)",
    )
    with held(client, running.port, "FCALL", "f", 1, "k", "a") as call:
        assert "FUNCTION KILL" in call.told
        assert "FUNCTION KILL" in refused(client, "SCRIPT", "KILL")
        running_now = run(client, "FUNCTION", "STATS")[b"running_script"]
        assert running_now[b"name"] == b"f"
        assert running_now[b"command"] == [b"FCALL", b"f", b"1", b"k", b"a"]
        assert run(client, "FUNCTION", "KILL") == b"OK"
    assert call.errors[0].startswith("Script killed by user with FUNCTION KILL")
    assert run(client, "PING") == b"PONG"
    client.close()


def test_loading_is_a_write_that_memory_can_refuse(client: redis.Redis) -> None:
    payload = run(client, "FUNCTION", "DUMP")
    run(client, "CONFIG", "SET", "maxmemory", "1")
    try:
        for words in (("LOAD", HELLO), ("RESTORE", payload)):
            assert "command not allowed when used memory" in refused(client, "FUNCTION", *words)
    finally:
        run(client, "CONFIG", "SET", "maxmemory", "0")


def test_memory_of_a_library_that_failed_is_given_back(client: redis.Redis) -> None:
    run(client, "FUNCTION", "LOAD", HELLO)
    before = int(memory(client)["used_memory_vm_functions"])
    code = "#!lua name=x\nlocal t = {} for i = 1, 100000 do t[i] = {} end t()"
    assert "attempt to call" in refused(client, "FUNCTION", "LOAD", code)
    assert int(memory(client)["used_memory_vm_functions"]) < before + 1_000_000
