"""A learner's folder: the starter's files, the trace, and what was already hinted.

Rules: `start` never overwrites what the learner wrote; `reset` does, and says so.
"""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from pathlib import Path

from vkscope.labs.catalog import Lab, LabError

STATE = ".lab.json"
RUN = "run.vkt"
CHECK = "check.vkt"
SNAPSHOT, APPENDED = "dump.rdb", "appendonlydir"
"""Where the lab's server keeps its data: `reset` removes them."""


@dataclass(frozen=True, slots=True)
class Workspace:
    """Where one learner works on one lab."""

    lab: Lab
    folder: Path

    @property
    def is_started(self) -> bool:
        """The starter was copied here."""
        return (self.folder / STATE).exists()

    @property
    def trace(self) -> Path:
        """The recording that the judge reads."""
        return self.folder / (CHECK if self.lab.is_fresh else RUN)

    def make(self, source: str = "starter") -> None:
        """Copy the lab's files in, leaving those that are there. LabError when they cannot be."""
        self.folder.mkdir(parents=True, exist_ok=True)
        origin = self.lab.folder / source
        if not origin.is_dir():
            raise LabError(f"{self.lab.name} has no {source}")
        for path in sorted(origin.iterdir()):
            target = self.folder / path.name
            if path.is_file() and not target.exists():
                shutil.copyfile(path, target)
        lesson = self.lab.folder / "README.md"
        shutil.copyfile(lesson, self.folder / "README.md")
        if not self.is_started:
            self._save(0)

    def reset(self) -> None:
        """Put the starter's files back, and forget hints and traces."""
        for path in (self.lab.folder / "starter").iterdir():
            (self.folder / path.name).unlink(missing_ok=True)
        for name in (STATE, RUN, CHECK, SNAPSHOT):
            (self.folder / name).unlink(missing_ok=True)
        shutil.rmtree(self.folder / APPENDED, ignore_errors=True)
        self.make()

    def next_hint(self) -> str:
        """Return the next hint, or say that there is none left."""
        state = self.folder / STATE
        given = int(json.loads(state.read_text()).get("hints", 0)) if state.exists() else 0
        if given >= len(self.lab.hints):
            return "No hint is left. The lesson is README.md; the trace knows the rest."
        self._save(given + 1)
        return f"Hint {given + 1} of {len(self.lab.hints)}: {self.lab.hints[given]}"

    def _save(self, hints: int) -> None:
        (self.folder / STATE).write_text(json.dumps({"lab": self.lab.name, "hints": hints}))
