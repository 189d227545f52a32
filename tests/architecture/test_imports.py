"""What must never be imported where, seen from outside: in a process of its own."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

NATIVE = Path(__file__).parents[2] / "vkscope" / "native"
ROOMS = {
    "base",
    "trace",
    "ds",
    "keyspace",
    "exec",
    "persist",
    "net",
    "types",
    "script",
    "repl",
    "cluster",
    "door",
    "gen",
}


def loaded_by(statement: str) -> set[str]:
    """Return the modules that a fresh interpreter holds after a statement."""
    code = f"{statement}; import sys; print('\\n'.join(sys.modules))"
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(out.stdout.split())


def test_a_headless_server_imports_no_dashboard() -> None:
    loaded = loaded_by("import vkscope.server.app, vkscope.cli.server")
    assert "vkscope.native.door" in loaded
    assert not {"textual", "plotext", "vkscope.tui", "rich"} & loaded


def test_the_command_imports_nothing_before_it_must() -> None:
    loaded = loaded_by("import vkscope.cli.main")
    assert {name for name in loaded if name.startswith("vkscope.")} == {
        "vkscope.cli",
        "vkscope.cli.main",
    }
    assert not {"uvloop", "asyncio", "textual"} & loaded


def test_base_and_ds_stand_below_everything_else() -> None:
    allowed = {"base": {"base"}, "ds": {"base", "ds"}}
    for room, may in allowed.items():
        for file in (NATIVE / room).glob("*.[ch]"):
            included = set(re.findall(r'#include "(\w+)/', file.read_text())) & ROOMS
            assert included <= may, f"{file.name} includes {included - may}"


def test_only_the_door_holds_the_native_module() -> None:
    root = NATIVE.parent
    users = [
        p.name
        for p in root.rglob("*.py")
        if re.search(r"^\s*(from|import) .*_native\b", p.read_text(), re.MULTILINE)
    ]
    assert users == ["door.py"]
