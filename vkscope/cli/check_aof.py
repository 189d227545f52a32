"""`vkscope check-aof [--fix|--truncate-to-timestamp SECONDS] FILE|MANIFEST`: check a log.

The exit status is 0 when the log is good, or is now; 1 otherwise.
"""

from __future__ import annotations

import argparse
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


def run(argv: Sequence[str] | None = None) -> int:
    """Check, and cut where that was asked for; the exit status."""
    import time

    from vkscope.cli.files import arguments, printer
    from vkscope.files.aof_check import AofCheck, StopError

    options = arguments(_parser(), argv, "check-aof")
    if isinstance(options, int):
        return options
    seconds = options.truncate_to_timestamp
    if seconds is not None and not seconds.lstrip("+-").isdigit():
        print("Invalid timestamp, aborting...")
        return 1
    now_ms = int(time.time() * 1000)
    check = AofCheck(printer(), _ask, now_ms, options.fix, int(seconds or 0))
    try:
        check.run(options.file)
    except StopError:
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


def main() -> int:
    """As the program vkscope-check-aof."""
    return run()
