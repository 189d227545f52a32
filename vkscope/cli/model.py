"""`vkscope server --core model`: the executable specification behind a port, for debuggers."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
from collections.abc import Sequence


def run(argv: Sequence[str]) -> int:
    """Serve until interrupted; the exit status."""
    parser = argparse.ArgumentParser(
        prog="vkscope server --core model",
        description="Serve the model: every command in plain Python, to step through.",
    )
    parser.add_argument("--port", type=int, default=6379, help="0: any free one")
    parser.add_argument("--bind", default="127.0.0.1")
    options = parser.parse_args(argv)
    from vkscope.model.server import serve

    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(serve(options.bind, options.port))
    return 0
