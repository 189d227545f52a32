"""Who may do what: rules of users judged from the tables alone, to compare the server with.

Words: an *attempt* is a command with what it needs: keys, each with the rights it needs (R reads
what is there, W changes it, neither is needed to look at a key's length alone), and channels.
A *selector* is one set of rules; a user may do what one of its selectors allows whole.

Rules: nothing of vkscope.server is used. Categories are made of the tables' flags here, keys stand
with each form below, and patterns are matched by a matcher of this file's own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from vkscope.tables import commands

ACTIONS = {
    "WRITE": "write",
    "ADMIN": "admin",
    "PUBSUB": "pubsub",
    "BLOCKING": "blocking",
}


def categories(command: commands.Command) -> set[str]:
    """The categories of a command: its own, and those that its flags mean."""
    found = set(command.own_acl)
    found |= {name for flag, name in ACTIONS.items() if flag in command.flags}
    if "READONLY" in command.flags and "scripting" not in found:
        found.add("read")
    if "ADMIN" in command.flags:
        found.add("dangerous")
    found.add("fast" if "FAST" in command.flags else "slow")
    return found


TABLE = {name.replace(" ", "|"): each for name, each in commands.load().commands.items()}
CONTAINERS = {name.partition("|")[0] for name in TABLE if "|" in name}
LEAVES = sorted(name for name in TABLE if name not in CONTAINERS)
BY_CATEGORY: dict[str, set[str]] = {}
for _name in LEAVES:
    for _category in categories(TABLE[_name]):
        BY_CATEGORY.setdefault(_category, set()).add(_name)


def fits(pattern: str, text: str) -> bool:
    """Whether a pattern of *, ? and [letters] covers the text."""
    parts = re.split(r"(\*|\?|\[[^]]*\])", pattern)
    made = ""
    for part in parts:
        if part in ("*", "?"):
            made += ".*" if part == "*" else "."
        elif part.startswith("["):
            made += part
        else:
            made += re.escape(part)
    return re.fullmatch(made, text, re.DOTALL) is not None


@dataclass
class Selector:
    """One set of rules, filled word by word in their order."""

    allowed: set[str] = field(default_factory=set)
    keys: dict[str, str] = field(default_factory=dict)
    """Patterns, each with the rights it gives: R, W or RW."""
    channels: list[str] = field(default_factory=list)

    def add(self, word: str) -> None:
        """One word of ACL SETUSER."""
        if word in ("allcommands", "+@all"):
            self.allowed = set(LEAVES)
        elif word in ("nocommands", "-@all"):
            self.allowed = set()
        elif word[0] in "+-":
            self._commands(word[0] == "+", word[1:])
        elif word == "allkeys":
            self.keys = {"*": "RW"}
        elif word == "resetkeys":
            self.keys = {}
        elif word[0] == "~":
            self._pattern(word[1:], "RW")
        elif word[0] == "%":
            rights, _, pattern = word[1:].partition("~")
            self._pattern(pattern, rights)
        elif word == "allchannels":
            self.channels = ["*"]
        elif word == "resetchannels":
            self.channels = []
        elif word[0] == "&":
            self.channels.append(word[1:])
        else:
            raise ValueError(word)

    def _pattern(self, pattern: str, rights: str) -> None:
        """The same pattern again adds to the rights that it gives."""
        self.keys[pattern] = self.keys.get(pattern, "") + rights

    def _commands(self, give: bool, name: str) -> None:
        if name.startswith("@"):
            which = BY_CATEGORY.get(name[1:], set())
        elif name in CONTAINERS:
            which = {leaf for leaf in LEAVES if leaf.startswith(f"{name}|")}
        else:
            which = {name}
        self.allowed = self.allowed | which if give else self.allowed - which

    def may(self, attempt: Attempt) -> bool:
        """Whether this selector alone allows the whole attempt."""
        return (
            attempt.command in self.allowed
            and all(self._key(key, needs) for key, needs in attempt.keys)
            and all(self._channel(name, attempt.is_pattern) for name in attempt.channels)
        )

    def _key(self, key: str, needs: str) -> bool:
        """Whether one pattern gives all that is needed: two do not add up."""
        return any(set(needs) <= set(rights) and fits(p, key) for p, rights in self.keys.items())

    def _channel(self, name: str, is_pattern: bool) -> bool:
        if "*" in self.channels:
            return True
        return name in self.channels if is_pattern else any(fits(p, name) for p in self.channels)


@dataclass(frozen=True)
class Attempt:
    """A command with what it needs."""

    words: tuple[str, ...]
    command: str
    keys: tuple[tuple[str, str], ...] = ()
    channels: tuple[str, ...] = ()
    is_pattern: bool = False
    """The channels are patterns to subscribe to: a rule must name them as they are."""


@dataclass
class User:
    """The root selector and those in parentheses."""

    selectors: list[Selector]

    @staticmethod
    def of(words: Iterable[str]) -> User:
        """A user that was reset and then given these words of ACL SETUSER."""
        root = Selector()
        user = User([root])
        for word in words:
            if word.startswith("("):
                user.selectors.append(Selector())
                for inner in word[1:-1].split():
                    user.selectors[-1].add(inner)
            elif word == "clearselectors":
                del user.selectors[1:]
            else:
                root.add(word)
        return user

    def may(self, attempt: Attempt) -> bool:
        """Whether one selector allows it whole."""
        return any(selector.may(attempt) for selector in self.selectors)
