"""What the tools that read files share: arguments, lines of a report, and ends from outside."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence

from vkscope import __version__


def arguments(
    parser: argparse.ArgumentParser, argv: Sequence[str] | None, name: str
) -> argparse.Namespace | int:
    """The arguments, or the exit status when there is nothing to do: 1 for what makes no sense."""
    words = list(sys.argv[1:] if argv is None else argv)
    if len(words) == 1 and words[0] in ("-v", "--version"):
        print(f"vkscope {name} {__version__}")
        return 0
    try:
        return parser.parse_args(words)
    except SystemExit as stop:
        return 1 if stop.code else 0


def printer() -> Callable[[str], None]:
    """Prints lines; characters that the terminal cannot show are escaped."""
    out = sys.stdout
    encoding = out.encoding or "utf-8"

    def say(line: str) -> None:
        print(line.encode(encoding, "backslashreplace").decode(encoding), file=out)

    return say


def guarded(name: str, work: Callable[[], int]) -> int:
    """The work's exit status, also when a disk, a reader of the output or a person ends it."""
    try:
        status = work()
        sys.stdout.flush()
    except BrokenPipeError:  # who reads has seen enough, as `head` does
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        about = f"{error.filename}: " if error.filename else ""
        print(f"vkscope {name}: {about}{error.strerror}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return status
