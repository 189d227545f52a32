"""Runs every generator of the tables: `python -m vkscope.tables.generate [--check | --sync]`.

Rules: nothing here knows a table. A generator is a module `gen_<name>.py` beside this file; it is
found by its name and offers

    generate() -> Iterable[Output | Part]     everything it makes, the same at every call
    verify() -> Iterable[str]                 optional: what is wrong with table or sources, a line each
    sync() -> Iterable[str]                   optional: bring what is derived from the sources up to
                                              date (before generating); says what it changed

Without options files are written where they differ. `--check` writes nothing and exits 1 when a
file differs or a generator finds something wrong. `--sync` first lets each generator look at the
sources again.
"""

from __future__ import annotations

import argparse
import importlib
import pkgutil
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from types import ModuleType

from vkscope.tables.outputs import ROOT, Output, Part, Product

_PAGE_HEADS = {
    "docs/coverage.md": (
        "# Coverage\n\n"
        "What of Valkey 9.0 exists here, made from the tables in `vkscope/tables/` by\n"
        "`python -m vkscope.tables.generate`; edit the tables, not this page.\n"
    ),
}


def generators() -> list[ModuleType]:
    """All generator modules, by name."""
    here = str(Path(__file__).resolve().parent)
    names = sorted(m.name for m in pkgutil.iter_modules([here]) if m.name.startswith("gen_"))
    return [importlib.import_module(f"vkscope.tables.{name}") for name in names]


def join_parts(products: Iterable[Product]) -> Iterator[Output]:
    """Whole files as they are, and each shared page made of its parts."""
    pages: dict[str, list[Part]] = {}
    for product in products:
        if isinstance(product, Output):
            yield product
        else:
            pages.setdefault(product.page, []).append(product)
    for page, parts in sorted(pages.items()):
        texts = [part.text.strip("\n") for part in sorted(parts, key=lambda part: part.rank)]
        yield Output(page, "\n\n".join([_PAGE_HEADS[page].rstrip("\n"), *texts]) + "\n")


def differing(outputs: Iterable[Output], root: Path = ROOT) -> Iterator[Output]:
    """Those whose file is missing or says something else."""
    for output in outputs:
        path = root / output.path
        if not path.is_file() or path.read_text(encoding="utf-8") != output.text:
            yield output


def _call(modules: Iterable[ModuleType], hook: str) -> Iterator[str]:
    for module in modules:
        function = getattr(module, hook, None)
        if function is not None:
            yield from (f"{module.__name__.rpartition('.')[2]}: {line}" for line in function())


def main(argv: Sequence[str] | None = None) -> int:
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
    products: list[Product] = [p for module in modules for p in module.generate()]
    for output in differing(join_parts(products)):
        if options.check:
            complaints.append(f"{output.path} is not what the tables say")
            continue
        path = ROOT / output.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(output.text, encoding="utf-8")
        print(f"wrote {output.path}")
    for line in complaints:
        print(line, file=sys.stderr)
    return 1 if complaints else 0


if __name__ == "__main__":
    sys.exit(main())
