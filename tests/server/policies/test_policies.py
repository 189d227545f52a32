"""Policies: pure functions from a snapshot to knobs."""

from __future__ import annotations

import pytest

from vkscope.server.policies import eviction, expiry


@pytest.mark.parametrize(
    ("tenacity", "us"),
    [(0, 0), (1, 50), (10, 500), (11, 575), (20, 2022), (99, 125_000_000), (100, 2**53)],
)
def test_tenacity_is_time(tenacity: int, us: int) -> None:
    knobs = eviction.decide(eviction.EvictionSnapshot(tenacity))
    assert knobs.evict_time_limit_us == pytest.approx(us, rel=0.02)


def test_more_tenacity_is_never_less_time() -> None:
    limits = [eviction.decide(eviction.EvictionSnapshot(n)).evict_time_limit_us for n in range(101)]
    assert limits == sorted(limits)


def test_effort_changes_every_knob() -> None:
    assert expiry.decide(expiry.ExpirySnapshot(1)) == (20, 1000, 25, 10)
    assert expiry.decide(expiry.ExpirySnapshot(10)) == (65, 3250, 43, 1)
