"""Rules: a user as ACL SETUSER changes it, a word at a time.

Words: a *selector* is one set of rights; the first is the root, others are written in parentheses.
A *first word* is the old form "+select|0". Texts stand for bytes (files.quoting).

Rules: a rule that fails raises RuleError and may leave the user half changed: callers work on a
copy. Order matters: the rules about commands are kept as they were said, less what later ones undo.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum
from typing import Final

from vkscope.files.quoting import split, to_bytes
from vkscope.server.acl.catalogue import EVERYTHING, FUTURE, Catalogue, Command

READ: Final = 1
WRITE: Final = 2
_HASH_CHARS: Final = 64
_SIGILS: Final = {READ: "%R~", WRITE: "%W~", READ | WRITE: "~"}


class Wrong(Enum):
    """What can be wrong with a rule, in the words that users get."""

    UNKNOWN = "Unknown command or category name in ACL"
    SYNTAX = "Syntax error"
    AFTER_ALL_KEYS = (
        "Adding a pattern after the * pattern (or the 'allkeys' flag) is not valid and does not "
        "have any effect. Try 'resetkeys' to start with an empty list of patterns"
    )
    AFTER_ALL_CHANNELS = (
        "Adding a pattern after the * pattern (or the 'allchannels' flag) is not valid and does "
        "not have any effect. Try 'resetchannels' to start with an empty list of channels"
    )
    NO_SUCH_PASSWORD = "The password you are trying to remove from the user does not exist"
    BAD_HASH = (
        "The password hash must be exactly 64 characters and contain only lowercase hexadecimal "
        "characters"
    )
    DUPLICATE = "Duplicate user found. A user can only be defined once in config files"
    FIRST_WORD_OF_SUBCOMMAND = "Allowing first-arg of a subcommand is not supported"


class RuleError(ValueError):
    """A rule cannot be."""

    def __init__(self, what: Wrong) -> None:
        super().__init__(what.value)
        self.what = what


@dataclass(frozen=True, slots=True)
class Terms:
    """What rules are read with."""

    catalogue: Catalogue
    all_channels: bool = False
    """acl-pubsub-default is allchannels."""
    warn: Callable[[str], None] = lambda text: None


def has_blanks(text: str) -> bool:
    """Whether it has white space or a null, which names and patterns must not."""
    return any(char in " \t\n\v\f\r\0" for char in text)


@dataclass(slots=True)
class Selector:
    """One set of rights."""

    commands: int = 0
    rules: list[str] = field(default_factory=list)
    """About commands, without what +@all or -@all began with."""
    first_words: dict[int, list[str]] = field(default_factory=dict)
    """By the command's id, in lower case."""
    all_keys: bool = False
    keys: dict[str, int] = field(default_factory=dict)
    """Rights by pattern."""
    all_channels: bool = False
    channels: list[str] = field(default_factory=list)

    def copy(self) -> Selector:
        """Another one that is the same."""
        return Selector(
            self.commands,
            list(self.rules),
            {ident: list(words) for ident, words in self.first_words.items()},
            self.all_keys,
            dict(self.keys),
            self.all_channels,
            list(self.channels),
        )

    # What it says of itself.

    def command_text(self) -> str:
        """The rules about commands, as ACL LIST shows them."""
        begin = "+@all" if self.commands & FUTURE else "-@all"
        return " ".join([begin, *self.rules])

    def key_text(self) -> str:
        """The patterns of keys."""
        if self.all_keys:
            return "~*"
        return " ".join(_SIGILS[rights] + pattern for pattern, rights in self.keys.items())

    def channel_text(self) -> str:
        """The patterns of channels."""
        return "&*" if self.all_channels else " ".join(f"&{name}" for name in self.channels)

    def words(self) -> list[str]:
        """All of it, as words that make it anew."""
        keys = ["~*"] if self.all_keys else [_SIGILS[r] + p for p, r in self.keys.items()]
        names = [f"&{name}" for name in self.channels]
        channels = ["&*"] if self.all_channels else ["resetchannels", *names]
        begin = "+@all" if self.commands & FUTURE else "-@all"
        return [*keys, *channels, begin, *self.rules]

    # Changes.

    def apply(self, rule: str, terms: Terms) -> None:
        """Change it as the rule says; RuleError."""
        match rule.lower():
            case "allkeys" | "~*":
                self.all_keys = True
                self.keys.clear()
            case "resetkeys":
                self.all_keys = False
                self.keys.clear()
            case "allchannels" | "&*":
                self.all_channels = True
                self.channels.clear()
            case "resetchannels":
                self.all_channels = False
                self.channels.clear()
            case "allcommands" | "+@all":
                self._begin(EVERYTHING)
            case "nocommands" | "-@all":
                self._begin(0)
            case _:
                self._apply_sigil(rule, terms)

    def _begin(self, commands: int) -> None:
        self.commands = commands
        self.rules.clear()
        self.first_words.clear()

    def _apply_sigil(self, rule: str, terms: Terms) -> None:
        sigil, rest = rule[:1], rule[1:]
        if sigil in ("~", "%"):
            self._add_key(rule)
        elif sigil == "&":
            self._add_channel(rest)
        elif sigil in ("+", "-") and rest.startswith("@"):
            self._category(rest, sigil == "+", terms)
        elif sigil == "+":
            self._allow(rest, terms)
        elif sigil == "-":
            command = terms.catalogue.find(rest)
            if command is None:
                raise RuleError(Wrong.UNKNOWN)
            self._change(command, allow=False)
            self._remember(command.name, allow=False)
        else:
            raise RuleError(Wrong.SYNTAX)

    def _add_key(self, rule: str) -> None:
        if self.all_keys:
            raise RuleError(Wrong.AFTER_ALL_KEYS)
        head, tilde, pattern = rule.partition("~")
        rights = READ | WRITE
        if head:
            letters = head[1:].upper()
            if not tilde or letters not in ("R", "W", "RW", "WR"):
                raise RuleError(Wrong.SYNTAX)
            rights = sum({"R": READ, "W": WRITE}[letter] for letter in letters)
        if has_blanks(pattern):
            raise RuleError(Wrong.SYNTAX)
        self.keys[pattern] = self.keys.get(pattern, 0) | rights

    def _add_channel(self, pattern: str) -> None:
        if self.all_channels:
            raise RuleError(Wrong.AFTER_ALL_CHANNELS)
        if has_blanks(pattern):
            raise RuleError(Wrong.SYNTAX)
        if pattern not in self.channels:
            self.channels.append(pattern)

    def _category(self, name: str, allow: bool, terms: Terms) -> None:
        found = terms.catalogue.of_category(name[1:])
        if found is None:
            raise RuleError(Wrong.UNKNOWN)
        self._remember(name, allow)
        for command in found:
            self._change(command, allow)

    def _allow(self, name: str, terms: Terms) -> None:
        if "|" not in name:
            command = terms.catalogue.find(name)
            if command is None:
                raise RuleError(Wrong.UNKNOWN)
            self._change(command, allow=True)
            self._remember(command.name, allow=True)
            return
        container, _, last = name.rpartition("|")
        command = terms.catalogue.find(container)
        if command is None:
            raise RuleError(Wrong.UNKNOWN)
        if command.parent:
            raise RuleError(Wrong.FIRST_WORD_OF_SUBCOMMAND)
        if not last or has_blanks(last):
            raise RuleError(Wrong.SYNTAX)
        if command.container:
            command = terms.catalogue.find(name)
            if command is None:
                raise RuleError(Wrong.UNKNOWN)
            self._change(command, allow=True)
        else:
            terms.warn(
                "Deprecation warning: Allowing a first arg of an otherwise blocked command is a "
                f"misuse of ACL and may get disabled in the future (offender: +{name})"
            )
            words = self.first_words.setdefault(command.ident, [])
            if last.lower() not in words:
                words.append(last.lower())
        self._remember(name, allow=True)

    def _change(self, command: Command, allow: bool) -> None:
        self.commands = self.commands | command.bits if allow else self.commands & ~command.bits
        self.first_words.pop(command.ident, None)

    def _remember(self, name: str, allow: bool) -> None:
        """Put the rule behind the others, without those that it makes void."""
        name = name.lower()
        self.rules = [
            rule for rule in self.rules if rule[1:] != name and not rule[1:].startswith(f"{name}|")
        ]
        self.rules.append(("+" if allow else "-") + name)


