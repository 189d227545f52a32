"""`vkscope lab list|start|check|hint|reset`: learn by observing, building and repairing."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from vkscope.labs import catalog, dev, runner
from vkscope.labs.catalog import Lab, LabError
from vkscope.labs.verdict import is_solved, render
from vkscope.labs.workspace import RUN, Workspace


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="vkscope lab", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("list", help="which labs there are")
    for name, text in (
        ("start", "make a folder for a lab and run its workload once"),
        ("check", "judge what stands in the folder"),
        ("hint", "one hint more"),
        ("reset", "put the starter back"),
    ):
        one = commands.add_parser(name, help=text)
        one.add_argument("lab")
        one.add_argument("--dir", type=Path, help="the folder; default: vkscope-labs/LAB")
    develop = commands.add_parser("dev", help="for those who write labs")
    develop.add_argument("action", choices=("check",))
    develop.add_argument("lab", nargs="?")
    return parser


def _list() -> int:
    for lab in catalog.load():
        print(f"{lab.name:20} {lab.kind:8} {lab.minutes:3} min  {lab.title}")
    print("\nvkscope lab start NAME begins one.")
    return 0


def _start(work: Workspace) -> int:
    work.make()
    print(f"{work.lab.title} ({work.lab.kind}, about {work.lab.minutes} minutes)")
    print("Running the workload and recording it ...", flush=True)
    runner.run(work, work.folder / RUN)
    print(f"\n{work.lab.goal}\n")
    print(f"The lesson:    {work.folder / 'README.md'}")
    print(f"The trace:     vkscope trace replay {work.folder / RUN}")
    print(f"Your answer:   {', '.join(_answers(work.lab, work.folder))}")
    print(f"Then:          vkscope lab check {work.lab.name}")
    return 0


def _answers(lab: Lab, folder: Path) -> list[str]:
    return [str(folder / path.name) for path in sorted((lab.folder / "starter").iterdir())]


def _check(work: Workspace) -> int:
    checks = runner.check(work)
    print(render(checks))
    if not is_solved(checks):
        print(f"\nStuck? vkscope lab hint {work.lab.name}")
        return 1
    print("\nSolved. Where this lives in Valkey's source:")
    for place in work.lab.source:
        print(f"  {place}")
    return 0


def _one(options: argparse.Namespace) -> int:
    lab = catalog.find(options.lab)
    work = Workspace(lab, options.dir or Path("vkscope-labs", lab.name))
    if options.command == "start":
        return _start(work)
    if options.command == "check":
        return _check(work)
    if not work.is_started:
        raise LabError(f"nothing is here yet: vkscope lab start {lab.name}")
    if options.command == "hint":
        print(work.next_hint())
        return 0
    work.reset()
    print(f"{work.folder} is as the lab began; run `vkscope lab start {lab.name}` for a new trace")
    return 0


def run(argv: list[str]) -> int:
    """Run the subcommand; the exit status: 1 for a lab that is not solved, 2 for an error."""
    options = _parser().parse_args(argv)
    try:
        if options.command == "list":
            return _list()
        if options.command == "dev":
            labs = [catalog.find(options.lab)] if options.lab else catalog.load()
            return 0 if dev.check_all(labs, print) else 1
        return _one(options)
    except (LabError, OSError) as error:
        print(f"vkscope lab: {error}", file=sys.stderr)
        return 2
