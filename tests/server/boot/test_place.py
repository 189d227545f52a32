"""Processors, huge pages and the order of letters, from the first moment."""

from __future__ import annotations

import os
from collections.abc import Callable

import pytest
import redis

from tests.conftest import Running
from tests.words import run

Start = Callable[..., Running]


def test_the_server_and_what_it_starts_run_where_it_was_told(start: Start) -> None:
    cpu = max(os.sched_getaffinity(0))
    running = start("--server-cpulist", str(cpu))
    threads = os.listdir(f"/proc/{running.process.pid}/task")
    assert {frozenset(os.sched_getaffinity(int(thread))) for thread in threads} == {
        frozenset({cpu})
    }


def test_the_order_of_letters_can_be_set_and_a_wrong_name_changes_nothing(start: Start) -> None:
    running = start("--locale-collate", "C")
    with redis.Redis(port=running.port, decode_responses=True) as client:
        client.rpush("l", "b", "B", "a", "A")
        assert client.sort("l", alpha=True) == ["A", "B", "a", "b"]
        with pytest.raises(redis.ResponseError, match="Invalid locale name"):
            client.config_set("locale-collate", "nowhere.none")
        assert client.config_get("locale-collate") == {"locale-collate": "C"}
        assert client.config_set("locale-collate", "POSIX")


def test_a_locale_that_is_not_there_ends_the_start(start: Start) -> None:
    with pytest.raises(RuntimeError, match="Failed to configure LOCALE for invalid locale name"):
        start("--locale-collate", "nowhere.none")


def test_a_list_of_processors_that_is_none_means_nothing(start: Start) -> None:
    running = start("--server-cpulist", "none")
    assert os.sched_getaffinity(running.process.pid) == os.sched_getaffinity(0)


@pytest.mark.parametrize("word", ["yes", "no"])
def test_huge_pages_are_off_unless_they_are_wanted(start: Start, word: str) -> None:
    with redis.Redis(port=start("--disable-thp", word).port) as client:
        host = run(client, "SCOPE", "SNAPSHOT", "host")[b"host"]
    assert (host[b"huge_pages"] == b"off") is (word == "yes")
