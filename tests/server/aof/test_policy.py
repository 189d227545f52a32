"""When append-only files are rewritten without being asked."""

from __future__ import annotations

import pytest

from vkscope.server.aof.policy import LONGEST_DELAY, Limit, has_grown


@pytest.mark.parametrize(
    ("current", "base", "percentage", "least", "due"),
    [
        (200, 100, 100, 50, True),
        (199, 100, 100, 50, False),
        (200, 100, 100, 200, False),
        (10_000, 100, 0, 0, False),
        (10, 0, 100, 5, True),
    ],
)
def test_growth(current: int, base: int, percentage: int, least: int, due: bool) -> None:
    """By percentage of the size after the last rewrite, and never while small."""
    assert has_grown(current, base, percentage, least) is due


def test_failures_make_the_next_try_wait_twice_as_long() -> None:
    """From the third on: 1, 2, 4 minutes, at most an hour; one success, and all begins anew."""
    limit, now = Limit(), 0.0
    assert not limit.holds(2, now)
    for minutes in (1, 2, 4, 8, 16, 32, LONGEST_DELAY, LONGEST_DELAY):
        assert limit.holds(3, now)
        assert limit.holds(3, now + minutes * 60 - 1)
        now += minutes * 60
        assert not limit.holds(3, now)
    assert not limit.holds(0, now)
    assert limit.holds(3, now)
    assert limit.holds(3, now + 59)
    assert not limit.holds(3, now + 60)
