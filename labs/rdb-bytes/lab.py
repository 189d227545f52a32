"""An RDB file: the learner's decoder against what was set."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from vkscope.labs.bench import Bench
from vkscope.labs.catalog import load_module
from vkscope.labs.trace import Trace
from vkscope.labs.verdict import Check, same

FILE = "dump.rdb"
LATER = 4_102_444_800_123
"""1 January 2100, in Unix ms: it takes six of the eight bytes."""


class Key(NamedTuple):
    """A key as it was set. `until`: its time limit in Unix ms, 0 for none."""

    name: str
    value: bytes
    until: int = 0


KEYS = (
    Key("lab:name", b"ada"),
    Key("lab:line", b"A line of sixty-four bytes or more needs a length of fourteen bits."),
    Key("lab:age", b"-7"),
    Key("lab:year", b"2026"),
    Key("lab:people", b"-1900000000"),
    Key("lab:zip", b"01234"),
    Key("lab:dots", b"." * 300),
    Key("lab:json", b'{"id":17,"state":"ready"},{"id":18,"state":"ready"},{"id":19}' * 9),
    Key("lab:ticket", b"admit one", LATER),
    Key("lab:code", b"100200", LATER + 86_400_000),
)
LENGTHS = (
    (b"\x0a", (10, 1, False)),
    (b"\x42\xbc", (700, 2, False)),
    (b"\x80\x00\x01\x86\xa0", (100_000, 5, False)),
    (b"\x81\x00\x00\x00\x01\x00\x00\x00\x00", (1 << 32, 9, False)),
    (b"\xc3", (3, 1, True)),
)


async def run(bench: Bench) -> None:
    """Set the keys and save."""
    client = await bench.client("writer")
    for key in KEYS:
        limit = ("PXAT", key.until) if key.until else ()
        await client.call("SET", key.name, key.value, *limit)
    await client.call("SAVE")


def _short(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 40 else f"{text[:30]}... {len(text) - 3} bytes"


def judge(work: Path, trace: Trace) -> list[Check]:
    """Read the file with the learner's functions."""
    mine = load_module(work / "rdb.py", "vkscope_lab_rdb")
    saved = next(trace.of("RdbSaved"), None)
    data = (work / FILE).read_bytes() if (work / FILE).exists() else b""
    size = saved["bytes"] if saved else 0
    checks = [same("bytes of the file, as RdbSaved says", size, len(data), "", trace.where(saved))]
    if saved is None or not checks[0].is_met:
        return checks
    for head, want in LENGTHS:
        got = tuple(mine.length(head + b"\xff", 0))
        checks.append(same(f"the length that begins with {head.hex(' ')}", want, got))
    version, records = mine.records(data)
    where = trace.where(saved)
    checks.append(same("the version in the magic", saved["version"], version, "", where))
    checks.append(same("keys in the file", saved["keys"], len(records), "", where))
    sets = {trace.key(event): event for event in trace.commands("set")}
    for key in KEYS:
        value, until = records.get(key.name.encode(), (b"", 0))
        where = trace.where(sets.get(key.name))
        title = f"the value of {key.name}"
        checks.append(same(title, _short(key.value), _short(value), "", where))
        checks.append(same(f"the time limit of {key.name}", key.until, until or 0, "", where))
    return checks
