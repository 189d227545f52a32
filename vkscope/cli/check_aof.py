"""`vkscope check-aof [--fix|--truncate-to-timestamp SECONDS] FILE|MANIFEST`: check a log.

The exit status is 0 when the log is good, or is now; 1 otherwise.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Sequence


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="vkscope check-aof", description=__doc__)
    how = parser.add_mutually_exclusive_group()
    how.add_argument("--fix", action="store_true", help="offer to cut off a broken end")
    how.add_argument(
        "--truncate-to-timestamp", metavar="SECONDS", help="cut off what was written later"
    )
    parser.add_argument("file", metavar="FILE|MANIFEST")
    return parser


def _ask(question: str) -> str:
    print(question, end="", flush=True)
    return sys.stdin.readline()


def _seconds(text: str) -> int | None:
    """A time of 64 bits; None: it is none."""
    found = re.fullmatch(r"[+-]?[0-9]{1,19}", text)
    return int(text) if found and -(1 << 63) <= int(text) < 1 << 63 else None


def run(argv: Sequence[str] | None = None) -> int:
    """Check, and cut where that was asked for; the exit status."""
    import time

    from vkscope.cli.files import arguments, guarded, printer
    from vkscope.files.aof_check import AofCheck, StopError

    options = arguments(_parser(), argv, "check-aof")
    if isinstance(options, int):
        return options
    seconds = _seconds(options.truncate_to_timestamp or "0")
    if seconds is None:
        print("Invalid timestamp, aborting...")
        return 1
    check = AofCheck(printer(), _ask, int(time.time() * 1000), options.fix, seconds)

    def work() -> int:
        try:
            check.run(options.file)
        except StopError:
            return 1
        return 0

    return guarded("check-aof", work)


def main() -> int:
    """As the program vkscope-check-aof."""
    return run()
