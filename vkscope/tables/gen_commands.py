"""Makes C, documentation and coverage from the commands table, and compares it with the sources.

Words: a function *exists* when a C file of ours defines it: `void setCommand(execContext *x) {`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from vkscope.tables import commands, commands_c, commands_docs
from vkscope.tables.outputs import ROOT, Part

_DEFINITION = re.compile(r"^void (\w+Command)\(execContext \*\w+\)\s*\{", re.MULTILINE)
_HEAD = (
    "# Native command functions found in the sources, by "
    "`python -m vkscope.tables.generate --sync`.\n"
)


def defined(native: Path = ROOT / "vkscope" / "native") -> frozenset[str]:
    """Command functions that the C sources define."""
    found: set[str] = set()
    for path in sorted(native.rglob("*.c")):
        if path.parent.name not in ("gen", "tests"):
            found.update(_DEFINITION.findall(path.read_text(encoding="utf-8")))
    return frozenset(found)


def _wanted() -> frozenset[str]:
    return frozenset(c.c_function for c in commands.load().commands.values() if c.c_function)


def sync() -> Iterator[str]:
    """Write implemented.txt anew; say which functions came and went."""
    before, now = commands.functions(), defined() & _wanted()
    if before == now:
        return
    commands.IMPLEMENTED.write_text(
        _HEAD + "".join(f"{name}\n" for name in sorted(now)), encoding="utf-8"
    )
    commands.load.cache_clear()
    yield from (f"+ {name}" for name in sorted(now - before))
    yield from (f"- {name}" for name in sorted(before - now))


def verify() -> Iterator[str]:
    """Functions that table, implemented.txt and sources do not agree about."""
    listed, found, wanted = commands.functions(), defined(), _wanted()
    for name in sorted(listed - found):
        yield f"{name} is listed as implemented and defined nowhere; run with --sync"
    for name in sorted((found & wanted) - listed):
        yield f"{name} is defined and not listed as implemented; run with --sync"
    for name in sorted(found - wanted):
        yield f"{name} is defined, and no command of the table names it"


def files() -> dict[str, str]:
    """C and documentation."""
    table = commands.load()
    return commands_c.files(table) | {"docs/commands.md": commands_docs.reference(table)}


def parts() -> Iterator[Part]:
    """The commands' part of coverage."""
    yield Part("docs/coverage.md", 10, commands_docs.coverage(commands.load()))
