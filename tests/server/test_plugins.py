"""Commands in Python: registered, called, and kept from doing harm."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import redis

from tests.conftest import Running, launch
from vkscope.tracing.address import parse
from vkscope.tracing.sources import LiveSource

EXAMPLE = Path(__file__).parents[2] / "examples" / "plugins" / "rate_limit.py"
CODE = """
import sys, time
from vkscope.plugin import Context, CommandError, Reply, Simple, Error, command

kept = []

@command("t.call", arity=-2, keys=(2, 2, 1), flags="write", summary="Calls what it is told.")
def call(ctx: Context, words: list[bytes]) -> Reply:
    return ctx.call(*words[1:])

@command("t.try", arity=-2)
def try_(ctx, words):
    try:
        return ctx.call(*words[1:])
    except CommandError as error:
        return "caught " + str(error)

@command("t.raise", arity=1)
def raise_(ctx, words):
    raise ValueError("on purpose")

@command("t.exit", arity=1)
def exit_(ctx, words):
    sys.exit(3)

@command("t.block", arity=1)
def block(ctx, words):
    time.sleep(0.03)
    return "late"

@command("t.reply", arity=2)
def reply(ctx, words):
    return {b"map": {"a": 1}, b"null": None, b"set": {b"x"}, b"double": 1.5, b"bool": True,
            b"simple": Simple("fine"), b"error": Error("ERR made here"), b"odd": object()}[words[1]]

@command("t.keep", arity=1)
def keep(ctx, words):
    kept.append(ctx)
    return "kept"

@command("t.late", arity=1)
def late(ctx, words):
    return kept[0].call("PING")

@command("t.select", arity=2)
def select(ctx, words):
    ctx.call("SELECT", 1)
    ctx.call("SET", words[1], "in one")
    ctx.log("hello from a plug-in")
    return [ctx.client, ctx.protocol]
"""


@pytest.fixture(scope="module")
def plugged(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A server with the test's plug-in and the example's."""
    folder = tmp_path_factory.mktemp("plugins")
    (folder / "t.py").write_text(CODE)
    running = launch(folder, "--plugin", str(folder / "t.py"), "--plugin", str(EXAMPLE))
    yield running
    running.process.terminate()
    assert running.process.wait(10) == 0, running.log.read_text()


@pytest.fixture(params=[2, 3])
def say(plugged: Running, request: pytest.FixtureRequest) -> Iterator[Callable[..., Any]]:
    """A call in RESP2, then in RESP3; errors are returned."""
    client = redis.Redis(port=plugged.port, protocol=request.param, socket_timeout=5)
    client.flushall()

    def call(*words: Any) -> Any:
        try:
            return client.execute_command(*words)
        except redis.ResponseError as error:
            return error

    yield call
    client.close()


def test_it_reads_and_writes_by_calling(say: Callable[..., Any]) -> None:
    assert say("T.CALL", "SET", "k", b"\0\xff") in (b"OK", True)
    assert say("GET", "k") == b"\0\xff"
    assert say("t.call", "INCRBY", "n", 5) == 5
    assert say("T.CALL", "HSET", "h", "a", "1") == 1
    got = say("T.CALL", "HGETALL", "h")
    assert got in ({b"a": b"1"}, [b"a", b"1"])


def test_errors_of_what_it_calls(say: Callable[..., Any]) -> None:
    say("SET", "k", "v")
    wrong = "WRONGTYPE Operation against a key holding the wrong kind of value"
    assert str(say("T.CALL", "HGET", "k", "f")) == wrong
    assert say("T.TRY", "HGET", "k", "f") == f"caught {wrong}".encode()
    assert b"unknown command 'NOPE'" in say("T.TRY", "NOPE", "x")
    assert b"wrong number of arguments for 'get'" in say("T.TRY", "GET")


@pytest.mark.parametrize(
    "words",
    [
        ("T.CALL", "SHUTDOWN", "NOSAVE"),
        ("T.CALL", "T.CALL", "GET", "k"),
        ("T.CALL", "INFO"),
        ("T.CALL", "CONFIG", "GET", "port"),
        ("T.CALL", "CLIENT", "ID"),
        ("T.CALL", "HELLO", "3"),
        ("T.CALL", "AUTH", "x"),
        ("T.CALL", "RESET"),
        ("T.CALL", "QUIT"),
        ("T.CALL", "DEBUG", "SLEEP", "0"),
        ("T.CALL", "SCOPE", "SUBSCRIBE"),
    ],
)
def test_what_it_may_not_call(say: Callable[..., Any], words: tuple[str, ...]) -> None:
    assert isinstance(say(*words), redis.ResponseError)
    assert say("PING")


def test_an_exception_is_an_internal_error(plugged: Running, say: Callable[..., Any]) -> None:
    for name in ("T.RAISE", "T.EXIT"):
        assert str(say(name)) == "internal error"
    log = plugged.log.read_text()
    assert "Internal error in t.raise: ValueError('on purpose')" in log
    assert "Internal error in t.exit: SystemExit(3)" in log


