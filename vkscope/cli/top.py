"""`vkscope top [HOST:PORT]`: the dashboard on a running server, ours or any Valkey or Redis.

The password comes from the address, from VKSCOPE_PASSWORD, VALKEYCLI_AUTH or REDISCLI_AUTH, or is
asked for.
"""

from __future__ import annotations

import argparse
import sys

from vkscope.cli import secure
from vkscope.cli.sight import FAILURES, endpoint_of, opener, said


def run(argv: list[str]) -> int:
    """Show the dashboard."""
    parser = argparse.ArgumentParser(
        prog="vkscope top",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("address", nargs="?", default="127.0.0.1:6379", metavar="HOST:PORT")
    secure.add(parser)
    options = parser.parse_args(argv)
    if not sys.stdout.isatty():
        print("vkscope top: no terminal; use `vkscope dump overview`", file=sys.stderr)
        return 2
    try:
        endpoint = endpoint_of(options.address, options)
    except FAILURES as error:
        print(f"vkscope top: {options.address}: {said(error)}", file=sys.stderr)
        return 1
    from vkscope.tracing.examiner import Examiner
    from vkscope.tracing.feed import LiveFeed
    from vkscope.tui import app

    app.run(LiveFeed(opener(endpoint), str(endpoint), examine=Examiner()))
    return 0
