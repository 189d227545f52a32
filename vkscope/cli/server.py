"""`vkscope server` and `vkscope-server`: a server with valkey-server's arguments."""

from __future__ import annotations

import sys

USAGE = """usage: vkscope-server [/path/to/valkey.conf] [--parameter value ...]
       vkscope-server -v or --version
       vkscope-server -h or --help"""


def run(argv: list[str]) -> int:
    """Run a server until it is told to leave."""
    if argv and argv[0] in ("-h", "--help"):
        print(USAGE)
        return 0
    if argv and argv[0] in ("-v", "--version"):
        print("Valkey server v=9.0.0 sha=00000000:0 malloc=vkscope-slabs bits=64")
        return 0
    from vkscope.server.settings import SettingsError, from_arguments

    try:
        settings = from_arguments(argv)
    except SettingsError as error:
        print(error, file=sys.stderr)
        return 1
    from vkscope.server import app

    return app.run(settings)


def main() -> int:
    """Entry point of `vkscope-server`."""
    return run(sys.argv[1:])
