"""Tables as text, JSON and CSV: what `vkscope dump` prints and the dashboard exports."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Sequence
from typing import Any, TextIO
from unicodedata import east_asian_width

from vkscope.tui.views.table import Cell, Table, Value, bar, number_of, text_of


def _width(text: str) -> int:
    return sum(2 if east_asian_width(c) in "WF" else 1 for c in text)


def _shown(cell: Cell) -> str:
    if isinstance(cell, Value) and cell.form == "bar":
        return bar(float(cell.value)).text
    return text_of(cell)


def as_lines(tables: Sequence[Table]) -> Iterable[str]:
    """Return tables as aligned columns, one below the other."""
    for i, table in enumerate(tables):
        if i:
            yield ""
        yield table.title
        if not table.rows:
            yield f"  {table.empty}"
            continue
        rows = [[column.name for column in table.columns]]
        rows += [[_shown(cell) for cell in row] for row in table.rows]
        widths = [max(_width(row[c]) for row in rows) for c in range(len(table.columns))]
        for row in rows:
            cells = []
            for cell, column, width in zip(row, table.columns, widths, strict=True):
                gap = " " * (width - _width(cell))
                cells.append(gap + cell if column.right else cell + gap)
            yield "  " + "  ".join(cells).rstrip()


def as_objects(tables: Sequence[Table]) -> dict[str, list[dict[str, Any]]]:
    """Return tables as JSON keeps them: a list of objects each, with numbers as numbers."""
    return {
        table.name: [
            {column.name: number_of(cell) for column, cell in zip(table.columns, row, strict=True)}
            for row in table.rows
        ]
        for table in tables
    }


def write_csv(table: Table, out: TextIO) -> None:
    """Write one table; numbers are plain, lists and parts stand as their text."""
    writer = csv.writer(out)
    writer.writerow([column.name for column in table.columns])
    for row in table.rows:
        values = [number_of(cell) for cell in row]
        plain = [isinstance(value, str | int | float) for value in values]
        writer.writerow(
            [v if ok else text_of(c) for v, ok, c in zip(values, plain, row, strict=True)]
        )


def write(tables: Sequence[Table], form: str, out: TextIO) -> None:
    """Write tables as `table`, `json` or `csv` (the first one)."""
    if form == "json":
        out.write(json.dumps(as_objects(tables), indent=1) + "\n")
    elif form == "csv":
        write_csv(tables[0], out)
    else:
        out.writelines(f"{line}\n" for line in as_lines(tables))
