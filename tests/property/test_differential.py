"""Random commands to a server and to the model. `make differential` is the long run."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.conftest import Running
from tests.property.machine import SERVER, AgainstOurs, AgainstPeer
from tests.property.peers import REDIS_7_0, launch
from tests.property.wire import Wire

DAILY = settings(
    max_examples=40,
    stateful_step_count=12,
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)


def test_the_server_does_what_the_model_says(start: Callable[..., Running]) -> None:
    wire = Wire(start(*SERVER).port)
    machine = type("AgainstServer", (AgainstOurs,), {"wire": wire})
    run_state_machine_as_test(machine, settings=DAILY)
    assert wire.count > 2000
    wire.close()


def test_a_redis_server_does_what_the_model_says(tmp_path: Path) -> None:
    program = REDIS_7_0.path()
    if program is None:
        pytest.skip("redis-server is not installed: the model is compared with our server alone")
    process, port = launch(program, tmp_path)
    wire = Wire(port)
    try:
        machine = type("AgainstRedis", (AgainstPeer,), {"wire": wire, "peer": REDIS_7_0})
        run_state_machine_as_test(machine, settings=DAILY)
        assert wire.count > 2000
    finally:
        wire.close()
        process.terminate()
        process.wait(10)
