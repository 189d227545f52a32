"""Random commands to a server; a second one, told only what a replica is told, holds the same."""

from __future__ import annotations

from collections.abc import Callable

from hypothesis.stateful import run_state_machine_as_test

from tests.conftest import Running
from tests.property.forms import STOPPED
from tests.property.long_run import implemented
from tests.property.machine import Machine
from tests.property.replay import Replayed
from tests.property.scenes import Scenes
from tests.property.test_differential import DAILY
from tests.property.world import SERVER
from tests.server.replica import attached


def test_the_stream_tells_all(start: Callable[..., Running]) -> None:
    first, second = start(*SERVER, "--repl-diskless-sync-delay", "0"), start(*SERVER)
    world = Replayed(first.port, second.port, attached(first))
    scenes = Scenes(STOPPED, implemented, limits=True)
    machine = type("Followed", (Machine,), {"world": world, "scenes": scenes})
    run_state_machine_as_test(machine, settings=DAILY)
    assert world.replayed > 300
    world.leave()
