"""`vkscope top [HOST:PORT]`: the dashboard on a running server."""

from __future__ import annotations

import os
import sys
from dataclasses import replace

from vkscope.tracing.observe import Address


def address_of(argv: list[str]) -> Address:
    """Return the address named; the password may come from VALKEYCLI_AUTH or REDISCLI_AUTH."""
    address = Address.parse(argv[0]) if argv else Address()
    password = os.environ.get("VALKEYCLI_AUTH") or os.environ.get("REDISCLI_AUTH", "")
    return address if address.password or not password else replace(address, password=password)


def run(argv: list[str]) -> int:
    """Show the dashboard."""
    try:
        address = address_of(argv)
    except ValueError as error:
        print(f"vkscope top: {error}", file=sys.stderr)
        return 2
    if not sys.stdout.isatty():
        print("vkscope top: no terminal; use `vkscope dump overview`", file=sys.stderr)
        return 2
    from vkscope.tui import app

    app.run(address)
    return 0