def test_replies(say: Callable[..., Any]) -> None:
    assert say("T.REPLY", "map") in ({b"a": 1}, [b"a", 1])
    assert say("T.REPLY", "null") is None
    assert list(say("T.REPLY", "set")) == [b"x"]
    assert say("T.REPLY", "double") in (1.5, b"1.5")
    assert say("T.REPLY", "bool") in (True, 1)
    assert say("T.REPLY", "simple") == b"fine"
    assert str(say("T.REPLY", "error")) == "made here"
    assert str(say("T.REPLY", "odd")) == "internal error"
    assert "arguments for 't.reply'" in str(say("T.REPLY"))


def test_a_context_ends_with_its_call(say: Callable[..., Any]) -> None:
    assert say("T.KEEP") == b"kept"
    assert str(say("T.LATE")) == "internal error"


def test_select_lasts_for_the_call(plugged: Running, say: Callable[..., Any]) -> None:
    ident, protocol = say("T.SELECT", "k")
    assert ident == say("CLIENT", "ID") and protocol in (2, 3)
    assert say("GET", "k") is None
    say("SELECT", 1)
    assert say("GET", "k") == b"in one"
    assert "hello from a plug-in" in plugged.log.read_text()


def test_the_table_shows_it(say: Callable[..., Any]) -> None:
    info = say("COMMAND INFO", "t.call")
    entry = info["t.call"] if isinstance(info, dict) else info[0]
    assert "t.call" in str(entry) and "write" in str(entry)
    assert say("COMMAND GETKEYS", "T.CALL", "SET", "key", "v") in (["key"], [b"key"])
    names = [n.decode() if isinstance(n, bytes) else n for n in say("COMMAND LIST")]
    assert "t.block" in names
    docs = say("COMMAND DOCS", "t.call")
    assert "Calls what it is told." in str(docs)
    assert say("COMMAND COUNT") == len([name for name in names if "|" not in name])


def test_a_handler_over_budget_is_seen(plugged: Running) -> None:
    async def watch() -> list[int]:
        endpoint = parse(f"127.0.0.1:{plugged.port}")
        source = await LiveSource.open(endpoint, ("python",))
        try:
            await source.call("T.BLOCK")
            for _ in range(100):
                found = [e for e in await source.events() if e.name == "PythonHandlerRan"]
                spans = [e.span for e in found if e.text == b"t.block"]
                if spans:
                    return spans
                await asyncio.sleep(0.05)
        finally:
            await source.close()
        return []

    (span,) = asyncio.run(watch())
    assert span >= 30_000_000
    assert "Plug-in command t.block took" in plugged.log.read_text()


def test_the_example(say: Callable[..., Any]) -> None:
    assert say("RATE.LIMIT", "u", 2, 60) == [1, 1]
    assert say("RATE.LIMIT", "u", 2, 60) == [1, 0]
    assert say("RATE.LIMIT", "u", 2, 60) == [0, 0]
    assert 0 < say("TTL", "u") <= 60
    assert str(say("RATE.LIMIT", "u", "x", 60)) == "limit and seconds are positive integers"
    say("HSET", "h", "a", 1, "b", 20, "c", "x")
    assert say("HASH.SUM", "h") == 21


HEAD = "from vkscope.plugin import command\n"
ONE = "@command({})\ndef f(ctx, words):\n    return 1\n"


@pytest.mark.parametrize(
    ("code", "text"),
    [
        (HEAD + ONE.format("'get', arity=1"), "a command of that name exists already"),
        (HEAD + ONE.format("'Get', arity=1"), "names are lower case"),
        (HEAD + ONE.format("'a b', arity=1"), "names are lower case"),
        (HEAD + ONE.format("'x', arity=0"), "arity counts the name"),
        (HEAD + ONE.format("'x', arity=2, keys=1"), "say write or readonly"),
        (HEAD + ONE.format("'x', arity=2, flags='write', keys=(1, 0, 1)"), "name no words"),
        (HEAD + ONE.format("'x', arity=1, flags='odd'"), "there is no flag 'odd'"),
        (HEAD + 2 * ONE.format("'x', arity=1"), "declared twice"),
        ("raise SystemExit(0)", "SystemExit"),
        ("def f(:", "SyntaxError"),
    ],
)
def test_what_a_server_does_not_start_with(
    start: Callable[..., Running], tmp_path: Path, code: str, text: str
) -> None:
    file = tmp_path / "bad.py"
    file.write_text(code)
    with pytest.raises(RuntimeError, match="the server left") as caught:
        start("--plugin", str(file))
    assert text in str(caught.value)


def test_a_missing_file(start: Callable[..., Running], tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match="FileNotFoundError"):
        start("--plugin", str(tmp_path / "none.py"))
