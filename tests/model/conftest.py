"""A model to talk to, and a clock that a test moves."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

import pytest

from vkscope.model.call import Session
from vkscope.model.keyspace import Keyspace
from vkscope.model.registry import Model
from vkscope.model.replies import Reply

Say: TypeAlias = Callable[..., Reply]


class Clock:
    """Time that a test moves."""

    now = 1_000_000


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def model(clock: Clock) -> Model:
    return Model(Keyspace(clock=lambda: clock.now))


def speaker(model: Model, session: Session) -> Say:
    """A call in a session."""

    def call(*words: str | bytes) -> Reply:
        return model.execute(session, [w.encode() if isinstance(w, str) else w for w in words])

    return call


@pytest.fixture
def say(model: Model) -> Say:
    """A call in one session of a model."""
    return speaker(model, Session())


@pytest.fixture
def other(model: Model) -> Say:
    """A call in another one."""
    return speaker(model, Session(ident=2))
