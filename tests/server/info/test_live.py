"""INFO of a running server: counters that grow, and CONFIG RESETSTAT."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import redis

from tests.conftest import Running


def test_errors_are_counted_by_code(client: redis.Redis) -> None:
    client.config_resetstat()
    assert client.info("errorstats") == {}
    client.set("s", "x")
    for words in (["NOSUCH"], ["GET"], ["HGET", "s", "f"], ["HGET", "s", "f"]):
        with pytest.raises(redis.ResponseError):
            client.execute_command(*words)
    stats = client.info("errorstats")
    assert stats == {"errorstat_ERR": {"count": 2}, "errorstat_WRONGTYPE": {"count": 2}}
    assert client.info("stats")["total_error_replies"] == 4
    commands = client.info("commandstats")
    assert commands["cmdstat_hget"]["failed_calls"] == 2
    assert commands["cmdstat_get"]["rejected_calls"] == 1
    client.config_resetstat()
    assert client.info("errorstats") == {}


def test_the_table_of_codes_is_limited(start: Callable[..., Running]) -> None:
    running = start()
    running.talk(b"".join(b"DEBUG ERROR 'A%d text'\r\n" % i for i in range(268)))
    text = running.talk(b"INFO errorstats\r\n")
    assert text.count(b"errorstat_") == 257
    assert b"errorstat_ERRORSTATS_OVERFLOW:count=12\r\n" in text


def test_refused_passwords_are_counted(start: Callable[..., Running]) -> None:
    running = start("--requirepass", "secret")
    running.talk(b"AUTH a\r\nAUTH b c\r\n")
    text = running.talk(b"AUTH secret\r\nINFO stats errorstats\r\n")
    assert b"acl_access_denied_auth:2\r\n" in text
    assert b"errorstat_WRONGPASS:count=2\r\n" in text


def test_percentiles_are_those_asked_for(client: redis.Redis) -> None:
    before = client.config_get("latency-tracking-info-percentiles")
    client.config_set("latency-tracking-info-percentiles", "0 50 99.99 100")
    client.ping()
    found = client.info("latencystats")["latency_percentiles_usec_ping"]
    assert list(found) == ["p0", "p50", "p99.99", "p100"]
    assert 0 < found["p0"] <= found["p50"] <= found["p99.99"] <= found["p100"]
    client.config_set("latency-tracking", "no")
    assert client.info("latencystats") == {}
    client.config_set("latency-tracking", "yes")
    for name, value in before.items():
        client.config_set(name, value)


def test_a_table_that_moves_is_told_while_it_moves(start: Callable[..., Running]) -> None:
    client = redis.Redis(port=start().port, decode_responses=True)
    client.set("first", 1)
    with client.pipeline() as pipe:  # in a transaction, so that no turn's end moves the rest
        for i in range(7):  # a bucket has room for seven
            pipe.set(f"k:{i}", i).info("memory")
        *_, before, _, now = pipe.execute()
    assert before["mem_overhead_db_hashtable_rehashing"] == 0
    assert now["mem_overhead_db_hashtable_rehashing"] == 64
    client.close()


def test_time_spent_on_the_append_only_file(start: Callable[..., Running]) -> None:
    client = redis.Redis(port=start().port, decode_responses=True)
    assert client.info("debug")["eventloop_duration_aof_sum"] == 0
    client.config_set("appendonly", "yes")
    for i in range(200):
        client.set(f"k:{i}", "v" * 1000)
    assert client.info("debug")["eventloop_duration_aof_sum"] > 0
    client.close()
