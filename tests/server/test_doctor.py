"""SCOPE DOCTOR, LATENCY DOCTOR, MEMORY DOCTOR and `vkscope doctor` on a running server.

The machine that runs the tests may be busy: that the server waits for a processor is then true, and
no finding about the server.
"""

from __future__ import annotations

import json
import shutil
import socket
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import redis

from tests.conftest import Running, unused_port
from vkscope.cli import doctor as command
from vkscope.server import latency_doctor, memory_doctor
from vkscope.server.latency_doctor import Facts, Series
from vkscope.server.memory_doctor import Facts as MemoryFacts

HOST = {"cpu-taken"}
Starter = Callable[..., Running]


def connect(server: Running) -> redis.Redis:
    return redis.Redis(port=server.port, socket_timeout=10)


def report(client: redis.Redis) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(client.execute_command("SCOPE DOCTOR", "JSON"))
    return found


def rules(client: redis.Redis) -> list[str]:
    return [f["rule"] for f in report(client)["findings"] if f["rule"] not in HOST]


@pytest.fixture
def settled(start: Starter) -> redis.Redis:
    """A server of the test's own that has forgotten its start."""
    client = connect(start("--enable-debug-command", "yes", "--latency-monitor-threshold", "5"))
    client.config_resetstat()
    return client


def test_an_idle_server_is_healthy(settled: redis.Redis) -> None:
    assert rules(settled) == []
    text = settled.execute_command("SCOPE DOCTOR").decode()
    assert "nothing is wrong" in text or "cpu-taken" in text


def test_a_busy_healthy_server_is_healthy(settled: redis.Redis) -> None:
    pipe = settled.pipeline(transaction=False)
    for i in range(20_000):
        pipe.set(f"key:{i % 5000}", "x" * 64)
        pipe.get(f"key:{i % 7000}")
        pipe.hset(f"hash:{i % 500}", f"field:{i % 20}", i)
        if i % 1000 == 999:
            pipe.execute()
    assert rules(settled) == []


def test_a_huge_keys_is_named_with_its_evidence(settled: redis.Redis) -> None:
    settled.execute_command("DEBUG", "POPULATE", 400_000)
    settled.config_resetstat()
    assert len(settled.keys("*")) == 400_000
    found = report(settled)["findings"]
    first = next(f for f in found if f["rule"] == "keys-walk")
    assert "400,000" in first["cause"] and "KEYS" in first["evidence"][0]["text"]
    assert "SCAN" in first["remedy"][0]


def test_a_large_set_read_at_once_is_named_with_its_key(settled: redis.Redis) -> None:
    for start in range(0, 600_000, 10_000):
        settled.sadd("everyone", *(f"user:{i}" for i in range(start, start + 10_000)))
    settled.config_resetstat()
    settled.execute_command("SUNIONSTORE", "copy", "everyone")
    found = report(settled)["findings"]
    first = next(f for f in found if f["rule"] == "big-collection")
    assert "SUNIONSTORE" in first["evidence"][0]["text"]
    assert "slow-command" not in [f["rule"] for f in found]
    settled.config_resetstat()
    settled.sscan("everyone", 0, count=500)
    assert "big-collection" not in rules(settled)


def test_a_slow_command_is_named_until_the_counters_are_reset(settled: redis.Redis) -> None:
    settled.execute_command("DEBUG", "SLEEP", "0.2")
    assert rules(settled) == ["slow-command"]
    settled.config_resetstat()
    assert rules(settled) == []


def test_the_reply_is_verbatim_text_in_resp3(start: Starter) -> None:
    server = start()
    reply = server.talk(b"HELLO 3\r\nSCOPE DOCTOR\r\n")
    assert b"\r\n=" in reply and b"\r\ntxt:port " in reply
    assert server.talk(b"SCOPE DOCTOR NOW\r\n") == b"-ERR syntax error\r\n"


