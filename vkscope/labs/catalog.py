"""Which labs there are: their manifests, found in the package or in the checkout.

Rules: a lab is a folder with lab.toml, README.md (the lesson), lab.py (workload and checks),
starter/, solution/ and wrong/NAME/. A manifest that says something unknown is an error: `lab dev
check` and every command read them through here.

Words: kind: `observe` (answer from the trace), `repair` (a server that is ill), `build` (write the
rule that the server follows).
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from typing import Any

KINDS = ("observe", "build", "repair")
_KNOWN = {"title", "kind", "minutes", "goal", "order", "source", "hints", "config", "wrong"}


class LabError(ValueError):
    """A lab that does not exist, or a manifest that makes no sense."""


@dataclass(frozen=True, slots=True)
class Lab:
    """One lab as its manifest tells it. `config` is what the server is started with."""

    name: str
    folder: Path
    title: str
    kind: str
    minutes: int
    goal: str
    order: int
    source: tuple[str, ...]
    """Where this lives in Valkey's source."""
    hints: tuple[str, ...]
    config: tuple[str, ...]
    wrong: Mapping[str, str]
    """Solutions that are wrong on purpose, and words that their feedback must hold."""

    @property
    def is_fresh(self) -> bool:
        """A check runs the workload again; an observe lab is judged by the trace of its start."""
        return self.kind != "observe"

    def code(self) -> ModuleType:
        """Return the lab's own code: workload and judge."""
        return load_module(self.folder / "lab.py", f"vkscope_lab_{self.name.replace('-', '_')}")


def load_module(path: Path, name: str) -> ModuleType:
    """Run a Python file as a module. LabError when it cannot be run."""
    spec = spec_from_file_location(name, path)
    if spec is None or spec.loader is None or not path.exists():
        raise LabError(f"{path} cannot be read")
    module = module_from_spec(spec)
    try:
        spec.loader.exec_module(module)
    except Exception as error:  # noqa: BLE001 - a learner's file may raise anything
        raise LabError(f"{path.name} does not run: {type(error).__name__}: {error}") from error
    return module


def root() -> Path:
    """Return the folder that holds the labs: the package's own, else the checkout's."""
    here = Path(__file__).resolve().parent
    for folder in (here / "content", here.parent.parent / "labs"):
        if folder.is_dir():
            return folder
    raise LabError("this installation has no labs")


def _read(folder: Path) -> Lab:
    with (folder / "lab.toml").open("rb") as file:
        data: dict[str, Any] = tomllib.load(file)
    if unknown := set(data) - _KNOWN:
        raise LabError(f"{folder.name}: lab.toml does not know {', '.join(sorted(unknown))}")
    if missing := {"title", "kind", "minutes", "goal", "source"} - set(data):
        raise LabError(f"{folder.name}: lab.toml lacks {', '.join(sorted(missing))}")
    if data["kind"] not in KINDS:
        raise LabError(f"{folder.name}: a lab is one of {', '.join(KINDS)}")
    return Lab(
        folder.name,
        folder,
        str(data["title"]),
        str(data["kind"]),
        int(data["minutes"]),
        str(data["goal"]),
        int(data.get("order", 99)),
        tuple(data["source"]),
        tuple(data.get("hints", ())),
        tuple(data.get("config", ())),
        {name: str(says) for name, says in data.get("wrong", {}).items()},
    )


def load() -> list[Lab]:
    """Return every lab, in the order in which they build on each other."""
    folders = [p.parent for p in root().glob("*/lab.toml")]
    return sorted((_read(folder) for folder in folders), key=lambda lab: (lab.order, lab.name))


def find(name: str) -> Lab:
    """Return one lab. LabError with the names there are."""
    labs = {lab.name: lab for lab in load()}
    if name not in labs:
        raise LabError(f"there is no lab {name!r}; there are: {', '.join(labs)}")
    return labs[name]
