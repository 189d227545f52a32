"""One key as it lies in memory: SCOPE XRAY's tree drawn as rows of boxes, offsets and bytes inside.

Design: a node with children becomes a heading and rows of boxes, as many as the width takes; a
box's width grows with its bytes. Nodes that have children are drawn again below, one level deeper.

    object  key and value, 64 bytes       type hash, encoding listpack
    ┌───────────┬──────────┬────────────────────────────┐
    │header     │key       │value                       │
    │+0   8 B   │+8   6 B  │+16  40 B                   │
    └───────────┴──────────┴────────────────────────────┘
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from vkscope.tui.views.table import Cell, Table, columns
from vkscope.tui.views.units import size

WIDEST = 40
NARROWEST = 9
BOXES = 200
Node = Mapping[str, Any]


def _number(node: Node, name: str) -> int:
    value = node.get(name, 0)
    return value if isinstance(value, int) else 0


def _fields(node: Node) -> dict[str, Any]:
    fields = node.get("fields")
    return dict(fields) if isinstance(fields, Mapping) else {}


def _children(node: Node) -> list[Node]:
    children = node.get("children")
    return [c for c in children if isinstance(c, Mapping)] if isinstance(children, list) else []


def _preview(node: Node) -> str:
    """Return the most telling thing a box can say: its text, its number, its label."""
    fields = _fields(node)
    for name in ("text", "value", "number", "field", "integer"):
        if name in fields:
            return str(fields[name]).replace("\n", "\\n").replace("\r", "\\r")
    return str(node.get("label", ""))


def _box(node: Node, whole: int, room: int) -> tuple[int, tuple[str, str, str]]:
    """Return a box's inner width and its three lines."""
    place = f"+{_number(node, 'offset')} {_number(node, 'bytes')} B"
    kind = str(node.get("kind", ""))
    part = round(_number(node, "bytes") / whole * room) if whole else 0
    width = min(max(part, len(place), len(kind), NARROWEST), WIDEST, max(room, NARROWEST))
    return width, (kind, _preview(node), place)


def _cut(text: str, width: int) -> str:
    return text[: width - 1] + "…" if len(text) > width else text.ljust(width)


def _boxes(nodes: list[Node], whole: int, width: int) -> Iterable[str]:
    row: list[tuple[int, tuple[str, str, str]]] = []
    for node in nodes[:BOXES]:
        box = _box(node, whole, width - 2)
        if row and sum(w + 1 for w, _ in row) + box[0] + 2 > width:
            yield from _draw(row)
            row = []
        row.append(box)
    if row:
        yield from _draw(row)
    if len(nodes) > BOXES:
        yield f"... and {len(nodes) - BOXES} more"


def _draw(row: list[tuple[int, tuple[str, str, str]]]) -> Iterable[str]:
    yield "┌" + "┬".join("─" * width for width, _ in row) + "┐"
    for line in range(3):
        yield "│" + "│".join(_cut(lines[line], width) for width, lines in row) + "│"
    yield "└" + "┴".join("─" * width for width, _ in row) + "┘"


def _heading(node: Node) -> str:
    told = ", ".join(f"{k} {v}" for k, v in _fields(node).items() if k != "text")
    label = str(node.get("label", ""))
    head = f"{node.get('kind', '')}  {label}, {_number(node, 'bytes')} bytes"
    return f"{head}   {told}" if told else head


def _tree(node: Node, width: int, path: str) -> Iterable[str]:
    children = _children(node)
    yield (f"{path} > " if path else "") + _heading(node)
    if not children:
        return
    yield from _boxes(children, max(_number(node, "bytes"), 1), width)
    inner = f"{path} > {node.get('kind', '')}" if path else str(node.get("kind", ""))
    deeper = [child for child in children if _children(child)]
    for child in deeper[:20]:
        yield ""
        yield from _tree(child, width, inner)
    if len(deeper) > 20:
        yield f"... and {len(deeper) - 20} more with something inside"


def draw(key: str, reply: Any, width: int = 78) -> list[str]:
    """Return the drawing of what SCOPE XRAY answered for a key."""
    if reply is None:
        return [f"{key}: no such key"]
    if isinstance(reply, str):
        return [f"{key}: {reply}"]
    root = reply.get("root") if isinstance(reply, Mapping) else None
    if not isinstance(root, Mapping):
        return [f"{key}: nothing to draw"]
    lines = [_cut(line, width).rstrip() for line in _tree(root, width, "")]
    left_out = _number(reply, "left_out")
    return [*lines, *([f"{left_out:,} elements left out"] if left_out else [])]


def _flat(node: Node, depth: int) -> Iterable[tuple[Cell, ...]]:
    told = ", ".join(f"{k} {v}" for k, v in _fields(node).items())
    place, held = f"+{_number(node, 'offset')}", size(_number(node, "bytes"))
    name = "  " * depth + str(node.get("kind", ""))
    yield (name, place, held, str(node.get("label", "")), told)
    for child in _children(node):
        yield from _flat(child, depth + 1)


def table(key: str, reply: Any) -> Table:
    """Return the same as rows, a node each."""
    root = reply.get("root") if isinstance(reply, Mapping) else None
    rows = tuple(_flat(root, 0)) if isinstance(root, Mapping) else ()
    return Table(
        "xray",
        f"{key} in memory",
        columns("node", ">at", ">bytes", "what", "fields*"),
        rows,
        empty="no such key" if reply is None else str(reply),
    )
