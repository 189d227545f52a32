"""The form in which a generator hands over what it makes.

Words: a *part* is one generator's share of a page that several generators write together
(docs/coverage.md): the pages' owner, generate.py, joins parts in the order of their rank.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
"""The top of the checkout: generated paths are relative to it."""


@dataclass(frozen=True, slots=True)
class Output:
    """A whole file made by one generator."""

    path: str
    text: str


@dataclass(frozen=True, slots=True)
class Part:
    """A section of a shared page; `text` starts with its own second-level heading."""

    page: str
    rank: int
    text: str


Product = Output | Part
