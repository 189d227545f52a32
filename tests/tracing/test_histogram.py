"""Histograms: the same buckets as native's."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vkscope.tracing.histogram import BUCKETS, Histogram, bucket_of, lower, upper


def test_the_headers_example() -> None:
    assert bucket_of(1000) == 63
    assert (lower(63), upper(63)) == (960, 1023)
    assert bucket_of(1 << 60) == BUCKETS - 1


@given(st.integers(0, 1 << 41))
def test_a_value_lies_in_its_bucket(value: int) -> None:
    index = bucket_of(value)
    assert lower(index) <= value <= upper(index)


@given(st.lists(st.integers(0, 1 << 40), min_size=1, max_size=200), st.floats(1, 100))
def test_percentiles_are_at_most_an_eighth_too_high(values: list[int], percent: float) -> None:
    exact = sorted(values)[max(1, -int(-len(values) * percent // 100)) - 1]
    got = Histogram.of(values).percentile(percent)
    assert exact <= got <= exact * 1.126 + 1


@given(st.lists(st.integers(0, 1 << 38)), st.lists(st.integers(0, 1 << 38)))
def test_a_difference_is_what_came_after(first: list[int], later: list[int]) -> None:
    before, both = Histogram.of(first), Histogram.of(first + later)
    left = both.since(before)
    assert dict(left.buckets) == dict(Histogram.of(later).buckets)
    assert left.sum == sum(later)
    assert before.merge(Histogram.of(later)) == both


def test_counting_that_began_anew_is_taken_whole() -> None:
    now = Histogram.of([5])
    assert now.since(Histogram.of([5, 5, 9])) is now


def test_packing() -> None:
    h = Histogram.of([1, 1, 1000])
    assert Histogram.unpack(h.pack(), h.sum, h.max) == h
    with pytest.raises(ValueError):
        Histogram.unpack(b"123")


def test_empty() -> None:
    assert Histogram().percentile(99) == 0 and Histogram().mean == 0.0
