"""Words of parameters: what is taken, what is shown, and what is said of the rest."""

from __future__ import annotations

import pytest

from vkscope.server.config import Config
from vkscope.server.config.values import BadValueError


def shown(name: str, *words: str) -> str:
    """What CONFIG GET says after the words were assigned."""
    config = Config()
    config.assign(name, list(words))
    return config.show(name)


@pytest.mark.parametrize(
    ("name", "words", "answer"),
    [
        ("maxmemory", ["1k"], "1000"),
        ("maxmemory", ["1KB"], "1024"),
        ("maxmemory", ["2gb"], "2147483648"),
        ("maxmemory", ["18446744073709551615"], "18446744073709551615"),
        ("maxmemory-clients", ["5%"], "5%"),
        ("maxmemory-clients", ["1mb"], "1048576"),
        ("unixsocketperm", ["0770"], "770"),
        ("protected-mode", ["NO"], "no"),
        ("loglevel", ["WARNING"], "warning"),
        ("oom-score-adj", ["relative"], "yes"),
        ("shutdown-on-sigterm", ["force", "nosave", "NOW"], "nosave now force"),
        ("shutdown-on-sigterm", ["default", "now"], "now"),
        ("notify-keyspace-events", ["KEA"], "AKE"),
        ("notify-keyspace-events", ["Elg"], "glE"),
        ("notify-keyspace-events", ["mA"], "Am"),
        ("bind", [""], ""),
        ("bind", ["10.0.0.1", "-::1"], "10.0.0.1 -::1"),
        ("save", ["900", "1", "300", "10"], "900 1 300 10"),
        ("save", [""], ""),
        ("replicaof", ["host", "1"], "host 1"),
        ("replicaof", ["NO", "one"], ""),
        ("latency-tracking-info-percentiles", ["0.0", "50.00", "99.95"], "0 50 99.95"),
        ("list-max-listpack-size", ["-5"], "-5"),
        ("pidfile", [""], ""),
        (
            "client-output-buffer-limit",
            ["Replica", "1mb", "2", "3"],
            "normal 0 0 0 slave 1048576 2 3 pubsub 33554432 8388608 60",
        ),
    ],
)
def test_words_are_taken(name: str, words: list[str], answer: str) -> None:
    assert shown(name, *words) == answer


@pytest.mark.parametrize(
    ("name", "words", "text"),
    [
        ("daemonize", ["maybe"], "argument must be 'yes' or 'no'"),
        ("port", ["65536"], "argument must be between 0 and 65535 inclusive"),
        ("port", ["01"], "argument couldn't be parsed into an integer"),
        ("port", ["1_0"], "argument couldn't be parsed into an integer"),
        ("port", [" 1"], "argument couldn't be parsed into an integer"),
        ("port", ["\u0661"], "argument couldn't be parsed into an integer"),
        ("maxmemory", ["-1"], "argument must be a memory value"),
        ("maxmemory", ["1.5gb"], "argument must be a memory value"),
        ("maxmemory-clients", ["101%"], "percentage argument must be less or equal to 100"),
        ("maxmemory-clients", ["%"], "argument must be a memory or percent value"),
        ("unixsocketperm", ["1000"], "argument must be between 0 and 777 inclusive"),
        ("unixsocketperm", ["8"], "argument couldn't be parsed as an octal number"),
        (
            "appendfsync",
            ["never"],
            "argument(s) must be one of the following: everysec, always, no",
        ),
        (
            "shutdown-on-sigint",
            ["save", "nosave"],
            "shutdown options SAVE and NOSAVE can't be used simultaneously",
        ),
        ("save", ["1"], "Invalid save parameters"),
        ("save", ["0", "1"], "Invalid save parameters"),
        ("dbfilename", ["a/b"], "dbfilename can't be a path, just a filename"),
        ("appenddirname", [""], "appenddirname can't be empty"),
        ("dir", [""], "dir can't be empty"),
        ("dir", ["/no/such/place"], "No such file or directory"),
        ("replicaof", ["host", "x"], "Invalid primary port"),
        ("replicaof", ["host"], "wrong number of arguments"),
        ("bind", ["x"] * 17, "Too many bind addresses specified."),
        (
            "oom-score-adj-values",
            ["0", "0", "2001"],
            "Invalid oom-score-adj-values, elements must be between -2000 and 2000.",
        ),
        (
            "notify-keyspace-events",
            ["KEq"],
            "Invalid event class character. Use 'Ag$lshzxeKEtmdn'.",
        ),
        (
            "latency-tracking-info-percentiles",
            ["1_0"],
            "Invalid latency-tracking-info-percentiles parameters",
        ),
        (
            "latency-tracking-info-percentiles",
            ["101"],
            "latency-tracking-info-percentiles parameters should sit between [0.0,100.0]",
        ),
        (
            "client-output-buffer-limit",
            ["master", "0", "0", "0"],
            "Invalid client class specified in buffer limit configuration.",
        ),
        ("cluster-announce-client-ipv4", ["::1"], "Invalid IPv4 address"),
        (
            "proc-title-template",
            ["{nothing}"],
            "template format is invalid or contains unknown variables",
        ),
    ],
)
def test_words_are_refused(name: str, words: list[str], text: str) -> None:
    config = Config()
    before = config.show(name)
    with pytest.raises(BadValueError) as refusal:
        config.assign(name, words)
    assert str(refusal.value) == text
    assert config.show(name) == before


def test_every_shown_default_is_taken_again() -> None:
    config = Config()
    for name in config.names():
        text = config.show(name)
        words = (text.split(" ") if text else [""]) if config.takes_several(name) else [text]
        if config.spec(name).type == "replicaof":
            continue  # unset cannot be said in words
        config.assign(name, words)
        assert config.show(name) == text, name


def test_typed_access() -> None:
    config = Config()
    config.assign("save", ["10", "2"])
    assert config.save_points == [(10, 2)]
    assert config.binds == ["*", "-::*"]
    assert config.client_output_buffer_limits["pubsub"] == (33554432, 8388608, 60)
    assert config.enum_index("maxmemory-policy") == 7
    assert config.database_count == 16
    config.assign("cluster-enabled", ["yes"])
    assert config.database_count == 1
    assert config.unheeded() == []
    config.assign("io-threads", ["4"])
    assert config.unheeded() == ["io-threads"]
