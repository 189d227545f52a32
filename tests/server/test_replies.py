"""Plain values as RESP2 and RESP3 bytes."""

from __future__ import annotations

import pytest

from vkscope.server.replies import OK, Error, Reply, Simple, Verbatim, encode


@pytest.mark.parametrize(
    ("value", "two", "three"),
    [
        (OK, b"+OK\r\n", b"+OK\r\n"),
        (Error("ERR no"), b"-ERR no\r\n", b"-ERR no\r\n"),
        (Error("a\r\nb"), b"-a  b\r\n", b"-a  b\r\n"),
        (Simple("x\ny"), b"+x y\r\n", b"+x y\r\n"),
        (None, b"$-1\r\n", b"_\r\n"),
        (True, b":1\r\n", b"#t\r\n"),
        (False, b":0\r\n", b"#f\r\n"),
        (-3, b":-3\r\n", b":-3\r\n"),
        (1.5, b"$3\r\n1.5\r\n", b",1.5\r\n"),
        (3.0, b"$1\r\n3\r\n", b",3\r\n"),
        (float("-inf"), b"$4\r\n-inf\r\n", b",-inf\r\n"),
        ("\u00e9", b"$2\r\n\xc3\xa9\r\n", b"$2\r\n\xc3\xa9\r\n"),
        ("\udcff", b"$1\r\n\xff\r\n", b"$1\r\n\xff\r\n"),
        (b"", b"$0\r\n\r\n", b"$0\r\n\r\n"),
        ([1, [b"a"]], b"*2\r\n:1\r\n*1\r\n$1\r\na\r\n", b"*2\r\n:1\r\n*1\r\n$1\r\na\r\n"),
        ((), b"*0\r\n", b"*0\r\n"),
        ({"a": 1}, b"*2\r\n$1\r\na\r\n:1\r\n", b"%1\r\n$1\r\na\r\n:1\r\n"),
        ({b"m"}, b"*1\r\n$1\r\nm\r\n", b"~1\r\n$1\r\nm\r\n"),
        (Verbatim("hi"), b"$2\r\nhi\r\n", b"=6\r\ntxt:hi\r\n"),
    ],
)
def test_encode(value: Reply, two: bytes, three: bytes) -> None:
    assert encode(value, 2) == two
    assert encode(value, 3) == three
