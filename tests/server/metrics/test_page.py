"""The page of metrics on a running server, read by a client of HTTP and a parser of its own."""

from __future__ import annotations

import http.client
import json
import re
import socket
from collections.abc import Callable
from urllib.request import urlopen

import pytest
import redis

from tests.conftest import Running, unused_port
from tests.words import refused, run
from vkscope.server.metrics.listener import MOST_CONNECTIONS, MOST_REQUEST
from vkscope.tables.metrics import FAMILIES, METRICS

Start = Callable[..., Running]
Samples = dict[tuple[str, str], float]
SAMPLE = re.compile(r'([a-z_:][a-z0-9_:]*)(?:\{((?:[a-z_]+="(?:[^"\\\n]|\\.)*",?)+)\})? (\S+)')
TYPE = re.compile(r"# TYPE ([a-z_:][a-z0-9_:]*) (counter|gauge)")


def connect(running: Running) -> redis.Redis:
    return redis.Redis(port=running.port, socket_timeout=10)


def opened(client: redis.Redis) -> int:
    """Open the page on a port that is free; which one."""
    for _ in range(50):
        port = unused_port()
        try:
            run(client, "CONFIG", "SET", "scope-metrics-port", str(port))
        except redis.ResponseError:  # somebody else was faster
            continue
        return port
    raise AssertionError("no port is free")


@pytest.fixture
def watched(start: Start) -> Running:
    return start()


@pytest.fixture
def port(watched: Running) -> int:
    return opened(connect(watched))


def page(port: int) -> str:
    with urlopen(f"http://127.0.0.1:{port}/metrics", timeout=20) as answer:
        assert answer.headers["Content-Type"].startswith("text/plain; version=0.0.4")
        return str(answer.read().decode())


def parsed(text: str) -> Samples:
    """Samples by name and labels; every line must be one that Prometheus reads."""
    samples: Samples = {}
    kinds: dict[str, str] = {}
    assert text.endswith("\n")
    for line in text.splitlines():
        if line.startswith("# HELP "):
            continue
        kind = TYPE.fullmatch(line)
        if kind:
            assert kind[1] not in kinds, line
            kinds[kind[1]] = kind[2]
            continue
        sample = SAMPLE.fullmatch(line)
        assert sample, line
        name, labels, value = sample.groups()
        assert name in kinds, f"{name} has no type"
        key = (name, labels or "")
        assert key not in samples, line
        samples[key] = float(value)
    return samples


def single(samples: Samples, name: str) -> float:
    return samples[name, ""]


def test_figures_are_those_of_info(watched: Running, port: int) -> None:
    client = connect(watched)
    for i in range(7):
        run(client, "SET", f"k{i}", "v")
    run(client, "SET", "t", "v", "EX", "1000")
    run(client, "GET", "k0")
    run(client, "GET", "absent")
    refused(client, "LPUSH", "k0", "x")
    samples = parsed(page(port))
    assert single(samples, "redis_up") == 1
    assert single(samples, "redis_connected_clients") >= 1
    assert single(samples, "redis_keyspace_hits_total") >= 1
    assert single(samples, "redis_keyspace_misses_total") >= 1
    assert samples["redis_db_keys", 'db="db0"'] == 8
    assert samples["redis_db_keys_expiring", 'db="db0"'] == 1
    assert 0 <= samples["redis_db_avg_ttl_seconds", 'db="db0"'] <= 1000
    assert samples["redis_commands_total", 'cmd="set"'] == 8
    assert samples["redis_commands_duration_seconds_total", 'cmd="set"'] > 0
    assert samples["redis_commands_failed_calls_total", 'cmd="lpush"'] == 1
    assert samples["redis_errors_total", 'err="WRONGTYPE"'] == 1
    assert single(samples, "redis_memory_used_bytes") > 100_000
    assert samples["vkscope_loop_phase_seconds_total", 'phase="execute"'] > 0
    info = next(labels for name, labels in samples if name == "redis_instance_info")
    assert 'role="master"' in info
    assert f'tcp_port="{watched.port}"' in info


def test_counters_never_fall_and_scrapes_are_no_commands(watched: Running, port: int) -> None:
    client = connect(watched)
    run(client, "PING")
    before, after = parsed(page(port)), parsed(page(port))
    counters = {m.name for m in METRICS if m.kind == "counter"}
    for name in counters:
        if (name, "") in before:
            assert after[name, ""] >= before[name, ""], name
    processed = "redis_commands_processed_total"
    assert single(after, processed) == single(before, processed)


