"""Rules: what words make of a user, and the words that a user is shown as."""

from __future__ import annotations

import pytest

from vkscope.server.acl.catalogue import Catalogue
from vkscope.server.acl.compiled import compiled
from vkscope.server.acl.rules import (
    RuleError,
    Terms,
    UnmatchedError,
    User,
    Wrong,
    hashed,
    merged,
)

READ, WRITE, FAST, SLOW = 2, 4, 1 << 14, 1 << 15
CATALOGUE = Catalogue(
    [
        (1, "get", 0, READ | FAST),
        (2, "set", 0, WRITE | SLOW),
        (3, "select", 0, FAST),
        (4, "config", 0, SLOW),
        (5, "config|get", 4, SLOW),
        (6, "config|set", 4, SLOW),
    ]
)
TERMS = Terms(CATALOGUE)


def made(*rules: str) -> User:
    """A new user after these rules."""
    user = User.new("u", TERMS)
    for rule in rules:
        user.apply(rule, TERMS)
    return user


def names(user: User) -> set[str]:
    """The commands that its root allows."""
    return {c.name for c in CATALOGUE.commands if user.root.commands & c.bit}


@pytest.mark.parametrize(
    ("rules", "allowed", "text"),
    [
        ([], set(), "-@all"),
        (["+get"], {"get"}, "-@all +get"),
        (["+GET", "+@write"], {"get", "set"}, "-@all +get +@write"),
        (["+@all", "-get"], {"set", "select", "config", "config|get", "config|set"}, "+@all -get"),
        (["+config"], {"config", "config|get", "config|set"}, "-@all +config"),
        (["+config|get"], {"config|get"}, "-@all +config|get"),
        (["+config|get", "+config"], {"config", "config|get", "config|set"}, "-@all +config"),
        (["+config", "-config|set"], {"config", "config|get"}, "-@all +config -config|set"),
        (["+get", "-get", "+get"], {"get"}, "-@all +get"),
        (["+select|0", "+select|1"], set(), "-@all +select|0 +select|1"),
        (["+select|0", "+select"], {"select"}, "-@all +select"),
        (["+get", "nocommands"], set(), "-@all"),
        (["-@all", "allcommands"], {c.name for c in CATALOGUE.commands}, "+@all"),
        (["+@slow"], {"set", "config", "config|get", "config|set"}, "-@all +@slow"),
    ],
)
def test_commands(rules: list[str], allowed: set[str], text: str) -> None:
    user = made(*rules)
    assert names(user) == allowed
    assert user.root.command_text() == text
    assert compiled(made(*user.words())) == compiled(user)


def test_keys_and_channels() -> None:
    user = made("~a*", "%R~b*", "%W~b*", "%rw~c", "&one", "&one", "&two")
    assert user.root.key_text() == "~a* ~b* ~c"
    assert user.root.channel_text() == "&one &two"
    assert made("%W~x").root.key_text() == "%W~x"
    assert made("~a", "allkeys").root.key_text() == "~*"
    assert made("&a", "allchannels").root.channel_text() == "&*"
    assert made("~a", "resetkeys", "&a", "resetchannels").text() == (
        "off sanitize-payload resetchannels -@all"
    )


def test_passwords() -> None:
    one, two = hashed("one"), hashed("two")
    assert made(">one", f"#{two}", ">one").passwords == [one, two]
    assert made(">one", ">two", "<one", f"!{two}").passwords == []
    assert made(">one", "nopass").passwords == []
    assert not made("nopass", ">one").no_password
    assert not made("nopass", "resetpass").no_password


def test_selectors_and_reset() -> None:
    user = made("on", "+get", "~k", "(+set %W~w)", "( +get ~x )")
    assert user.text() == (
        "on sanitize-payload ~k resetchannels -@all +get (%W~w resetchannels -@all +set) "
        "(~x resetchannels -@all +get)"
    )
    other = user.copy()
    other.apply("clearselectors", TERMS)
    assert len(user.selectors) == 3 and len(other.selectors) == 1
    user.apply("reset", TERMS)
    assert user.text() == "off sanitize-payload resetchannels -@all"
    assert User.default(TERMS).text() == "on nopass sanitize-payload ~* &* +@all"


@pytest.mark.parametrize(
    ("rules", "wrong"),
    [
        (["+nosuch"], Wrong.UNKNOWN),
        (["-nosuch"], Wrong.UNKNOWN),
        (["+@nosuch"], Wrong.UNKNOWN),
        (["+config|nosuch"], Wrong.UNKNOWN),
        (["-select|0"], Wrong.UNKNOWN),
        (["+config|get|x"], Wrong.FIRST_WORD_OF_SUBCOMMAND),
        (["+select|"], Wrong.SYNTAX),
        (["+select|a b"], Wrong.SYNTAX),
        (["what"], Wrong.SYNTAX),
        (["%R"], Wrong.SYNTAX),
        (["%~k"], Wrong.SYNTAX),
        (["%RR~k"], Wrong.SYNTAX),
        (["%X~k"], Wrong.SYNTAX),
        (["~a b"], Wrong.SYNTAX),
        (["&a\0b"], Wrong.SYNTAX),
        (["(on)"], Wrong.SYNTAX),
        (['(+get "~x)'], Wrong.SYNTAX),
        (["~*", "~a"], Wrong.AFTER_ALL_KEYS),
        (["&*", "&a"], Wrong.AFTER_ALL_CHANNELS),
        (["<nobody"], Wrong.NO_SUCH_PASSWORD),
        (["#12"], Wrong.BAD_HASH),
        ([f"!{'A' * 64}"], Wrong.BAD_HASH),
    ],
)
def test_what_cannot_be(rules: list[str], wrong: Wrong) -> None:
    with pytest.raises(RuleError) as caught:
        made(*rules)
    assert caught.value.what is wrong


def test_selectors_over_several_words() -> None:
    assert merged(["on", "(+get", "~a)", "off"]) == ["on", "(+get ~a)", "off"]
    assert merged(["(+get)", ""]) == ["(+get)", ""]
    with pytest.raises(UnmatchedError, match=r"\(\+set"):
        merged(["on", "(+set", "~a"])


def test_channels_by_default() -> None:
    terms = Terms(CATALOGUE, all_channels=True)
    user = User.new("u", terms)
    user.apply("(+get)", terms)
    assert [s.all_channels for s in user.selectors] == [True, True]
    user.apply("resetchannels", terms)
    user.apply("reset", terms)
    assert user.root.all_channels
