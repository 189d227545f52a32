"""CROSSSLOT: a shop's commands on a cluster's node, with the learner's names for its keys."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from types import ModuleType

from vkscope.labs.bench import Bench, take_all_slots
from vkscope.labs.catalog import load_module
from vkscope.labs.trace import Trace
from vkscope.labs.verdict import Check, same
from vkscope.tracing.resp import RespError
from vkscope.tracing.slots import slot_of

USERS, LEAST_SLOTS = 60, 40
KINDS = ("cart", "profile", "wishes", "bought", "both", "visits")


def _names(folder: Path) -> ModuleType:
    return load_module(folder / "names.py", "vkscope_lab_names")


def _keys(names: ModuleType, user: int) -> dict[str, str]:
    return {kind: str(getattr(names, kind)(user)) for kind in KINDS}


def _day(keys: dict[str, str]) -> list[tuple[str | int, ...]]:
    """Return what the shop does for one user."""
    return [
        ("MSET", keys["cart"], "[]", keys["profile"], "{}"),
        ("MGET", keys["cart"], keys["profile"]),
        ("SADD", keys["wishes"], 12, 13),
        ("SADD", keys["bought"], 13, 14),
        ("SINTERSTORE", keys["both"], keys["wishes"], keys["bought"]),
        ("MULTI",),
        ("INCR", keys["visits"]),
        ("SET", keys["cart"], "[13]"),
        ("EXEC",),
    ]


async def run(bench: Bench) -> None:
    """Open the shop for a day."""
    client = await bench.client("shop")
    await take_all_slots(client)
    names = _names(bench.folder)
    for user in range(USERS):
        for command in _day(_keys(names, user)):
            try:
                await client.call(*command)
            except RespError:
                continue  # refused: the trace tells


def judge(work: Path, trace: Trace) -> list[Check]:
    """The three conditions of the lesson."""
    names = _names(work)
    users = [_keys(names, user) for user in range(USERS)]
    refused = [e for e in trace.of("RequestRedirected") if trace.label(e, "kind") == "crossslot"]
    by = Counter(trace.label(event, "command") for event in refused)
    told = ", ".join(f"{count} {name}" for name, count in by.most_common()) or "none"
    distinct = len({key for keys in users for key in keys.values()})
    slots = {slot_of(key.encode()) for keys in users for key in keys.values()}
    ran = sum(1 for _ in trace.commands("sinterstore"))
    return [
        same("the shop was open", "yes", "yes" if ran or refused else "no"),
        same(
            "commands refused with CROSSSLOT",
            "none",
            told,
            "keys that one command names have different slots",
            trace.where(refused[0] if refused else None),
        ),
        same("names that differ", USERS * len(KINDS), distinct, "two kinds share a key"),
        Check(
            "users are spread",
            f"{LEAST_SLOTS} slots or more",
            str(len(slots)),
            len(slots) >= LEAST_SLOTS,
            "one slot cannot be cut: it is one node's, whatever it weighs",
        ),
    ]
