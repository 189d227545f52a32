"""Checks the labs themselves: a starter must fail, a solution must pass, and what is wrong on
purpose must fail with the words that its manifest promises."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path

from vkscope.labs import runner
from vkscope.labs.catalog import Lab, LabError
from vkscope.labs.verdict import Check, is_solved, render
from vkscope.labs.workspace import RUN, Workspace


def _judge(lab: Lab, source: str) -> tuple[bool, str]:
    with tempfile.TemporaryDirectory(prefix="vkscope-lab-") as folder:
        work = Workspace(lab, Path(folder))
        work.make(source)
        try:
            if not lab.is_fresh:
                runner.run(work, Path(folder, RUN))
            checks: list[Check] = runner.check(work)
        except LabError as error:
            return False, str(error)
        return is_solved(checks), render(checks)


def check_lab(lab: Lab) -> list[str]:
    """Return what is wrong with a lab; empty when all is well."""
    faults: list[str] = []
    solved, text = _judge(lab, "starter")
    if solved:
        faults.append("the starter passes")
    solved, text = _judge(lab, "solution")
    if not solved:
        faults.append(f"the solution fails:\n{text}")
    folders = {p.name for p in (lab.folder / "wrong").iterdir()} if lab.wrong else set()
    if folders != set(lab.wrong):
        faults.append(f"wrong/ holds {sorted(folders)}, lab.toml names {sorted(lab.wrong)}")
    for name, says in lab.wrong.items():
        solved, text = _judge(lab, f"wrong/{name}")
        if solved:
            faults.append(f"wrong/{name} passes")
        elif says not in text:
            faults.append(f"wrong/{name} does not say {says!r}:\n{text}")
    return faults


def check_all(labs: Iterable[Lab], say: Callable[[str], None]) -> bool:
    """Check labs, say how each did; True when all are well."""
    well = True
    for lab in labs:
        faults = check_lab(lab)
        well = well and not faults
        say(f"{'FAIL' if faults else 'ok  '} {lab.name}")
        for fault in faults:
            say(f"     {fault}")
    return well
