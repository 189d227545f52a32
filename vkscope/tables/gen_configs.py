"""Makes tables/_configs_generated.py, docs/configuration.md and the parameters of docs/coverage.md.

The generated module is what the server imports: tuples of constants, so that starting it reads and
parses no table.
"""

from __future__ import annotations

from vkscope.tables.configs import NUMBERS, Row, Spec, coverage_rows, load, mistakes
from vkscope.tables.outputs import MADE, Part

_DEFAULTS = Spec("", "")
_INTRO = f"""# Configuration

<!-- {MADE} -->

`vkscope server` reads Valkey's configuration files: one parameter a line, `#` begins a comment,
words may be quoted, `include FILE` takes in other files (wildcards allowed). What follows `--` on
the command line counts as a line after the file, and `-` reads lines from standard input:

    vkscope server /etc/valkey.conf --port 6380 --save ""

`CONFIG GET`, `CONFIG SET` and `CONFIG REWRITE` work on the running server. Sizes may be written
with a unit: `k` is 1000 and `kb` 1024 bytes, likewise `m`, `mb`, `g`, `gb`. Files may also hold
`rename-command OLD NEW` (an empty NEW removes the command).

*Start* means that a parameter is set at start only. *Later* marks a parameter that is accepted and
kept, but that nothing heeds yet; the server says so in its log when one is changed."""


def module() -> str:
    """The server's copy of the table, as Python."""
    lines = [
        '"""What the server knows of each parameter.',
        "",
        f"{MADE[0].upper()}{MADE[1:]}.",
        '"""',
        "",
        "# ruff: noqa: E501",
        "from typing import Final",
        "",
        "from vkscope.tables.configs import Spec",
        "",
        "# fmt: off",
        "SPECS: Final[tuple[Spec, ...]] = (",
    ]
    for group in load():
        lines += [f"    {_call(row.spec)}," for row in group.rows]
    return "\n".join([*lines, ")", ""])


def _call(spec: Spec) -> str:
    words = [_text(spec.name), _text(spec.type)]
    for field, value, default in zip(Spec._fields[2:], spec[2:], _DEFAULTS[2:], strict=True):
        if value != default or type(value) is not type(default):
            words.append(f"{field}={_literal(value)}")
    return f"Spec({', '.join(words)})"


def _literal(value: object) -> str:
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, tuple):
        return "(" + "".join(f"{_text(v)}, " for v in value).rstrip(" ") + ")"
    return repr(value)


def _text(value: str) -> str:
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _default(spec: Spec) -> str:
    value = spec.default
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if spec.unit == "octal" and isinstance(value, int):
        return f"{value:o}"
    return str(value) if value != "" else '""'


def _range(spec: Spec) -> str:
    if spec.type in NUMBERS:
        if spec.unit == "octal":
            return f"{spec.low:o} to {spec.high:o} octal"
        low = f"1% to {-spec.low}%, 0" if "percent" in spec.unit else str(spec.low)
        high = f"2^{spec.high.bit_length()}-1" if spec.high > 2**31 - 2 else str(spec.high)
        return f"{low} to {high}{' bytes' if 'memory' in spec.unit else ''}"
    if spec.type == "enum":
        return ", ".join(v.split("=")[0] for v in spec.values)
    return {"bool": "yes, no", "string": "text"}.get(spec.type, "see the text")


def _line(row: Row) -> str:
    spec = row.spec
    marks = [
        "start" if "immutable" in spec.flags else "",
        "protected" if "protected" in spec.flags else "",
        "hidden" if "hidden" in spec.flags else "",
        f"since {row.since}" if row.since else "",
        f"also {spec.alias}" if spec.alias else "",
        "later" if spec.later else "",
    ]
    default = f"`{_default(spec)}`" if _default(spec) else ""
    cells = [f"`{spec.name}`", default, _range(spec), "; ".join(filter(None, marks)), row.text]
    return "| " + " | ".join(cells) + " |"


def document() -> str:
    """Every parameter as a page."""
    out = [_INTRO]
    for group in load():
        out += ["", f"## {group.title}", ""]
        if all(row.spec.type == "ignored" for row in group.rows):
            out += [f"- `{row.spec.name}`: {row.text}" for row in group.rows]
            continue
        out += ["| parameter | default | values | | meaning |", "|---|---|---|---|---|"]
        out += [_line(row) for row in group.rows]
    return "\n".join([*out, ""])


def files() -> dict[str, str]:
    """Path from the checkout's top, and content, of each file made here."""
    return {
        "vkscope/tables/_configs_generated.py": module(),
        "docs/configuration.md": document(),
    }


def parts() -> list[Part]:
    """The parameters' share of docs/coverage.md."""
    rows = coverage_rows()
    done = [name for name, state, _ in rows if state == "implemented"]
    later = [(name, text) for name, state, text in rows if state == "later"]
    ignored = [name for name, state, _ in rows if state == "ignored"]
    lines = [
        "## Parameters",
        "",
        f"All {len(rows)} parameter names of Valkey 9.0 are accepted and their values checked. "
        f"{len(done)} are heeded:",
        "",
        ", ".join(f"`{name}`" for name in done) + ".",
        "",
        f"{len(later)} are kept for subsystems that do not exist yet:",
        "",
        "| parameter | meaning |",
        "|---|---|",
        *(f"| `{name}` | {text} |" for name, text in later),
        "",
        f"As in Valkey, {len(ignored)} old words in files and of CONFIG SET mean nothing: "
        + ", ".join(f"`{name}`" for name in ignored)
        + ".",
    ]
    return [Part("docs/coverage.md", 50, "\n".join(lines))]


def verify() -> list[str]:
    """What is wrong with the table."""
    return mistakes()
