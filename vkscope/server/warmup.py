"""Imports after the start what the start does not need, a module at a time.

Design: the doctor's rules take some 30 ms to import. At the start that would delay the first reply,
in the first SCOPE DOCTOR it would stop the loop; a module at a cron costs each turn 1 to 4 ms.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from typing import Final

LATER: Final = (
    "json",
    "vkscope.tracing.histogram",
    "vkscope.tracing.events",
    "vkscope.tracing.snapshot",
    "vkscope.tracing.doctor.finding",
    "vkscope.tracing.doctor.observation",
    "vkscope.tracing.doctor.rule",
    "vkscope.tracing.doctor.commands",
    "vkscope.tracing.doctor.keyspace",
    "vkscope.tracing.doctor.memory",
    "vkscope.tracing.doctor.clients",
    "vkscope.tracing.doctor.host",
    "vkscope.tracing.doctor.control",
    "vkscope.tracing.doctor.diagnose",
    "vkscope.server.doctor",
    "vkscope.server.memory_doctor",
    "vkscope.server.latency_doctor",
)


def steps() -> Iterator[str]:
    """Import one module at each step; yields its name."""
    for name in LATER:
        import_module(name)
        yield name
