"""When a hash becomes a table: the limits, live, and the event that says why."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import redis

from tests.conftest import Running
from tests.words import run
from vkscope.tracing.ring import RingReader

Client = redis.Redis
Told = Callable[[], list[dict[str, Any]]]


@pytest.fixture
def limits(client: Client) -> Iterator[Client]:
    """A client on a server whose limits are reset afterwards."""
    yield client
    for name, value in (("hash-max-listpack-entries", 512), ("hash-max-listpack-value", 64)):
        run(client, "CONFIG", "SET", name, value)


def layout(client: Client, *words: Any) -> str:
    """Write a hash anew; how it is laid out then."""
    run(client, "DEL", "h")
    run(client, "HSET", "h", *words)
    return str(run(client, "OBJECT", "ENCODING", "h").decode())


@pytest.mark.parametrize("kind", ["listpack", "ziplist"])
def test_limits_are_live(limits: Client, kind: str) -> None:
    run(limits, "CONFIG", "SET", f"hash-max-{kind}-entries", 2, f"hash-max-{kind}-value", 5)
    assert layout(limits, "a", 1, "b", 2) == "listpack"
    assert layout(limits, "a", 1, "b", 2, "c", 3) == "hashtable"
    assert layout(limits, "a", "12345") == "listpack"
    assert layout(limits, "a", "123456") == "hashtable"
    assert layout(limits, "abcdef", 1) == "hashtable"
    shown: Any = run(limits, "CONFIG", "GET", f"hash-max-{kind}-*")
    texts = shown.values() if isinstance(shown, dict) else shown[1::2]
    assert set(texts) == {b"2", b"5"}
    run(limits, "CONFIG", "SET", "hash-max-listpack-entries", 0)
    assert layout(limits, "a", 1) == "hashtable"


def test_a_table_stays_one(limits: Client) -> None:
    run(limits, "HSET", "h", "a", "x" * 65, "b", 1)
    run(limits, "CONFIG", "SET", "hash-max-listpack-value", 100)
    run(limits, "HDEL", "h", "a")
    assert run(limits, "OBJECT", "ENCODING", "h") == b"hashtable"


@pytest.fixture
def watched(start: Callable[..., Running]) -> Iterator[tuple[Client, Told]]:
    """A server whose classes encoding and key are read: a client, and what reads the events."""
    running = start("--hide-user-data-from-log", "no")
    client, subscriber = (
        redis.Redis(port=running.port, protocol=3, socket_timeout=5) for _ in range(2)
    )
    run(subscriber, "SCOPE", "SUBSCRIBE", "CLASS", "encoding", "key")
    (ring,) = Path("/dev/shm").glob(f"vkscope-{running.process.pid}-{running.port}.ring")
    with RingReader(ring, oldest=False) as reader:
        decoder = reader.decoder()

        def told() -> list[dict[str, Any]]:
            found = [e for batch in reader.read() for e in decoder.events(batch.data)]
            return [
                {name: decoder.label(e, name) for name in e.fields}
                | {"event": e.name, "key": decoder.text(e)}
                for e in found
                if e.cls in ("encoding", "key")
            ]

        yield client, told
    subscriber.close()
    client.close()


@pytest.mark.parametrize(
    ("words", "reason", "threshold", "actual"),
    [
        (("HSET", "h", "b", "x" * 65), "element_bytes", 64, 65),
        (("HSET", "h", "f" * 70, "x"), "element_bytes", 64, 70),
        (("HINCRBYFLOAT", "h", "y" * 66, "1.5"), "element_bytes", 64, 66),
        (("HSET", "h", *[str(i) for i in range(1026)]), "element_count", 512, 513),
        (("HPEXPIREAT", "h", 4_000_000_000_000, "FIELDS", 1, "a"), "field_expiry", 0, 4 * 10**12),
        (("HSETEX", "h", "EX", 9, "FIELDS", 1, "a", 1), "field_expiry", 0, None),
    ],
)
def test_the_event_says_why(
    watched: tuple[Client, Told],
    words: tuple[Any, ...],
    reason: str,
    threshold: int,
    actual: int | None,
) -> None:
    client, events = watched
    run(client, "HSET", "h", "a", 1)
    assert events() == []
    before = run(client, "MEMORY", "USAGE", "h")
    run(client, *words)
    (event,) = events()
    assert (event["event"], event["type"], event["key"]) == ("EncodingChanged", "hash", "h")
    assert (event["from"], event["to"], event["reason"]) == ("listpack", "hashtable", reason)
    assert int(event["threshold"]) == threshold
    assert actual is None or int(event["actual"]) == actual
    assert 0 < int(event["bytes_before"]) < before
    assert int(event["bytes_after"]) > int(event["bytes_before"])


def test_expired_fields_are_told(watched: tuple[Client, Told]) -> None:
    client, events = watched
    run(client, "DEBUG", "SET-ACTIVE-EXPIRE", 0)
    run(client, "HSETEX", "h", "PX", 1, "FIELDS", 2, "a", 1, "b", 2)
    while run(client, "HEXISTS", "h", "a"):
        pass
    run(client, "HSET", "h", "a", 2)
    lazy = [e for e in events() if e["event"] == "KeyExpired"]
    assert [(e["how"], e["key"]) for e in lazy] == [("field_lazy", "h")]
    run(client, "DEBUG", "SET-ACTIVE-EXPIRE", 1)
    while run(client, "HLEN", "h") == 2:
        pass
    active = [e for e in events() if e["event"] == "KeyExpired"]
    assert [(e["how"], e["key"]) for e in active] == [("field_active", "h")]
    assert int(active[0]["late_ms"]) > 0
