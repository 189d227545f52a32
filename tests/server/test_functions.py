"""Libraries of functions: loaded, called, listed, dumped, restored, reloaded, killed."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any

import pytest
import redis

from tests.conftest import Running, end

Start = Callable[..., Running]

HELLO = "#!lua name=hello\nserver.register_function('hello', function() return 'hello' end)"


def library(name: str, *functions: str) -> str:
    """A library whose functions return their own names."""
    lines = [f"server.register_function('{f}', function() return '{f}' end)" for f in functions]
    return f"#!lua name={name}\n" + "\n".join(lines)


@pytest.fixture
def run(client: redis.Redis) -> Callable[..., Any]:
    """Send a command, replies as they come; no libraries at first."""
    client.response_callbacks.clear()
    execute: Any = client.execute_command
    execute("FUNCTION", "FLUSH")
    return execute


def refused(run: Callable[..., Any], *words: Any) -> str:
    """The text of the error that a command must be answered with; its code stands before it."""
    with pytest.raises(redis.RedisError) as caught:
        run(*words)
    return str(caught.value)


def names(run: Callable[..., Any]) -> list[bytes]:
    """Names of all libraries."""
    return sorted(entry[b"library_name"] for entry in run("FUNCTION", "LIST"))


# --- loading ---


def test_a_library_is_loaded_called_listed_and_deleted(run: Callable[..., Any]) -> None:
    assert run("FUNCTION", "LOAD", HELLO) == b"hello"
    assert run("FCALL", "hello", 0) == b"hello"
    assert run("FCALL", "HeLLo", 0) == b"hello"
    function = {b"name": b"hello", b"description": None, b"flags": []}
    listed = {b"library_name": b"hello", b"engine": b"LUA", b"functions": [function]}
    assert run("FUNCTION", "LIST") == [listed]
    listed[b"library_code"] = HELLO.encode()
    assert run("FUNCTION", "LIST", "WITHCODE", "LIBRARYNAME", "HEL*") == [listed]
    assert run("FUNCTION", "LIST", "LIBRARYNAME", "x*") == []
    assert run("FUNCTION", "DELETE", "hello") == b"OK"
    assert refused(run, "FCALL", "hello", 0) == "Function not found"
    assert refused(run, "FUNCTION", "DELETE", "hello") == "Library not found"


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
def test_the_first_line_says_engine_and_name(
    run: Callable[..., Any], code: str, error: str
) -> None:
    assert refused(run, "FUNCTION", "LOAD", code) == error
    assert names(run) == []


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
    run: Callable[..., Any], body: str, error: str
) -> None:
    run("FUNCTION", "LOAD", library("lib", "old"))
    text = refused(run, "FUNCTION", "LOAD", "REPLACE", f"#!lua name=lib\n{body}")
    assert text == f"Error {error}"
    assert run("FCALL", "old", 0) == b"old"


def test_names_of_functions_are_the_only_ones(run: Callable[..., Any]) -> None:
    run("FUNCTION", "LOAD", library("one", "f"))
    assert refused(run, "FUNCTION", "LOAD", library("one", "g")) == "Library 'one' already exists"
    assert refused(run, "FUNCTION", "LOAD", library("two", "g", "F")) == (
        "Function F already exists"
    )
    assert refused(run, "FUNCTION", "LOAD", library("two", "h", "H")) == (
        "Function H already exists"
    )
    assert run("FUNCTION", "LOAD", "REPLACE", library("one", "F", "g")) == b"one"
    assert run("FCALL", "f", 0) == b"F"
    assert names(run) == [b"one"]


def test_named_arguments_carry_description_and_flags(run: Callable[..., Any]) -> None:
    run(
        "FUNCTION",
        "LOAD",
        "#!lua name=lib\nredis.register_function{function_name='f', description='tells', "
        "callback=function(keys, args) return {keys[1], args[1], #keys, #args} end, "
        "flags={'no-writes', 'allow-stale'}}",
    )
    (function,) = run("FUNCTION", "LIST")[0][b"functions"]
    assert (function[b"name"], function[b"description"]) == (b"f", b"tells")
    assert sorted(function[b"flags"]) == [b"allow-stale", b"no-writes"]
    assert run("FCALL_RO", "f", 1, "k", "a", "b") == [b"k", b"a", 1, 2]


def test_the_library_is_one_for_its_functions_and_another_for_others(
    run: Callable[..., Any],
) -> None:
    run(
        "FUNCTION",
        "LOAD",
        "#!lua name=lib\nlocal n = 0\n"
        "redis.register_function('up', function() n = n + 1 return n end)\n"
        "redis.register_function('is', function() return n end)",
    )
    assert [run("FCALL", "up", 0), run("FCALL", "up", 0), run("FCALL", "is", 0)] == [1, 2, 2]
    assert "nonexistent global variable 'n'" in refused(run, "EVAL", "return n", 0)


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
    run: Callable[..., Any], words: tuple[Any, ...], error: str
) -> None:
    run("FUNCTION", "LOAD", HELLO)
    assert refused(run, "FCALL", *words) == error


def test_only_what_writes_nothing_is_called_read_only(run: Callable[..., Any]) -> None:
    run("FUNCTION", "LOAD", "#!lua name=w\nredis.register_function('w', function() end)")
    assert refused(run, "FCALL_RO", "w", 0) == (
        "Can not execute a script with write flag using *_ro command."
    )
    run(
        "FUNCTION",
        "LOAD",
        "#!lua name=r\nredis.register_function{function_name='r', flags={'no-writes'}, "
        "callback=function(keys) return redis.call('set', keys[1], 'v') end}",
    )
    for command in ("FCALL", "FCALL_RO"):
        assert "Write commands are not allowed from read-only scripts" in refused(
            run, command, "r", 1, "k"
        )


def test_keys_are_found_by_their_number(run: Callable[..., Any]) -> None:
    for command in ("FCALL", "FCALL_RO"):
        keys = run("COMMAND", "GETKEYS", command, "f", 2, "a", "b", "c")
        assert keys == [b"a", b"b"]


def test_a_function_in_a_transaction_changes_what_is_watched(
    run: Callable[..., Any], server: Running
) -> None:
    run(
        "FUNCTION",
        "LOAD",
        "#!lua name=l\nredis.register_function('set', function(k, a) "
        "return redis.call('set', k[1], a[1]) end)",
    )
    other: Any = redis.Redis(port=server.port)
    with other.pipeline() as pipe:
        pipe.watch("k")
        run("FCALL", "set", 1, "k", "v")
        pipe.multi()
        pipe.execute_command("FCALL", "set", 1, "k", "w")
        with pytest.raises(redis.WatchError):
            pipe.execute()
        pipe.execute_command("FCALL", "set", 1, "k", "w")
        assert pipe.execute() == [b"OK"]
    assert run("GET", "k") == b"w"


# --- DUMP, RESTORE, files ---


def test_a_dump_restores(run: Callable[..., Any]) -> None:
    run("FUNCTION", "LOAD", HELLO)
    run("FUNCTION", "LOAD", library("two", "f", "g"))
    payload = run("FUNCTION", "DUMP")
    run("FUNCTION", "FLUSH")
    assert run("FUNCTION", "RESTORE", payload) == b"OK"
    assert names(run) == [b"hello", b"two"]
    assert run("FCALL", "g", 0) == b"g"
    assert refused(run, "FUNCTION", "RESTORE", payload, "APPEND").endswith("already exists")
    assert run("FUNCTION", "RESTORE", payload, "REPLACE") == b"OK"
    run("FUNCTION", "LOAD", library("three", "t"))
    assert run("FUNCTION", "RESTORE", payload, "FLUSH") == b"OK"
    assert names(run) == [b"hello", b"two"]
    assert run("FCALL", "hello", 0) == b"hello"


def test_a_restore_that_collides_changes_nothing(run: Callable[..., Any]) -> None:
    run("FUNCTION", "LOAD", library("lib", "f1", "f3"))
    payload = run("FUNCTION", "DUMP")
    run("FUNCTION", "FLUSH")
    run("FUNCTION", "LOAD", library("lib", "f6"))
    run("FUNCTION", "LOAD", library("other", "f3"))
    assert refused(run, "FUNCTION", "RESTORE", payload) == "Library lib already exists"
    assert refused(run, "FUNCTION", "RESTORE", payload, "REPLACE") == "Function f3 already exists"
    assert [run("FCALL", name, 0) for name in ("f6", "f3")] == [b"f6", b"f3"]
    assert refused(run, "FCALL", "f1", 0) == "Function not found"


def test_payloads_that_are_none(run: Callable[..., Any]) -> None:
    run("FUNCTION", "LOAD", HELLO)
    payload = run("FUNCTION", "DUMP")
    torn = "DUMP payload version or checksum are wrong"
    for bad in (b"", b"bad_payload", payload[:-1], payload[:-1] + b"x", payload[1:]):
        assert refused(run, "FUNCTION", "RESTORE", bad) == torn
    run("SET", "k", "v")
    assert refused(run, "FUNCTION", "RESTORE", run("DUMP", "k"), "FLUSH") == (
        "given type is not a function"
    )
    assert refused(run, "FUNCTION", "RESTORE", payload, "MAYBE") == (
        "Wrong restore policy given, value should be either FLUSH, APPEND or REPLACE."
    )
    assert names(run) == [b"hello"]


def test_libraries_survive_reload_and_flushall(run: Callable[..., Any]) -> None:
    run("FUNCTION", "LOAD", HELLO)
    run("SET", "k", "v")
    run("DEBUG", "RELOAD")
    assert run("FCALL", "hello", 0) == b"hello"
    assert "Error trying to load the RDB" in refused(run, "DEBUG", "RELOAD", "NOFLUSH")
    assert run("DEBUG", "RELOAD", "NOFLUSH", "MERGE") == b"OK"
    run("FLUSHALL")
    run("FLUSHDB")
    assert run("FCALL", "hello", 0) == b"hello"


def test_libraries_come_back_with_the_server(start: Start) -> None:
    running = start()
    client: Any = redis.Redis(port=running.port)
    client.execute_command("FUNCTION", "LOAD", HELLO)
    assert client.execute_command("SAVE")
    client.close()
    end(running)
    again: Any = redis.Redis(port=start().port)
    assert again.execute_command("FCALL", "hello", 0) == b"hello"
    again.close()


# --- what is told of them ---


def test_stats_and_info_count(run: Callable[..., Any]) -> None:
    run("FUNCTION", "LOAD", library("one", "a", "b"))
    run("FUNCTION", "LOAD", library("two", "c"))
    stats = run("FUNCTION", "STATS")
    assert stats[b"running_script"] is None
    assert stats[b"engines"][b"LUA"] == {b"libraries_count": 2, b"functions_count": 3}
    text = run("INFO", "memory").decode()
    info = dict(line.split(":", 1) for line in text.splitlines() if ":" in line)
    assert (info["number_of_libraries"], info["number_of_functions"]) == ("2", "3")
    assert int(info["used_memory_functions"]) > 100
    assert int(info["used_memory_vm_functions"]) > 1000
    run("FUNCTION", "FLUSH", "ASYNC")
    stats = run("FUNCTION", "STATS")
    assert stats[b"engines"][b"LUA"] == {b"libraries_count": 0, b"functions_count": 0}


def test_arguments_that_subcommands_do_not_know(run: Callable[..., Any]) -> None:
    assert refused(run, "FUNCTION", "LIST", "x") == "Unknown argument x"
    assert refused(run, "FUNCTION", "LIST", "LIBRARYNAME") == "library name argument was not given"
    assert refused(run, "FUNCTION", "LIST", "WITHCODE", "WITHCODE") == "Unknown argument WITHCODE"
    assert refused(run, "FUNCTION", "LOAD", "x", HELLO) == "Unknown option given: x"
    assert (
        refused(run, "FUNCTION", "FLUSH", "x") == "FUNCTION FLUSH only supports SYNC|ASYNC option"
    )
    assert "wrong number of arguments for 'FLUSH'" in refused(run, "FUNCTION", "FLUSH", "SYNC", "x")
    assert "wrong number of arguments for 'RESTORE'" in refused(
        run, "FUNCTION", "RESTORE", "a", "b", "c"
    )
    assert "unknown subcommand" in refused(run, "FUNCTION", "x")
    assert refused(run, "FUNCTION", "KILL").endswith("No scripts in execution right now.")


def test_a_function_that_does_not_end_is_seen_and_killed(start: Start) -> None:
    running = start("--busy-reply-threshold", "10")
    client: Any = redis.Redis(port=running.port, socket_timeout=10)
    client.response_callbacks.clear()
    client.execute_command(
        "FUNCTION",
        "LOAD",
        "#!lua name=l\nredis.register_function('f', function() while true do end end)",
    )
    caught: list[str] = []

    def call() -> None:
        other: Any = redis.Redis(port=running.port, socket_timeout=20)
        try:
            other.execute_command("FCALL", "f", 1, "k", "a")
        except redis.ResponseError as error:
            caught.append(str(error))

    caller = threading.Thread(target=call)
    caller.start()
    for _ in range(400):
        try:
            client.execute_command("PING")
            time.sleep(0.01)
        except redis.RedisError as error:
            busy = str(error)
            break
    assert "FUNCTION KILL" in busy
    assert "FUNCTION KILL" in refused(client.execute_command, "SCRIPT", "KILL")
    stats = client.execute_command("FUNCTION", "STATS")
    running_now = stats[b"running_script"]
    assert running_now[b"name"] == b"f"
    assert running_now[b"command"] == [b"FCALL", b"f", b"1", b"k", b"a"]
    assert client.execute_command("FUNCTION", "KILL") == b"OK"
    caller.join(10)
    assert caught[0].startswith("Script killed by user with FUNCTION KILL")
    assert client.execute_command("PING") == b"PONG"
    client.close()


def test_loading_is_a_write_that_memory_can_refuse(run: Callable[..., Any]) -> None:
    payload = run("FUNCTION", "DUMP")
    run("CONFIG", "SET", "maxmemory", "1")
    try:
        for words in (("LOAD", HELLO), ("RESTORE", payload)):
            assert "command not allowed when used memory" in refused(run, "FUNCTION", *words)
    finally:
        run("CONFIG", "SET", "maxmemory", "0")
