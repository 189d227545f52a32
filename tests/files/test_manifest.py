"""Manifests: good ones, and each complaint."""

from __future__ import annotations

from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vkscope.files.manifest import Manifest, ManifestError, Part, looks_like_one, parse

BASE = b"file a.aof.2.base.rdb seq 2 type b\n"
INCREMENT = b"file a.aof.3.incr.aof seq 3 type i\n"


def test_parts_come_in_the_order_of_loading() -> None:
    found = parse(
        b"# a comment\n" + INCREMENT + b"file old seq 1 type h\n" + BASE
        + b'FILE "a \\x41\\"" SEQ 4 other 1 TYPE incr\n'
    )  # fmt: skip
    assert found == Manifest(
        Part("a.aof.2.base.rdb", 2, "b"),
        [Part("a.aof.3.incr.aof", 3, "i"), Part('a A"', 4, "i")],
        [Part("old", 1, "h")],
    )
    assert [part.sequence for part in found.parts] == [2, 3, 4]


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"", "Found an empty AOF manifest"),
        (BASE + BASE, "Found duplicate base file information"),
        (INCREMENT + INCREMENT, "Found a non-monotonic sequence number"),
        (b"file a seq 1 type x\n", "Unknown AOF file type"),
        (b"file a/b seq 1 type b\n", "File can't be a path, just a filename"),
        (b"file a seq 1 type\n", "Invalid AOF manifest file format"),
        (b"file a seq 1 type b more\n", "Invalid AOF manifest file format"),
        (b"file a seq 0 type b\n", "Invalid AOF manifest file format"),
        (b"file a seq x type b\n", "Invalid AOF manifest file format"),
        (b"seq 1 type b other x\n", "Invalid AOF manifest file format"),
        (b'file "a seq 1 type b\n', "Invalid AOF manifest file format"),
        (BASE + b"\n", "Invalid AOF manifest file format"),
        (b"file a seq 1 type b", "The AOF manifest file contains too long line"),
        (b"file " + b"a" * 1100 + b" seq 1 type b\n",
         "The AOF manifest file contains too long line"),
    ],
)  # fmt: skip
def test_what_is_wrong_has_valkeys_words(data: bytes, text: str) -> None:
    with pytest.raises(ManifestError) as caught:
        parse(data)
    assert caught.value.text == text


def test_a_complaint_says_the_line() -> None:
    with pytest.raises(ManifestError) as caught:
        parse(b"# one\n" + BASE + b"  !!! \n")
    assert (caught.value.number, caught.value.line) == (3, "!!!")


@pytest.mark.parametrize(
    ("data", "is_one"),
    [(BASE, True), (b"# x\nfile", True), (b"*1\r\n$4\r\nfile\r\n", False), (b"# x\n", False)],
)
def test_a_manifest_is_known_by_its_first_line(data: bytes, is_one: bool) -> None:
    assert looks_like_one(BytesIO(data)) is is_one


@given(st.binary(max_size=80), st.integers(0, 80))
def test_noise_ends_in_a_manifest_or_a_complaint(noise: bytes, at: int) -> None:
    try:
        parse(BASE[:at] + noise + BASE[at:])
    except ManifestError as error:
        assert error.text
