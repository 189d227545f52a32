"""redis-cli and redis-benchmark (or valkey's), unmodified: no error and no warning."""

from __future__ import annotations

import shutil
import subprocess

import pytest

from tests.conftest import Running


def tool(name: str) -> str:
    """Return the path of redis-NAME, else valkey-NAME: the suite needs one of them."""
    for prefix in ("redis", "valkey"):
        if path := shutil.which(f"{prefix}-{name}"):
            return path
    pytest.fail(f"neither redis-{name} nor valkey-{name} is installed")


def run(server: Running, name: str, *arguments: str, stdin: str = "") -> str:
    """Run a tool against the server; its output, when it complained of nothing."""
    done = subprocess.run(
        [tool(name), "-p", str(server.port), *arguments],
        input=stdin,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stderr == ""
    return done.stdout


@pytest.mark.parametrize("protocol", ["-2", "-3"])
def test_one_command_a_call(server: Running, protocol: str) -> None:
    assert run(server, "cli", protocol, "PING") == "PONG\n"
    assert run(server, "cli", protocol, "SET", "cli", "a b") == "OK\n"
    assert run(server, "cli", protocol, "GET", "cli") == "a b\n"
    assert run(server, "cli", protocol, "HSET", "cli:h", "f", "1", "g", "2") in ("2\n", "0\n")
    assert run(server, "cli", protocol, "HGETALL", "cli:h").split() == ["f", "1", "g", "2"]
    assert run(server, "cli", protocol, "DEL", "cli", "cli:h") == "2\n"


def test_commands_from_standard_input(server: Running) -> None:
    lines = "".join(f"SET in:{i} {i}\n" for i in range(100)) + "MGET in:7 in:99\n"
    out = run(server, "cli", stdin=lines)
    assert out.splitlines() == ["OK"] * 100 + ["7", "99"]


def test_mass_insertion(server: Running) -> None:
    words = [("SET", f"pipe:{i}", "v" * 10) for i in range(2000)]
    stream = "".join(f"*{len(w)}\r\n" + "".join(f"${len(x)}\r\n{x}\r\n" for x in w) for w in words)
    out = run(server, "cli", "--pipe", stdin=stream)
    assert "errors: 0, replies: 2000" in out


def test_scan_and_big_keys(server: Running) -> None:
    for i in range(3):
        run(server, "cli", "SET", f"tool:{i}", "x" * i)
    found = run(server, "cli", "--scan", "--pattern", "tool:*").split()
    assert sorted(found) == ["tool:0", "tool:1", "tool:2"]
    out = run(server, "cli", "--bigkeys")
    assert "Sampled" in out
    assert "Biggest string found" in out
    assert "Sampled" in run(server, "cli", "--memkeys")


def test_an_error_is_printed_and_is_no_crash(server: Running) -> None:
    out = run(server, "cli", "NOSUCH", "a")
    assert out.startswith("ERR unknown command 'NOSUCH', with args beginning with: 'a'")
    assert run(server, "cli", "--no-raw", "GET", "nothing") == "(nil)\n"


def test_info_and_client_list(server: Running) -> None:
    assert "redis_version:" in run(server, "cli", "INFO", "server")
    assert "cmd=client|list" in run(server, "cli", "CLIENT", "LIST")
    assert run(server, "cli", "COMMAND", "COUNT").strip().isdigit()


@pytest.mark.parametrize("pipeline", ["1", "16"])
def test_the_benchmark_finishes_without_a_word_of_complaint(server: Running, pipeline: str) -> None:
    tests = "ping_inline,ping_mbulk,set,get,incr,hset,mset"
    out = run(server, "benchmark", "-n", "2000", "-c", "10", "-P", pipeline, "-t", tests, "-q")
    shown = out.replace("\r", "\n")
    for name in ("PING_INLINE", "PING_MBULK", "SET", "GET", "INCR", "HSET", "MSET (10 keys)"):
        assert f"{name}: " in shown
    for word in ("error", "Error", "WARN", "Could not"):
        assert word not in shown


def test_the_benchmark_with_random_keys_and_a_command_of_its_own(server: Running) -> None:
    out = run(server, "benchmark", "-n", "500", "-r", "100", "-q", "SET", "rand:__rand_int__", "x")
    assert "requests per second" in out
