"""Writes the commands table for readers: docs/commands.md and the commands' part of coverage."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from vkscope.tables.commands import Command, Table
from vkscope.tables.outputs import MADE
from vkscope.tables.syntax import written

MODEL: Final = Path(__file__).parents[1] / "model" / "commands"
DATA: Final = (
    *("bitmap", "generic", "geo", "hash", "hyperloglog", "list", "pubsub", "set", "sorted_set"),
    *("stream", "string", "transactions"),
)
"""The groups of commands whose business is data."""


def usage(command: Command) -> str:
    """The command line as documentation writes it."""
    return " ".join([command.name.upper(), *map(written, command.arguments)])


def _groups(commands: Iterable[Command]) -> dict[str, list[Command]]:
    groups: dict[str, list[Command]] = {}
    for command in commands:
        groups.setdefault(command.group, []).append(command)
    return dict(sorted(groups.items()))


def _entry(command: Command) -> list[str]:
    facts = [f"since {command.since}"]
    if command.complexity:
        facts.append(command.complexity)
    facts.append(" ".join(f"@{category}" for category in sorted(command.acl)))
    if command.python:
        facts.append("answered by the control plane")
    lines = [f"### {command.name.upper()}", "", f"    {usage(command)}", ""]
    if command.summary:
        lines += [command.summary, ""]
    return [*lines, f"*{' - '.join(facts)}*", ""]


def reference(table: Table) -> str:
    """docs/commands.md: every command that the server has."""
    lines = ["# Commands", "", f"<!-- {MADE} -->", "", "What this server answers, by group.", ""]
    for group, commands in _groups(table.implemented).items():
        lines += [f"## {group.replace('_', ' ')}", ""]
        for command in commands:
            lines += _entry(command)
    return "\n".join(lines)


def _names(commands: Iterable[Command]) -> str:
    return ", ".join(f"`{command.name}`" for command in commands) or "-"


def coverage(table: Table) -> str:
    """Every command of the version aimed at: here, or missing."""
    own = [c for c in table.commands.values() if c.group == "scope"]
    aim = [c for c in table.commands.values() if c.group != "scope" and not c.later]
    later = [c for c in table.commands.values() if c.later]
    here = [c for c in aim if table.is_implemented(c)]
    lines = [
        "## Commands",
        "",
        f"{len(here)} of {len(aim)} commands and subcommands of Valkey 9.0.",
        "",
        "| group | implemented | missing |",
        "|---|---|---|",
    ]
    groups = {name.replace("_", " "): found for name, found in _groups(aim).items()}
    for title, commands in (groups | {"our own": own, "newer than 9.0": later}).items():
        done = [c for c in commands if table.is_implemented(c)]
        missing = [c for c in commands if not table.is_implemented(c)]
        counts = f"{title} ({len(done)}/{len(commands)})"
        lines.append(f"| {counts} | {_names(done)} | {_names(missing)} |")
    return "\n".join([*lines, "", *_modelled(table)])


def _modelled(table: Table) -> list[str]:
    """Which data commands the model in Python specifies; read from its source, not imported."""
    text = "".join(path.read_text() for path in sorted(MODEL.glob("*.py")))
    marks = re.findall(r"^@command\(([^)]*)\)", text, re.MULTILINE)
    names = {name.replace("|", " ") for mark in marks for name in re.findall(r'"([^"]+)"', mark)}
    data = [c for c in table.implemented if c.group in DATA and not c.name.endswith(" help")]
    data = [c for c in data if c.name not in table.subcommands]
    missing = [c for c in data if c.name not in names]
    return [
        f"The model ([model](model.md)) specifies {len(data) - len(missing)} of {len(data)} data "
        f"commands that exist; without a specification: {_names(missing)}.",
    ]
