"""LATENCY: samples, their graph, histograms of commands."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
import redis

from tests.conftest import Running


@pytest.fixture
def watched(client: redis.Redis) -> Iterator[redis.Redis]:
    """A client whose server keeps samples from 20 ms on, and has none yet."""
    client.config_set("latency-monitor-threshold", 20)
    client.latency_reset()
    yield client
    client.config_set("latency-monitor-threshold", 0)
    client.latency_reset()


def stall(client: redis.Redis, seconds: str) -> None:
    client.execute_command("DEBUG", "SLEEP", seconds)


def test_nothing_is_kept_below_the_threshold(watched: redis.Redis) -> None:
    watched.ping()
    assert watched.latency_latest() == []
    watched.config_set("latency-monitor-threshold", 0)
    stall(watched, "0.03")
    assert watched.latency_latest() == []


def test_samples_are_kept_by_event_and_second(watched: redis.Redis) -> None:
    before = int(time.time())
    stall(watched, "0.03")
    stall(watched, "0.05")
    ((name, at, last, worst, total, times),) = watched.latency_latest()
    assert name == b"command"
    assert before <= at <= time.time()
    assert (worst >= 50, times, total >= 80) == (True, 2, True)
    samples = watched.latency_history("command")
    # Two samples in the same second are one, the worse.
    assert samples[-1] == [at, last]
    assert 1 <= len(samples) <= 2


def test_a_graph_shows_height_and_age(watched: redis.Redis) -> None:
    stall(watched, "0.03")
    text = watched.execute_command("LATENCY", "GRAPH", "command").decode()
    lines = text.split("\n")
    assert lines[0].startswith("command - high 3")
    assert "(all time high 3" in lines[0]
    assert lines[1] == "-" * 80
    assert lines[5] == "_"
    assert lines[7] in "0123456789"
    with pytest.raises(redis.ResponseError, match="No samples available for event 'nothing'"):
        watched.execute_command("LATENCY", "GRAPH", "nothing")


def test_reset_tells_how_many_events_it_forgot(watched: redis.Redis) -> None:
    stall(watched, "0.03")
    assert watched.latency_reset("nothing") == 0
    assert watched.latency_reset("COMMAND") == 1
    assert watched.latency_history("command") == []
    assert watched.latency_reset() == 0


def test_histograms_count_calls(client: redis.Redis) -> None:
    client.config_resetstat()
    client.set("a", "b")
    client.set("a", "c")
    client.client_id()
    found = client.execute_command("LATENCY", "HISTOGRAM", "set", "client", "nothing", "get")
    assert list(found) == [b"set", b"client|id"]
    assert found[b"set"][b"calls"] == 2
    buckets = found[b"set"][b"histogram_usec"]
    assert list(buckets.values())[-1] == 2
    assert set(buckets) <= {1, 2, 4, 8, 16, 33, 66, 132, 264, 528, 1056, 2113, 4227, 8454}
    everything = client.execute_command("LATENCY", "HISTOGRAM")
    assert {b"set", b"client|id", b"config|resetstat"} <= set(everything)


def test_arguments_are_counted(server: Running) -> None:
    wrong = b"-ERR wrong number of arguments for 'latency|help' command\r\n"
    assert server.talk(b"LATENCY HELP x\r\n") == wrong
    assert b"+HISTOGRAM [<command> ...]" in server.talk(b"LATENCY HELP\r\n")
