"""`vkscope doctor [HOST:PORT | FILE.vkt]`: say why a server is or was slow.

The exit status is 0 when nothing is wrong, 1 when something is, 2 when it could not look.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
from collections.abc import Sequence
from pathlib import Path

from vkscope.cli import secure

HEALTHY, FINDINGS, BLIND = 0, 1, 2


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="vkscope doctor", description=__doc__)
    parser.add_argument("subject", nargs="?", default="127.0.0.1:6379", metavar="HOST:PORT|FILE")
    parser.add_argument("--seconds", type=float, default=5.0, help="how long to look (5)")
    parser.add_argument("--format", choices=("text", "json"), default="text")
    secure.add(parser)
    return parser


def run(argv: Sequence[str] | None = None) -> int:
    """Look, print, and return the exit status."""
    from vkscope.tracing.doctor import watch
    from vkscope.tracing.doctor.finding import to_json, to_text
    from vkscope.tracing.resp import RespError

    options = _parser().parse_args(argv)
    try:
        if Path(options.subject).is_file():
            report = watch.examine_recording(options.subject)
        else:
            where = secure.endpoint(options.subject, options)
            report = asyncio.run(watch.examine(where, options.seconds))
    except (OSError, ValueError, RespError) as error:
        print(
            f"vkscope doctor: {options.subject}: {error or type(error).__name__}", file=sys.stderr
        )
        return BLIND
    except KeyboardInterrupt:
        return 130
    print(to_json(report) if options.format == "json" else to_text(report), end="")
    return HEALTHY if report.is_healthy else FINDINGS
