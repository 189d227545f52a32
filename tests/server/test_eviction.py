"""Eviction seen by clients: errors, counters, and the events that say why a key went."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import redis

from tests.conftest import Running
from tests.server.test_strings import Client
from tests.server.wire import Wire
from tests.words import refused, run
from vkscope.tracing.address import Endpoint
from vkscope.tracing.events import Event
from vkscope.tracing.sources import LiveSource

OOM = "command not allowed when used memory > 'maxmemory'."
ADJUST = (
    " Please note that when switching between policies at runtime LRU and LFU data will take some "
    "time to adjust."
)
ROOM = 2_000_000


def connect(running: Running) -> Client:
    """A client of a server of the test's own."""
    return redis.Redis(port=running.port, socket_timeout=10)


def stat(client: Client, name: str) -> int:
    """A number of INFO."""
    text: bytes = run(client, "INFO", "everything")
    fields = dict(line.split(":", 1) for line in text.decode().splitlines() if ":" in line)
    return int(fields[name].removeprefix("count="))


def maxmemory(client: Client) -> int:
    """The limit."""
    reply = run(client, "CONFIG", "GET", "maxmemory")
    return int(reply[b"maxmemory"])


def limit(client: Client, room: int = ROOM, policy: str = "allkeys-lru") -> None:
    """Allow so many bytes beside what is used now."""
    used = stat(client, "used_memory")
    run(client, "CONFIG", "SET", "maxmemory", used + room, "maxmemory-policy", policy)


def fill(client: Client, keys: int, prefix: str = "k", size: int = 1000) -> None:
    """Write keys in one pipeline."""
    with client.pipeline(transaction=False) as pipe:
        for i in range(keys):
            pipe.set(f"{prefix}:{i}", b"v" * size)
        pipe.execute()


def test_noeviction_refuses_what_needs_memory(start: Callable[..., Running]) -> None:
    client = connect(start())
    fill(client, 300)
    run(client, "CONFIG", "SET", "maxmemory", 100_000)
    assert refused(client, "SET", "new", "v") == OOM
    assert refused(client, "APPEND", "k:1", "v") == OOM
    assert run(client, "GET", "new") is None
    assert run(client, "DEL", "k:1") == 1
    run(client, "CONFIG", "SET", "maxmemory", "1gb")
    assert run(client, "SET", "k", "v") == b"OK"
    assert stat(client, "evicted_keys") == 0
    assert stat(client, "errorstat_OOM") == 2


def test_keys_go_as_others_come(start: Callable[..., Running]) -> None:
    client = connect(start())
    limit(client)
    fill(client, 5000)
    evicted = stat(client, "evicted_keys")
    assert evicted > 2000
    assert run(client, "DBSIZE") == 5000 - evicted
    assert stat(client, "used_memory") <= maxmemory(client) + 50_000


def test_volatile_policies_keep_the_rest(start: Callable[..., Running]) -> None:
    client = connect(start())
    fill(client, 300, "stays")
    with client.pipeline(transaction=False) as pipe:
        for i in range(3000):
            pipe.set(f"goes:{i}", b"v" * 1000, ex=1000)
        pipe.execute()
    for policy in ("volatile-lru", "volatile-lfu", "volatile-random", "volatile-ttl"):
        before = run(client, "DBSIZE")
        limit(client, -300_000, policy)
        for _ in range(50):
            run(client, "PING")
        assert run(client, "DBSIZE") < before
        assert sum(run(client, "EXISTS", f"stays:{i}") for i in range(300)) == 300


def test_lowering_the_limit_evicts_at_once(start: Callable[..., Running]) -> None:
    running = start()
    client = connect(running)
    fill(client, 4000)
    limit(client, -2_000_000)
    for _ in range(200):
        if stat(client, "used_memory") <= maxmemory(client):
            break
    assert stat(client, "evicted_keys") > 1000
    assert "This will result in key eviction" in running.log.read_text()


