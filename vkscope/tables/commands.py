"""The commands table: every command of Valkey 9.0 and our own, read from commands/<group>.toml.

Words: a *container* is a command with subcommands; a subcommand is written "container name". A key
of an entry, where it is not plain:

    flags         CMD_* without the prefix            acl         categories beyond the implied ones
    keys          key specs: "index 1, range 0 1 0: RO ACCESS" means begin at word 1, then
                  range last step limit, or keynum index first step, then KEY_* flags;
                  "keyword STREAMS from 1" begins after that word
    key_notes     explains the first key spec         getkeys     C function that knows better
    syntax        arguments, as tables/syntax.py says
    c_function    native implementation; python = true: the control plane's. Neither: not there.

All subcommands of a native container name the same function; the container itself then has none
(COMMAND has one, for it can be called alone). implemented.txt lists the functions and handlers
found in the sources (generate --sync): an entry whose implementation is not there yet is not
registered.

Rules: facts only, no behaviour. Loading reads files once; import it lazily in fast paths.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any, Final, Literal

from vkscope.tables.syntax import Argument, parse

DIRECTORY: Final = Path(__file__).with_name("commands")
IMPLEMENTED: Final = Path(__file__).with_name("implemented.txt")
TARGET: Final = (9, 0)
"""The version of Valkey whose commands are the aim; later ones are welcome and marked."""


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


FLAGS: Final = _words(
    "WRITE READONLY DENYOOM ADMIN PUBSUB NOSCRIPT BLOCKING LOADING STALE SKIP_MONITOR "
    "SKIP_COMMANDLOG ASKING FAST NO_AUTH MAY_REPLICATE SENTINEL ONLY_SENTINEL NO_MANDATORY_KEYS "
    "PROTECTED NO_ASYNC_LOADING NO_MULTI ALLOW_BUSY TOUCHES_ARBITRARY_KEYS ALL_DBS"
)
CATEGORIES: Final = _words(
    "keyspace read write set sortedset list hash string bitmap hyperloglog geo stream pubsub "
    "admin fast slow blocking dangerous connection transaction scripting"
)
KEY_FLAGS: Final = _words(
    "RO RW OW RM ACCESS UPDATE INSERT DELETE NOT_KEY INCOMPLETE VARIABLE_FLAGS"
)
_IMPLIED: Final = {
    "WRITE": ("write",),
    "ADMIN": ("admin", "dangerous"),
    "PUBSUB": ("pubsub",),
    "FAST": ("fast",),
    "BLOCKING": ("blocking",),
}
_FIELDS: Final = _words(
    "summary since arity flags acl keys key_notes getkeys tips internal deprecated replaced_by "
    "complexity syntax c_function python"
)


class TableError(ValueError):
    """The table contradicts itself; names file, command and field."""


@dataclass(frozen=True, slots=True)
class KeySpec:
    """Where keys are: `at` is a word's index, or where the search for `keyword` starts."""

    begin: Literal["index", "keyword", "unknown"]
    at: int
    keyword: str | None
    find: Literal["range", "keynum", "unknown"]
    numbers: tuple[int, int, int]
    """range: last, step, limit; keynum: index of the count, first key, step."""
    flags: tuple[str, ...]
    notes: str | None = None


@dataclass(frozen=True)
class Command:
    """One command or subcommand. Arity counts the command's own words: -n is at least n."""

    name: str
    group: str
    since: str
    arity: int
    flags: frozenset[str]
    own_acl: frozenset[str]
    key_specs: tuple[KeySpec, ...]
    getkeys: str | None
    tips: tuple[str, ...]
    internal: bool
    deprecated: str | None
    replaced_by: str | None
    summary: str | None
    complexity: str | None
    syntax: str
    c_function: str | None
    python: bool

    @property
    def parent(self) -> str | None:
        """The container's name, None for a command by itself."""
        return self.name.partition(" ")[0] if " " in self.name else None

    @property
    def own_name(self) -> str:
        return self.name.rpartition(" ")[2]

    @property
    def implementation(self) -> str | None:
        """The native function, or the control plane's handler by its name: "config|get"."""
        return self.name.replace(" ", "|") if self.python else self.c_function

    @property
    def later(self) -> bool:
        """Newer than the version that is the aim."""
        major, minor = self.since.split(".")[:2]
        return (int(major), int(minor)) > TARGET

    @cached_property
    def acl(self) -> frozenset[str]:
        """All ACL categories: the entry's own and those that its flags imply."""
        found = set(self.own_acl)
        for flag, categories in _IMPLIED.items():
            if flag in self.flags:
                found.update(categories)
        if "READONLY" in self.flags and "scripting" not in self.own_acl:
            found.add("read")
        if "fast" not in found:
            found.add("slow")
        return frozenset(found)

    @cached_property
    def arguments(self) -> tuple[Argument, ...]:
        return parse(self.syntax)

    @cached_property
    def legacy_keys(self) -> tuple[int, int, int]:
        """First, last and step as old clients know them; 0, 0, 0 if no key has a fixed place."""
        return _legacy(self.key_specs)[0]

    @cached_property
    def movable_keys(self) -> bool:
        """The three numbers do not tell all keys."""
        return _legacy(self.key_specs)[1]


