"""docs/doctor.md, made from the rules."""

from __future__ import annotations

from collections.abc import Iterable

from vkscope.tables import events as tables
from vkscope.tracing.doctor.diagnose import RULES
from vkscope.tracing.doctor.rule import Rule

HEAD = """\
# The doctor

<!-- @MADE@ -->

`vkscope doctor HOST:PORT [--seconds N] [--format text|json]` looks at a running server for some
seconds and says what is wrong with it: what is seen, why, the evidence, what to do, and a command
that shows whether it helped. `vkscope doctor run.vkt` does the same with a recording, ten seconds
at a time. The exit status is 0 for a healthy server, 1 for findings, 2 when it could not look.

On the server itself, `SCOPE DOCTOR` (and `SCOPE DOCTOR JSON`) runs the same rules on what the
server counted in its last 5 to 10 seconds; `LATENCY DOCTOR` and `MEMORY DOCTOR` answer in
Valkey's words and add the findings of these rules. On a real Valkey or Redis the doctor has INFO,
the slow log and LATENCY only, and says what it could not see.

Findings stand in the order of their impact: the share of time that clients lost to it, or its
longest stop in seconds, weighed with how sure the cause is. Times are the server's own: what it
waited for a processor is taken out first, so a busy machine shows as `cpu-taken` and does not
make every command look slow. A rule keeps silent when another finding explains what it saw; the
last column of the table says which.
"""


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def _row(rule: Rule) -> str:
    unless = "any finding" if "*" in rule.unless else ", ".join(f"`{n}`" for n in rule.unless)
    cells = (rule.symptom, rule.looks_at, rule.threshold, rule.why, rule.remedy, unless or "-")
    return f"| `{rule.name}` | " + " | ".join(_cell(cell) for cell in cells) + " |"


def _subjects(rules: Iterable[Rule]) -> list[str]:
    return list(dict.fromkeys(rule.subject for rule in rules))


def page(made: str) -> str:
    """The page's text."""
    lines = [HEAD.replace("@MADE@", made)]
    for subject in _subjects(RULES):
        lines += [f"## {subject[0].upper()}{subject[1:]}", ""]
        lines += ["| rule | symptom | looks at | threshold | why | remedy | silent with |"]
        lines += ["|---|---|---|---|---|---|---|"]
        lines += [_row(rule) for rule in RULES if rule.subject == subject] + [""]
    lines += ["## Events and rules", "", "| class | rules that read its events |", "|---|---|"]
    catalogue = tables.load()
    for cls in catalogue.classes:
        mine = {event.name for event in catalogue.events if event.cls == cls}
        names = ", ".join(f"`{r.name}`" for r in RULES if mine & set(r.events))
        lines.append(f"| {cls.name} | {names} |")
    return "\n".join([*lines, ""])


def unread() -> list[str]:
    """Classes of events that no rule reads, and events that rules name and nobody writes."""
    catalogue = tables.load()
    known = {event.name: event.cls.name for event in catalogue.events}
    read = {name for rule in RULES for name in rule.events}
    missing = {cls.name for cls in catalogue.classes} - {known[n] for n in read if n in known}
    return [f"no rule reads class {name}" for name in sorted(missing)] + [
        f"rules read {name}, which is no event" for name in sorted(read - known.keys())
    ]
