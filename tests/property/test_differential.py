"""Random commands to a server and to the model. `make differential` is the long run."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.conftest import Running
from tests.property.forms import RUNNING, STOPPED
from tests.property.long_run import implemented, in_redis_7
from tests.property.machine import Machine
from tests.property.peers import REDIS_7_0, launch
from tests.property.scenes import Scenes
from tests.property.world import SERVER, World

DAILY = settings(
    max_examples=40,
    stateful_step_count=12,
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)


def test_the_server_does_what_the_model_says(start: Callable[..., Running]) -> None:
    world = World(start(*SERVER).port)
    scenes = Scenes(STOPPED, implemented, limits=True)
    machine = type("AgainstServer", (Machine,), {"world": world, "scenes": scenes})
    run_state_machine_as_test(machine, settings=DAILY)
    assert world.sent > 2000
    world.close()


def test_a_redis_server_does_what_the_model_says(tmp_path: Path) -> None:
    program = REDIS_7_0.path()
    if program is None:
        pytest.skip("redis-server is not installed: the model is compared with our server alone")
    process, port = launch(program, tmp_path)
    world = World(port, REDIS_7_0)
    scenes = Scenes(RUNNING, in_redis_7, limits=False)
    try:
        machine = type("AgainstRedis", (Machine,), {"world": world, "scenes": scenes})
        run_state_machine_as_test(machine, settings=DAILY)
        assert world.sent > 2000
    finally:
        world.close()
        process.terminate()
        process.wait(10)
