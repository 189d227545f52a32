"""Sizes of elements, and percentiles by a slow and simple form of them."""

from __future__ import annotations

from collections import Counter
from math import ceil

from hypothesis import given
from hypothesis import strategies as st

from vkscope.files.rdb_stats import element_sizes, percentile
from vkscope.files.values import Hash, Module, Stream


def test_elements_of_every_kind() -> None:
    assert list(element_sizes(b"abc")) == [3]
    assert list(element_sizes([b"a", b""])) == [1, 0]
    assert sorted(element_sizes({b"a", b"bc"})) == [1, 2]
    assert list(element_sizes({b"a": 10.0, b"b": 0.25})) == [3, 5]
    assert list(element_sizes(Hash({b"f": b"value"}))) == [6]
    assert list(element_sizes(Stream([((1, 0), [(b"f", b"v"), (b"g", b"")])]))) == [2, 1]
    assert list(element_sizes(Module("test-type", 1, [1]))) == []


@given(st.lists(st.integers(0, 30)), st.integers(1, 100))
def test_a_percentile_is_the_nearest_rank(sizes: list[int], percent: int) -> None:
    rank = ceil(len(sizes) * percent / 100)
    wanted = sorted(sizes)[rank - 1] if sizes else 0
    assert percentile(Counter(sizes), percent) == wanted
