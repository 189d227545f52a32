"""Sets and HyperLogLogs in DUMP's bytes, to and from a real redis-server (RDB 10)."""

from __future__ import annotations

from typing import Any

import pytest
import redis

from tests.words import run

FILLS: dict[str, list[Any]] = {
    "small integers": list(range(-5, 5)),
    "wide integers": [1, 2**40, -(2**63), 2**63 - 1],
    "few": ["a", "", 7, "x" * 64],
    "many": [f"member:{i}" for i in range(1000)],
    "long": ["y" * 300, "z" * 65],
    "many integers": list(range(2000)),
}


@pytest.mark.parametrize("fill", list(FILLS))
def test_sets_go_both_ways(client: redis.Redis, real: redis.Redis, fill: str) -> None:
    run(client, "CONFIG", "SET", "rdb-save-version", 10)
    try:
        for source, target in ((real, client), (client, real)):
            for one in (source, target):
                run(one, "DEL", "s")
            run(source, "SADD", "s", *FILLS[fill])
            run(target, "RESTORE", "s", 0, run(source, "DUMP", "s"))
            assert set(run(target, "SMEMBERS", "s")) == set(run(source, "SMEMBERS", "s"))
    finally:
        run(client, "CONFIG", "SET", "rdb-save-version", "current")


@pytest.mark.parametrize("elements", [0, 1, 300, 5000])
def test_sketches_are_the_same_bytes(client: redis.Redis, real: redis.Redis, elements: int) -> None:
    for one in (client, real):
        run(one, "DEL", "h", "merged")
        run(one, "PFADD", "h", *range(elements))
        run(one, "PFMERGE", "merged", "h")
        run(one, "PFADD", "merged", "x", "y")
        run(one, "PFCOUNT", "merged")
    assert run(client, "GET", "h") == run(real, "GET", "h")
    assert run(client, "GET", "merged") == run(real, "GET", "merged")
