"""Real servers tell their replicas the same of each command, where they know it.

Words: the peers are those of test_rdb_files; without valkey-server only redis-server is asked.
"""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tests.conftest import Running
from tests.interop.test_rdb_files import FOUND, peer
from tests.server.write_forms import CASES
from tests.server.write_player import Player

REDIS_7_0 = {
    "SET until a moment": "leaves out NX",
    "SET in the past": "has a key whose time is over",
    "SET in the past, lazily": "has a key whose time is over",
    "SET in the past, no key": "has a key whose time is over",
    "BLMOVE, served later": "says the sides in lower case",
    "SPOP of some": "tells each member apart",
    "SPOP of all, lazily": "always DEL",
    "XREADGROUP": "leaves out how many entries were read",
}
"""What is told otherwise there."""


@pytest.mark.parametrize("name", FOUND)
def test_peers_tell_the_same(name: str, tmp_path: Path) -> None:
    others = REDIS_7_0 if name == "redis" else {}
    cases = [c for c in CASES if c.peer == "8.1" and c.name not in others]
    assert len(cases) > 110
    words = ("--repl-diskless-sync-delay", "0", "--logfile", str(tmp_path / "log"))
    with peer(name, tmp_path, *words) as client:
        port = int(client.get_connection_kwargs()["port"])
        idle = subprocess.Popen(["true"])  # the peer's process is the context's business
        player = Player(Running(idle, port, tmp_path / "log"), stops=False)
        for case in cases:
            got = player.play(case)
            wanted = player.expected(case)
            assert player.agrees(got, wanted), f"{case.name}: {got} instead of {wanted}"
        player.close()
        idle.wait()
