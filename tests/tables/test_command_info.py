"""COMMAND and its subcommands as clients see them: exec/command_info.c over the whole table."""

from __future__ import annotations

import io
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from vkscope.tables import commands, commands_c, gen_commands
from vkscope.tables.commands import Table
from vkscope.tables.outputs import ROOT

NATIVE = ROOT / "vkscope" / "native"
PROBE = Path(__file__).with_name("command_info_probe.c")
ROOMS = ("base", "trace", "ds", "keyspace", "exec")
COMPILE = (
    *("gcc", "-std=gnu11", "-g", "-Wall", "-Wextra", "-Werror"),
    *("-fsanitize=address,undefined", "-fno-sanitize-recover"),
)
LINK = ("-lm", "-lpthread", "-lcrypto", "-o")

Ask = Callable[..., Any]


class Failure(str):
    """An error reply."""


def read(stream: io.BytesIO) -> Any:
    """One RESP value; sets become Python sets of hashable things, else lists."""
    line = stream.readline().rstrip(b"\r\n").decode()
    kind, rest = line[0], line[1:]
    if kind == "$":
        if rest == "-1":
            return None
        data = stream.read(int(rest) + 2)
        assert data.endswith(b"\r\n")
        return data[:-2].decode()
    if kind == "%":
        return {read(stream): read(stream) for _ in range(int(rest))}
    if kind in "*~":
        items = [read(stream) for _ in range(int(rest))]
        plain = all(isinstance(item, str) for item in items)
        return set(items) if kind == "~" and plain else items
    if kind == ":":
        return int(rest)
    return {"+": rest, "-": Failure(rest), "_": None}[kind]


def whole() -> Table:
    """The table as if every implementation were there."""
    entries = commands.load().commands
    every = (c.implementation for c in entries.values())
    return Table(entries, frozenset(name for name in every if name))


