"""LOLWUT draws, and ends with the version."""

from __future__ import annotations

from typing import Any

import pytest
import redis

Client = redis.Redis


def run(client: Client, *words: Any) -> str:
    """Send one command; its text."""
    client.response_callbacks.clear()
    execute: Any = client.execute_command
    text: bytes = execute(*words)
    return text.decode()


def test_each_version_ends_with_the_servers(client: Client) -> None:
    version = run(client, "INFO", "server").split("valkey_version:")[1].split()[0]
    for words in ((), ("VERSION", 5), ("VERSION", 6), ("VERSION", 9), ("VERSION", 1)):
        assert run(client, "LOLWUT", *words).endswith(f"Valkey ver. {version}\n")
    assert run(client, "LOLWUT", "VERSION", 1) == f"Valkey ver. {version}\n"


def test_squares_are_braille(client: Client) -> None:
    drawing = run(client, "LOLWUT", "VERSION", 5, 20, 1, 1).splitlines()
    assert all(len(line) == 20 for line in drawing[:-2])
    dots = "".join(drawing[:-2])
    assert all(0x2800 <= ord(c) < 0x2900 for c in dots)
    assert len(set(dots)) > 3
    assert run(client, "LOLWUT", "VERSION", 5, 0, 999, -5)


def test_a_skyline_has_the_size_asked_for(client: Client) -> None:
    drawing = run(client, "LOLWUT", "VERSION", 6, 30, 10).splitlines()
    assert [line.count("m ") for line in drawing[:10]] == [30] * 10


def test_a_julia_set_is_its_constants(client: Client) -> None:
    first = run(client, "LOLWUT", 40, 20, "-0.8", "0.156")
    assert first == run(client, "LOLWUT", "VERSION", 9, 40, 20, "-0.8", "0.156")
    assert [len(line) for line in first.splitlines()[:20]] == [40] * 20
    assert "The Julia set of -0.80 + 0.16i" in first
    for words in ((40,), (40, 20, 1), (40, 20, 1, 1, 1)):
        with pytest.raises(redis.ResponseError, match="Use: LOLWUT"):
            run(client, "LOLWUT", *words)
    with pytest.raises(redis.ResponseError, match="not an integer"):
        run(client, "LOLWUT", "x", 1)
