"""The commands table against itself, its generators, the C headers and known facts."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from vkscope.tables import commands, commands_c, commands_docs, gen_commands, generate
from vkscope.tables.commands import Command, Table
from vkscope.tables.outputs import ROOT, Part
from vkscope.tables.syntax import Argument

NATIVE = ROOT / "vkscope" / "native"
COMPILE = ("gcc", "-std=c11", "-Wall", "-Wextra", "-Werror", "-fsyntax-only")


@pytest.fixture(scope="module")
def table() -> Table:
    return commands.load()


@pytest.fixture(scope="module")
def whole(table: Table) -> Table:
    """The table as if every implementation were there."""
    every = (c.implementation for c in table.commands.values())
    return Table(table.commands, frozenset(name for name in every if name))


def count(arguments: tuple[Argument, ...]) -> tuple[int, int | None]:
    """Fewest and most words that the arguments take; None for no end."""
    sizes = [count_one(argument) for argument in arguments]
    most = [high for _, high in sizes]
    return sum(low for low, _ in sizes), None if None in most else sum(filter(None, most))


def count_one(argument: Argument) -> tuple[int, int | None]:
    low: int
    high: int | None
    if argument.type == "oneof":
        sizes = [count_one(inner) for inner in argument.arguments]
        most = [end for _, end in sizes]
        low = min(start for start, _ in sizes)
        high = None if None in most else max(filter(None, most))
    elif argument.type == "block":
        low, high = count(argument.arguments)
    else:
        low = high = 1
    if argument.token and argument.type != "pure-token":
        low, high = low + 1, None if high is None else high + 1
    return 0 if argument.optional else low, None if argument.multiple else high


def test_every_9_0_command_is_there(table: Table) -> None:
    aim = [c for c in table.commands.values() if not c.later and c.group != "scope"]
    assert len(aim) == 422
    assert {c.name for c in table.commands.values() if c.later} == {
        "clusterscan",
        "hgetdel",
        "msetex",
    }


# The words of these cannot be told from their arguments: many filters, free form, ignored words.
LOOSE = {"client kill", "debug", "geosearch", "geosearchstore", "quit", "psync", "replconf"}
"""Their arity says less, or more, than their words: BYPOLYGON needs no FROM."""


def documented(table: Table) -> list[Command]:
    return [c for c in table.commands.values() if c.summary and c.name not in table.subcommands]


def test_arguments_agree_with_arity(table: Table) -> None:
    checked = 0
    for command in documented(table):
        if command.name in LOOSE:
            continue
        low, high = count(command.arguments)
        name = len(command.name.split())
        if command.arity > 0:
            assert (low, high) == (command.arity - name,) * 2, command.name
        else:
            assert low == -command.arity - name and high != low, command.name
        checked += 1
    assert checked > 140


def test_arguments_of_type_key_point_at_key_specs(table: Table) -> None:
    def specs(arguments: tuple[Argument, ...]) -> set[int]:
        found: set[int] = set()
        for argument in arguments:
            if argument.type == "key":
                assert argument.key_spec is not None, argument
                found.add(argument.key_spec)
            found |= specs(argument.arguments)
        return found

    for command in documented(table):
        keys = {i for i, spec in enumerate(command.key_specs) if "NOT_KEY" not in spec.flags}
        sure = {i for i in keys if command.key_specs[i].begin != "unknown"}
        assert sure <= specs(command.arguments) <= keys, command.name


def test_an_implementation_is_complete(table: Table) -> None:
    for command in table.commands.values():
        assert not (command.python and command.c_function), command.name
        if command.python or command.c_function:
            assert command.summary, command.name
            assert command.summary.endswith("."), command.name
        if command.name in table.subcommands:
            native = {sub.c_function for sub in table.subcommands[command.name] if not sub.python}
            assert len(native) <= 1, f"{command.name}: one function serves a container"


@pytest.mark.parametrize(
    ("name", "arity", "flags", "acl", "keys"),
    [
        ("get", 2, "READONLY FAST", "read string fast", (1, 1, 1)),
        ("set", -3, "WRITE DENYOOM", "write string slow", (1, 1, 1)),
        ("mset", -3, "WRITE DENYOOM", "write string slow", (1, -1, 2)),
        ("del", -2, "WRITE", "keyspace write slow", (1, -1, 1)),
        ("copy", -3, "WRITE DENYOOM", "keyspace write slow", (1, 2, 1)),
        ("bitop", -4, "WRITE DENYOOM", "bitmap write slow", (2, -1, 1)),
        ("blpop", -3, "WRITE BLOCKING", "write list slow blocking", (1, -2, 1)),
        ("hsetex", -6, "WRITE DENYOOM FAST", "write hash fast", (1, 1, 1)),
        ("memory usage", -3, "READONLY", "read slow", (2, 2, 1)),
        (
            "config set",
            -4,
            "ADMIN NOSCRIPT LOADING STALE",
            "admin slow dangerous",
            (0, 0, 0),
        ),
    ],
)
def test_known_facts(
    table: Table, name: str, arity: int, flags: str, acl: str, keys: tuple[int, int, int]
) -> None:
    command = table.commands[name]
    assert command.arity == arity
    assert command.flags == set(flags.split())
    assert command.acl == set(acl.split())
    assert command.legacy_keys == keys


@pytest.mark.parametrize(
    ("name", "movable"),
    [("set", False), ("bitop", False), ("sort", True), ("eval", True), ("georadius", True)],
)
def test_movable_keys(table: Table, name: str, movable: bool) -> None:
    assert table.commands[name].movable_keys is movable


def test_mistakes_are_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "bad.toml").write_text('[get]\nsince = "1"\narity = 2\nflags = "READ"\n')
    monkeypatch.setattr(commands, "DIRECTORY", tmp_path)
    with pytest.raises(commands.TableError, match=r"bad\.toml: get: flags \['READ'\]"):
        commands.group.__wrapped__("bad")


@pytest.mark.parametrize(
    ("prefix", "names"),
    [
        ("CMD_", commands.FLAGS),
        ("ACL_", tuple(c.upper() for c in commands.CATEGORIES)),
        ("KEY_", commands.KEY_FLAGS),
    ],
)
def test_c_knows_every_name(prefix: str, names: tuple[str, ...]) -> None:
    header = (NATIVE / "exec" / "command_spec.h").read_text()
    defined = re.findall(rf"\b{prefix}(\w+) = 1u <<", header)
    assert set(names) <= set(defined)


def test_generated_files_are_up_to_date_and_stable() -> None:
    modules = generate.generators()
    made = generate.products(modules)
    assert made == generate.products(modules)
    mine = {path: text for path, text in made.items() if "commands" in path}
    assert len(mine) == 3
    assert list(generate.differing(mine, ROOT)) == []
    assert list(gen_commands.verify()) == []


def test_a_difference_is_noticed(tmp_path: Path) -> None:
    made = {"a/b.c": "text\n", "c.md": "more\n"}
    (tmp_path / "c.md").write_text("more\n")
    assert list(generate.differing(made, tmp_path)) == ["a/b.c"]
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "b.c").write_text("other\n")
    assert list(generate.differing(made, tmp_path)) == ["a/b.c"]


def test_check_writes_nothing_and_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(generate, "ROOT", tmp_path)
    assert generate.main(["--check"]) == 1
    assert "docs/commands.md is not what the tables say" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_parts_are_joined_by_rank() -> None:
    page = "docs/coverage.md"
    made = generate.join_parts([Part(page, 20, "## Two\n"), Part(page, 10, "## One\n\n")])
    assert made[page].endswith("\n\n## One\n\n## Two\n")


def test_sync_sees_definitions_only(tmp_path: Path) -> None:
    (tmp_path / "types").mkdir()
    (tmp_path / "types" / "string.c").write_text(
        "void getCommand(execContext *x) {\n}\n"
        "void setCommand(execContext *x);\n"
        "static void helpCommand(execContext *x) {\n}\n"
        "void stringLength(execContext *x) {\n}\n"
    )
    (tmp_path / "gen").mkdir()
    (tmp_path / "gen" / "commands.c").write_text("void delCommand(execContext *x) {\n}\n")
    assert gen_commands.defined(tmp_path) == {"getCommand"}


def test_sync_sees_handlers(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text('HANDLERS: dict[str, F] = {"config|get": get, "info": info}\n')
    (tmp_path / "b.py").write_text('HANDLERS = {"shutdown": end}\nOTHER = {"x": 1}\n')
    (tmp_path / "c.py").write_text('def f():\n    HANDLERS = {"y": 1}\n')
    assert gen_commands.handled(tmp_path) == {"config|get", "info", "shutdown"}


def test_only_what_exists_is_registered(table: Table) -> None:
    some = Table(table.commands, frozenset({"getCommand", "memoryCommand", "config|get"}))
    source = commands_c.files(some)["vkscope/native/gen/commands.c"]
    assert ".proc = getCommand" in source
    assert ".proc = setCommand" not in source
    assert '.parent = "memory"' in source
    assert '.parent = "object"' not in source
    assert source.count('.parent = "config"') == 1
    assert "`get`" in commands_docs.coverage(some).split("| string")[1].split("|")[1]


def test_containers_stand_before_their_own(whole: Table) -> None:
    seen: set[str] = set()
    for command in whole.implemented:
        assert command.parent is None or command.parent in seen
        seen.add(command.name)


def test_generated_c_compiles_with_every_function(whole: Table, tmp_path: Path) -> None:
    (tmp_path / "gen").mkdir()
    for path, text in commands_c.files(whole).items():
        (tmp_path / "gen" / Path(path).name).write_text(text)
    subprocess.run(
        [*COMPILE, f"-I{tmp_path}", f"-I{NATIVE}", str(tmp_path / "gen" / "commands.c")],
        check=True,
    )
