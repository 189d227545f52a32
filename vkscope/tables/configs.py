"""The configs table: every parameter of Valkey 9.0, read from configs.toml when tables are built.

Words and keys of an entry, where they are not plain:

    type       bool, string, enum, the C type of a number (int, size_t, ...), `ignored` for words
               that only files may hold and nobody heeds, or the name of a special parameter,
               which has a parser of its own in vkscope/server/config/specials.py
    default    a string without one is unset, and an empty value unsets it again
    range      both ends belong to it; ULONG_MAX and ULLONG_MAX stand for what TOML cannot write
    unit       memory (1k = 1000, 1kb = 1024), octal, or "memory or percent" (stored negative)
    values     of an enum, in the order of error texts; "relative=yes" is another word for yes
    flags      immutable   only at start        hidden        CONFIG GET only by its exact name
               sensitive   kept out of logs     protected     enable-protected-configs decides
               multi_arg   several words        deny_loading  not while a data set is loaded
               debug       in crash reports     volatile      applied again even if unchanged
    check      a further test of the value, in vkscope/server/config/checks.py
    since      first version of Valkey that has it; left out: 7.2 or earlier
    subsystem  implemented, or later: accepted and kept, but nothing heeds it yet

Rules: facts only. The running server imports `_configs_generated`, never the TOML.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any, Final, NamedTuple

TABLE: Final = Path(__file__).with_name("configs.toml")
UNSIGNED: Final = frozenset({"uint", "ulong", "ulonglong", "size_t"})
NUMBERS: Final = UNSIGNED | {"int", "long", "longlong", "ssize_t", "off_t", "time_t"}
FLAGS: Final = frozenset(
    {
        "immutable",
        "hidden",
        "sensitive",
        "protected",
        "multi_arg",
        "deny_loading",
        "debug",
        "volatile",
    }
)
UNITS: Final = frozenset({"", "memory", "octal", "memory or percent"})
_LIMITS: Final = {"ULONG_MAX": 2**64 - 1, "ULLONG_MAX": 2**64 - 1}
_FIELDS: Final = frozenset(
    {
        "type",
        "default",
        "range",
        "unit",
        "values",
        "flags",
        "alias",
        "check",
        "since",
        "subsystem",
        "text",
    }
)


class Spec(NamedTuple):
    """What the server must know of one parameter."""

    name: str
    type: str
    default: bool | int | str | None = None
    low: int = 0
    high: int = 0
    unit: str = ""
    values: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    alias: str | None = None
    check: str = ""
    later: bool = False


class Row(NamedTuple):
    """A parameter with what only documentation needs."""

    spec: Spec
    since: str
    text: str


class Group(NamedTuple):
    """Parameters of one area, in the table's order."""

    title: str
    rows: tuple[Row, ...]


class TableError(ValueError):
    """An entry of the table that makes no sense."""


def _row(name: str, entry: dict[str, Any]) -> Row:
    if unknown := entry.keys() - _FIELDS:
        raise TableError(f"{name}: unknown keys {sorted(unknown)}")
    if entry.get("subsystem", "implemented") not in ("implemented", "later"):
        raise TableError(f"{name}: subsystem is implemented or later")
    low, high = (_LIMITS.get(x, x) for x in entry.get("range", (0, 0)))
    spec = Spec(
        name,
        entry["type"],
        entry.get("default"),
        low,
        high,
        entry.get("unit", ""),
        tuple(entry.get("values", ())),
        tuple(entry.get("flags", ())),
        entry.get("alias"),
        entry.get("check", ""),
        entry.get("subsystem", "") == "later",
    )
    return Row(spec, entry.get("since", ""), entry["text"])


@cache
def load() -> tuple[Group, ...]:
    """The whole table."""
    import tomllib  # build time only: the server must not pay for it

    with TABLE.open("rb") as file:
        table = tomllib.load(file)
    groups = []
    for entries in table.values():
        title = entries.pop("title")
        groups.append(Group(title, tuple(_row(n, e) for n, e in entries.items())))
    return tuple(groups)


def mistakes() -> list[str]:
    """What is wrong with the table, a line each."""
    found: list[str] = []
    names: set[str] = set()
    for row in (row for group in load() for row in group.rows):
        spec = row.spec
        found += [f"{n} appears twice" for n in (spec.name, spec.alias) if n in names]
        names |= {n for n in (spec.name, spec.alias) if n}
        if bad := set(spec.flags) - FLAGS:
            found.append(f"{spec.name}: unknown flags {sorted(bad)}")
        if spec.unit not in UNITS:
            found.append(f"{spec.name}: unknown unit {spec.unit}")
        if spec.type in NUMBERS:
            if not isinstance(spec.default, int) or not spec.low <= spec.default <= spec.high:
                found.append(f"{spec.name}: default outside its range")
            if spec.type in UNSIGNED and spec.low < 0:
                found.append(f"{spec.name}: unsigned, but its range begins below 0")
        if spec.type == "enum" and spec.default not in [v.split("=")[0] for v in spec.values]:
            found.append(f"{spec.name}: default is none of its values")
        if spec.type == "bool" and not isinstance(spec.default, bool):
            found.append(f"{spec.name}: default is not a bool")
    return found


def coverage_rows() -> list[tuple[str, str, str]]:
    """Name, `implemented`, `later` or `ignored`, and meaning, for docs/coverage.md."""
    return [
        (
            row.spec.name,
            "ignored"
            if row.spec.type == "ignored"
            else "later"
            if row.spec.later
            else "implemented",
            row.text,
        )
        for group in load()
        for row in group.rows
    ]
