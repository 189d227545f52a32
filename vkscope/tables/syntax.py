"""The small language in which the commands table writes arguments, and its parser.

Words and forms, with what COMMAND DOCS makes of them:

    name            a string called name           name:int      an integer; also double, key,
    EX=seconds:int  the word EX, then the value                  pattern, time (Unix time)
    NX!             the word NX alone, called nx   NO!no-one     the word NO alone, called no-one
    a<x | y>        one of x and y                 a(x y)        x and y together
    T=a<x | y>      the word T before either       [x]           x may be left out
    '~'!about       the sign ~ alone, called about
    x*              x any number of times          x+            with its word before each (after *)
    name:key#0      a key of the first key spec    name~ip:port  shown as ip:port
    x@8.1.0         since that version             x%2.8.12      not advised since that version

Suffixes come in the order `:type #spec ~display * + @since %old`. White space, line ends included,
separates and means nothing else. Words are shown in capitals, whatever their case here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Final

TYPES: Final = {
    "": "string",
    "int": "integer",
    "double": "double",
    "key": "key",
    "pattern": "pattern",
    "time": "unix-time",
}

_HEAD = re.compile(
    r"(?:(?P<word>[A-Za-z][A-Za-z-]*|'[^']+')(?P<mark>[=!]))?(?P<name>[A-Za-z][A-Za-z0-9_-]*)?"
)
_VALUE = re.compile(r"(?::(?P<type>[a-z]+))?(?:#(?P<spec>\d+))?(?:~(?P<display>[A-Za-z:-]+))?")
_TAIL = re.compile(r"(?P<multiple>\*)?(?P<each>\+)?(?:@(?P<since>[0-9.]+))?(?:%(?P<old>[0-9.]+))?")
_SPACE = re.compile(r"\s*")


class ArgumentSyntaxError(ValueError):
    """The table's syntax string is malformed; says where."""


@dataclass(frozen=True, slots=True)
class Argument:
    """One argument as COMMAND DOCS describes it; `type` uses Valkey's names."""

    name: str
    type: str
    token: str | None = None
    display: str | None = None
    since: str | None = None
    deprecated: str | None = None
    key_spec: int | None = None
    optional: bool = False
    multiple: bool = False
    multiple_token: bool = False
    arguments: tuple[Argument, ...] = ()


class _Parser:
    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0

    def fail(self, wanted: str) -> ArgumentSyntaxError:
        return ArgumentSyntaxError(
            f"expected {wanted} at {self.at}: {self.text[self.at : self.at + 30]!r}"
        )

    def space(self) -> None:
        match = _SPACE.match(self.text, self.at)
        assert match is not None
        self.at = match.end()

    def take(self, char: str) -> bool:
        self.space()
        if not self.text.startswith(char, self.at):
            return False
        self.at += len(char)
        return True

    def match(self, pattern: re.Pattern[str]) -> re.Match[str]:
        match = pattern.match(self.text, self.at)
        assert match is not None, "every pattern matches the empty text"
        self.at = match.end()
        return match

    def sequence(self, end: str) -> tuple[Argument, ...]:
        items: list[Argument] = []
        while True:
            self.space()
            if self.at == len(self.text):
                if end:
                    raise self.fail(repr(end))
                return tuple(items)
            if end and self.take(end):
                return tuple(items)
            items.append(self.item())

    def choice(self) -> tuple[Argument, ...]:
        items = [self.item()]
        while self.take("|"):
            items.append(self.item())
        if not self.take(">"):
            raise self.fail("'|' or '>'")
        return tuple(items)

    def item(self) -> Argument:
        if self.take("["):
            inner = self.item()
            if not self.take("]"):
                raise self.fail("']'")
            return replace(inner, optional=True)
        self.space()
        head = self.match(_HEAD)
        word, name = head["word"], head["name"]
        if word:
            word = word.strip("'").upper()
        if head["mark"] == "!":
            return self.tail(Argument(name or word.lower(), "pure-token", word))
        if name is None:
            raise self.fail("a name")
        if self.text.startswith("<", self.at):
            self.at += 1
            return self.tail(Argument(name, "oneof", word, arguments=self.choice()))
        if self.text.startswith("(", self.at):
            self.at += 1
            return self.tail(Argument(name, "block", word, arguments=self.sequence(")")))
        value = self.match(_VALUE)
        if (value["type"] or "") not in TYPES:
            raise self.fail(f"a type (not {value['type']!r})")
        spec = None if value["spec"] is None else int(value["spec"])
        type_ = TYPES[value["type"] or ""]
        return self.tail(Argument(name, type_, word, value["display"], key_spec=spec))

    def tail(self, argument: Argument) -> Argument:
        tail = self.match(_TAIL)
        return replace(
            argument,
            multiple=tail["multiple"] is not None,
            multiple_token=tail["each"] is not None,
            since=tail["since"],
            deprecated=tail["old"],
        )


def parse(text: str) -> tuple[Argument, ...]:
    """The arguments that `text` describes; raises ArgumentSyntaxError."""
    return _Parser(text).sequence("")


def written(argument: Argument) -> str:
    """The argument as a reader of documentation expects it: `[EX seconds | PX milliseconds]`."""
    if argument.type == "pure-token":
        text = argument.token or argument.name
    elif argument.type == "oneof":
        text = " | ".join(written(inner) for inner in argument.arguments)
        if argument.token or not argument.optional:
            text = f"<{text}>"
    elif argument.type == "block":
        text = " ".join(written(inner) for inner in argument.arguments)
    else:
        text = argument.display or argument.name
    if argument.token and argument.type != "pure-token":
        text = f"{argument.token} {text}"
    if argument.multiple:
        text = f"{text} [{text} ...]" if len(text) <= 20 else f"{text} ..."
    return f"[{text}]" if argument.optional else text
