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
    parser.add_argument("--stats", action="store_true", help="tell how keys and elements are sized")
    parser.add_argument(
        "--format",
        choices=("table", "info", "csv", "json"),
        default="table",
        help="how statistics are printed; json: the whole report",
    )
    parser.add_argument("--output", metavar="OUT", help="a file for the statistics")
    return parser


def run(argv: Sequence[str] | None = None) -> int:
    """Check, print, and return the exit status."""
    from vkscope.cli.files import arguments, guarded

    options = arguments(_parser(), argv, "check-rdb")
    if isinstance(options, int):
        return options
    return guarded("check-rdb", lambda: _check(options))


def _check(options: argparse.Namespace) -> int:
    import time

    from vkscope.cli.files import printer
    from vkscope.files.rdb_check import RdbCheck
    from vkscope.files.rdb_stats import StatsTable

    is_json = options.format == "json"
    now_ms = int(time.time() * 1000)
    stats = StatsTable(now_ms) if options.stats else None
    say = printer()
    check = RdbCheck((lambda line: None) if is_json else say, now_ms)
    if stats:
        check.each = stats.add
    with open(options.file, "rb") as file:
        report = check.run(file, options.file)
    if is_json:
        import json

        told = report.plain() | ({"stats": stats.plain()} if stats else {})
        print(json.dumps(told, indent=1))
    elif stats and not _print(list(stats.lines(options.format)), options.output):
        return 1
    return 1 if report.problem else 0


def _print(lines: list[str], output: str | None) -> bool:
    """Print, or write to a file; whether that could be done."""
    text = "\n".join(lines) + "\n"
    if output is None:
        print(text, end="")
        return True
    try:
        with open(output, "w", encoding="utf-8") as file:
            file.write(text)
    except OSError as error:
        print(f"Cannot open output file: '{output}': {error.strerror}", file=sys.stderr)
        return False
    return True


def main() -> int:
    """As the program vkscope-check-rdb."""
    return run()
