"""Random words: small functions of a random number generator, and what they are made of.

Words: a *part* gives no, one or several words; a *form* is a command's name and names of its parts.

Design: generators are plain functions of random.Random, so that one seed says a whole run, in the
long run as in the state machine of Hypothesis; drawing a command takes a few microseconds.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random

Words = tuple[bytes, ...]
Part = Callable[[Random], Words]


def one(words: Sequence[bytes]) -> Part:
    """One of these words."""
    return of([(word,) for word in words])


def of(choices: Sequence[Words]) -> Part:
    """One of these groups of words."""
    fixed = list(choices)
    return lambda r: r.choice(fixed)


def either(*lines: str) -> Part:
    """The words of one of these lines: none for an empty line."""
    return of([tuple(line.encode().split()) for line in lines])


def mixed(*parts: Part) -> Part:
    """One of these parts."""
    return lambda r: r.choice(parts)(r)


def joined(*parts: Part) -> Part:
    """Parts one behind the other."""
    return lambda r: tuple(word for part in parts for word in part(r))


def some(part: Part, least: int, most: int) -> Part:
    """A part several times."""
    return lambda r: tuple(w for _ in range(r.randint(least, most)) for w in part(r))


def number(low: int, high: int, text: str = "%d") -> Part:
    """A number in a range, as text."""
    return lambda r: ((text % r.randint(low, high)).encode(),)


def noise(longest: int) -> Part:
    """Any bytes."""
    return lambda r: (r.randbytes(r.randint(0, longest)),)


def numbered(part: Part, least: int, most: int, wrong: Sequence[bytes] = ()) -> Part:
    """A count and so many times a part of one word; now and then another count."""

    def draw(r: Random) -> Words:
        words = some(part, least, most)(r)
        if wrong and r.random() < 0.08:
            return (r.choice(wrong), *words)
        return (b"%d" % len(words), *words)

    return draw


def form(line: str, known: dict[str, Part]) -> Part:
    """The commands of a form: capitals are words, the rest are parts. The case varies."""
    name, *names = line.split()
    typed = [name.encode()] * 4 + [name.lower().encode(), name.title().encode()]
    parts = [known[part] if part in known else of([(part.encode(),)]) for part in names]
    rest = joined(*parts)
    return lambda r: (r.choice(typed), *rest(r))


def forms(text: str) -> list[str]:
    """The forms of a text: between bars, or line by line."""
    return [line.strip() for row in text.strip().splitlines() for line in row.split("|") if line]
