"""Runs every generator of the tables: `python -m vkscope.tables.generate [--check | --sync]`.

Rules: nothing here knows a table. A generator is a module `gen_<name>.py` beside this file; it is
found by its name and offers

    files() -> Mapping[str, str]    path from the checkout's top, and content, of each whole file
    parts() -> Iterable[Part]       optional: its share of pages that several generators write
    verify() -> Iterable[str]       optional: what is wrong with table or sources, a line each
    sync() -> Iterable[str]         optional: bring what is derived from the sources up to date
                                    before anything is generated; says what it changed

Without options files are written where they differ. `--check` writes nothing and exits 1 when a
file differs or a generator finds something wrong. `--sync` first lets each generator look at the
sources again.
"""

from __future__ import annotations

import argparse
import importlib
import pkgutil
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from types import ModuleType

from vkscope.tables.outputs import MADE, ROOT, Part

_PAGE_HEADS = {
    "docs/coverage.md": f"# Coverage\n\n<!-- {MADE} -->\n\nWhat of Valkey 9.0 exists here.",
}


def generators() -> list[ModuleType]:
    """All generator modules, by name."""
    here = str(Path(__file__).resolve().parent)
    names = sorted(m.name for m in pkgutil.iter_modules([here]) if m.name.startswith("gen_"))
    return [importlib.import_module(f"vkscope.tables.{name}") for name in names]


def join_parts(parts: Iterable[Part]) -> dict[str, str]:
    """Each shared page, made of its parts in the order of their rank."""
    pages: dict[str, list[Part]] = {}
    for part in parts:
        pages.setdefault(part.page, []).append(part)
    return {
        page: "\n\n".join(
            [_PAGE_HEADS[page], *(p.text.strip("\n") for p in sorted(group, key=lambda p: p.rank))]
        )
        + "\n"
        for page, group in pages.items()
    }


def products(modules: Iterable[ModuleType]) -> dict[str, str]:
    """Every generated file: path from the checkout's top, and content."""
    made: dict[str, str] = {}
    parts: list[Part] = []
    for module in modules:
        files: Mapping[str, str] = module.files()
        twice = made.keys() & files.keys()
        if twice:
            raise ValueError(f"{module.__name__} makes again: {', '.join(sorted(twice))}")
        made.update(files)
        if hasattr(module, "parts"):
            parts.extend(module.parts())
    return made | join_parts(parts)


def differing(made: Mapping[str, str], root: Path) -> Iterator[str]:
    """Paths whose file is missing or says something else."""
    for path, text in sorted(made.items()):
        file = root / path
        if not file.is_file() or file.read_text(encoding="utf-8") != text:
            yield path


def _call(modules: Iterable[ModuleType], hook: str) -> Iterator[str]:
    for module in modules:
        function = getattr(module, hook, None)
        if function is not None:
            yield from (f"{module.__name__.rpartition('.')[2]}: {line}" for line in function())


def main(argv: Sequence[str] | None = None) -> int:
    """Generate, or with --check compare; the exit status."""
    parser = argparse.ArgumentParser(prog="python -m vkscope.tables.generate")
    mode = parser.add_mutually_exclusive_group()
    mode.add_argument("--check", action="store_true", help="write nothing; exit 1 on a difference")
    mode.add_argument("--sync", action="store_true", help="look at the sources again, then write")
    options = parser.parse_args(argv)

    modules = generators()
    if options.sync:
        for line in _call(modules, "sync"):
            print(line)
    complaints = list(_call(modules, "verify"))
    made = products(modules)
    for path in differing(made, ROOT):
        if options.check:
            complaints.append(f"{path} is not what the tables say")
            continue
        file = ROOT / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(made[path], encoding="utf-8")
        print(f"wrote {path}")
    for line in complaints:
        print(line, file=sys.stderr)
    return 1 if complaints else 0


if __name__ == "__main__":
    sys.exit(main())