def _legacy(specs: tuple[KeySpec, ...]) -> tuple[tuple[int, int, int], bool]:
    ranges = [s for s in specs if s.begin == "index" and s.find == "range"]
    incomplete = any("INCOMPLETE" in s.flags for s in ranges)
    if len(specs) == 1 and ranges:
        last, step, _ = specs[0].numbers
        return (specs[0].at, last if last < 0 else specs[0].at + last, step), incomplete
    movable = incomplete or len(ranges) < len(specs)
    first = last = 0
    for spec in ranges:
        spec_last, step, _ = spec.numbers
        if step != 1 or (last and last != spec.at - 1):
            movable = True
            continue
        first = first or spec.at
        last = spec_last if spec_last < 0 else spec.at + spec_last
    return ((first, last, 1), movable) if first else ((0, 0, 0), movable)


def _key_spec(text: str, notes: str | None) -> KeySpec:
    rule, _, flags = text.partition(":")
    begin, _, find = (part.strip() for part in rule.partition(","))
    begin_words, find_words = begin.split(), find.split()
    numbers = tuple(int(word) for word in find_words[1:]) or (0, 0, 0)
    if len(numbers) != 3:
        raise ValueError(f"three numbers wanted after {find_words[0]}")
    at, keyword = 0, None
    if begin_words[0] == "index":
        at = int(begin_words[1])
    elif begin_words[0] == "keyword":
        keyword, at = begin_words[1], int(begin_words[3])
    if begin_words[0] not in ("index", "keyword", "unknown"):
        raise ValueError(f"no such begin: {begin}")
    if find_words[0] not in ("range", "keynum", "unknown"):
        raise ValueError(f"no such find: {find}")
    words = flags.split()
    if not words or set(words) - set(KEY_FLAGS):
        raise ValueError(f"flags: {flags}")
    return KeySpec(begin_words[0], at, keyword, find_words[0], numbers, tuple(words), notes)  # type: ignore[arg-type]


def _command(name: str, group: str, entry: Mapping[str, Any]) -> Command:
    unknown = entry.keys() - set(_FIELDS)
    if unknown:
        raise ValueError(f"unknown fields {sorted(unknown)}")
    flags = frozenset(entry.get("flags", "").split())
    acl = frozenset(entry.get("acl", "").split())
    if flags - set(FLAGS) or acl - set(CATEGORIES):
        raise ValueError(f"flags {sorted(flags - set(FLAGS))}, acl {sorted(acl - set(CATEGORIES))}")
    notes = entry.get("key_notes")
    specs = entry.get("keys", ())
    return Command(
        name=name,
        group=group,
        since=entry["since"],
        arity=entry["arity"],
        flags=flags,
        own_acl=acl,
        key_specs=tuple(_key_spec(s, None if i else notes) for i, s in enumerate(specs)),
        getkeys=entry.get("getkeys"),
        tips=tuple(entry.get("tips", ())),
        internal=entry.get("internal", False),
        deprecated=entry.get("deprecated"),
        replaced_by=entry.get("replaced_by"),
        summary=entry.get("summary"),
        complexity=entry.get("complexity"),
        syntax=" ".join(entry.get("syntax", "").split()),
        c_function=entry.get("c_function"),
        python=entry.get("python", False),
    )


@dataclass(frozen=True)
class Table:
    """All commands by full name, in the order of names: a container stands before its own."""

    commands: Mapping[str, Command]
    present: frozenset[str]
    """Implementations that the sources define (implemented.txt)."""

    @cached_property
    def subcommands(self) -> Mapping[str, tuple[Command, ...]]:
        """The subcommands of each container."""
        found: dict[str, list[Command]] = {}
        for command in self.commands.values():
            if command.parent:
                found.setdefault(command.parent, []).append(command)
        return {name: tuple(group) for name, group in found.items()}

    def is_implemented(self, command: Command) -> bool:
        """Its implementation is in the sources; of a container, one of its own is."""
        if command.implementation in self.present:
            return True
        return any(self.is_implemented(sub) for sub in self.subcommands.get(command.name, ()))

    @cached_property
    def implemented(self) -> tuple[Command, ...]:
        return tuple(c for c in self.commands.values() if self.is_implemented(c))


@cache
def group(name: str) -> Mapping[str, Command]:
    """The commands of one group, by full name."""
    path = DIRECTORY / f"{name}.toml"
    found: dict[str, Command] = {}
    for command, entry in tomllib.loads(path.read_text(encoding="utf-8")).items():
        try:
            found[command] = _command(command, name, entry)
        except (KeyError, ValueError, IndexError) as mistake:
            raise TableError(f"{path.name}: {command}: {mistake}") from mistake
    return found


def present() -> frozenset[str]:
    """Implementations listed in implemented.txt."""
    if not IMPLEMENTED.is_file():
        return frozenset()
    lines = IMPLEMENTED.read_text(encoding="utf-8").splitlines()
    return frozenset(line for line in lines if line and not line.startswith("#"))


@cache
def load() -> Table:
    """The whole table."""
    found: dict[str, Command] = {}
    for path in sorted(DIRECTORY.glob("*.toml")):
        for name, command in group(path.stem).items():
            if name in found:
                raise TableError(f"{name} is in {found[name].group} and in {path.stem}")
            found[name] = command
    for command in found.values():
        if command.parent and command.parent not in found:
            raise TableError(f"{command.name} has no container")
    return Table({name: found[name] for name in sorted(found)}, present())
