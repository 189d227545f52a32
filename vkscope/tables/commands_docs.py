"""Writes the commands table for readers: docs/commands.md and the commands' part of coverage."""

from __future__ import annotations

from collections.abc import Iterable

from vkscope.tables.commands import Command, Table
from vkscope.tables.outputs import MADE
from vkscope.tables.syntax import written


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
    return "\n".join(lines)