def hashed(password: str) -> str:
    """The password's SHA-256 in hexadecimal."""
    return hashlib.sha256(to_bytes(password)).hexdigest()


def _checked_hash(text: str) -> str:
    if len(text) != _HASH_CHARS or any(char not in "0123456789abcdef" for char in text):
        raise RuleError(Wrong.BAD_HASH)
    return text


@dataclass(slots=True)
class User:
    """A user; at first it is off and may do nothing."""

    name: str
    enabled: bool = False
    no_password: bool = False
    skips_sanitizing: bool = False
    passwords: list[str] = field(default_factory=list)
    """Hashes in hexadecimal."""
    selectors: list[Selector] = field(default_factory=list)
    """The first is the root."""

    @classmethod
    def new(cls, name: str, terms: Terms) -> User:
        """One without rights, but that it may have all channels."""
        return cls(name, selectors=[Selector(all_channels=terms.all_channels)])

    @classmethod
    def default(cls, terms: Terms) -> User:
        """The default user as it is where nobody says anything of it."""
        user = cls.new("default", terms)
        for rule in ("+@all", "~*", "&*", "on", "nopass"):
            user.apply(rule, terms)
        return user

    def copy(self) -> User:
        """Another one that is the same."""
        return User(
            self.name,
            self.enabled,
            self.no_password,
            self.skips_sanitizing,
            list(self.passwords),
            [selector.copy() for selector in self.selectors],
        )

    @property
    def root(self) -> Selector:
        """The rights outside of parentheses."""
        return self.selectors[0]

    def flags(self) -> list[str]:
        """As ACL GETUSER shows them."""
        sanitize = "skip-sanitize-payload" if self.skips_sanitizing else "sanitize-payload"
        state = ["on" if self.enabled else "off"]
        return [*state, *(["nopass"] if self.no_password else []), sanitize]

    def words(self) -> list[str]:
        """Words that make it anew; a selector is one."""
        inner = (f"({' '.join(selector.words())})" for selector in self.selectors[1:])
        hashes = (f"#{password}" for password in self.passwords)
        return [*self.flags(), *hashes, *self.root.words(), *inner]

    def text(self) -> str:
        """As a line of ACL LIST, behind its name."""
        return " ".join(self.words())

    def apply(self, rule: str, terms: Terms) -> None:
        """Change it as the rule says; RuleError."""
        match rule.lower():
            case "":
                pass
            case "on" | "off" as word:
                self.enabled = word == "on"
            case "skip-sanitize-payload" | "sanitize-payload" as word:
                self.skips_sanitizing = word.startswith("skip")
            case "nopass" | "resetpass" as word:
                self.no_password = word == "nopass"
                self.passwords.clear()
            case "clearselectors":
                del self.selectors[1:]
            case "reset":
                fresh = User.new(self.name, terms)
                self.enabled = self.no_password = self.skips_sanitizing = False
                self.passwords.clear()
                self.selectors[:] = fresh.selectors
            case _:
                self._apply_sigil(rule, terms)

    def _apply_sigil(self, rule: str, terms: Terms) -> None:
        sigil, rest = rule[0], rule[1:]
        if sigil in (">", "#"):
            password = hashed(rest) if sigil == ">" else _checked_hash(rest)
            if password not in self.passwords:
                self.passwords.append(password)
            self.no_password = False
        elif sigil in ("<", "!"):
            password = hashed(rest) if sigil == "<" else _checked_hash(rest)
            if password not in self.passwords:
                raise RuleError(Wrong.NO_SUCH_PASSWORD)
            self.passwords.remove(password)
        elif sigil == "(" and rule.endswith(")"):
            self.selectors.append(_selector(rule[1:-1], terms))
        else:
            self.root.apply(rule, terms)


def _selector(text: str, terms: Terms) -> Selector:
    made = Selector(all_channels=terms.all_channels)
    words = split(text)
    if words is None:
        raise RuleError(Wrong.SYNTAX)
    for word in words:
        made.apply(word, terms)
    return made


class UnmatchedError(ValueError):
    """A selector has no end; the argument is the word that begins it."""


def merged(words: list[str]) -> list[str]:
    """The words, those of a selector made one; UnmatchedError."""
    out: list[str] = []
    inside: list[str] = []
    for word in words:
        if inside or (word.startswith("(") and not word.endswith(")")):
            inside.append(word)
            if len(inside) > 1 and word.endswith(")"):
                out.append(" ".join(inside))
                inside = []
        else:
            out.append(word)
    if inside:
        raise UnmatchedError(inside[0])
    return out
