"""The CONFIG command: answers, all or nothing, appliers."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from vkscope.server.config import ApplyError, Config
from vkscope.server.config.command import sensitive_arguments
from vkscope.server.replies import OK, Error, Reply


def call(config: Config, *words: str, loading: bool = False, local: bool = True) -> Reply:
    """Answers CONFIG with these words."""
    argv = [b"CONFIG", *(w.encode("utf-8", "surrogateescape") for w in words)]
    return config.command(argv, 2, loading=loading, local=local)


def test_get() -> None:
    config = Config()
    assert call(config, "GET", "nothing") == {}
    assert call(config, "GET", "MaxMemory") == {"MaxMemory": "0"}
    assert call(config, "GET", "maxmemory", "MAXMEMORY", "maxmem[o]ry") == {"maxmemory": "0"}
    assert call(config, "GET", "*of") == {"replicaof": "", "slaveof": ""}
    everything = call(config, "GET", "*")
    assert isinstance(everything, dict)
    assert list(everything) == sorted(everything)
    assert "key-load-delay" not in everything
    assert call(config, "GET", "key-load-delay") == {"key-load-delay": "0"}


def test_set_and_aliases() -> None:
    config = Config()
    assert call(config, "SET", "slowlog-max-len", "5", "HZ", "9999") == OK
    assert config.int("commandlog-slow-execution-max-len") == 5
    assert config.int("hz") == 500
    assert call(config, "SET", "save", "3000 5") == OK
    assert config.save_points == [(3000, 5)]
    assert call(config, "SET", "bind", "") == OK
    assert config.binds == []


def test_words_that_mean_nothing_may_be_set() -> None:
    config = Config()
    assert call(config, "SET", "Dynamic-Hz", "no", "hz", "50") == OK
    assert config.int("hz") == 50
    assert call(config, "GET", "dynamic-hz") == {}
    assert call(config, "GET", "dynamic*") == {}


@pytest.mark.parametrize(
    ("words", "text"),
    [
        (["a", "1", "b"], "ERR syntax error"),
        (["Nope", "1"], "ERR Unknown option or number of arguments for CONFIG SET - 'Nope'"),
        (
            ["Daemonize", "yes"],
            "ERR CONFIG SET failed (possibly related to argument 'Daemonize') - "
            "can't set immutable config",
        ),
        (
            ["maxmemory", "1", "maxmemory", "2"],
            "ERR CONFIG SET failed (possibly related to argument 'maxmemory') - "
            "duplicate parameter",
        ),
        (
            ["Slave-Priority", "x"],
            "ERR CONFIG SET failed (possibly related to argument 'slave-priority') - "
            "argument couldn't be parsed into an integer",
        ),
        (
            ["dir", "/"],
            "ERR CONFIG SET failed (possibly related to argument 'dir') - "
            "can't set protected config",
        ),
    ],
)
def test_set_refuses(words: list[str], text: str) -> None:
    assert call(Config(), "SET", *words) == Error(text)


def test_set_is_all_or_nothing() -> None:
    config = Config()
    before = dict(config.values)
    answer = call(
        config, "SET", "maxmemory", "1", "maxmemory-clients", "200%", "timeout", "invalid"
    )
    assert answer == Error(
        "ERR CONFIG SET failed (possibly related to argument 'maxmemory-clients') - "
        "percentage argument must be less or equal to 100"
    )
    assert config.values == before


def test_appliers_are_called_once_and_only_on_change() -> None:
    config = Config()
    seen: list[int] = []

    def applier(c: Config) -> None:
        seen.append(c.int("timeout"))

    config.on_apply("timeout", applier)
    config.on_apply("tcp-keepalive", applier)
    assert call(config, "SET", "timeout", "7", "tcp-keepalive", "8") == OK
    assert call(config, "SET", "timeout", "7") == OK
    assert seen == [7]


def test_a_failing_applier_undoes_everything() -> None:
    config = Config()
    memory: list[int] = []
    said: list[str] = []
    changed: list[list[str]] = []
    config.log = lambda level, text: said.append(f"{level}: {text}")
    config.on_change = changed.append

    def refuse(c: Config) -> None:
        if c.int("port") == 1:
            raise ApplyError("Unable to listen on this port. Check server logs.")

    config.on_apply("maxmemory", lambda c: memory.append(c.int("maxmemory")))
    config.on_apply("port", refuse)
    assert call(config, "SET", "maxmemory", "5", "port", "1") == Error(
        "ERR CONFIG SET failed (possibly related to argument 'port') - "
        "Unable to listen on this port. Check server logs."
    )
    assert (config.int("maxmemory"), config.int("port")) == (0, 6379)
    assert memory == [5, 0]
    assert said == [
        "warning: Failed applying new configuration. Possibly related to new port setting. "
        "Restoring previous settings."
    ]
    assert changed == []
    assert call(config, "SET", "port", "2") == OK
    assert changed == [["port"]]


def test_the_working_directory_goes_back_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    config = Config()
    config.assign("enable-protected-configs", ["local"])
    assert isinstance(call(config, "SET", "dir", "/", "hz", "x"), Error)
    assert os.getcwd() == str(tmp_path)
    assert isinstance(call(config, "SET", "dir", "/", local=False), Error)
    assert call(config, "SET", "dir", "/") == OK
    assert call(config, "GET", "dir") == {"dir": "/"}


def test_loading_forbids_some() -> None:
    config = Config()
    config.assign("enable-protected-configs", ["yes"])
    refused = call(config, "SET", "dir", "/", loading=True)
    assert refused == Error("LOADING Valkey is loading the dataset in memory")
    assert call(config, "SET", "loglevel", "debug", loading=True) == OK


def test_help_resetstat_and_the_rest() -> None:
    config = Config()
    called: list[bool] = []
    config.on_reset_stat = lambda: called.append(True)
    assert call(config, "resetstat") == OK
    assert called == [True]
    lines = call(config, "HELP")
    assert isinstance(lines, list)
    assert len(lines) == 11
    assert call(config, "FOO") == Error("ERR unknown subcommand 'FOO'. Try CONFIG HELP.")
    assert call(config, "REWRITE") == Error("ERR The server is running without a config file")


def test_passwords_are_known_as_such() -> None:
    argv = [b"config", b"SET", b"hz", b"1", b"RequirePass", b"x", b"masterauth", b"y"]
    assert sensitive_arguments(Config(), argv) == [5, 7]