@pytest.fixture(scope="module")
def probe(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("info")
    (place / "gen").mkdir()
    entries = commands.load().commands
    names = frozenset(c.c_function for c in entries.values() if c.c_function)
    for path, text in commands_c.files(whole()).items():
        (place / "gen" / Path(path).name).write_text(text)
    linked = [path for room in ROOMS for path in sorted((NATIVE / room).glob("*.c"))]
    linked += [NATIVE / "types" / "zset_keys.c"]
    linked += [path for path in (NATIVE / "gen").glob("*.c") if path.name != "commands.c"]
    there = frozenset[str]().union(*(gen_commands.defined(NATIVE / room) for room in ROOMS))
    stubs = "".join(f"void {n}(execContext *x) {{ (void)x; }}\n" for n in sorted(names - there))
    (place / "stubs.c").write_text(f'#include "gen/commands.h"\n{stubs}')
    sources = [PROBE, place / "stubs.c", place / "gen" / "commands.c", *linked]
    subprocess.run(
        [
            *COMPILE,
            f"-I{place}",
            f"-I{NATIVE}",
            *map(str, sources),
            *LINK,
            str(place / "probe"),
        ],
        check=True,
    )
    return place / "probe"


@pytest.fixture(scope="module")
def ask(probe: Path) -> Ask:
    """Sends one call; `resp` is the protocol, `first` lines that come before it."""

    def run(line: str, resp: int = 3, first: str = "") -> Any:
        text = f"{first}{resp} {line}\n"
        done = subprocess.run([probe], input=text.encode(), capture_output=True)
        assert done.returncode == 0, done.stderr.decode()
        stream = io.BytesIO(done.stdout)
        length = int(stream.readline())
        value = read(stream)
        assert stream.read() == b""
        assert length + len(str(length)) + 1 == len(done.stdout)
        return value

    return run


def top() -> list[str]:
    return [c.name for c in whole().implemented if not c.parent]


def test_command_describes_each(ask: Ask) -> None:
    found = ask("COMMAND")
    assert [entry[0] for entry in found] == top()
    assert ask("COMMAND COUNT") == len(top())
    assert ask("COMMAND INFO") == found
    for entry in found:
        command = commands.load().commands[entry[0]]
        assert entry[1] == command.arity
        assert tuple(entry[3:6]) == command.legacy_keys
        assert entry[6] == {f"@{category}" for category in command.acl}
        assert len(entry[8]) == len(command.key_specs)
        assert len(entry[9]) == len(commands.load().subcommands.get(command.name, ()))


def test_info_of_one(ask: Ask) -> None:
    spec = {
        "flags": {"RO", "access"},
        "begin_search": {"type": "index", "spec": {"index": 1}},
        "find_keys": {"type": "range", "spec": {"lastkey": 0, "keystep": 1, "limit": 0}},
    }
    expected = ["get", 2, {"readonly", "fast"}, 1, 1, 1, {"@read", "@string", "@fast"}]
    assert ask("COMMAND INFO GeT") == [[*expected, set(), [spec], set()]]


def test_info_in_resp2(ask: Ask) -> None:
    entry, missing = ask("COMMAND INFO get nope", resp=2)
    assert missing is None
    assert entry[2] == ["readonly", "fast"]
    assert entry[8][0][:2] == ["flags", ["RO", "access"]]


@pytest.mark.parametrize("name", ["client|nope", "get|x", "client|", "|", "client|kill|x"])
def test_info_of_names_that_are_none(ask: Ask, name: str) -> None:
    assert ask(f"COMMAND INFO {name}") == [None]


def test_docs(ask: Ask) -> None:
    docs = ask("COMMAND DOCS set nope object")
    assert set(docs) == {"set", "object"}
    arguments = docs["set"]["arguments"]
    assert [a["name"] for a in arguments] == ["key", "value", "condition", "get", "expiration"]
    assert arguments[0] == {
        "name": "key",
        "type": "key",
        "display_text": "key",
        "key_spec_index": 0,
    }
    assert arguments[2]["flags"] == {"optional"}
    assert "display_text" not in arguments[2]
    assert arguments[2]["arguments"][2] == {
        "name": "comparison-value",
        "type": "string",
        "display_text": "comparison-value",
        "token": "IFEQ",
        "since": "8.1.0",
    }
    assert "arguments" not in docs["object"]
    assert set(docs["object"]["subcommands"]) == {
        f"object|{sub}" for sub in ("encoding", "freq", "help", "idletime", "refcount")
    }
    assert list(ask("COMMAND DOCS")) == top()


@pytest.mark.parametrize(
    ("line", "answer"),
    [
        ("COMMAND GETKEYS mset a 1 b 2", ["a", "b"]),
        ("COMMAND GETKEYS object encoding k", ["k"]),
        ("COMMAND GETKEYSANDFLAGS set k v", [["k", {"OW", "update"}]]),
        ("COMMAND GETKEYS nope", "ERR Invalid command specified"),
        ("COMMAND GETKEYS object nope k", "ERR Invalid command specified"),
        ("COMMAND GETKEYS ping", "ERR The command has no key arguments"),
        ("COMMAND GETKEYS get", "ERR Invalid number of arguments specified for command"),
        ("COMMAND GETKEYS", "ERR wrong number of arguments for 'command|getkeys' command"),
        ("COMMAND LIST x", "ERR syntax error"),
        ("COMMAND LIST FILTERBY x y", "ERR syntax error"),
        ("COMMAND LIST FILTERBY PATTERN", "ERR syntax error"),
        ("COMMAND LIST FILTERBY ACLCAT nope", []),
        ("COMMAND LIST FILTERBY MODULE nope", []),
        ("COMMAND LIST FILTERBY PATTERN *XRAY", ["scope|xray"]),
        ("COMMAND COUNT x", "ERR wrong number of arguments for 'command|count' command"),
        ("COMMAND nope", "ERR unknown subcommand 'nope'. Try COMMAND HELP."),
        ("COMMAND DOCS nope", {}),
    ],
)
def test_answers(ask: Ask, line: str, answer: Any) -> None:
    assert ask(line) == answer


def test_list_by_category(ask: Ask) -> None:
    bitmap = {name for name, c in commands.load().commands.items() if "bitmap" in c.acl}
    assert set(ask("COMMAND LIST FILTERBY aclcat BITMAP")) == bitmap
    assert "client|kill" in ask("COMMAND LIST")


def test_renamed_commands_keep_their_full_name(ask: Ask) -> None:
    rename = "rename get fetch\nrename set\n"
    assert ask("COMMAND INFO get", first=rename) == [None]
    assert ask("COMMAND INFO fetch", first=rename)[0][0] == "get"
    assert ask("COMMAND COUNT", first=rename) == len(top()) - 1
    assert "set" not in ask("COMMAND LIST", first=rename)
    assert len(ask("COMMAND", first=rename)) == len(top()) - 1


def test_help(ask: Ask) -> None:
    lines = ask("command help")
    assert lines[0] == "COMMAND <subcommand> [<arg> [value] [opt] ...]. Subcommands are:"
    assert lines[-2:] == ["HELP", "    Print this help."]
