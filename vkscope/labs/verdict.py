"""What a check found: expected against observed, with the event to jump to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Check:
    """One assertion. `why` is shown only when it failed; `jump` says where to look."""

    question: str
    expected: str
    observed: str
    is_met: bool
    why: str = ""
    jump: str = ""


def same(question: str, expected: object, observed: object, why: str = "", jump: str = "") -> Check:
    """Return a check that is met when both read the same, in any case."""
    met = str(expected).strip().lower() == str(observed).strip().lower()
    return Check(question, str(expected), str(observed), met, why, jump)


def is_solved(checks: Sequence[Check]) -> bool:
    """All of them are met, and there is at least one."""
    return bool(checks) and all(check.is_met for check in checks)


def render(checks: Sequence[Check]) -> str:
    """Return the report as text."""
    lines: list[str] = []
    for check in checks:
        lines.append(f"{'ok  ' if check.is_met else 'NOT '} {check.question}")
        if check.is_met:
            continue
        lines.append(f"       expected  {check.expected}")
        lines.append(f"       observed  {check.observed}")
        lines += [f"       {check.why}"] if check.why else []
        lines += [f"       look at   {check.jump}"] if check.jump else []
    met = sum(check.is_met for check in checks)
    lines.append(f"{met} of {len(checks)} checks are met")
    return "\n".join(lines)
