"""kill -9 under load: what was acknowledged is there, with every policy, again and again.

The page cache outlives the process, so this proves the write path and not fsync.
Words: VKSCOPE_KILLS is the number of kills of each policy, 2 unless said.
"""

from __future__ import annotations

import os
import random
import threading
import time
from pathlib import Path

import pytest

from tests.fault.power_loss.check import arguments_of
from tests.fault.power_loss.recording import SERVER, Started, start_server
from tests.fault.power_loss.workload import Client, Work, differences, holdings, run_workload

KILLS = int(os.environ.get("VKSCOPE_KILLS", "2"))
CLIENTS = 3


class Killer(threading.Thread):
    """Kills a server in the middle of its work, some time after a client had so many answers."""

    def __init__(self, server: Started, units: int, late: float) -> None:
        super().__init__(daemon=True)
        self.server, self.units, self.late = server, units, late
        self.work: Work | None = None

    def watch(self, work: Work) -> None:
        """The work begins."""
        self.work = work
        self.start()

    def run(self) -> None:
        """Wait, and kill."""
        assert self.work
        while self.work.clients[0].done < self.units and self.server.process.poll() is None:
            time.sleep(0.001)
        time.sleep(self.late)
        self.server.kill()


@pytest.mark.parametrize("policy", ["always", "everysec", "no"])
def test_nothing_acknowledged_is_lost(policy: str, tmp_path: Path) -> None:
    choose = random.Random(policy)
    folder = tmp_path / "disk"
    folder.mkdir()
    known: list[Client] = []
    for kill in range(KILLS):
        server = start_server(SERVER, folder, *arguments_of(policy))
        assert differences(known, holdings(server)) == []
        events = {choose.randrange(4, 200): ("BGREWRITEAOF",)}
        killer = Killer(server, choose.randrange(1, 300), choose.uniform(0, 0.01))
        known += run_workload(
            server, CLIENTS, 100_000, events, first=kill * CLIENTS, begun=killer.watch
        ).clients
        killer.join()
    server = start_server(SERVER, folder, *arguments_of(policy))
    assert differences(known, holdings(server)) == []
    assert all(client.done for client in known[::CLIENTS])
    server.kill()