def test_every_figure_of_the_table_has_its_field(watched: Running, port: int) -> None:
    run(connect(watched), "CONFIG", "SET", "appendonly", "yes")
    names = {name for name, _ in parsed(page(port))}
    assert {m.name for m in METRICS} - names == set()
    always = {f.name for f in FAMILIES if f.rows in ("instance", "commands", "phases", "left_out")}
    assert always - names == set()


def test_names_of_the_users_own_cannot_break_the_page(watched: Running, port: int) -> None:
    text = 'return redis.error_reply("A\\"B\\\\C{x=1} broken")'
    refused(connect(watched), "EVAL", text, "0")
    samples = parsed(page(port))
    assert any(name == "redis_errors_total" for name, _ in samples)


def test_other_requests_are_refused_and_the_page_goes_on(watched: Running, port: int) -> None:
    for method, path, status in (
        ("HEAD", "/metrics", 200),
        ("GET", "/", 404),
        ("GET", "/metrics?x=1", 200),
        ("POST", "/metrics", 405),
        ("DELETE", "/metrics", 405),
    ):
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
        connection.request(method, path)
        answer = connection.getresponse()
        body = answer.read()
        assert answer.status == status, (method, path)
        assert bool(body) == (method != "HEAD")
        connection.close()
    for nonsense in (b"PING\r\n\r\n", b"\x16\x03\x01\x02\r\n\r\n", b"x" * (MOST_REQUEST + 1)):
        with socket.create_connection(("127.0.0.1", port), 20) as raw:
            raw.sendall(nonsense)
            assert raw.recv(65536).startswith(b"HTTP/1.1 400 ")
    assert page(port)


def test_idle_connections_are_few_and_hinder_nobody(watched: Running, port: int) -> None:
    client = connect(watched)
    idle = [socket.create_connection(("127.0.0.1", port), 20) for _ in range(MOST_CONNECTIONS)]
    try:
        for each in idle:
            each.sendall(b"GET /metr")
        with socket.create_connection(("127.0.0.1", port), 20) as late:
            assert late.recv(65536).startswith(b"HTTP/1.1 503 ")
        assert run(client, "PING")
        idle[0].sendall(b"ics HTTP/1.0\r\n\r\n")
        assert idle[0].recv(65536).startswith(b"HTTP/1.1 200 ")
    finally:
        for each in idle:
            each.close()


def test_it_is_off_until_asked_for_and_moves(start: Start) -> None:
    running = start()
    client = connect(running)
    assert setting(client, "scope-metrics-port") == b"0"
    assert setting(client, "scope-metrics-bind") == b"127.0.0.1"
    first = opened(client)
    assert run_id(client) in page(first)
    second = opened(client)
    assert run_id(client) in page(second)
    assert not answers(first, client)
    run(client, "CONFIG", "SET", "scope-metrics-port", "0")
    assert not answers(second, client)


def setting(client: redis.Redis, name: str) -> bytes:
    found = run(client, "CONFIG", "GET", name)
    return bytes(dict(found)[name.encode()] if isinstance(found, dict) else found[1])


def run_id(client: redis.Redis) -> str:
    found = re.search(r"run_id:(\w+)", run(client, "INFO", "server").decode())
    assert found
    return found[1]


def answers(port: int, client: redis.Redis) -> bool:
    """Tell whether this server, and no other that took the port, answers there."""
    try:
        return run_id(client) in page(port)
    except (OSError, http.client.HTTPException):
        return False


def test_the_page_is_there_from_the_start(start: Start) -> None:
    for _ in range(20):
        port = unused_port()
        try:
            running = start("--scope-metrics-port", str(port))
        except RuntimeError as error:  # somebody else was faster
            assert "Could not listen for metrics" in str(error)
            continue
        assert run_id(connect(running)) in page(port)
        return
    raise AssertionError("no port is free")


def test_an_address_that_is_taken_is_refused_and_the_old_one_stays(start: Start) -> None:
    client = connect(start())
    first = opened(client)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        other = str(taken.getsockname()[1])
        text = refused(client, "CONFIG", "SET", "scope-metrics-port", other)
        assert "Could not listen for metrics" in text
    assert setting(client, "scope-metrics-port") == str(first).encode()
    assert page(first)


def test_the_log_is_json_where_asked(start: Start) -> None:
    running = start("--log-format", "json", "--log-timestamp-format", "iso8601")
    run(connect(running), "DEBUG", "LOG", 'said "so" \\ and so')
    rows = [json.loads(line) for line in running.log.read_text().splitlines()]
    assert all(row.keys() == {"pid", "role", "timestamp", "level", "message"} for row in rows)
    assert 'DEBUG LOG: said "so" \\ and so' in [row["message"] for row in rows]
    assert {row["role"] for row in rows if row["pid"] == running.process.pid} >= {"primary"}
