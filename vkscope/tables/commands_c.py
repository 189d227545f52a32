"""Writes the commands table as C: native/gen/commands.h and commands.c.

Design: every command is one `commandSpec` in one constant array, sorted by full name, so that a
container stands before its subcommands. What a spec points at (arguments, key specs, tips, its
documentation) is written just before the array, under names made from the command's:

    args_set, args_set_2 (nested ones, inner before outer), keys_set, tips_set, doc_set
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence

from vkscope.tables.commands import CATEGORIES, FLAGS, Command, KeySpec, Table
from vkscope.tables.outputs import MADE
from vkscope.tables.syntax import Argument


def _text(value: str | None) -> str:
    return "NULL" if value is None else json.dumps(value, ensure_ascii=True)


def _identifier(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "_", name.lower())


def _either(flags: Iterable[str]) -> str:
    return " | ".join(flags) or "0"


def _header(names: Sequence[str], getkeys: Sequence[str]) -> str:
    lines = [
        f"/* commands.h: {MADE}.",
        " * Native command functions that the table names, and specs of those that exist. */",
        "#ifndef VK_GEN_COMMANDS_H",
        "#define VK_GEN_COMMANDS_H",
        '#include "exec/command_spec.h"',
        "",
        "extern const commandSpec command_specs[]; /* by full name: containers before their own */",
        "extern const unsigned command_specs_count;",
        "",
        *(f"void {name}(execContext *x);" for name in names),
        "",
        *(f"commandGetKeysProc {name};" for name in getkeys),
        "#endif",
        "",
    ]
    return "\n".join(lines)


class _Arguments:
    """Writes one command's argument arrays, the inner ones first."""

    def __init__(self, command: Command) -> None:
        self.stem = f"args_{_identifier(command.name)}"
        self.count = 0
        self.lines: list[str] = []

    def array(self, arguments: Sequence[Argument]) -> str:
        inner = [self.array(a.arguments) if a.arguments else "NULL" for a in arguments]
        self.count += 1
        name = self.stem if self.count == 1 else f"{self.stem}_{self.count}"
        self.lines.append(f"static const commandArg {name}[] = {{")
        for argument, nested in zip(arguments, inner, strict=True):
            flags = _either(
                flag
                for flag, on in (
                    ("ARG_OPTIONAL", argument.optional),
                    ("ARG_MULTIPLE", argument.multiple),
                    ("ARG_MULTIPLE_TOKEN", argument.multiple_token),
                )
                if on
            )
            kind = "ARG_" + argument.type.upper().replace("-", "_")
            spec = -1 if argument.key_spec is None else argument.key_spec
            texts = (
                argument.name,
                argument.display,
                argument.token,
                argument.since,
                argument.deprecated,
            )
            inner_count = str(len(argument.arguments))
            fields = [*map(_text, texts), nested, inner_count, kind, flags, str(spec)]
            self.lines.append(f"    {{{', '.join(fields)}}},")
        self.lines.append("};")
        return name


def _key_spec(spec: KeySpec) -> str:
    flags = _either(f"KEY_{flag}" for flag in spec.flags)
    kinds = f"KEY_BEGIN_{spec.begin.upper()}", f"KEY_FIND_{spec.find.upper()}"
    first, second, third = spec.numbers
    if spec.find == "keynum":
        second, third = third, second
    numbers = map(str, (spec.at, first, second, third))
    return f"{{{', '.join([_text(spec.notes), _text(spec.keyword), flags, *kinds, *numbers])}}}"


def _doc(command: Command, arguments: str) -> str:
    flags = _either(
        flag
        for flag, on in (
            ("DOC_DEPRECATED", command.deprecated is not None),
            ("DOC_SYSCMD", command.internal),
        )
        if on
    )
    texts = (command.summary, command.complexity, command.deprecated, command.replaced_by)
    fields = [*map(_text, texts), arguments, str(len(command.arguments)), flags]
    return f"static const commandDoc doc_{_identifier(command.name)} = {{{', '.join(fields)}}};"


def _flags(command: Command) -> str:
    flags = [f"CMD_{flag}" for flag in FLAGS if flag in command.flags]
    if command.movable_keys:
        flags.append("CMD_MOVABLE_KEYS")
    if command.python:
        flags.append("CMD_PYTHON")
    return _either(flags)


def _spec(command: Command, table: Table) -> list[str]:
    identifier = _identifier(command.name)
    native = command.c_function if command.c_function in table.present else None
    first, last, step = command.legacy_keys
    fields = {
        "name": _text(command.own_name),
        "parent": command.parent and _text(command.parent),
        "proc": native,
        "getkeys": command.getkeys,
        "keyspecs": f"keys_{identifier}" if command.key_specs else None,
        "tips": f"tips_{identifier}" if command.tips else None,
        "doc": f"&doc_{identifier}" if command.summary else None,
        "since": _text(command.since),
        "acl": _either(f"ACL_{c.upper()}" for c in CATEGORIES if c in command.acl),
        "flags": _flags(command),
        "arity": str(command.arity),
        "first_key": str(first) if first else None,
        "last_key": str(last) if first else None,
        "key_step": str(step) if first else None,
        "group": f"GROUP_{command.group.upper()}",
        "nkeyspecs": str(len(command.key_specs)) if command.key_specs else None,
        "ntips": str(len(command.tips)) if command.tips else None,
        "is_container": "1" if command.name in table.subcommands else None,
    }
    return ["    {", *(f"        .{k} = {v}," for k, v in fields.items() if v), "    },"]


def _source(table: Table) -> str:
    lines = [
        f"/* commands.c: {MADE}. */",
        '#include "gen/commands.h"',
        "#include <stddef.h>",
        "",
    ]
    for command in table.implemented:
        identifier = _identifier(command.name)
        arguments = "NULL"
        if command.arguments:
            writer = _Arguments(command)
            arguments = writer.array(command.arguments)
            lines += writer.lines
        if command.key_specs:
            specs = ", ".join(map(_key_spec, command.key_specs))
            lines.append(f"static const keySpec keys_{identifier}[] = {{{specs}}};")
        if command.tips:
            tips = ", ".join(map(_text, command.tips))
            lines.append(f"static const char *const tips_{identifier}[] = {{{tips}}};")
        if command.summary:
            lines.append(_doc(command, arguments))
    lines += ["", "const commandSpec command_specs[] = {"]
    for command in table.implemented:
        lines += _spec(command, table)
    lines += ["};", f"const unsigned command_specs_count = {len(table.implemented)};", ""]
    return "\n".join(lines)


def files(table: Table) -> dict[str, str]:
    """The C files, by path."""
    names = sorted({c.c_function for c in table.commands.values() if c.c_function})
    getkeys = sorted({c.getkeys for c in table.implemented if c.getkeys})
    return {
        "vkscope/native/gen/commands.h": _header(names, getkeys),
        "vkscope/native/gen/commands.c": _source(table),
    }
