"""What each command becomes in the write stream, as a replica reads it; and the page on that."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.conftest import end, launch
from tests.server.write_forms import CASES, PAGE, Case, page
from tests.server.write_player import Player


@pytest.fixture(scope="module")
def player(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Player]:
    running = launch(tmp_path_factory.mktemp("stream"), "--repl-diskless-sync-delay", "0")
    playing = Player(running, stops=True)
    yield playing
    playing.first.call("DEBUG", "CLOCK", "SYSTEM")
    playing.close()
    end(running)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_becomes(player: Player, case: Case) -> None:
    got = player.play(case)
    wanted = player.expected(case)
    assert player.agrees(got, wanted), f"{got} instead of {wanted}"


def test_names_are_different() -> None:
    assert len({case.name for case in CASES}) == len(CASES)


def test_fields_go_by_themselves(player: Player) -> None:
    player.reset()
    player.first.call("HSET", "h", "a", "1", "b", "2")
    player.first.call("HPEXPIRE", "h", "10", "FIELDS", "1", "a")
    player._clock(player.now + 20)
    player.first.call("DEBUG", "SET-ACTIVE-EXPIRE", "1")
    while (words := player.stream.words()) != [b"HDEL", b"h", b"a"]:
        assert words[0] != b"HDEL"


def test_the_page_is_made_of_the_cases() -> None:
    assert PAGE.read_text() == page(), "run: python -m tests.server.write_forms"
