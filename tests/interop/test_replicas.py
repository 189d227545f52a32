"""Real servers as replicas of ours, under random load, their links cut at random bytes.

REPLICA_CUTS says how often each is cut (4); a full run takes 200.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
import redis

from tests.conftest import Running
from tests.interop.replicas import (
    REDIS,
    VALKEY,
    CuttingProxy,
    Load,
    caught_up,
    difference,
    digest,
    eventually,
    is_up,
    known_to,
    real_replica,
)

Start = Callable[..., Running]
CUTS = int(os.environ.get("REPLICA_CUTS", "4"))
PEERS = {"valkey": (VALKEY, (8, 1), "11"), "redis": (REDIS, (7, 0), "10")}
QUIET = (
    *("--repl-diskless-sync-delay", "0", "--repl-ping-replica-period", "3600"),
    *("--shutdown-timeout", "0"),
    *("--proto-max-bulk-len", "1mb"),
)


def same(primary: redis.Redis, replica: redis.Redis) -> None:
    eventually(lambda: caught_up(primary, replica))
    if digest(primary) != digest(replica):
        wrong = difference(primary, replica)
        assert not wrong, wrong


@pytest.mark.parametrize("diskless", ["yes", "no"])
@pytest.mark.parametrize("peer", PEERS)
def test_it_has_what_was_there_and_what_comes(
    start: Start, tmp_path: Path, peer: str, diskless: str
) -> None:
    program, version, rdb = PEERS[peer]
    ours = start(*QUIET, "--repl-diskless-sync", diskless, "--rdb-save-version", rdb)
    with redis.Redis(port=ours.port, socket_timeout=30) as primary:
        before = Load(ours.port, 1, known_to(version))
        eventually(lambda: before.said > 10_000)
        before.stop()
        with real_replica(program, tmp_path, ours.port) as replica:
            eventually(lambda: is_up(replica))
            same(primary, replica)
            during = Load(ours.port, 2, known_to(version))
            eventually(lambda: during.said > 10_000)
            during.stop()
            same(primary, replica)
            assert primary.wait(1, 5000) == 1


@pytest.mark.parametrize("peer", PEERS)
def test_a_cut_link_goes_on_where_it_was(start: Start, tmp_path: Path, peer: str) -> None:
    program, version, rdb = PEERS[peer]
    ours = start(*QUIET, "--repl-backlog-size", "200mb", "--rdb-save-version", rdb)
    proxy = CuttingProxy(ours.port, seed=3)
    with redis.Redis(port=ours.port, socket_timeout=30) as primary:
        load = Load(ours.port, 4, known_to(version))
        with real_replica(program, tmp_path, proxy.port) as replica:
            eventually(lambda: is_up(replica))
            full = primary.info("stats")["sync_full"]
            proxy.cutting = True
            eventually(lambda: proxy.cuts >= CUTS, 20 + 2 * CUTS)
            proxy.cutting = False
            load.stop()
            same(primary, replica)
            stats = primary.info("stats")
            assert stats["sync_full"] == full
            assert stats["sync_partial_ok"] >= CUTS
    proxy.close()


@pytest.mark.parametrize("peer", PEERS)
def test_cuts_at_any_moment_leave_the_same_data(start: Start, tmp_path: Path, peer: str) -> None:
    program, version, rdb = PEERS[peer]
    ours = start(*QUIET, "--repl-backlog-size", "64kb", "--rdb-save-version", rdb)
    proxy = CuttingProxy(ours.port, seed=5, longest=400_000)
    proxy.cutting = True
    with redis.Redis(port=ours.port, socket_timeout=30) as primary:
        load = Load(ours.port, 6, known_to(version))
        with real_replica(program, tmp_path, proxy.port) as replica:
            eventually(lambda: proxy.cuts >= CUTS, 20 + 2 * CUTS)
            proxy.cutting = False
            load.stop()
            same(primary, replica)
    proxy.close()
