"""A small, steady load for a first look: `python -m vkscope.cli.load PORT`.

It ends with its standard input.
About two thousand commands a second in bursts, over four connections: counters, strings of several
sizes, hashes that outgrow their listpack, bitmaps, keys with a short life, scripts, a large reply
now and then, something slow every few seconds and a few mistakes: every screen has something to
show.
"""

from __future__ import annotations

import asyncio
import random
import sys

from vkscope.tracing.resp import RespClient, RespError

Command = tuple[str, ...]
EVERY_SLOW = 700
VISIT = """
local visits = redis.call('INCR', KEYS[1])
if visits % 10 == 0 then redis.call('ZADD', KEYS[2], visits, ARGV[1]) end
return visits
"""
COUNT = "local n = 0 for i = 1, tonumber(ARGV[1]) do n = n + i % 3 end return n"


def commands(dice: random.Random) -> list[Command]:
    """Return one burst of commands."""
    n = dice.randrange(10_000)
    burst: list[Command] = [
        ("SET", f"user:{n}", "x" * dice.choice((8, 40, 200, 1200))),
        ("GET", f"user:{dice.randrange(10_000)}"),
        ("INCR", f"counter:{n % 50}"),
        ("SET", f"session:{n}", "token", "PX", str(dice.randrange(200, 5000))),
        ("GET", f"session:{dice.randrange(10_000)}"),
        ("MSET", f"pair:{n}:a", "1", f"pair:{n}:b", "2"),
        ("HSET", f"cart:{n % 400}", f"item:{dice.randrange(200)}", str(n)),
        ("SETBIT", f"seen:{n % 20}", str(n), "1"),
        ("EVAL", VISIT, "2", f"visits:{n % 300}", "visited", str(n)),
        ("SADD", "waiting", str(n), str(n + 1)),
        ("SPOP", "waiting"),
    ]
    return burst + rare(dice, n)


def rare(dice: random.Random, n: int) -> list[Command]:
    """Return what happens seldom: growth past a threshold, mistakes, something slow."""
    if n % 40 == 0:
        return [("APPEND", f"counter:{n % 50}", ""), ("DEL", f"cart:{n % 400}")]
    if n % 41 == 0:
        profile = f"profile:{n % 30}"
        grown = ("HSET", profile, "about", "x" * dice.choice((20, 100)))
        return [("DEL", profile), ("HSET", profile, "name", str(n)), grown]
    if n % 97 == 0:
        return [("GET",), ("INCR", f"user:{n}")]
    if n % EVERY_SLOW == 1:
        walk = ("EVAL", COUNT, "0", "400000")
        return [("KEYS", "*:77*"), ("HGETALL", f"cart:{n % 400}"), walk]
    return []


async def worker(port: int, seed: int) -> None:
    """Send bursts until the server is gone."""
    client = await RespClient.connect(f"127.0.0.1:{port}", name=f"load-{seed}")
    dice = random.Random(seed)
    try:
        while True:
            replies = (client.call(*command) for command in commands(dice))
            for reply in await asyncio.gather(*replies, return_exceptions=True):
                if isinstance(reply, BaseException) and not isinstance(reply, RespError):
                    return
            await asyncio.sleep(0.012)
    finally:
        await client.close()


async def main(port: int) -> None:
    """Run the workers until standard input ends or the server leaves."""
    ended = asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)
    tasks = [asyncio.ensure_future(worker(port, i)) for i in range(4)]
    await asyncio.wait([ended, *tasks], return_when=asyncio.FIRST_COMPLETED)
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1])))
