"""Lazy freeing by a background thread: what stays is untouched, and forks stand it."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from typing import Any

import redis

from tests.conftest import Running

Client = Any


def settled(client: Client) -> dict[bytes, int]:
    """Wait until nothing is pending; return the section lazyfree of SCOPE SNAPSHOT."""
    end = time.monotonic() + 120
    while True:
        section = client.execute_command("SCOPE", "SNAPSHOT", "lazyfree")[b"lazyfree"]
        if not section[b"pending"] or time.monotonic() > end:
            assert not section[b"pending"]
            return dict(section)


def fill(client: Client, kept: dict[str, str]) -> None:
    """Write these strings."""
    pipe = client.pipeline(transaction=False)
    for key, value in kept.items():
        pipe.set(key, value)
    pipe.execute()


def test_what_stays_has_the_digest_of_a_model(start: Callable[..., Running]) -> None:
    client = redis.Redis(port=start("--save", "").port, socket_timeout=120, protocol=3)
    dice = random.Random(5)
    kept: dict[str, str] = {}
    for turn in range(120):
        pipe = client.pipeline(transaction=False)
        for _ in range(40):
            key, value = (
                f"s{dice.randrange(300)}",
                chr(97 + dice.randrange(26)) * dice.randrange(1, 300),
            )
            pipe.set(key, value)
            kept[key] = value
        big = {f"f{i}": "v" * dice.randrange(1, 200) for i in range(300)}
        pipe.hset("h", mapping=big)
        pipe.sadd("t", *big)
        pipe.rpush("l", *(["x" * 500] * 300))
        pipe.zadd("z", {field: len(value) for field, value in big.items()})
        pipe.unlink("h", "t", "l", "z")
        if turn % 17 == 0:
            pipe.execute_command("FLUSHALL", "ASYNC")
            kept.clear()
        pipe.execute()
    assert settled(client)[b"freed"] >= 4 * 120
    digest = client.execute_command("DEBUG", "DIGEST")
    client.flushall()
    fill(client, kept)
    assert client.execute_command("DEBUG", "DIGEST") == digest
    client.close()


def test_a_child_saves_while_the_thread_frees(start: Callable[..., Running]) -> None:
    client = redis.Redis(port=start("--save", "").port, socket_timeout=120, protocol=3)
    kept = {f"k{i}": str(i) * 20 for i in range(500)}
    fill(client, kept)
    digest = client.execute_command("DEBUG", "DIGEST")
    for _ in range(5):
        pipe = client.pipeline(transaction=False)
        pipe.select(1)
        pipe.execute_command("DEBUG", "POPULATE", "30000")
        pipe.flushdb(asynchronous=True)
        pipe.select(0)
        pipe.bgsave()
        pipe.execute()
        end = time.monotonic() + 120
        while client.info("persistence")["rdb_bgsave_in_progress"] and time.monotonic() < end:
            time.sleep(0.01)
        assert client.info("persistence")["rdb_last_bgsave_status"] == "ok"
        client.execute_command("DEBUG", "RELOAD", "NOSAVE")
        assert client.execute_command("DEBUG", "DIGEST") == digest
    settled(client)
    jobs = client.execute_command("SCOPE", "SNAPSHOT", "persist")[b"persist"][b"bio"]
    done = {job[b"kind"]: job[b"done"] for job in jobs}
    assert done[b"bio_lazy_free"] >= 1
    client.close()


def test_small_values_go_at_once_and_the_settings_decide(start: Callable[..., Running]) -> None:
    client = redis.Redis(port=start("--save", "").port, socket_timeout=120, protocol=3)
    large = {f"f{i}": "v" * 100 for i in range(200)}
    client.hset("small", mapping={"a": "1"})
    client.unlink("small")
    client.config_set("lazyfree-lazy-user-del", "no")
    client.hset("large", mapping=large)
    client.delete("large")
    client.config_set("lazyfree-lazy-user-flush", "no")
    client.execute_command("DEBUG", "POPULATE", "1000")
    client.flushall()
    assert settled(client)[b"freed"] == 0
    client.config_set("lazyfree-lazy-user-del", "yes")
    client.config_set("lazyfree-lazy-user-flush", "yes")
    client.hset("large", mapping=large)
    client.delete("large")
    client.execute_command("DEBUG", "POPULATE", "1000")
    client.flushall()
    assert settled(client)[b"freed"] == 1001
    assert client.info("memory")["lazyfreed_objects"] == 1001
    client.close()