def test_object_tells_what_the_policy_counts(client: Client) -> None:
    run(client, "SET", "k", "v")
    assert run(client, "OBJECT", "IDLETIME", "k") == 0
    assert refused(client, "OBJECT", "FREQ", "k") == (
        "An LFU maxmemory policy is not selected, access frequency not tracked." + ADJUST
    )
    run(client, "CONFIG", "SET", "maxmemory-policy", "allkeys-lfu")
    try:
        run(client, "SET", "fresh", "v")
        assert run(client, "OBJECT", "FREQ", "fresh") == 5
        assert refused(client, "OBJECT", "IDLETIME", "k") == (
            "An LFU maxmemory policy is selected, idle time not tracked." + ADJUST
        )
    finally:
        run(client, "CONFIG", "SET", "maxmemory-policy", "noeviction")


async def watch(running: Running, work: Callable[[], None], until: str) -> list[Event]:
    """The events of some work, up to one of the named kind."""
    source = await LiveSource.open(Endpoint("127.0.0.1", running.port))
    seen: list[Event] = []
    try:
        await asyncio.to_thread(work)
        async with asyncio.timeout(10):
            while not any(event.name == until for event in seen):
                seen += await source.events()
                await asyncio.sleep(0.02)
    finally:
        await source.close()
    return seen


def named(events: list[Event], name: str) -> list[Event]:
    """Those of one kind."""
    return [event for event in events if event.name == name]


def test_events_say_who_lost_and_that_it_was_missed(start: Callable[..., Running]) -> None:
    running = start("--hide-user-data-from-log", "no")
    client = connect(running)
    limit(client)

    def work() -> None:
        fill(client, 4000)
        missing = 0
        for i in range(4000):
            missing += run(client, "GET", f"k:{i}") is None
            if missing == 50:  # a loser's place is taken by another now and then
                return

    seen = asyncio.run(watch(running, work, "EvictedKeyMissed"))
    lost = named(seen, "KeyEvicted")
    keys = {event.text for event in lost}
    assert len(keys) == len(lost) > 1000
    for event in lost:
        assert event["policy"] == 1
        assert 1 <= event["candidates"] <= 16
        assert event["sampled"] >= 5
        assert event["score"] >= event["second"]
    assert sum(event["freed"] for event in lost) > 1_000_000
    rounds = named(seen, "EvictionCycleRan")
    assert sum(event["keys"] for event in rounds) == len(lost)
    missed = named(seen, "EvictedKeyMissed")[0]
    assert missed.text in keys


def test_a_refusal_for_memory_is_an_event(start: Callable[..., Running]) -> None:
    running = start()
    client = connect(running)
    fill(client, 300)
    run(client, "CONFIG", "SET", "maxmemory", 100_000)

    def work() -> None:
        refused(client, "SET", "k", "v")

    event = named(asyncio.run(watch(running, work, "OutOfMemoryRejected")), "OutOfMemoryRejected")[
        0
    ]
    assert event["used"] > event["maxmemory"] > 0


def test_a_policy_says_what_it_turned(start: Callable[..., Running]) -> None:
    running = start()
    client = connect(running)

    def work() -> None:
        run(client, "CONFIG", "SET", "maxmemory-eviction-tenacity", 20, "active-expire-effort", 3)

    seen = named(asyncio.run(watch(running, work, "PolicyDecided")), "PolicyDecided")
    turned = {event.text: (event["before"], event["value"]) for event in seen}
    assert turned[b"evict_time_limit_us"] == (500, 2022)
    assert turned[b"expire_keys_per_loop"] == (20, 30)
    assert turned[b"expire_slow_percent"] == (25, 29)
    assert turned[b"expire_acceptable_percent"] == (10, 8)
    assert turned[b"expire_fast_us"] == (1000, 1500)


def test_telling_caches_of_keys_that_went_takes_no_more_keys(start: Callable[..., Running]) -> None:
    running = start()
    client = connect(running)
    names = [f"{i}{'x' * 1000}" for i in range(300)]
    caches = [Wire(running.connect()) for _ in range(10)]
    for cache in caches:
        cache.call("HELLO", "3")
        cache.call("CLIENT", "TRACKING", "ON")
    for name in names:
        run(client, "SET", name, "x")
        for cache in caches:
            cache.call("GET", name)
    limit(client, -40_000)
    for _ in range(3):
        assert 20 < stat(client, "evicted_keys") < 150
    assert run(client, "DBSIZE") == 300 - stat(client, "evicted_keys")
