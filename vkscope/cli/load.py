"""A small, steady load for a first look: `python -m vkscope.cli.load PORT`.

It ends with its standard input.
About two thousand commands a second in bursts, over four connections: counters, strings of several
sizes, keys with a short life, and a few mistakes, so that every view has something to show.
"""

from __future__ import annotations

import asyncio
import random
import sys

from vkscope.tracing.observe import Address, Client, ServerError

Command = tuple[str, ...]


def commands(seed: random.Random) -> list[Command]:
    """Return one burst of commands."""
    n = seed.randrange(10_000)
    burst: list[Command] = [
        ("SET", f"user:{n}", "x" * seed.choice((8, 40, 200, 1200))),
        ("GET", f"user:{seed.randrange(10_000)}"),
        ("INCR", f"counter:{n % 50}"),
        ("SET", f"session:{n}", "token", "PX", str(seed.randrange(200, 5000))),
        ("MSET", f"pair:{n}:a", "1", f"pair:{n}:b", "2"),
        ("EXISTS", f"session:{seed.randrange(10_000)}"),
    ]
    if n % 50 == 0:
        burst.append(("GET",))
    return burst


async def worker(address: Address, seed: int) -> None:
    """Send bursts until the server is gone."""
    client, dice = await Client.connect(address), random.Random(seed)
    while True:
        for command in commands(dice):
            try:
                await client.call(*command)
            except ServerError:
                continue
        await asyncio.sleep(0.012)


async def main(port: int) -> None:
    """Run the workers until standard input ends or the server leaves."""
    ended = asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)
    tasks = [asyncio.ensure_future(worker(Address(port=port), i)) for i in range(4)]
    await asyncio.wait([ended, *tasks], return_when=asyncio.FIRST_COMPLETED)
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1])))
