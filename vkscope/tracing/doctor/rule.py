"""A rule of the doctor, and how it is written: a pure function that says what it looks at.

Rules: a rule reads its Observation and nothing else. Its texts become docs/doctor.md, so a
threshold is named in them from the same constant that the function compares with.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from vkscope.tracing.doctor.finding import Finding
from vkscope.tracing.doctor.observation import Observation

Judge = Callable[[Observation], Iterable[Finding]]

NOTICE_NS = 10_000_000
"""A stop of the loop that people notice: also Valkey's own threshold for its slow log."""
SHARE = 0.05
"""A share of all time that is worth a word: below it, other noise is as large."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule; `name` is the cause that it finds."""

    name: str
    subject: str
    symptom: str
    looks_at: str
    threshold: str
    why: str
    remedy: str
    events: tuple[str, ...]
    """Events that it reads, directly or through aggregates."""
    unless: tuple[str, ...]
    """Rules whose finding explains this one's away; `*` is any."""
    judge: Judge


def rule(
    name: str,
    subject: str,
    *,
    symptom: str,
    looks_at: str,
    threshold: str,
    why: str,
    remedy: str,
    events: tuple[str, ...] = (),
    unless: tuple[str, ...] = (),
) -> Callable[[Judge], Rule]:
    """Make the function below it a rule."""

    def made(judge: Judge) -> Rule:
        return Rule(name, subject, symptom, looks_at, threshold, why, remedy, events, unless, judge)

    return made
