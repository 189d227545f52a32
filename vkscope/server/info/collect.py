"""Collects what INFO shows: one crossing for the counters, others only if their section is asked.

Rules: the only module of this package that reads native.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Collection
from typing import TYPE_CHECKING, Any, Final

from vkscope.native import door
from vkscope.server.info import layout
from vkscope.server.info.numbers import (
    Certificate,
    CommandStat,
    Database,
    ErrorStat,
    LatencyStat,
    Listener,
    Numbers,
    Process,
    Report,
)

if TYPE_CHECKING:
    from vkscope.server.app import Server

_ROLES: Final = ("server", "client", "ca")
_LRU_CLOCK_MAX: Final = (1 << 24) - 1


def render(server: Server, arguments: list[str]) -> str:
    """INFO's reply: the text of the sections that the arguments mean."""
    return layout.text(arguments, report_of(server, layout.chosen(arguments)), server.config)


def report_of(server: Server, asked: Collection[str]) -> Report:
    """What these sections are made of."""
    native = door.numbers()
    report = Report(_numbers(server, native), _process(server), loop=native)
    report.rewrites = server.append_only.report()
    if "tls" in asked:
        report.process.certificates = {
            role: Certificate(*door.tls_certificate(number)) for number, role in enumerate(_ROLES)
        }
    if "commandstats" in asked or "latencystats" in asked:
        rows = door.commands()
        report.commands = [_command(row) for row in rows]
        report.latencies = [
            _latency(row, server.config.percentiles) for row in rows if row["calls"]
        ]
    if "errorstats" in asked:
        report.errors = [ErrorStat(code, times) for code, times in door.errors().items()]
    if "keyspace" in asked:
        report.databases = [_database(row) for row in door.databases()]
    report.replication = door.replication()
    if "replication" in asked:
        report.replicas = door.replicas()
    return report


def _numbers(server: Server, native: dict[str, int]) -> Numbers:
    numbers = Numbers.of_native(native)
    rates = server.rates
    if server.farewell is not None:
        left = server.farewell.deadline - time.monotonic()
        numbers.shutdown_in_ms = max(0, int(left * 1000))
    numbers.instantaneous_ops_per_sec = rates.per_second("commands")
    numbers.instantaneous_input_bytes = rates.per_second("net_in")
    numbers.instantaneous_output_bytes = rates.per_second("net_out")
    numbers.instantaneous_eventloop_cycles_per_sec = rates.per_second("ticks")
    numbers.instantaneous_eventloop_duration_us = rates.share("tick_ns", "ticks") // 1000
    if numbers.wall_us is None:
        numbers.wall_us = time.time_ns() // 1000
    if numbers.lru_clock is None:
        numbers.lru_clock = numbers.wall_us // 1_000_000 & _LRU_CLOCK_MAX
    return numbers


def _process(server: Server) -> Process:
    config = server.config
    binds = tuple(config.binds)
    addresses = {"tcp": binds, "unix": (config.str("unixsocket"),), "tls": binds}
    ports = {"tcp": config.int("port"), "tls": config.int("tls-port")}
    listeners = [
        Listener(name, addresses.get(name, ()), ports.get(name, 0))
        for name in server.listeners.names
    ]
    return Process(
        run_id=server.run_id,
        start_s=int(time.time() - (time.monotonic() - server.started)),
        executable=os.path.abspath(sys.argv[0]),
        supervised=server.supervised,
        compiler=door.compiler(),
        resident=resident(),
        system_memory=os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES"),
        listeners=listeners,
    )


def resident() -> int | None:
    """Bytes of memory that the process has, where the system says."""
    try:
        with open("/proc/self/statm", encoding="ascii") as file:
            return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError, IndexError):
        return None


def _command(row: dict[str, Any]) -> CommandStat:
    return CommandStat(row["name"], row["calls"], row["ns"] // 1000, row["rejected"], row["failed"])


def _latency(row: dict[str, Any], wanted: list[float]) -> LatencyStat:
    times = door.command_times(row["id"], wanted)
    return LatencyStat(row["name"], tuple(zip(wanted, times, strict=True)))


def _database(row: dict[str, int]) -> Database:
    return Database(
        row["id"],
        row["keys"],
        row["expires"],
        row.get("avg_ttl_ms", 0),
        row.get("volatile_items", 0),
    )
