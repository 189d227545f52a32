"""When a save is due."""

from __future__ import annotations

import pytest

from vkscope.server.policies.saving import RETRY_S, Due, State, due

POINTS = [(900, 1), (60, 100)]


def state(
    changes: int = 0, *, tried: int = 0, failed: bool = False, scheduled: bool = False
) -> State:
    return State(changes, 1000, tried, failed, scheduled)


@pytest.mark.parametrize(
    ("changes", "now", "point"),
    [
        (0, 9999, None),
        (1, 1900, None),
        (1, 1901, (900, 1)),
        (99, 1061, None),
        (100, 1060, None),
        (100, 1061, (60, 100)),
        (100, 1901, (900, 1)),
    ],
)
def test_a_point_is_due_after_its_seconds_and_changes(
    changes: int, now: int, point: tuple[int, int] | None
) -> None:
    assert due(POINTS, state(changes), now) == (Due(point) if point else None)


def test_no_points_no_save() -> None:
    assert due([], state(10**9), 10**9) is None


def test_a_failed_save_is_tried_again_later() -> None:
    failed = state(5, tried=5000, failed=True, scheduled=True)
    assert due(POINTS, failed, 5000 + RETRY_S) is None
    assert due(POINTS, failed, 5001 + RETRY_S) == Due((900, 1))


def test_a_scheduled_save_comes_when_no_point_is_due() -> None:
    assert due(POINTS, state(scheduled=True), 1001) == Due(None)
    assert due(POINTS, state(1, scheduled=True), 2000) == Due((900, 1))
