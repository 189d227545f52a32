"""The specification itself: what is easier to read here than in a random run."""

from __future__ import annotations

import pytest

from tests.model.conftest import Clock, Say
from vkscope.model.registry import HANDLERS, Model
from vkscope.model.replies import Failure, Pairs, Reply, Status, encode
from vkscope.tables import commands


def test_every_specification_stands_in_the_table() -> None:
    Model()
    names = {name.replace(" ", "|") for name in commands.load().commands}
    assert HANDLERS.keys() <= names


def test_every_data_command_that_exists_is_specified() -> None:
    Model()
    exceptions = {"wait", "waitaof", "migrate"}
    groups = (
        "generic string bitmap hash list set sorted_set stream hyperloglog geo pubsub transactions"
    )
    table = commands.load()
    for command in table.implemented:
        name = command.name.replace(" ", "|")
        explains = name.endswith("|help") or command.name in table.subcommands
        if command.group in groups.split() and not explains and name not in exceptions:
            assert name in HANDLERS, name


def test_set_and_its_encodings(say: Say) -> None:
    for value, encoding in (
        ("12", b"int"),
        ("012", b"embstr"),
        ("x" * 44, b"embstr"),
        ("x" * 45, b"raw"),
    ):
        assert say("SET", "k", value) == Status(b"OK")
        assert say("OBJECT", "ENCODING", "k") == encoding
    assert say("SET", "k", "short") and say("APPEND", "k", "er") == 7
    assert say("OBJECT", "ENCODING", "k") == b"raw"


def test_a_hash_leaves_its_listpack(say: Say) -> None:
    for i in range(512):
        say("HSET", "h", f"f{i}", "v")
    assert say("OBJECT", "ENCODING", "h") == b"listpack"
    say("HSET", "h", "one more", "v")
    assert say("OBJECT", "ENCODING", "h") == b"hashtable"
    say("HSET", "long", "f", "v" * 65)
    assert say("OBJECT", "ENCODING", "long") == b"hashtable"


def test_time_passes_only_between_commands(say: Say, clock: Clock) -> None:
    say("SET", "k", "v", "PX", "100")
    clock.now += 99
    assert say("PTTL", "k") == 1
    clock.now += 1
    assert say("PTTL", "k") == 0
    clock.now += 1
    assert say("DBSIZE") == 1
    assert say("GET", "k") is None
    assert say("DBSIZE") == 0


def test_errors_are_valkeys(say: Say) -> None:
    assert say("GET") == Failure(b"ERR wrong number of arguments for 'get' command")
    assert say("NOPE", "a", "b") == Failure(
        b"ERR unknown command 'NOPE', with args beginning with: 'a' 'b' "
    )
    assert say("OBJECT", "x", "k") == Failure(b"ERR unknown subcommand 'x'. Try OBJECT HELP.")
    say("HSET", "h", "f", "v")
    assert say("GET", "h") == Failure(
        b"WRONGTYPE Operation against a key holding the wrong kind of value"
    )


@pytest.mark.parametrize(
    ("reply", "two", "three"),
    [
        (None, b"$-1\r\n", b"_\r\n"),
        ({b"a": 1}, b"*2\r\n$1\r\na\r\n:1\r\n", b"%1\r\n$1\r\na\r\n:1\r\n"),
        (
            Pairs([(b"a", b"b")]),
            b"*2\r\n$1\r\na\r\n$1\r\nb\r\n",
            b"*1\r\n*2\r\n$1\r\na\r\n$1\r\nb\r\n",
        ),
        ([b"a", 1, None], b"*3\r\n$1\r\na\r\n:1\r\n$-1\r\n", b"*3\r\n$1\r\na\r\n:1\r\n_\r\n"),
    ],
)
def test_replies_in_both_protocols(reply: Reply, two: bytes, three: bytes) -> None:
    assert encode(reply, 2) == two
    assert encode(reply, 3) == three


def test_a_field_with_a_time_to_live(say: Say, clock: Clock) -> None:
    say("HSET", "h", "a", "1", "b", "2")
    assert say("HPEXPIRE", "h", "100", "FIELDS", "2", "a", "none") == [1, -2]
    assert say("OBJECT", "ENCODING", "h") == b"hashtable"
    clock.now += 100
    assert say("HGET", "h", "a") == b"1"
    clock.now += 1
    assert say("HGET", "h", "a") is None
    assert say("HLEN", "h") == 2
    assert say("HDEL", "h", "a", "b") == 1
    assert say("EXISTS", "h") == 1


def test_options_of_a_scan_are_checked_one_by_one(say: Say) -> None:
    unknown = Failure(b"ERR unknown type name 'odd'")
    assert say("SCAN", "0", "TYPE", "odd", "TYPE", "hash") == unknown
    assert say("SCAN", "0", "COUNT", "0", "TYPE", "odd") == Failure(b"ERR syntax error")
