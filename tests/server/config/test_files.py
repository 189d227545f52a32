"""Files and command lines: what is read, and how mistakes are told."""

from __future__ import annotations

from pathlib import Path

import pytest

from vkscope.server.config import Config, ConfigError


def failure(*words: str) -> str:
    """What a server with these arguments says before it leaves with 1."""
    with pytest.raises(ConfigError) as error:
        Config.from_argv(["vkscope-server", *words], {"get", "set"}.__contains__)
    assert error.value.exit_code == 1
    return error.value.text


def read(tmp_path: Path, text: str, *words: str) -> Config:
    """A server's configuration from a file and arguments."""
    file = tmp_path / "valkey.conf"
    file.write_bytes(text.encode("utf-8", "surrogateescape"))
    known = {"get", "set", "flushall"}
    return Config.from_argv(["vkscope-server", str(file), *words], known.__contains__)


def test_file_then_arguments(tmp_path: Path) -> None:
    config = read(tmp_path, "# c\n\nPORT 1\n maxmemory '2mb' \r\n", "--port", "2")
    assert config.int("port") == 2
    assert config.int("maxmemory") == 2 << 20
    assert config.file == str(tmp_path / "valkey.conf")


@pytest.mark.parametrize(
    ("words", "name", "shown"),
    [
        (["--port 6380"], "port", "6380"),
        (["loglevel", "verbose", "--maxmemory '700mb'"], "maxmemory", "734003200"),
        (
            ["--proc-title-template", "--my--title", "--port", "1"],
            "proc-title-template",
            "--my--title",
        ),
        (["--save", "--loglevel", "verbose"], "save", ""),
        (["--loglevel", "verbose", "--save"], "save", ""),
        (["--save", ""], "save", ""),
        (["--proc-title-template", "--save", "--save", ""], "proc-title-template", "--save"),
        (["--save", "100", "100"], "save", "900 1 100 100"),
        (
            ["--shutdown-on-sigint", "nosave", "force", "now"],
            "shutdown-on-sigint",
            "nosave now force",
        ),
        (["--shutdown-on-sigterm", "nosave force"], "shutdown-on-sigterm", "nosave force"),
        (["--requirepass", 'a "b\\'], "requirepass", 'a "b\\'),
        (["--bind", "1.2.3.4", "::1"], "bind", "1.2.3.4 ::1"),
    ],
)
def test_arguments(tmp_path: Path, words: list[str], name: str, shown: str) -> None:
    assert read(tmp_path, "save 900 1\n", *words).show(name) == shown


@pytest.mark.parametrize(
    ("words", "line", "text"),
    [
        (["--invalid"], "invalid", "Bad directive or wrong number of arguments"),
        (["--port"], "port", "wrong number of arguments"),
        (["--port", "1", "2"], 'port "1" "2"', "wrong number of arguments"),
        (["--port", "--loglevel", "x"], 'port "--loglevel" "x"', "wrong number of arguments"),
        (
            ["--port", "--bla", "--loglevel", "x"],
            'port "--bla"',
            "argument couldn't be parsed into an integer",
        ),
        (
            ["--rename-command", "nope", "x"],
            'rename-command "nope" "x"',
            "No such command in rename-command",
        ),
        (
            ["--rename-command", "get", "SET"],
            'rename-command "get" "SET"',
            "Target command name already exists",
        ),
        (["--my.module"], "my.module", "Module config specified without value"),
    ],
)
def test_mistakes_in_arguments(words: list[str], line: str, text: str) -> None:
    said = failure(*words)
    assert said == (
        "\n*** FATAL CONFIG FILE ERROR (Version 9.0.0) ***\n"
        f"Reading the configuration file, at line 2\n>>> '{line}'\n{text}\n"
    )


def test_mistakes_name_the_files_line(tmp_path: Path) -> None:
    file = tmp_path / "a.conf"
    file.write_text('port 1\n\n  maxclients "10\n')
    said = failure(str(file))
    assert "at line 3\n>>> 'maxclients \"10'\nUnbalanced quotes in configuration line\n" in said
    file.write_text("port 1\n")
    assert "at line 3\n>>> 'port \"x\"'" in failure(str(file), "--port", "x")


def test_include(tmp_path: Path) -> None:
    (tmp_path / "b1.conf").write_text("timeout 5\n")
    (tmp_path / "b2.conf").write_text("timeout 6\n")
    config = read(tmp_path, f"include {tmp_path}/b*.conf\ninclude {tmp_path}/none*.conf\n")
    assert config.int("timeout") == 6
    with pytest.raises(ConfigError) as error:
        read(tmp_path, "include /no/such.conf\n")
    assert error.value.text == (
        "Fatal error, can't open config file '/no/such.conf': No such file or directory"
    )
    assert error.value.channel == "log"


def test_a_file_that_includes_itself_ends(tmp_path: Path) -> None:
    file = tmp_path / "valkey.conf"
    file.write_text(f"include {file}\n")
    assert "Files include each other without end" in failure(str(file))


def test_directives(tmp_path: Path) -> None:
    config = read(
        tmp_path,
        "rename-command GET fetch\nrename-command fetch ''\nrename-command FLUSHALL \"\"\n"
        "user alice on >secret ~* +@all\nloadmodule /m.so a b\nm.x 1 2\ndynamic-hz yes\n",
    )
    assert config.renames == [("GET", "fetch"), ("fetch", ""), ("FLUSHALL", "")]
    assert config.directives.users == [["alice", "on", ">secret", "~*", "+@all"]]
    assert config.directives.modules == [["/m.so", "a", "b"]]
    assert config.directives.module_settings == {"m.x": "1 2"}


def test_what_can_only_be_judged_at_the_end(tmp_path: Path) -> None:
    said = failure("--logfile", str(tmp_path / "no" / "log"))
    assert said.endswith("Can't open the log file: No such file or directory\n")
    assert "at line" not in said
    said = failure("--cluster-enabled", "yes", "--replicaof", "h", "1")
    assert said.endswith("replicaof directive not allowed in cluster mode\n")


def test_bytes_that_are_no_text_survive(tmp_path: Path) -> None:
    assert read(tmp_path, 'requirepass "p\\xffq"\n').str("requirepass") == "p\udcffq"
    assert read(tmp_path, "requirepass p\udcffq\n").str("requirepass") == "p\udcffq"


@pytest.mark.parametrize(
    ("word", "status", "channel"),
    [("--version", 0, "stdout"), ("-v", 0, "stdout"), ("-h", 1, "stderr"), ("--help", 1, "stderr")],
)
def test_questions_instead_of_a_server(word: str, status: int, channel: str) -> None:
    with pytest.raises(ConfigError) as answer:
        Config.from_argv(["vkscope-server", word])
    assert (answer.value.exit_code, answer.value.channel) == (status, channel)


def test_memory_test_and_its_mistakes() -> None:
    with pytest.raises(ConfigError) as answer:
        Config.from_argv(["x", "--test-memory", "2"])
    assert (answer.value.exit_code, answer.value.text) == (0, "2 megabytes passed 4 rounds.\n")
    assert "number of megabytes" in failure("--test-memory")
