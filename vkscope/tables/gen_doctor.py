"""docs/doctor.md from the doctor's rules; a class of events that no rule reads is a complaint."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

MADE = (
    "made by `python -m vkscope.tables.generate` from the rules in vkscope/tracing/doctor/; "
    "do not edit"
)


def files() -> Mapping[str, str]:
    """Path from the checkout's top, and content."""
    from vkscope.tracing.doctor.page import page

    return {"docs/doctor.md": page(MADE)}


def verify() -> Iterable[str]:
    """What is wrong with the rules."""
    from vkscope.tracing.doctor.page import unread

    return unread()
