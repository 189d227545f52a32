"""`vkscope check-rdb FILE`: read a snapshot from end to end, and say whether a server can.

The exit status is 0 when nothing is wrong, 1 otherwise.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="vkscope check-rdb", description=__doc__)
    parser.add_argument("file")
    parser.add_argument("--format", choices=("text", "json"), default="text")
    return parser


def run(argv: Sequence[str] | None = None) -> int:
    """Check, print, and return the exit status."""
    import json
    import time

    from vkscope.cli.files import arguments, printer
    from vkscope.files.rdb_check import RdbCheck

    options = arguments(_parser(), argv, "check-rdb")
    if isinstance(options, int):
        return options
    is_json = options.format == "json"
    check = RdbCheck((lambda line: None) if is_json else printer(), int(time.time() * 1000))
    try:
        with open(options.file, "rb") as file:
            report = check.run(file, options.file)
    except OSError as error:
        print(f"Cannot open file {options.file}: {error.strerror}", file=sys.stderr)
        return 1
    if is_json:
        print(json.dumps(report.plain(), indent=1))
    return 1 if report.problem else 0


def main() -> int:
    """As the program vkscope-check-rdb."""
    return run()
