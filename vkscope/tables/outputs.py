"""What generators share: where the checkout is, and how they write one page together.

Words: a *part* is one generator's share of a page that several generators write
(docs/coverage.md); generate.py joins the parts in the order of their rank.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
"""The top of the checkout: generated paths are relative to it."""

MADE = "made by `python -m vkscope.tables.generate`; edit the tables in vkscope/tables/ instead"


@dataclass(frozen=True, slots=True)
class Part:
    """A section of a shared page; `text` starts with its own second-level heading."""

    page: str
    rank: int
    text: str
