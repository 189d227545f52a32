"""Finding keys natively: exec/command_keys.c over the whole table, under sanitizers."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from vkscope.tables import commands, commands_c
from vkscope.tables.commands import Table
from vkscope.tables.outputs import ROOT

NATIVE = ROOT / "vkscope" / "native"
PROBE = Path(__file__).with_name("command_keys_probe.c")

COMPILE = (
    *("gcc", "-std=gnu11", "-g", "-Wall", "-Wextra", "-Werror"),
    *("-fsanitize=address,undefined", "-fno-sanitize-recover"),
)
LINK = ("-lm", "-lpthread", "-lcrypto", "-o")

Ask = Callable[[str], str]


@pytest.fixture(scope="module")
def ask(tmp_path_factory: pytest.TempPathFactory) -> Ask:
    """Runs one command line through the probe: "COUNT pos:flags ..."; + first: with fake keys."""
    place = tmp_path_factory.mktemp("keys")
    (place / "gen").mkdir()
    entries = commands.load().commands
    names = sorted({c.c_function for c in entries.values() if c.c_function})
    every = frozenset(c.implementation for c in entries.values() if c.implementation)
    for path, text in commands_c.files(Table(entries, every)).items():
        (place / "gen" / Path(path).name).write_text(text)
    stubs = "".join(f"void {name}(execContext *x) {{ (void)x; }}\n" for name in names)
    (place / "stubs.c").write_text(f'#include "gen/commands.h"\n{stubs}')
    sources = [PROBE, place / "stubs.c", place / "gen" / "commands.c"]
    sources += [NATIVE / "exec" / "command_keys.c", NATIVE / "types" / "zset_keys.c"]
    sources += [*sorted((NATIVE / "base").glob("*.c"))]
    probe = place / "probe"
    subprocess.run(
        [*COMPILE, f"-I{place}", f"-I{NATIVE}", *map(str, sources), *LINK, str(probe)],
        check=True,
    )

    def run(line: str) -> str:
        done = subprocess.run([probe], input=line + "\n", capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    return run


RO, RW, OW, RM, ACCESS, UPDATE, INSERT, DELETE = (1 << n for n in range(8))


@pytest.mark.parametrize(
    ("line", "positions"),
    [
        ("get a", [1]),
        ("mget a b c", [1, 2, 3]),
        ("mset a 1 b 2", [1, 3]),
        ("mset a 1 b", [1, 3]),
        ("rename a b", [1, 2]),
        ("bitop and d a b", [2, 3, 4]),
        ("object encoding k", [2]),
        ("ping", []),
        ("config get x", []),
        ("scope xray k", [2]),
        ("lcs a b len", [1, 2]),
        ("del " + " ".join("abcdefghijklmnopqrst"), list(range(1, 21))),
    ],
)
def test_positions(ask: Ask, line: str, positions: list[int]) -> None:
    count, *found = ask(line).split()
    assert int(count) == len(positions)
    assert [int(ref.partition(":")[0]) for ref in found] == positions


@pytest.mark.parametrize(
    ("line", "flags"),
    [
        ("get k", RO | ACCESS),
        ("set k v", OW | UPDATE),
        ("set k v gEt", RW | ACCESS | UPDATE),
        ("set k get", OW | UPDATE),
        ("set k v IFEQ x", RW | ACCESS | UPDATE),
        ("bitfield k GET u8 0", RO | ACCESS),
        ("bitfield k OVERFLOW SAT get u8 0", RO | ACCESS),
        ("bitfield k get u8 0 set u8 0 1", RW | ACCESS | UPDATE),
        ("bitfield k nonsense", RW | ACCESS | UPDATE),
        ("bitfield k get u8", RW | ACCESS | UPDATE),
        ("delifeq k v", RM | ACCESS | DELETE),
    ],
)
def test_flags(ask: Ask, line: str, flags: int) -> None:
    assert ask(line) == f"1 1:{flags}"


@pytest.mark.parametrize("line", ["get", "mget", "object encoding", "bitop and d"])
def test_arguments_that_make_no_sense(ask: Ask, line: str) -> None:
    assert ask(line) == "-1"


@pytest.mark.parametrize(
    ("line", "answer"),
    [
        # keynum: the count says how many keys follow
        ("!keynum x 2 a b c", "2 2:1 3:1"),
        ("!keynum x 0 a", "-1"),
        ("!keynum x -1 a", "-1"),
        ("!keynum x 9 a", "-1"),
        ("!keynum x 99999999999 a", "-1"),
        ("!keynum x two a", "-1"),
        ("!keynum x", "-1"),
        # keyword: the first half of what follows STREAMS
        ("!streams x count 1 streams a b 0 0", "2 4:1 5:1"),
        ("!streams x STREAMS a 0", "1 2:1"),
        ("!streams x count 1", "0"),
        ("!streams x streams", "0"),
        # a keyword searched from the end
        ("!backward x keys a keys b", "1 4:1"),
        # a rule that knows it is incomplete, and one that knows nothing
        ("!incomplete x a", "-1"),
        ("!unknown x a", "-1"),
        # fakes count only when asked for
        ("!fake x a", "0"),
        ("+!fake x a", f"1 1:{1 << 8}"),
    ],
)
def test_rules(ask: Ask, line: str, answer: str) -> None:
    # positions count from the word after the rule's name
    assert ask(line) == answer
