"""The `vkscope` command: finds the subcommand's module and calls its run().

Rules: knows names and one line of each, nothing else; imports what is called and no more, since
every millisecond here is part of every start.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib import import_module
from importlib.util import find_spec
from typing import Final

from vkscope import __version__

COMMANDS: Final = {
    "up": "start a server with a sample load, and its dashboard",
    "server": "run a server; takes valkey-server's arguments and valkey.conf",
    "top": "open the dashboard on a running server",
    "dump": "print one of the dashboard's views",
    "doctor": "say why a server is or was slow",
    "trace": "record, replay and export what a server does",
    "lab": "learn by observing, repairing and building",
    "sentinel": "watch servers and fail over (not there yet)",
    "check-rdb": "check a snapshot (an RDB file)",
    "check-aof": "check an append-only file, and mend its end",
    "xray": "draw an RDB or append-only file byte by byte",
}


def usage() -> str:
    """The help text."""
    width = max(map(len, COMMANDS))
    lines = [f"  {name:{width}}  {text}" for name, text in COMMANDS.items()]
    head = "Usage: vkscope COMMAND [ARGUMENT ...]\n       vkscope --version\n\n"
    return head + "\n".join(lines) + "\n\n`vkscope COMMAND --help` says more.\n"


def main(argv: Sequence[str] | None = None) -> int:
    """Runs the subcommand; the exit status."""
    words = list(sys.argv[1:] if argv is None else argv)
    if not words or words[0] in ("-h", "--help", "help"):
        print(usage(), end="")
        return 0 if words else 2
    if words[0] in ("-V", "-v", "--version"):
        print(f"vkscope {__version__}")
        return 0
    name = words[0]
    if name not in COMMANDS:
        print(f"vkscope: there is no command {name!r}\n\n{usage()}", end="", file=sys.stderr)
        return 2
    module = f"vkscope.cli.{name.replace('-', '_')}"
    if find_spec(module) is None:
        print(f"vkscope: {name} is not there yet: see docs/coverage.md", file=sys.stderr)
        return 2
    status = import_module(module).run(words[1:])
    assert isinstance(status, int)
    return status


if __name__ == "__main__":
    sys.exit(main())
