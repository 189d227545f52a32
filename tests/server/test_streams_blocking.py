"""Streams that clients wait for: XREAD and XREADGROUP with BLOCK."""

from __future__ import annotations

import threading
from typing import Any

import redis

from tests.server.test_streams import WRONG_TYPE, fill, ids
from tests.words import run

Client = redis.Redis


class Waiting:
    """A command that waits on a connection of its own."""

    def __init__(self, port: int, *words: Any) -> None:
        self.client = redis.Redis(port=port, protocol=2, socket_timeout=10)
        self.reply: Any = None
        self.thread = threading.Thread(target=self._go, args=words)
        self.thread.start()

    def _go(self, *words: Any) -> None:
        try:
            self.reply = run(self.client, *words)
        except redis.ResponseError as error:
            self.reply = str(error)

    def answer(self) -> Any:
        """What it was answered in the end."""
        self.thread.join(10)
        assert not self.thread.is_alive()
        self.client.close()
        return self.reply


def waits(client: Client, *words: Any) -> Waiting:
    """Start a command; return once the server counts one more waiting client."""
    before = blocked(client)
    waiting = Waiting(client.connection_pool.connection_kwargs["port"], *words)
    while blocked(client) == before:
        pass
    return waiting


def blocked(client: Client) -> int:
    """How many clients wait."""
    text: str = run(client, "INFO", "clients").decode()
    return int(text.split("blocked_clients:")[1].split()[0])


def test_waiting_for_the_next_entry(client: Client) -> None:
    fill(client, 2)
    waiting = waits(client, "XREAD", "BLOCK", "0", "STREAMS", "none", "s", "$", "$")
    run(client, "XADD", "s", "3-0", "a", "1")
    assert waiting.answer() == [[b"s", [[b"3-0", [b"a", b"1"]]]]]


def test_waiting_for_a_stream_to_come(client: Client) -> None:
    first = waits(client, "XREAD", "BLOCK", "0", "STREAMS", "s", "$")
    second = waits(client, "XREAD", "BLOCK", "0", "STREAMS", "s", "+")
    run(client, "XADD", "s", "3-0", "a", "1")
    for waiting in (first, second):
        assert ids(waiting.answer()[0][1]) == ["3-0"]


def test_waiting_goes_on_until_an_entry_is_new_enough(client: Client) -> None:
    waiting = waits(client, "XREAD", "BLOCK", "0", "STREAMS", "s", "5-0")
    run(client, "XADD", "s", "5-0", "a", "1")
    assert blocked(client) == 1
    run(client, "XADD", "s", "5-1", "a", "1")
    assert ids(waiting.answer()[0][1]) == ["5-1"]


def test_waiting_ends_in_time(client: Client) -> None:
    assert run(client, "XREAD", "BLOCK", "20", "STREAMS", "s", "$") is None


def grouped(client: Client) -> None:
    """Stream `s` with a group that has read all of it."""
    fill(client, 1)
    run(client, "XGROUP", "CREATE", "s", "g", "$")


def for_group(client: Client) -> Waiting:
    """A consumer that waits for new entries."""
    return waits(client, "XREADGROUP", "GROUP", "g", "c", "BLOCK", "0", "STREAMS", "s", ">")


def test_each_new_entry_wakes_one_consumer(client: Client) -> None:
    grouped(client)
    first = for_group(client)
    second = waits(client, "XREADGROUP", "GROUP", "g", "d", "BLOCK", "0", "STREAMS", "s", ">")
    run(client, "XADD", "s", "2-0", "a", "1")
    assert ids(first.answer()[0][1]) == ["2-0"]
    assert blocked(client) == 1
    run(client, "XADD", "s", "3-0", "a", "1")
    assert ids(second.answer()[0][1]) == ["3-0"]
    assert run(client, "XPENDING", "s", "g")[3] == [[b"c", b"1"], [b"d", b"1"]]


def test_history_is_answered_at_once(client: Client) -> None:
    grouped(client)
    words = ("XREADGROUP", "GROUP", "g", "c", "BLOCK", "0", "STREAMS", "s", "0")
    assert run(client, *words) == {b"s": []}


def test_consumers_hear_that_the_stream_is_gone(client: Client) -> None:
    for gone in (
        ("DEL", "s"),
        ("XGROUP", "DESTROY", "s", "g"),
        ("FLUSHALL",),
        ("RENAME", "s", "t"),
    ):
        grouped(client)
        waiting = for_group(client)
        run(client, *gone)
        assert waiting.answer().startswith("NOGROUP"), gone
        run(client, "FLUSHALL")


def test_consumers_hear_that_the_key_holds_something_else(client: Client) -> None:
    grouped(client)
    waiting = for_group(client)
    run(client, "SET", "s", "text")
    assert waiting.answer() == WRONG_TYPE


def test_readers_without_a_group_wait_on(client: Client) -> None:
    fill(client, 1)
    waiting = waits(client, "XREAD", "BLOCK", "0", "STREAMS", "s", "$")
    run(client, "DEL", "s")
    run(client, "SET", "s", "text")
    run(client, "DEL", "s")
    assert blocked(client) == 1
    run(client, "XADD", "s", "7-0", "a", "1")
    assert ids(waiting.answer()[0][1]) == ["7-0"]


def test_a_transaction_wakes_with_all_it_added(client: Client) -> None:
    waiting = waits(client, "XREAD", "BLOCK", "0", "STREAMS", "s", "$")
    pipe = client.pipeline(transaction=True)
    for i in range(1, 4):
        pipe.execute_command("XADD", "s", f"{i}-0", "a", "1")
    pipe.execute()
    assert ids(waiting.answer()[0][1]) == ["1-0", "2-0", "3-0"]
