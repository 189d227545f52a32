"""Lists in DUMP's bytes, to and from a real redis-server (RDB 10), whatever their nodes are."""

from __future__ import annotations

from typing import Any

import pytest
import redis

from tests.words import run

FILLS: dict[str, list[Any]] = {
    "one": ["a"],
    "numbers": [*range(-200, 200), 2**63 - 1, -(2**63)],
    "repeating": [f"element number {i % 7}, " * 3 for i in range(1000)],
    "large": ["a", "b" * 9000, "c", "".join(map(str, range(5000))), ""],
}


@pytest.mark.parametrize("fill", list(FILLS))
@pytest.mark.parametrize(("size", "depth"), [(-2, 0), (-1, 1), (5, 1), (128, 2)])
def test_lists_go_both_ways(
    client: redis.Redis, real: redis.Redis, fill: str, size: int, depth: int
) -> None:
    limits = ("list-max-listpack-size", size, "list-compress-depth", depth)
    run(client, "CONFIG", "SET", "rdb-save-version", 10)
    for one in (client, real):
        run(one, "CONFIG", "SET", *limits)
    try:
        for source, target in ((real, client), (client, real)):
            for one in (source, target):
                run(one, "DEL", "l")
            run(source, "RPUSH", "l", *FILLS[fill])
            run(target, "RESTORE", "l", 0, run(source, "DUMP", "l"))
            assert run(target, "LRANGE", "l", 0, -1) == run(source, "LRANGE", "l", 0, -1)
            run(client, "RESTORE", "again", 0, run(client, "DUMP", "l"), "REPLACE")
            sums = run(client, "DEBUG", "DIGEST-VALUE", "again", "l")
            assert sums[0] == sums[1]
    finally:
        run(client, "CONFIG", "SET", "rdb-save-version", "current")
        run(client, "CONFIG", "SET", "list-max-listpack-size", -2, "list-compress-depth", 0)


@pytest.mark.parametrize("cut", range(0, 42, 7))
def test_a_broken_payload_is_refused(client: redis.Redis, cut: int) -> None:
    run(client, "DEL", "l")
    run(client, "RPUSH", "l", *(f"element {i}" for i in range(3)))
    payload = run(client, "DUMP", "l")
    with pytest.raises(redis.ResponseError):
        run(client, "RESTORE", "broken", 0, payload[:cut] + payload[cut + 1 :])
