"""Reports as text and JSON, and the page made from the rules."""

from __future__ import annotations

import json

from tests.tracing.doctor.made import MB, MS, event, observation, worst
from vkscope.tracing.doctor.diagnose import RULES, merge, report
from vkscope.tracing.doctor.finding import milliseconds, percent, size, to_json, to_text
from vkscope.tracing.doctor.page import page, unread


def test_a_healthy_server_is_one_line() -> None:
    made = report(observation())
    assert made.is_healthy
    assert to_text(made) == "here: nothing is wrong (5.0 s looked at).\n"
    assert json.loads(to_json(made))["findings"] == []


def test_a_finding_says_all_its_parts() -> None:
    made = report(observation(event("ForkStarted", span=40 * MS, child=12, kind=4)))
    text = to_text(made)
    for part in ("1. fork() held", "cause (certain)", "seen: child 12 for debug", "ForkStarted@7"):
        assert part in text
    row = json.loads(to_json(made))["findings"][0]
    assert row["rule"] == "fork-stall" and row["confidence"] == "certain"
    assert row["evidence"][0]["event"] == "ForkStarted@7"
    assert row["evidence"][0]["numbers"]["fork_ms"] == 40


def test_windows_are_joined_with_the_worst_of_each_rule() -> None:
    weak = report(observation(worst=[worst("keys", 20)]))
    strong = report(observation(worst=[worst("keys", 200)]))
    joined = merge("run.vkt", "recorded", 20.0, [weak, strong, weak])
    assert [f.symptom for f in joined.findings] == [strong.findings[0].symptom]


def test_numbers_are_told_as_people_read_them() -> None:
    assert [milliseconds(n * MS) for n in (0.42, 12.3, 3100)] == ["0.42 ms", "12 ms", "3.1 s"]
    assert [size(n) for n in (812, 4 * MB, 3 << 30)] == ["812 B", "4.0 MB", "3.0 GB"]
    assert [percent(n) for n in (0.5, 0.004)] == ["50%", "0.4%"]


def test_the_page_names_every_rule_and_every_class_is_read() -> None:
    text = page("made here")
    assert all(f"| `{rule.name}` |" in text for rule in RULES)
    assert unread() == []
