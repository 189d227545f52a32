"""ACL on a running server against the model; and the model against users made by hand."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from tests.conftest import Running
from tests.property.acl_judge import WAYS, Judge
from tests.property.acl_model import Attempt, User, fits

USERS, ATTEMPTS = 60, 12
GET = Attempt(("get", "a1"), "get", (("a1", "R"),))
SET_GET = Attempt(("set", "a1", "v", "get"), "set", (("a1", "RW"),))


def test_rights_of_two_selectors_do_not_add_up() -> None:
    assert User.of(["+get", "~a*"]).may(GET)
    assert not User.of(["+get", "(~a* +set)"]).may(GET)
    assert User.of(["+set", "(~a* +get)"]).may(GET)
    assert not User.of(["+get", "(~a* +get)", "clearselectors"]).may(GET)


def test_one_pattern_must_give_all_that_a_key_needs() -> None:
    assert User.of(["+@all", "%RW~a*"]).may(SET_GET)
    assert not User.of(["+@all", "%R~a*", "%W~a1"]).may(SET_GET)
    assert User.of(["+@all", "%R~a*", "%W~b", "%W~a*"]).may(SET_GET)
    assert User.of(["+@all", "%R~a*"]).may(GET)
    assert not User.of(["+@all", "%W~a*"]).may(GET)


def test_commands_follow_the_order_of_rules() -> None:
    assert not User.of(["allkeys", "+get", "-@read"]).may(GET)
    assert User.of(["allkeys", "-@read", "+get"]).may(GET)
    config = Attempt(("config", "get", "x"), "config|get")
    assert User.of(["+config"]).may(config)
    assert not User.of(["+config", "-config|get"]).may(config)
    assert not User.of(["+config|set"]).may(config)


def test_patterns() -> None:
    assert fits("a*", "a") and fits("*1", "c:1") and fits("c:[12]", "c:2") and fits("a?", "ab")
    assert not fits("a?", "a") and not fits("c:[12]", "c:3") and not fits("{c}*", "c1")


def test_the_server_agrees_with_the_model(start: Callable[..., Running]) -> None:
    judge = Judge(start().port)
    random = Random(20261201)
    for _ in range(USERS):
        judge.user(random, ATTEMPTS)
    assert not judge.wrong, "\n".join(judge.wrong[:20])
    for way in WAYS:
        assert judge.seen[f"{way} allowed"] and judge.seen[f"{way} denied"], way