def test_latency_doctor_says_that_it_is_off(start: Starter) -> None:
    text = connect(start()).execute_command("LATENCY DOCTOR").decode()
    assert text.startswith("I'm sorry, Dave, I can't do that. Latency monitoring is disabled")


def test_latency_doctor_sums_up_what_was_slow(settled: redis.Redis) -> None:
    settled.execute_command("DEBUG", "SLEEP", "0.05")
    text = settled.execute_command("LATENCY DOCTOR").decode()
    assert text.startswith("Latency spikes are observed in this Valkey instance.\n\n1. command: 1 ")
    assert "Here is some advice for you:" in text and "DEBUG takes up to" in text


def test_latency_doctor_has_nothing_to_say() -> None:
    quiet = Facts(100, (), 10_000, 128, 10, 0.0, 0)
    assert latency_doctor.text(quiet, []) == latency_doctor.NOTHING


def test_latency_doctor_advises_by_kind_each_thing_once() -> None:
    kinds = ("command", "eviction-del", "expire-cycle", "fork", "unheard-of")
    facts = Facts(10, tuple(Series(k, 3, 20, 2, 9, 40) for k in kinds), 50_000, 128, 10, 5.0, 0)
    text = latency_doctor.text(facts, [])
    assert (
        "2. eviction-del: 3 latency spikes (average 20ms, mean deviation 2ms, period 3.00" in text
    )
    assert "Fork rate is 5.00 GB/sec (terrible)." in text
    assert text.count("UNLINK") == 1 and text.count("CONFIG SET hz 100") == 1
    assert "CONFIG SET slowlog-log-slower-than 10000" in text
    alone = Facts(10, (Series("unheard-of", 1, 20, 0, 1, 20),), -1, 128, 100, 0.0, 0)
    assert "not easy to fix" in latency_doctor.text(alone, [])


def test_samples_are_summed_up_as_valkey_does() -> None:
    from vkscope.native.door import LatencyEvent

    event = LatencyEvent("command", 90, 300, 4, [(100, 10), (104, 20), (110, 60)])
    assert latency_doctor.series_of(event, 120) == Series("command", 3, 30, 20, 20, 90)


def test_memory_doctor_of_an_empty_server_and_of_a_filled_one(settled: redis.Redis) -> None:
    assert settled.execute_command("MEMORY DOCTOR").decode() == memory_doctor.EMPTY
    settled.execute_command("DEBUG", "POPULATE", 200_000, "key", 200)
    settled.config_resetstat()
    text = settled.execute_command("MEMORY DOCTOR").decode()
    assert text == memory_doctor.HEALTHY or "resident" in text or "RSS" in text


def test_memory_doctor_asks_valkeys_questions() -> None:
    mb = 1 << 20
    sound = MemoryFacts(100 * mb, 100 * mb, 108 * mb, 100 * mb, 104 * mb, 6, mb)
    assert memory_doctor.text(sound, []) == memory_doctor.HEALTHY
    ill = MemoryFacts(100 * mb, 200 * mb, 190 * mb, 100 * mb, 150 * mb, 2, 4 * mb)
    text = memory_doctor.text(ill, [])
    for word in ("Peak memory", "High total RSS", "allocator", "process RSS", "client buffers"):
        assert word in text
    assert text.startswith(memory_doctor.HEAD) and text.endswith(memory_doctor.FOOT)
    assert memory_doctor.text(MemoryFacts(mb, mb, mb, mb, mb, 1, 0), []) == memory_doctor.EMPTY


def test_the_command_line_looks_at_a_live_server(
    start: Starter, capsys: pytest.CaptureFixture[str]
) -> None:
    server = start("--enable-debug-command", "yes")
    connect(server).execute_command("DEBUG", "SLEEP", "0.3")
    status = command.run([f"127.0.0.1:{server.port}", "--seconds", "0.2", "--format", "json"])
    found = json.loads(capsys.readouterr().out)
    assert status == 1 and found["kind"] == "live"
    assert "slow-command" in [f["rule"] for f in found["findings"]]


