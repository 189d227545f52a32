"""INFO's sections and fields."""

from __future__ import annotations

import pytest

from vkscope.server.config import Config
from vkscope.server.info import layout
from vkscope.server.info.fields import human
from vkscope.server.info.numbers import (
    CommandStat,
    Database,
    ErrorStat,
    LatencyStat,
    Listener,
    Numbers,
    Process,
    Report,
)


@pytest.fixture
def report() -> Report:
    native = {"clients": 3, "commands": 42, "used_memory": 2048, "peak_memory": 1024}
    numbers = Numbers.of_native(native | {"tick_ns": 5_000_999, "expire_cycle_us": 2500})
    numbers.wall_us = 100_000 * 1_000_000 + 7
    process = Process("r" * 40, start_s=1000, resident=4096)
    process.listeners = [Listener("tcp", ("*", "::1"), 6379), Listener("unix", ("/s",), 0)]
    return Report(numbers, process)


def fields(report: Report, *arguments: str, config: Config | None = None) -> dict[str, str]:
    """All fields of the reply."""
    text = layout.text(arguments, report, config or Config())
    lines = [line for line in text.split("\r\n") if line and not line.startswith("#")]
    return dict(line.split(":", 1) for line in lines)


@pytest.mark.parametrize(
    ("arguments", "sections"),
    [
        ([], list(layout.DEFAULT)),
        (["default", "commandstats"], [*layout.DEFAULT[:8], "commandstats", *layout.DEFAULT[8:]]),
        (["CPU", "server"], ["server", "cpu"]),
        (["nosuch"], []),
        (["modules"], ["module_list"]),
        (["debug"], ["debug"]),
    ],
)
def test_which_sections(arguments: list[str], sections: list[str]) -> None:
    assert layout.chosen(arguments) == sections


def test_all_is_everything_but_debug() -> None:
    assert layout.chosen(["all"]) == layout.chosen(["EVERYTHING"])
    assert "latencystats" in layout.chosen(["all"])
    assert not layout.BY_NAME_ONLY & set(layout.chosen(["all"]))
    assert "debug" in layout.chosen(["all", "debug"])


def test_sections_are_set_apart(report: Report) -> None:
    text = layout.text(["cluster", "modules", "nosuch"], report, Config())
    assert text == "# Modules\r\n\r\n# Cluster\r\ncluster_enabled:0\r\n"
    assert layout.text(["nosuch"], report, Config()) == ""


def test_numbers_reach_their_fields(report: Report) -> None:
    found = fields(report, "everything")
    assert found["connected_clients"] == "3"
    assert found["total_commands_processed"] == "42"
    assert found["uptime_in_seconds"] == "99000"
    assert found["uptime_in_days"] == "1"
    assert found["used_memory_human"] == "2.00K"
    assert found["used_memory_peak"] == "2048"
    assert found["used_memory_peak_perc"] == "100.00%"
    assert found["mem_fragmentation_ratio"] == "2.00"
    assert found["mem_fragmentation_bytes"] == "2048"
    assert found["eventloop_duration_sum"] == "5000"
    assert found["expire_cycle_cpu_milliseconds"] == "2"
    assert found["listener0"] == "name=tcp,bind=*,bind=::1,port=6379"
    assert found["listener1"] == "name=unix,bind=/s"
    assert found["server_name"] == "valkey"
    assert found["redis_version"] == "7.2.4"


def test_unknown_counters_are_left_out(report: Report) -> None:
    found = fields(report, "everything")
    assert "evicted_keys" not in found
    assert "allocator_frag_ratio" not in found
    report.numbers.evicted_keys = 0
    assert fields(report, "stats")["evicted_keys"] == "0"


def test_parameters_reach_their_fields(report: Report) -> None:
    config = Config()
    config.change(
        [
            ("maxmemory", "1mb"),
            ("extended-redis-compatibility", "yes"),
            ("availability-zone", "a\r\nrole:slave"),
        ]
    )
    found = fields(report, config=config)
    assert found["maxmemory_human"] == "1.00M"
    assert found["redis_mode"] == "standalone"
    assert "server_mode" not in found
    assert found["availability_zone"] == "a  role:slave"
    assert found["role"] == "master"


def test_statistics_of_commands_and_errors(report: Report) -> None:
    report.commands = [CommandStat("config|get", 2, 5, 1, 0), CommandStat("never", 0, 0, 0, 0)]
    report.errors = [ErrorStat("WRONGTYPE", 2), ErrorStat("ERR:\n#", 1)]
    report.latencies = [LatencyStat("get", ((50.0, 1500), (99.9, 2_000_000)))]
    found = fields(report, "commandstats", "errorstats", "latencystats")
    assert found == {
        "cmdstat_config|get": ("calls=2,usec=5,usec_per_call=2.50,rejected_calls=1,failed_calls=0"),
        "errorstat_ERR___": "count=1",
        "errorstat_WRONGTYPE": "count=2",
        "latency_percentiles_usec_get": "p50=1.500,p99.9=2000.000",
    }
    config = Config()
    config.change([("latency-tracking", "no")])
    assert fields(report, "latencystats", config=config) == {}


def test_databases(report: Report) -> None:
    report.databases = [Database(0, 3, 1, 500, 2), Database(1, 0, 0, 0, 0)]
    assert fields(report, "keyspace") == {
        "db0": "keys=3,expires=1,avg_ttl=500,keys_with_volatile_items=2"
    }


@pytest.mark.parametrize(
    ("size", "text"),
    [(0, "0B"), (1023, "1023B"), (1024, "1.00K"), (1 << 30, "1.00G"), (3 << 49, "1.50P")],
)
def test_sizes_for_people(size: int, text: str) -> None:
    assert human(size) == text
