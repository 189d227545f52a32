"""Runs the rules over an observation: findings, the worst first, without those explained away."""

from __future__ import annotations

from vkscope.tracing.doctor import (
    clients,
    collection,
    commands,
    control,
    disk,
    encoding,
    forks,
    host,
    keyspace,
    memory,
    persistence,
    scripts,
    security,
    stream,
    tls,
    waiting,
)
from vkscope.tracing.doctor.finding import Finding, Report
from vkscope.tracing.doctor.observation import Observation
from vkscope.tracing.doctor.rule import Rule

RULES: tuple[Rule, ...] = (
    *commands.RULES,
    *collection.RULES,
    *keyspace.RULES,
    *encoding.RULES,
    *memory.RULES,
    *clients.RULES,
    *host.RULES,
    *control.RULES,
    *persistence.RULES,
    *disk.RULES,
    *forks.RULES,
    *waiting.RULES,
    *scripts.RULES,
    *stream.RULES,
    *tls.RULES,
    *security.RULES,
)


def diagnose(obs: Observation) -> tuple[Finding, ...]:
    """Return what is wrong, the worst first."""
    judged = [(rule, finding) for rule in RULES for finding in rule.judge(obs)]
    names = {finding.rule for _, finding in judged}
    kept = [finding for rule, finding in judged if not _is_explained(rule, names)]
    return tuple(sorted(kept, key=lambda finding: -finding.rank))


def _is_explained(rule: Rule, found: set[str]) -> bool:
    others = found - {rule.name}
    return bool(others) if "*" in rule.unless else bool(others & set(rule.unless))


def report(obs: Observation) -> Report:
    """Return the findings with what they are about."""
    return Report(obs.where, obs.kind, obs.seconds, diagnose(obs), obs.cannot_see)


def merge(where: str, kind: str, seconds: float, reports: list[Report]) -> Report:
    """Join reports of windows that follow each other: of each rule and symptom the worst."""
    best: dict[str, Finding] = {}
    for one in reports:
        for finding in one.findings:
            had = best.get(finding.rule)
            if had is None or finding.rank > had.rank:
                best[finding.rule] = finding
    found = tuple(sorted(best.values(), key=lambda f: -f.rank))
    cannot = tuple(dict.fromkeys(text for one in reports for text in one.cannot_see))
    return Report(where, kind, seconds, found, cannot)
