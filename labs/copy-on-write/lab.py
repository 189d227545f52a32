"""Copy-on-write: the same keys saved four times, with other writes meanwhile."""

from __future__ import annotations

import asyncio
import tomllib
from pathlib import Path

from vkscope.labs.bench import Bench
from vkscope.labs.trace import Trace
from vkscope.labs.verdict import Check, same
from vkscope.tracing.events import Event
from vkscope.tracing.resp import RespClient

KEYS, BYTES, HOT, NEW = 4000, 4096, 10, 500
SAVES = ("quiet", "few", "spread", "twice")
UNITS = (1, 4096, 2 << 20)
Words = tuple[str | bytes | int, ...]


def _touch(count: int, byte: str) -> list[Words]:
    """Write a byte into the middle of so many strings, 4,000 times in all."""
    return [("SETRANGE", f"lab:{i % count}", BYTES // 2, byte) for i in range(KEYS)]


WRITES: dict[str, list[Words]] = {
    "quiet": [],
    "few": _touch(HOT, "f"),
    "spread": [*_touch(KEYS, "s"), *(("SET", f"lab:new:{i}", "x") for i in range(NEW))],
    "twice": [*_touch(KEYS, "t"), *_touch(KEYS, "u")],
}


async def _is_saving(client: RespClient) -> bool:
    return b"rdb_bgsave_in_progress:1" in await client.call("INFO", "persistence")


async def run(bench: Bench) -> None:
    """Fill, then save four times."""
    client = await bench.client("writer")
    value = b"v" * BYTES
    await client.pipeline([("SET", f"lab:{i}", value) for i in range(KEYS)])
    for name in SAVES:
        await client.call("EXISTS", f"lab:begin:{name}")
        await client.call("BGSAVE")
        if WRITES[name]:
            await client.pipeline(WRITES[name])
        while await _is_saving(client):
            await asyncio.sleep(0.05)


def _nearest(value: float) -> int:
    return min(UNITS, key=lambda unit: max(value, unit) / max(min(value, unit), 0.001))


def judge(work: Path, trace: Trace) -> list[Check]:
    """Compare the answers with what the trace says."""
    with (work / "answers.toml").open("rb") as file:
        written = tomllib.load(file)
    answers, predictions = written.get("answers", {}), written.get("predictions", {})
    made = bool(predictions.get("most")) and bool(predictions.get("bytes_a_byte"))
    saved = dict(zip(SAVES, trace.of("BackgroundSaveEnded"), strict=False))
    checks = [
        same("the predictions are made", "yes", "yes" if made else "no", "guess first"),
        same("saves in the trace", len(SAVES), len(saved)),
    ]
    if len(saved) < len(SAVES):
        return checks
    copied = {name: event["copied"] for name, event in saved.items()}
    base = copied["quiet"]

    def ask(name: str, truth: object, event: Event, question: str) -> None:
        told = ", ".join(f"{save} {bytes_:,}" for save, bytes_ in copied.items())
        why = f"bytes copied: {told}"
        checks.append(same(question, truth, answers.get(name, ""), why, trace.where(event)))

    most = max(SAVES[:3], key=lambda name: copied[name])
    ratio = (copied["twice"] - base) / max(1, copied["spread"] - base)
    ask("most", most, saved[most], "the save with most memory copied")
    ask(
        "twice",
        "same" if ratio < 1.5 else "double",
        saved["twice"],
        "all strings written over twice, against once",
    )
    ask(
        "bytes_a_byte",
        _nearest((copied["spread"] - base) / KEYS),
        saved["spread"],
        "bytes copied for each byte that was written",
    )
    ask("keys_in_file", saved["spread"]["keys"], saved["spread"], "keys in the file of spread")
    return checks
