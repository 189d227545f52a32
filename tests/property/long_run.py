"""The long run: `python -m tests.property.long_run [COMMANDS [ours|replay|redis|PATH [SEED]]]`.

Runs examples of seeds that follow each other until so many commands were compared; prints how many
of each. At the first difference it stops, and leaves out steps for as long as the difference
stays, so that the shortest sequence that shows it is printed. SEED says where to begin; the total
that is printed from time to time says with which seed to go on.
"""

from __future__ import annotations

import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from random import Random

from tests import conftest
from tests.property import peers
from tests.property.forms import RUNNING, STOPPED
from tests.property.replay import Replayed
from tests.property.scenes import Say, Scenes, Step
from tests.property.world import SERVER, DifferenceError, SilenceError, World
from tests.server.replica import attached
from vkscope.tables import commands as tables

SCENES = 60
"""How many scenes an example has at most."""
TRIES = 400
"""How often at most a failing example is tried with fewer steps."""


def implemented(line: str) -> bool:
    """Tell whether our server has the command of a form: of those not in the table, it has."""
    table, words = tables.load(), [word.lower() for word in line.split()]
    found = table.commands.get(" ".join(words[:2])) or table.commands.get(words[0])
    return found is None or table.is_implemented(found)


def in_redis_7(line: str) -> bool:
    """Tell whether redis-server 7.0 has the command of a form."""
    table, words = tables.load(), [word.lower() for word in line.split()]
    found = table.commands.get(" ".join(words[:2])) or table.commands.get(words[0])
    return found is None or tuple(map(int, found.since.split("."))) < (7, 1)


def command_of(difference: str) -> str:
    """The command's name, as the text of a difference has it."""
    return difference.partition(":")[0].partition(",")[0].rstrip("]")


@dataclass
class Run:
    """One server, and the scenes it is tried with."""

    world: World
    scenes: Scenes

    def example(self, seed: int) -> None:
        """Run one example."""
        r = Random(seed)
        self.world.begin(r.choice([2, 3]))
        for _ in range(r.randint(5, SCENES)):
            self.world.take(self.scenes.draw(r))
        self.world.finish()

    def shows(self, steps: list[Step], protocol: int) -> str | None:
        """Return the difference that steps show, if any."""
        self.world.begin(protocol)
        try:
            self.world.take(steps)
            self.world.finish()
        except SilenceError:
            return None  # without what served it a command waits
        except DifferenceError as error:
            return str(error)
        return None

    def shorten(self, steps: list[Step], protocol: int, where: str) -> list[Step]:
        """Leave out steps, in halves, quarters ..., for as long as the same command differs."""
        size, tries = max(len(steps) // 2, 1), TRIES
        while tries > 0:
            at, shorter = 0, False
            while at < len(steps) and tries > 0:
                fewer = steps[:at] + steps[at + size :]
                tries -= 1
                shown = self.shows(fewer, protocol) if fewer else None
                if shown and command_of(shown) == where:
                    steps, shorter = fewer, True
                else:
                    at += size
            if size == 1 and not shorter:
                break
            size = max(size // 2, 1)
        return steps

    def report(self, seconds: float) -> None:
        """Print what was compared."""
        for name, count in sorted(self.world.counted.items()):
            print(f"{count:8} {name!r}")
        for why, count in self.world.unsent.items():
            print(f"{count:8} not sent: {why}")
        total = self.world.counted.total()
        counts = f"{total} commands compared, {self.world.sent} sent, {seconds:.0f} s"
        print(f"{counts}: nothing unexplained")

    def until(self, commands: int, seed: int) -> bool:
        """Compare so many commands; False at the first difference, which is printed."""
        shown = time.monotonic()
        while self.world.counted.total() < commands:
            try:
                self.example(seed)
            except DifferenceError as error:
                print(f"seed {seed}: {error}", flush=True)
                steps, protocol = list(self.world.taken), self.world.sessions[0].protocol
                self.explain(steps, protocol, command_of(str(error)))
                return False
            seed += 1
            if time.monotonic() - shown > 10:
                shown = time.monotonic()
                print(f"... {self.world.counted.total()} (next seed {seed})", flush=True)
        return True

    def explain(self, steps: list[Step], protocol: int, where: str) -> None:
        """Print the shortest steps that show a difference at this command."""
        self.world.patience = 3
        steps = self.shorten(steps, protocol, where)
        print(f"RESP{protocol}: {self.shows(steps, protocol)}")
        for step in steps:
            print(f"  {step.who} {step.words!r}" if isinstance(step, Say) else f"  {step!r}")


def main() -> int:
    """Compare with the server that the arguments name."""
    words = sys.argv[1:] + ["300000", "ours", "1"][len(sys.argv) - 1 :]
    commands, name, seed = int(words[0]), words[1] or "ours", int(words[2])
    started = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        second = None
        if name in ("ours", "replay"):
            running = conftest.launch(Path(folder), *SERVER, "--repl-diskless-sync-delay", "0")
            process, port, peer = running.process, running.port, None
            scenes = Scenes(STOPPED, implemented, limits=True)
            if name == "replay":
                second = conftest.launch(Path(folder), *SERVER)
        else:
            peer = peers.PEERS["redis" if "redis" in name else "valkey"]
            process, port = peers.launch(
                peer.program if name in peers.PEERS else name, Path(folder)
            )
            wanted = in_redis_7 if peer is peers.REDIS_7_0 else (lambda _: True)
            scenes = Scenes(RUNNING, wanted, limits=peer.limits)
        world = World(port, peer)
        if second is not None:
            world = Replayed(port, second.port, attached(running))
        run = Run(world, scenes)
        try:
            good = run.until(commands, seed)
            if good:
                run.report(time.monotonic() - started)
        finally:
            run.world.close()
            if second is not None:
                conftest.end(second)
            process.terminate()
            process.wait(10)
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
