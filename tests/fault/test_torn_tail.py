"""An append-only file that ends anywhere: exactly the units that are whole are there, twice.

The file has an RDB as its base, then annotations of time, transactions, scripts and plain
commands. It is cut, loaded, written to and loaded again.
Loading cuts the file back to whole units: of the cuts that leave the same file then, one is
written to and loaded again.
Words: VKSCOPE_CUTS is the number of cuts, 8 unless said; 0 cuts at every byte.
"""

from __future__ import annotations

import os
import random
import shutil
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.fault.power_loss.check import AT_ONCE, arguments_of
from tests.fault.power_loss.recording import (
    SERVER,
    Started,
    start_server,
)
from tests.fault.power_loss.workload import Client, call, differences, holdings, run_workload

CUTS = int(os.environ.get("VKSCOPE_CUTS", "8"))
BASE_UNITS, UNITS = 8, 12
ARGUMENTS = [*arguments_of("always"), "--aof-timestamp-enabled", "yes"]


def groups(data: bytes) -> Iterator[int]:
    """Where what belongs together ends: a transaction, or a command outside of one; not SELECT."""
    at, inside = 0, False
    while at < len(data):
        if data[at : at + 1] == b"#":
            at = data.index(b"\n", at) + 1
            continue
        words, at = command(data, at)
        inside = (inside or words[0] == b"MULTI") and words[0] != b"EXEC"
        if not inside and words[0] != b"SELECT":
            yield at


def command(data: bytes, at: int) -> tuple[list[bytes], int]:
    """Give the words of the command there, and where it ends."""
    end = data.index(b"\r\n", at)
    count, at = int(data[at + 1 : end]), end + 2
    words = []
    for _ in range(count):
        end = data.index(b"\r\n", at)
        n = int(data[at + 1 : end])
        words.append(data[end + 2 : end + 2 + n])
        at = end + 2 + n + 2
    return [words[0].upper(), *words[1:]], at


def rewritten(server: Started) -> None:
    """BGREWRITEAOF, and wait for its end."""
    with server.connect() as admin:
        assert call(admin, "BGREWRITEAOF").startswith(b"+")
        for _ in range(2000):
            told = call(admin, "INFO", "persistence")
            if b"aof_rewrite_in_progress:0" in told and b"aof_rewrite_scheduled:0" in told:
                return
            time.sleep(0.01)
    raise AssertionError("the rewrite did not end")


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a base and a file of 12 more units."""
    folder = tmp_path_factory.mktemp("torn") / "disk"
    folder.mkdir()
    server = start_server(SERVER, folder, *ARGUMENTS)
    run_workload(server, 1, BASE_UNITS)
    rewritten(server)
    with server.connect() as sock:
        client = Client(0, sock, sizes=[0] * BASE_UNITS, done=BASE_UNITS)
        while client.done < BASE_UNITS + UNITS:
            if client.done % 4 == 0:
                time.sleep(1.01)  # an annotation is written when the second is another
            assert client.one()
    server.kill()
    return folder


def last(folder: Path) -> Path:
    """The file that is appended to."""
    found = list(folder.glob("appendonlydir/*.incr.aof"))
    assert len(found) == 1, found
    return found[0]


def cut_and_use(
    whole: Path, folder: Path, cut: int, units: int, used: dict[bytes, int]
) -> list[str]:
    """Cut the file, load it, write more, load it again; what is wrong, [] when nothing is.

    `used`: what files held that were written to, by the cut that left them so.
    """
    shutil.copytree(whole, folder)
    with last(folder).open("r+b") as file:
        file.truncate(cut)
    server = start_server(SERVER, folder, *ARGUMENTS)
    wrong = []
    with server.connect() as sock:
        client = Client(0, sock, sizes=[0] * units, done=units)
        wrong += differences([client], holdings(server))
        left = last(folder).read_bytes()
        again = used.setdefault(left, cut) == cut
        for _ in range(3 if again else 0):
            assert client.one(), client.errors
    server.kill()
    if again:
        server = start_server(SERVER, folder, *ARGUMENTS)
        wrong += differences([client], holdings(server))
        server.kill()
    shutil.rmtree(folder)
    return [f"cut at {cut}: {text}" for text in wrong]


def test_every_prefix_is_exact_and_can_be_written_to(whole: Path, tmp_path: Path) -> None:
    data = last(whole).read_bytes()
    assert b"#TS:" in data and b"MULTI" in data.upper()
    ends = list(groups(data))
    assert len(ends) == UNITS
    cuts = list(range(len(data) + 1))
    if CUTS:
        cuts = sorted(random.Random(1).sample(cuts, CUTS - 2)) + [2, len(data)]
    whole_units = [BASE_UNITS + sum(1 for end in ends if end <= cut) for cut in cuts]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        folders = [tmp_path / str(cut) for cut in cuts]
        used: dict[bytes, int] = {}
        wrong = list(
            pool.map(lambda *one: cut_and_use(whole, *one, used), folders, cuts, whole_units)
        )
    assert len(used) >= 2
    assert [text for texts in wrong for text in texts] == []
