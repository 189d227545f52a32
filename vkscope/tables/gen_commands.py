"""Makes C, documentation and coverage from the commands table, and compares it with the sources.

Words: an implementation is *present* when a C file of ours defines the function
(`void setCommand(execContext *x) {`), or a module of the control plane names the handler in a
dictionary HANDLERS at its top level (`"config|get": config_get`).
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from vkscope.tables import commands, commands_c, commands_docs
from vkscope.tables.outputs import ROOT, Part

_DEFINITION = re.compile(r"^void (\w+Command)\(execContext \*\w+\)\s*\{", re.MULTILINE)
_HEAD = (
    "# Command functions (C) and handlers (Python) found in the sources, by "
    "`python -m vkscope.tables.generate --sync`.\n"
)


def defined(native: Path = ROOT / "vkscope" / "native") -> frozenset[str]:
    """Command functions that the C sources define."""
    found: set[str] = set()
    for path in sorted(native.rglob("*.c")):
        if path.parent.name not in ("gen", "tests"):
            found.update(_DEFINITION.findall(path.read_text(encoding="utf-8")))
    return frozenset(found)


def handled(server: Path = ROOT / "vkscope" / "server") -> frozenset[str]:
    """Commands that the control plane's modules say they handle; the modules are not imported."""
    found: set[str] = set()
    for path in sorted(server.rglob("*.py")):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            found.update(_handler_names(node))
    return frozenset(found)


def _handler_names(node: ast.stmt) -> Iterator[str]:
    if isinstance(node, ast.AnnAssign):
        targets: list[ast.expr] = [node.target]
    elif isinstance(node, ast.Assign):
        targets = node.targets
    else:
        return
    named = any(isinstance(target, ast.Name) and target.id == "HANDLERS" for target in targets)
    if named and isinstance(node.value, ast.Dict):
        for key in node.value.keys:
            if isinstance(key, ast.Constant) and isinstance(key.value, str):
                yield key.value


def _wanted() -> frozenset[str]:
    every = (command.implementation for command in commands.load().commands.values())
    return frozenset(name for name in every if name)


def sync() -> Iterator[str]:
    """Write implemented.txt anew; say what came and went."""
    before, now = commands.present(), (defined() | handled()) & _wanted()
    if before == now:
        return
    commands.IMPLEMENTED.write_text(
        _HEAD + "".join(f"{name}\n" for name in sorted(now)), encoding="utf-8"
    )
    commands.load.cache_clear()
    yield from (f"+ {name}" for name in sorted(now - before))
    yield from (f"- {name}" for name in sorted(before - now))


def verify() -> Iterator[str]:
    """Implementations that table, implemented.txt and sources do not agree about."""
    listed, found, wanted = commands.present(), defined() | handled(), _wanted()
    for name in sorted(listed - found):
        yield f"{name} is listed as implemented and defined nowhere; run with --sync"
    for name in sorted((found & wanted) - listed):
        yield f"{name} is defined and not listed as implemented; run with --sync"
    for name in sorted(found - wanted):
        yield f"{name} is defined, and no command of the table is implemented by it"


def files() -> dict[str, str]:
    """C and documentation."""
    table = commands.load()
    return commands_c.files(table) | {"docs/commands.md": commands_docs.reference(table)}


def parts() -> Iterator[Part]:
    """The commands' part of coverage."""
    yield Part("docs/coverage.md", 10, commands_docs.coverage(commands.load()))
