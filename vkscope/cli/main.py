"""The `vkscope` command: finds the subcommand's module and calls it; imports nothing else."""

from __future__ import annotations

import importlib
import sys

SUBCOMMANDS = {
    "up": "start a server with a sample load and watch it",
    "server": "run a server, with valkey-server's arguments",
    "top": "watch a running server: HOST:PORT",
    "dump": "print a view of a running server as text, JSON or CSV",
}


def usage() -> str:
    """Return the help text."""
    rows = [f"  {name:<8} {text}" for name, text in SUBCOMMANDS.items()]
    return "usage: vkscope COMMAND [ARGUMENTS]\n\n" + "\n".join(rows)


def main() -> int:
    """Run one subcommand; the process's exit status."""
    argv = sys.argv[1:]
    if not argv or argv[0] in ("-h", "--help", "help"):
        print(usage())
        return 0
    if argv[0] == "--version":
        from vkscope import __version__

        print(f"vkscope {__version__}")
        return 0
    if argv[0] not in SUBCOMMANDS:
        print(f"vkscope: no command '{argv[0]}'\n\n{usage()}", file=sys.stderr)
        return 2
    module = importlib.import_module(f"vkscope.cli.{argv[0]}")
    status: int = module.run(argv[1:])
    return status


if __name__ == "__main__":
    sys.exit(main())
