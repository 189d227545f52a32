"""Words of a line, and words in quotes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vkscope.files.quoting import quote, quote_if_needed, split, to_text
from vkscope.server.config.patterns import matches


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("", []),
        ("  a \t b\vc ", ["a", "b\vc"]),
        ("a \"b c\" 'd e'", ["a", "b c", "d e"]),
        (r'"\n\r\t\b\a\x41\q\""', ['\n\r\t\b\aAq"']),
        (r"'it\'s \n'", [r"it's \n"]),
        ('pre"fix"', ["prefix"]),
        ('""', [""]),
        (r'"\xff"', ["\udcff"]),
        ('"open', None),
        ('"a"b', None),
        ("'open\\'", None),
    ],
)
def test_split(line: str, words: list[str] | None) -> None:
    assert split(line) == words


@given(st.binary())
def test_quoted_text_comes_back_and_stays_on_its_line(data: bytes) -> None:
    text = to_text(data)
    for quoted in (quote(text), quote_if_needed(text)):
        assert split(quoted) == [text]
        assert quoted.isprintable()
        assert quoted.isascii()


@pytest.mark.parametrize(
    ("pattern", "name", "fits"),
    [
        ("*", "maxmemory", True),
        ("MAX*y", "maxmemory", True),
        ("max?emory", "maxmemory", True),
        ("[l-n]ax*", "maxmemory", True),
        ("[^m]ax*", "maxmemory", False),
        ("[z-a]ax*", "maxmemory", True),
        ("\\max*", "maxmemory", True),
        ("max", "maxmemory", False),
        ("*-policy", "maxmemory", False),
        ("", "maxmemory", False),
        ("*a*a*a*a*a*a*a*a*a*a*b", "a" * 60, False),
    ],
)
def test_patterns(pattern: str, name: str, fits: bool) -> None:
    assert matches(pattern, name) is fits
