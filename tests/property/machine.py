"""The state machine of Hypothesis: scenes on a server and on the model; `make test` runs it.

Design: a rule draws a seed, and the seed a scene, so that Hypothesis shortens a failing run by
leaving out scenes.
"""

from __future__ import annotations

from random import Random

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from tests.property.scenes import Scenes
from tests.property.world import World


class Machine(RuleBasedStateMachine):
    """Subclassed with the world and the scenes of a server."""

    world: World
    scenes: Scenes

    @initialize(protocol=st.sampled_from([2, 3]))
    def begin(self, protocol: int) -> None:
        self.world.begin(protocol)

    @rule(seed=st.integers(0, 2**32 - 1))
    def take(self, seed: int) -> None:
        r = Random(seed)
        for _ in range(r.randint(1, 3)):
            self.world.take(self.scenes.draw(r))

    def teardown(self) -> None:
        if hasattr(self.world, "sessions"):
            self.world.finish()
