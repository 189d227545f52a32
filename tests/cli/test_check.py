"""The check tools as commands: arguments, forms of output, exit status."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests import payloads
from vkscope.cli import check_aof, check_rdb, main

GOOD = payloads.file(
    b"\xfa" + payloads.string(b"valkey-ver") + payloads.string(b"9.0.0")
    + b"\xfe\x02\x01" + payloads.string(b"a list") + b"\x02\x01a\x01b"
    + b"\xfc" + bytes(8) + b"\x00\x01k\x01v",
    b"VALKEY080",
)  # fmt: skip


@pytest.fixture
def snapshot(tmp_path: Path) -> Path:
    path = tmp_path / "dump.rdb"
    path.write_bytes(GOOD)
    return path


def test_a_snapshot_as_json(snapshot: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert check_rdb.run([str(snapshot), "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out) == {
        "ok": True,
        "version": 80,
        "bytes": len(GOOD),
        "keys": 2,
        "expires": 1,
        "already_expired": 1,
        "elements": 3,
        "functions": 0,
        "checksum": "ok",
        "aux": {"valkey-ver": "9.0.0"},
        "databases": {"2": 2},
        "types": {"list-linked": 1, "string": 1},
        "problem": None,
    }


def test_a_problem_as_json_names_offset_key_and_type(
    snapshot: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    snapshot.write_bytes(GOOD[:41])
    assert check_rdb.run([str(snapshot), "--format", "json"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert told["problem"] == {
        "offset": 41,
        "text": "Unexpected EOF reading RDB file",
        "detail": "a string of 1 bytes is cut off",
        "doing": "read-object-value",
        "key": "a list",
        "type": "list-linked",
    }
    assert (told["ok"], told["keys"]) == (False, 0)


def test_a_file_that_is_not_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert check_rdb.run([str(tmp_path / "no")]) == 1
    assert "No such file or directory" in capsys.readouterr().err
    assert check_aof.run([str(tmp_path / "no")]) == 1
    assert "No such file or directory" in capsys.readouterr().out


@pytest.mark.parametrize("tool", [check_rdb, check_aof])
def test_arguments_that_make_no_sense(tool: object, capsys: pytest.CaptureFixture[str]) -> None:
    run = tool.run  # type: ignore[attr-defined]
    assert run([]) == 1
    assert "usage" in capsys.readouterr().err
    assert run(["--nonsense", "x"]) == 1
    assert run(["--version"]) == 0
    assert run(["--help"]) == 0


def test_both_are_found_by_name(snapshot: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main.main(["check-rdb", str(snapshot)]) == 0
    assert "\\o/ RDB looks OK! \\o/" in capsys.readouterr().out
    assert main.main(["check-aof", str(snapshot)]) == 0
    assert "RDB preamble is OK" in capsys.readouterr().out


def test_statistics(snapshot: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert check_rdb.run([str(snapshot), "--stats", "--format", "csv"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[-18:-10] == [
        "db.2.type.name,string,list,set,zset,hash,module,stream",
        "db.2.keys.total,1,1,0,0,0,0,0",
        "db.2.expire_keys.total,1,0,0,0,0,0,0",
        "db.2.already_expired.total,1,0,0,0,0,0,0",
        "db.2.keys.size,1,6,0,0,0,0,0",
        "db.2.keys.value_size,1,2,0,0,0,0,0",
        "db.2.elements.total,1,2,0,0,0,0,0",
        "db.2.elements.size,1,2,0,0,0,0,0",
    ]
    assert lines[-1] == "db.2.elements.size.p50,1.00,1.00,0.00,0.00,0.00,0.00,0.00"
    assert check_rdb.run([str(snapshot), "--stats", "--format", "info"]) == 0
    assert "[info] db.2.type.list.elements.num.max:2\n" in capsys.readouterr().out
    assert check_rdb.run([str(snapshot), "--stats", "--format", "json"]) == 0
    told = json.loads(capsys.readouterr().out)["stats"]
    assert [row["type"] for row in told] == ["list", "string"]


def test_statistics_in_a_file(snapshot: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = snapshot.with_name("out")
    assert check_rdb.run([str(snapshot), "--stats", "--output", str(out)]) == 0
    assert "db.2" not in capsys.readouterr().out
    assert out.read_text().startswith("db.2.type.name                \tstring\tlist \tset  ")
    assert check_rdb.run([str(snapshot), "--stats", "--output", str(snapshot / "x")]) == 1
    assert "Cannot open output file" in capsys.readouterr().err


@pytest.mark.parametrize("text", ["x", "+-5", "1 ", "", "9" * 20, "9" * 5000])
def test_times_that_are_none(text: str, snapshot: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = [f"--truncate-to-timestamp={text}", str(snapshot)]
    assert check_aof.run(words) == (1 if text else 0)
    assert (capsys.readouterr().out == "Invalid timestamp, aborting...\n") is bool(text)


@pytest.mark.parametrize("words", [["check-rdb"], ["check-aof"], ["xray"]])
def test_output_that_nobody_reads_and_folders(words: list[str], snapshot: Path) -> None:
    """No traceback, whatever ends the tool."""
    code = "import sys; from vkscope.cli.main import main; sys.exit(main())"
    command = [sys.executable, "-c", code, *words]
    for path, status in ((snapshot, 0), (snapshot.parent, 1)):
        read, write = os.pipe()
        os.close(read)
        done = subprocess.run([*command, str(path)], stdout=write, stderr=subprocess.PIPE)
        os.close(write)
        assert b"Traceback" not in done.stderr and b"Exception" not in done.stderr, done.stderr
        assert done.returncode in (status, 0)
