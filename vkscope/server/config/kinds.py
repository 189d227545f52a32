"""The kinds of parameters: how words become values, and values words of replies and files.

Words: a *line* is what CONFIG REWRITE puts into the file, with whether it must be there even if
the file had none. No lines: lines that the file has are removed.

Rules: no I/O, except that the special parameter `dir` is the process's working directory.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Final

from vkscope.files.quoting import quote
from vkscope.server.config.checks import CHECKS
from vkscope.server.config.values import (
    BadValueError,
    Value,
    parse_bool,
    parse_enum,
    parse_number,
    show_number,
    write_number,
)
from vkscope.tables.configs import NUMBERS, Spec

Line = tuple[str, bool]


class Kind(ABC):
    """Rules of one parameter; holds no value."""

    def __init__(self, spec: Spec) -> None:
        self.spec = spec

    @abstractmethod
    def parse(self, words: list[str], old: Value) -> Value:
        """The value that the words mean (old is what it replaces); raises BadValueError."""

    @abstractmethod
    def show(self, value: Value) -> str:
        """As CONFIG GET answers; parse() takes it."""

    def default(self) -> Value:
        """What it is when nobody says anything."""
        return self.spec.default

    def lines(self, value: Value) -> list[Line]:
        """What a file says to get the value."""
        return [(f"{self.spec.name} {self.show(value)}", value != self.default())]

    def checked(self, value: Value) -> Value:
        """The value, after the parameter's further test."""
        if self.spec.check:
            CHECKS[self.spec.check](self.spec, value)
        return value


class BoolKind(Kind):
    """yes or no."""

    def parse(self, words: list[str], old: Value) -> Value:
        return self.checked(parse_bool(words[0]))

    def show(self, value: Value) -> str:
        return "yes" if value else "no"


class EnumKind(Kind):
    """One word out of several, or with multi_arg a tuple of them."""

    def parse(self, words: list[str], old: Value) -> Value:
        return self.checked(parse_enum(self.spec, words))

    def default(self) -> Value:
        return (str(self.spec.default),) if "multi_arg" in self.spec.flags else self.spec.default

    def show(self, value: Value) -> str:
        return " ".join(str(v) for v in value) if isinstance(value, tuple) else str(value)


class NumberKind(Kind):
    """A number within its range."""

    def parse(self, words: list[str], old: Value) -> Value:
        return self.checked(parse_number(self.spec, words[0]))

    def show(self, value: Value) -> str:
        assert isinstance(value, int)
        return show_number(self.spec, value)

    def lines(self, value: Value) -> list[Line]:
        assert isinstance(value, int)
        return [(f"{self.spec.name} {write_number(self.spec, value)}", value != self.default())]


class StringKind(Kind):
    """Text; without a default an empty one counts as unset."""

    def parse(self, words: list[str], old: Value) -> Value:
        unset = words[0] == "" and self.spec.default is None
        return self.checked(None if unset else words[0])

    def show(self, value: Value) -> str:
        return "" if value is None else str(value)

    def lines(self, value: Value) -> list[Line]:
        if value is None:
            return []
        return [(f"{self.spec.name} {quote(str(value))}", value != self.default())]


WRONG_COUNT: Final = "wrong number of arguments"


def expect(condition: bool, text: str) -> None:
    """Raises BadValueError with the text unless the condition holds."""
    if not condition:
        raise BadValueError(text)


def kind_of(spec: Spec) -> Kind:
    """The rules of the parameter."""
    match spec.type:
        case "bool":
            return BoolKind(spec)
        case "enum":
            return EnumKind(spec)
        case "string":
            return StringKind(spec)
        case number if number in NUMBERS:
            return NumberKind(spec)
    from vkscope.server.config.specials import SPECIALS  # it builds on this module

    return SPECIALS[spec.type](spec)
