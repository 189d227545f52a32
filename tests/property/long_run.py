"""The long run: `python -m tests.property.long_run [COMMANDS [ours|redis|PATH]] [--shrink]`.

Runs whole examples until so many commands were compared; prints how many of each, and stops at the
first difference, with --shrink at the shortest sequence that shows it.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests import conftest
from tests.property import peers
from tests.property.machine import SERVER, AgainstOurs, AgainstPeer, Machine
from tests.property.wire import Wire

ROUND = settings(
    max_examples=200,
    stateful_step_count=12,
    deadline=None,
    database=None,
    phases=(Phase.generate, Phase.shrink) if "--shrink" in sys.argv else (Phase.generate,),
    suppress_health_check=list(HealthCheck),
)


def report(counted: Counter[str], unsent: Counter[str], wire: Wire, seconds: float) -> None:
    """Print what was compared."""
    for name, count in sorted(counted.items()):
        print(f"{count:8} {name!r}")
    for why, count in unsent.items():
        print(f"{count:8} not sent: {why}")
    total = sum(counted.values())
    print(f"{total} commands compared, {wire.count} sent, {seconds:.0f} s: nothing unexplained")


def run(machine: type[Machine], commands: int) -> None:
    """Compare so many commands, or raise at the first difference."""
    shown = time.monotonic()
    while sum(machine.counted.values()) < commands:
        run_state_machine_as_test(machine, settings=ROUND)  # type: ignore[no-untyped-call]
        if time.monotonic() - shown > 30:
            shown = time.monotonic()
            print(f"... {sum(machine.counted.values())}", flush=True)


def main() -> None:
    """Compare with the server that the arguments name."""
    words = [word for word in sys.argv[1:] if not word.startswith("--")]
    commands, name = int([*words, "300000"][0]), [*words, "", "ours"][1] or "ours"
    started = time.monotonic()
    counts = {"counted": Counter[str](), "unsent": Counter[str]()}
    with tempfile.TemporaryDirectory() as folder:
        if name == "ours":
            running = conftest.launch(Path(folder), *SERVER)
            process, port = running.process, running.port
            base: type[Machine] = AgainstOurs
            peer = None
        else:
            peer = peers.PEERS["redis" if "redis" in name else "valkey"]
            process, port = peers.launch(
                peer.program if name in peers.PEERS else name, Path(folder)
            )
            base = AgainstPeer
        wire = Wire(port)
        try:
            machine = type("Long", (base,), {"wire": wire, "peer": peer, **counts})
            run(machine, commands)
            report(counts["counted"], counts["unsent"], wire, time.monotonic() - started)
        finally:
            wire.close()
            process.terminate()
            process.wait(10)


if __name__ == "__main__":
    main()