def test_refused_writes_name_the_limit(settled: redis.Redis) -> None:
    settled.config_set("maxmemory", "1mb")
    with pytest.raises(redis.ResponseError, match="maxmemory"):
        for i in range(50_000):
            settled.set(f"k{i}", "x" * 1000)
    finding = next(f for f in report(settled)["findings"] if f["rule"] == "maxmemory-tiny")
    assert "noeviction" in finding["cause"] and "CONFIG SET maxmemory" in finding["remedy"][0]


def test_a_slow_fork_is_the_forks_fault_and_not_the_commands(settled: redis.Redis) -> None:
    assert settled.execute_command("DEBUG", "FORK", "60") > 0
    assert settled.execute_command("DEBUG", "FORK") > 0
    found = [f for f in report(settled)["findings"] if f["rule"] not in HOST]
    assert [f["rule"] for f in found] == ["fork-stall"]
    assert "for debug" in found[0]["evidence"][0]["text"]
    assert settled.info("stats")["total_forks"] == 2
    assert [row[0] for row in settled.execute_command("LATENCY", "LATEST")].count(b"fork") == 1
    with pytest.raises(redis.ResponseError, match="must be positive"):
        settled.execute_command("DEBUG", "FORK", "-1")


def test_a_client_that_does_not_read_is_named(settled: redis.Redis, start: Starter) -> None:
    settled.setrange("page", 999_999, "x")
    port = settled.connection_pool.connection_kwargs["port"]
    with socket.create_connection(("127.0.0.1", port)) as slow:
        slow.sendall(b"CLIENT SETNAME sloth\r\n" + b"GET page\r\n" * 40)
        for _ in range(200):
            found = [f for f in report(settled)["findings"] if f["rule"] == "slow-client"]
            if found:
                break
            time.sleep(0.05)
        assert "sloth" in found[0]["evidence"][0]["text"]


def test_a_subscriber_that_does_not_read_is_no_client_that_does_not(settled: redis.Redis) -> None:
    port = settled.connection_pool.connection_kwargs["port"]
    with socket.socket() as slow:
        slow.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 65536)
        slow.connect(("127.0.0.1", port))
        slow.sendall(b"CLIENT SETNAME sloth\r\nSUBSCRIBE prices\r\n")
        slow.recv(1000)
        while settled.publish("prices", "x" * 100_000) == 0:
            time.sleep(0.01)
        for _ in range(150):
            settled.publish("prices", "x" * 100_000)
        for _ in range(200):
            found = rules(settled)
            if found:
                break
            time.sleep(0.05)
        assert found == ["slow-subscriber"]


def test_a_real_redis_server_is_looked_at_through_info(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    program = shutil.which("redis-server")
    if program is None:
        pytest.fail("redis-server is not installed: apt-get install redis-server")
    port = unused_port()
    peer = subprocess.Popen(
        [program, "--port", str(port), "--dir", str(tmp_path), "--save", ""],
        stdout=subprocess.DEVNULL,
    )
    try:
        client = redis.Redis(port=port, socket_timeout=10)
        for _ in range(200):
            try:
                client.ping()
                break
            except redis.ConnectionError:
                time.sleep(0.05)
        client.config_set("slowlog-log-slower-than", 1000)
        client.eval("for i = 1, 3e7 do end", 0)
        status = command.run([f"127.0.0.1:{port}", "--seconds", "0.2", "--format", "json"])
        found = json.loads(capsys.readouterr().out)
        assert status == 1 and found["kind"] == "reduced" and found["cannot_see"]
        assert [f["rule"] for f in found["findings"]] == ["slow-command"]
        assert found["findings"][0]["symptom"].startswith("EVAL takes up to")
    finally:
        peer.kill()
        peer.wait()
