"""The language of arguments."""

from __future__ import annotations

import pytest

from vkscope.tables.syntax import Argument, ArgumentSyntaxError, parse, written

NX = Argument("nx", "pure-token", "NX")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ()),
        ("value", (Argument("value", "string"),)),
        ("a:int b:double", (Argument("a", "integer"), Argument("b", "double"))),
        ("key:key#1*", (Argument("key", "key", key_spec=1, multiple=True),)),
        ("NX!", (NX,)),
        ("normal!", (Argument("normal", "pure-token", "NORMAL"),)),
        ("NO!no-one", (Argument("no-one", "pure-token", "NO"),)),
        ("'~'!about", (Argument("about", "pure-token", "~"),)),
        ("ADDR=addr~ip:port", (Argument("addr", "string", "ADDR", "ip:port"),)),
        ("EX=s:int@2.6.12", (Argument("s", "integer", "EX", since="2.6.12"),)),
        ("old%2.8.12", (Argument("old", "string", deprecated="2.8.12"),)),
        (
            "[PREFIX=p*+]",
            (
                Argument(
                    "p",
                    "string",
                    "PREFIX",
                    optional=True,
                    multiple=True,
                    multiple_token=True,
                ),
            ),
        ),
        (
            "c<NX! | data(f\n v)*>@7.0.0",
            (
                Argument(
                    "c",
                    "oneof",
                    since="7.0.0",
                    arguments=(
                        NX,
                        Argument(
                            "data",
                            "block",
                            multiple=True,
                            arguments=(Argument("f", "string"), Argument("v", "string")),
                        ),
                    ),
                ),
            ),
        ),
    ],
)
def test_parse(text: str, expected: tuple[Argument, ...]) -> None:
    assert parse(text) == expected


@pytest.mark.parametrize("text", ["[a", "a<b", "a(b", "a<b c>", "a:number", "]", "=a", "a]", "EX="])
def test_mistakes(text: str) -> None:
    with pytest.raises(ArgumentSyntaxError):
        parse(text)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("key:key#0*", "key [key ...]"),
        ("[c<NX! | XX!>]", "[NX | XX]"),
        ("mode<ON! | OFF!>", "<ON | OFF>"),
        ("[TYPE=t<a! | b!>]", "[TYPE <A | B>]"),
        ("FIELDS=fields(numfields:int field*)", "FIELDS numfields field [field ...]"),
        ("[LADDR=laddr~ip:port]", "[LADDR ip:port]"),
    ],
)
def test_written(text: str, shown: str) -> None:
    assert " ".join(written(argument) for argument in parse(text)) == shown
