"""`vkscope dump VIEW [HOST:PORT] [--format table|json|csv]`: a view of the dashboard as text."""

from __future__ import annotations

import argparse
import asyncio
import csv
import json
import sys

from vkscope.cli.top import address_of
from vkscope.tracing.observe import Address, Client, ServerError, Snapshot, look
from vkscope.tui.views import VIEWS, Rows


async def _twice(address: Address) -> Snapshot:
    client = await Client.connect(address)
    try:
        first = await look(client)
        await asyncio.sleep(0.2)
        return await look(client, first)
    finally:
        client.close()


def write(rows: Rows, form: str) -> None:
    """Print rows; the first names the columns."""
    if form == "json":
        print(json.dumps([dict(zip(rows[0], row, strict=False)) for row in rows[1:]], indent=1))
    elif form == "csv":
        csv.writer(sys.stdout).writerows(rows)
    else:
        width = [max(len(row[i]) for row in rows if i < len(row)) for i in range(len(rows[0]))]
        for row in rows:
            print("  ".join(cell.ljust(width[i]) for i, cell in enumerate(row)).rstrip())


def run(argv: list[str]) -> int:
    """Print one view."""
    parser = argparse.ArgumentParser(prog="vkscope dump", description=__doc__)
    parser.add_argument("view", choices=sorted(VIEWS))
    parser.add_argument("address", nargs="?", default="127.0.0.1:6379")
    parser.add_argument("--format", choices=("table", "json", "csv"), default="table")
    options = parser.parse_args(argv)
    try:
        taken = asyncio.run(_twice(address_of([options.address])))
    except (OSError, ServerError, ValueError) as error:
        print(f"vkscope dump: {options.address}: {error}", file=sys.stderr)
        return 1
    write(VIEWS[options.view](taken), options.format)
    return 0
