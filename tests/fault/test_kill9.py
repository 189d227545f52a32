"""kill -9 under load: what was acknowledged is there, with every policy, again and again.

The page cache outlives the process, so this proves the write path and not fsync.
Words: VKSCOPE_KILLS is the number of kills of each policy, 2 unless said.
"""

from __future__ import annotations

import os
import random
import threading
from pathlib import Path

import pytest

from tests.fault.power_loss.check import arguments_of
from tests.fault.power_loss.recording import (
    SERVER,
    start_server,
)
from tests.fault.power_loss.workload import Client, differences, holdings, run_workload

KILLS = int(os.environ.get("VKSCOPE_KILLS", "2"))
CLIENTS = 3


@pytest.mark.parametrize("policy", ["always", "everysec", "no"])
def test_nothing_acknowledged_is_lost(policy: str, tmp_path: Path) -> None:
    choose = random.Random(policy)
    folder = tmp_path / "disk"
    folder.mkdir()
    known: list[Client] = []
    for kill in range(KILLS):
        server = start_server(SERVER, folder, *arguments_of(policy))
        assert differences(known, holdings(server)) == []
        timer = threading.Timer(choose.uniform(0.02, 0.3), server.process.kill)
        timer.start()
        events = {choose.randrange(4, 200): ("BGREWRITEAOF",)}
        first = kill * CLIENTS
        known += run_workload(server, CLIENTS, 100_000, events, first=first).clients
        timer.join()
        server.process.wait(20)
    server = start_server(SERVER, folder, *arguments_of(policy))
    assert differences(known, holdings(server)) == []
    assert sum(client.done for client in known) > 0
    server.kill()
