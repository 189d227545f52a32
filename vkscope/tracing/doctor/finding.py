"""What the doctor says: a finding, its evidence, and both as text and JSON.

Words: impact: how bad it is: the share of the time that clients lost to it, or its longest stop in
seconds if that is more; 1 is a server that does nothing else, and a command refused counts like the
time it would have taken. It orders findings; it is an estimate.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import Enum
from typing import Any


class Confidence(Enum):
    """How sure the doctor is of the cause; the symptom is always measured."""

    CERTAIN = "certain"
    LIKELY = "likely"
    POSSIBLE = "possible"

    @property
    def weight(self) -> float:
        """What impact is multiplied with when findings are put in order."""
        return {"certain": 1.0, "likely": 0.8, "possible": 0.4}[self.value]


@dataclass(frozen=True, slots=True)
class Evidence:
    """One thing that was measured. `event` names the event as `Name@tick`, empty for counters."""

    text: str
    unix_ns: int = 0
    event: str = ""
    numbers: Mapping[str, float] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """Return it plain."""
        out: dict[str, Any] = {"text": self.text}
        if self.unix_ns:
            out["unix_ms"] = self.unix_ns // 1_000_000
        if self.event:
            out["event"] = self.event
        return out | ({"numbers": dict(self.numbers)} if self.numbers else {})


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong: what is seen, why, what to do, and how to see that it helped."""

    rule: str
    symptom: str
    cause: str
    evidence: tuple[Evidence, ...]
    remedy: tuple[str, ...]
    verify: str
    confidence: Confidence
    impact: float

    @property
    def rank(self) -> float:
        """Findings stand in the order of this, greatest first."""
        return self.impact * self.confidence.weight

    def as_json(self) -> dict[str, Any]:
        """Return it plain."""
        return {
            "rule": self.rule,
            "symptom": self.symptom,
            "cause": self.cause,
            "evidence": [e.as_json() for e in self.evidence],
            "remedy": list(self.remedy),
            "verify": self.verify,
            "confidence": self.confidence.value,
            "impact": round(self.impact, 4),
        }


@dataclass(frozen=True, slots=True)
class Report:
    """All findings about one server, the worst first, and what could not be seen."""

    where: str
    kind: str
    seconds: float
    findings: tuple[Finding, ...]
    cannot_see: tuple[str, ...] = ()

    @property
    def is_healthy(self) -> bool:
        """Nothing was found."""
        return not self.findings

    def as_json(self) -> dict[str, Any]:
        """Return it plain."""
        return {
            "where": self.where,
            "kind": self.kind,
            "seconds": round(self.seconds, 1),
            "healthy": self.is_healthy,
            "findings": [f.as_json() for f in self.findings],
            "cannot_see": list(self.cannot_see),
        }


def to_json(report: Report) -> str:
    """Return a report as JSON."""
    return json.dumps(report.as_json(), indent=1)


def _clock(unix_ns: int) -> str:
    return datetime.fromtimestamp(unix_ns / 1e9, UTC).strftime("%H:%M:%S.%f")[:-3]


def _evidence_line(evidence: Evidence) -> str:
    place = " ".join(
        part
        for part in (_clock(evidence.unix_ns) + "Z" if evidence.unix_ns else "", evidence.event)
        if part
    )
    return f"{evidence.text}  [{place}]" if place else evidence.text


def finding_lines(number: int, finding: Finding) -> list[str]:
    """Return one finding as lines."""
    lines = [f"{number}. {finding.symptom}"]
    lines += [f"   cause ({finding.confidence.value}): {finding.cause}"]
    lines += [f"   seen: {_evidence_line(e)}" for e in finding.evidence]
    lines += [f"   do: {line}" for line in finding.remedy]
    lines += [f"   check: {finding.verify}", f"   rule: {finding.rule}"]
    return lines


def to_text(report: Report) -> str:
    """Return a report for people."""
    window = f"{report.seconds:.1f} s looked at"
    if report.is_healthy:
        lines = [f"{report.where}: nothing is wrong ({window})."]
    else:
        count = len(report.findings)
        lines = [f"{report.where}: {count} finding{'s' * (count > 1)} ({window}).", ""]
        for number, finding in enumerate(report.findings, 1):
            lines += [*finding_lines(number, finding), ""]
    if report.cannot_see:
        lines += ["This server does not tell: " + "; ".join(report.cannot_see) + "."]
    return "\n".join(lines).rstrip() + "\n"


def milliseconds(ns: float) -> str:
    """Return a time as people read it: 0.42 ms, 12 ms, 3.1 s."""
    ms = ns / 1e6
    if ms >= 1000:
        return f"{ms / 1000:.1f} s"
    return f"{ms:.0f} ms" if ms >= 10 else f"{ms:.2g} ms"


def size(count: float) -> str:
    """Return bytes as people read them: 812 B, 4.0 MB."""
    units: Sequence[str] = ("B", "KB", "MB", "GB", "TB")
    at = 0
    while count >= 1024 and at < len(units) - 1:
        count, at = count / 1024, at + 1
    return f"{count:.0f} {units[at]}" if at == 0 else f"{count:.1f} {units[at]}"


def percent(share: float) -> str:
    """Return a share as a percentage."""
    return f"{share * 100:.0f}%" if share >= 0.01 else f"{share * 100:.1g}%"
