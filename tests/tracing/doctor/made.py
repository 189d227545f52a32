"""Observations made by hand: a quiet server, and what a test changes about it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from vkscope.tables import events as tables
from vkscope.tracing.doctor.diagnose import diagnose
from vkscope.tracing.doctor.finding import Finding
from vkscope.tracing.doctor.observation import Observation, fold
from vkscope.tracing.events import Decoder, Event, encode
from vkscope.tracing.snapshot import from_plain

CATALOGUE = tables.load()
COMMANDS = ("", "get", "set", "keys", "lcs", "debug", "hgetall", "config|set", "smembers")
DECODER = Decoder(CATALOGUE, COMMANDS)
SECOND = 1_000_000_000
START, END = 100 * SECOND, 105 * SECOND
MS = 1_000_000
MB = 1 << 20

Plain = dict[str, Any]


def event(name: str, *, at: int = 104 * SECOND, text: bytes | None = None, **fields: int) -> Event:
    """One event, through its packed form, so that it is as native writes it."""
    span = fields.pop("span", 0)
    kind = CATALOGUE.by_name(name)
    found = DECODER.one(encode(kind, at, span, fields=fields, tick=7, text=text))
    assert found is not None
    return found[0]


def plain(time: int, **sections: Any) -> Plain:
    """A snapshot of a quiet server that did 1000 GETs a second."""
    seconds = (time - START) // SECOND
    base: Plain = {
        "server": {"now_ns": time, "pid": 1},
        "totals": {
            "get": {"calls": 1000 * seconds, "ns": MS * seconds, "rejected": 0, "failed": 0}
        },
        "stats": {"commands": 1000 * seconds},
        "clients": {"connected": 10, "maxclients": 10000, "net_out_bytes": 40_000 * seconds},
        "cpu": {"run_ns": 100 * MS * seconds, "wait_ns": MS * seconds},
        "memory": {"used_bytes": 50 << 20, "rss_bytes": 60 << 20, "peak_bytes": 51 << 20},
        "keyspace": {"db0": {"keys": 100_000, "buckets": 16384}},
        "worst": [],
    }
    for name, value in sections.items():
        base[name] = base.get(name, {}) | value if isinstance(value, Mapping) else value
    return base


def observation(
    *events: Event,
    before: Plain | None = None,
    settings: Mapping[str, str] | None = None,
    **sections: Any,
) -> Observation:
    """A window of 5 s at whose end the sections are as given."""
    return Observation(
        "live",
        "here",
        from_plain(plain(END, **sections)),
        from_plain(plain(START, **(before or {}))),
        fold(events),
        8.0,
        settings or {},
        DECODER,
    )


def names(obs: Observation) -> list[str]:
    """What the doctor finds, the worst first."""
    return [finding.rule for finding in diagnose(obs)]


def only(obs: Observation) -> Finding:
    """The one finding there is."""
    found = diagnose(obs)
    assert len(found) == 1, [f.rule for f in found]
    return found[0]


def worst(command: str, ms: float, **more: Any) -> Plain:
    """One of the longest commands."""
    return {"command": command, "execute_ns": int(ms * MS), "time_ns": 104 * SECOND, **more}


def use(name: str, calls: int, ms: float, rejected: int = 0, failed: int = 0) -> Plain:
    """What a command did in the window."""
    row = {"calls": calls, "ns": int(ms * MS), "rejected": rejected, "failed": failed}
    return {"totals": {name: row}}
