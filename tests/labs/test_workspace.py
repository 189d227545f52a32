"""A learner's folder, and the command around it."""

from __future__ import annotations

from pathlib import Path

import pytest

from vkscope.cli import lab as command
from vkscope.labs import catalog
from vkscope.labs.catalog import LabError
from vkscope.labs.verdict import Check, is_solved, render, same
from vkscope.labs.workspace import Workspace


def test_start_keeps_what_the_learner_wrote(tmp_path: Path) -> None:
    work = Workspace(catalog.find("tick-anatomy"), tmp_path)
    work.make()
    (tmp_path / "answers.toml").write_text("mine = 1\n")
    work.make()
    assert (tmp_path / "answers.toml").read_text() == "mine = 1\n"


def test_reset_puts_the_starter_back(tmp_path: Path) -> None:
    work = Workspace(catalog.find("tick-anatomy"), tmp_path)
    work.make()
    (tmp_path / "answers.toml").write_text("mine = 1\n")
    (tmp_path / "run.vkt").write_bytes(b"old")
    (tmp_path / "dump.rdb").write_bytes(b"old")
    (tmp_path / "appendonlydir").mkdir()
    (tmp_path / "appendonlydir" / "appendonly.aof.manifest").write_bytes(b"old")
    work.reset()
    starter = (work.lab.folder / "starter" / "answers.toml").read_text()
    assert (tmp_path / "answers.toml").read_text() == starter
    assert not (tmp_path / "run.vkt").exists()
    assert not (tmp_path / "dump.rdb").exists() and not (tmp_path / "appendonlydir").exists()


def test_hints_come_one_by_one_and_end(tmp_path: Path) -> None:
    work = Workspace(catalog.find("tick-anatomy"), tmp_path)
    work.make()
    given = [work.next_hint() for _ in work.lab.hints]
    assert [f"Hint {i + 1}" in hint for i, hint in enumerate(given)] == [True] * len(given)
    assert "No hint is left" in work.next_hint()


def test_a_report_shows_expected_observed_and_where() -> None:
    checks = [same("phase", "execute", "Execute "), Check("who", "a", "b", False, "look", "tick 7")]
    text = render(checks)
    assert "expected  a" in text and "observed  b" in text and "tick 7" in text
    assert "1 of 2 checks are met" in text
    assert not is_solved(checks) and is_solved(checks[:1]) and not is_solved([])


def test_an_unknown_lab_names_those_there_are(capsys: pytest.CaptureFixture[str]) -> None:
    assert command.run(["start", "nothing"]) == 2
    assert "tick-anatomy" in capsys.readouterr().err


def test_a_check_before_the_start_says_what_to_type(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command.run(["check", "tick-anatomy", "--dir", str(tmp_path)]) == 2
    assert "vkscope lab start tick-anatomy" in capsys.readouterr().err


def test_a_manifest_with_an_unknown_word_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "one"
    folder.mkdir()
    (folder / "lab.toml").write_text('titel = "x"\n')
    monkeypatch.setattr(catalog, "root", lambda: tmp_path)
    with pytest.raises(LabError, match="titel"):
        catalog.load()


def test_a_learner_s_file_that_raises_is_told(tmp_path: Path) -> None:
    (tmp_path / "rule.py").write_text("1 / 0\n")
    with pytest.raises(LabError, match=r"rule.py does not run: ZeroDivisionError"):
        catalog.load_module(tmp_path / "rule.py", "vkscope_test_rule")


def test_start_and_check_the_observe_lab(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place = ["--dir", str(tmp_path)]
    assert command.run(["start", "tick-anatomy", *place]) == 0
    assert command.run(["check", "tick-anatomy", *place]) == 1
    solution = catalog.find("tick-anatomy").folder / "solution" / "answers.toml"
    (tmp_path / "answers.toml").write_text(solution.read_text())
    assert command.run(["check", "tick-anatomy", *place]) == 0
    assert "src/ae.c" in capsys.readouterr().out
