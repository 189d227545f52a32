"""Table, the one form of every view: named columns of cells that know their number and their text.

Rules: nothing of Textual or Rich here; the same table is drawn, printed and exported. A cell that
is a plain string has no number behind it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

SPARKS = " ▁▂▃▄▅▆▇█"
BAR_CELLS = 20


@dataclass(frozen=True, slots=True)
class Value:
    """A number, a list or a flag, and how people read it.

    `form` is how it is drawn: text, bar (a share of 1), parts (shares by name) or trend (a list).
    `tone` is one of "", dim, good, warn, bad.
    """

    value: Any
    text: str
    form: str = "text"
    tone: str = ""


Cell = str | Value


@dataclass(frozen=True, slots=True)
class Column:
    """`keep` orders columns: when the room is small those with the highest number go first."""

    name: str
    right: bool = False
    keep: int = 0
    wide: bool = False
    """It takes the room that is left, and is cut first."""


@dataclass(frozen=True, slots=True)
class Table:
    """`keys` names rows, so that a cursor stays with its row when others come."""

    name: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...] = ()
    keys: tuple[str, ...] = ()
    empty: str = "nothing yet"
    note: str = ""
    refs: tuple[Any, ...] = field(default=(), compare=False)
    """What stands behind each row, for who looks closer."""


def columns(*names: str) -> tuple[Column, ...]:
    """Make columns: a first `>` aligns right, digits behind `!` are `keep`, a last `*` is wide."""
    made = []
    for name in names:
        text, _, keep = name.strip(">*").partition("!")
        made.append(Column(text, name.startswith(">"), int(keep or 0), name.endswith("*")))
    return tuple(made)


def text_of(cell: Cell) -> str:
    """Return a cell as text."""
    return cell if isinstance(cell, str) else cell.text


def number_of(cell: Cell) -> Any:
    """Return a cell as JSON keeps it."""
    return cell if isinstance(cell, str) else cell.value


def bar(share: float, text: str = "", tone: str = "") -> Value:
    """Make a cell of a share of 1 that is drawn as a bar."""
    full = min(max(share, 0.0), 1.0)
    drawn = "#" * round(full * BAR_CELLS)
    return Value(round(share, 4), text or drawn, "bar", tone)


def parts(shares: Mapping[str, float]) -> Value:
    """Make a cell of named shares that is drawn as one bar of many pieces."""
    big = sorted(shares.items(), key=lambda item: -item[1])
    told = ", ".join(f"{name} {share:.0%}" for name, share in big if share >= 0.05)
    return Value({name: round(share, 4) for name, share in shares.items()}, told, "parts")


def spark(values: Sequence[float], width: int = 20) -> str:
    """Draw the last values as small bars; the highest fills its cell."""
    last = values[-width:]
    top = max(last, default=0.0)
    if top <= 0:
        return SPARKS[1] * len(last)
    return "".join(SPARKS[max(1, round(v / top * 8))] if v > 0 else SPARKS[1] for v in last)


def trend(values: Sequence[float]) -> Value:
    """Make a cell of a run of numbers."""
    return Value([round(v, 3) for v in values[-60:]], spark(values), "trend")


def matches(row: Sequence[Cell], words: Sequence[str]) -> bool:
    """Say whether every word stands somewhere in a row; `-word` must not stand there."""
    text = " ".join(text_of(cell) for cell in row).lower()
    for word in words:
        if word.startswith("-") and len(word) > 1:
            if word[1:].lower() in text:
                return False
        elif word.lower() not in text:
            return False
    return True
