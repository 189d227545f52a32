"""A call that holds the server until it is ended: for tests of what others are told meanwhile."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
import redis

from tests.words import run


@dataclass
class Held:
    """A call under way: what others are told, and, once it has ended, its error."""

    told: str = ""
    errors: list[str] = field(default_factory=list)


@contextmanager
def held(client: redis.Redis, port: int, *words: Any) -> Iterator[Held]:
    """Call it from another client; this one has been answered BUSY. Whoever uses it ends it."""
    state = Held()

    def call() -> None:
        with redis.Redis(port=port, socket_timeout=30) as other:
            try:
                run(other, *words)
            except redis.ResponseError as error:
                state.errors.append(str(error))

    caller = threading.Thread(target=call)
    caller.start()
    state.told = _first_refusal(client)
    try:
        yield state
    finally:
        caller.join(20)


def _first_refusal(client: redis.Redis) -> str:
    for _ in range(1000):
        try:
            run(client, "PING")
            time.sleep(0.01)
        except redis.RedisError as error:
            return str(error)
    pytest.fail("nobody was answered BUSY")
