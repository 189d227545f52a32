"""Drawings of files: lines, JSON, what may be chosen, what is said of torn files."""

from __future__ import annotations

import json
import struct
from pathlib import Path

import pytest

from tests import payloads as p
from tests.files.test_aof import EXEC, MULTI, SET, TIME
from vkscope.cli import main, xray

SNAPSHOT = p.file(
    b"\xfe\x00"
    + b"\xfc" + struct.pack("<q", 1_600_000_000_000) + b"\x10\x04hash"
    + p.string(p.listpack([b"field", b"value" * 4]))
    + b"\x00\x04text\xc3\x05\x14\x00a\xe0\x0a\x00" + b"\x00\x03num\xc1\x39\x30",
    b"VALKEY080",
)  # fmt: skip
LINES = """\
x.rdb: RDB
   offset  bytes                  meaning
        0 -- RDB file of version 80
        0  56 41 4c 4b 45 59 +3   magic
        9 -- database 0
        9  fe                     database
       10  00                     database: 0
       11 -- key "hash", hash-listpack, db 0, expires 2020-09-13 12:26:40 UTC
       11  fc                     time limit in ms
       12  00 80 6e 87 74 01 +2   the next key expires: 1600000000000 ms
       20  10                     type 16: hash-listpack
       21  04 68 61 73 68         key: "hash"
       26  24                     fields and values: 36 bytes
       27  24 00 00 00              listpack of 36 bytes
       31  02 00                    2 elements
       33  85 66 69 65 6c 64 +1     element 0: "field"
       40  94 76 61 6c 75 65 +16    element 1: "valuevaluevaluevalue"
       62  ff                       end of the listpack
       63 -- key "text", string, db 0
       63  00                     type 0: string
       64  04 74 65 78 74         key: "text"
       69  c3 05 14 00 61 e0 +2   value: 5 bytes of LZF for 20, "aaaaaaaaaaaaa..
       77 -- key "num", string, db 0
       77  00                     type 0: string
       78  03 6e 75 6d            key: "num"
       82  c1 39 30               value: number 12345
       85 -- end of the records
       85  ff                     end
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Holds x.rdb and x.aof, and is the working directory."""
    (tmp_path / "x.rdb").write_bytes(SNAPSHOT)
    (tmp_path / "x.aof").write_bytes(TIME + SET + MULTI + EXEC)
    (tmp_path / "m").write_bytes(b"file x.rdb seq 1 type b\nfile x.aof seq 7 type i\n")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def drawn(capsys: pytest.CaptureFixture[str], *words: str, status: int = 0) -> str:
    """The output; lines fit into 80 columns, complaints aside."""
    assert xray.run(words) == status
    out = capsys.readouterr().out
    if "json" not in words:
        assert all(len(line) <= 80 for line in out.splitlines() if not line.startswith("***"))
    return out


def test_a_snapshot_line_by_line(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = drawn(capsys, "x.rdb")
    assert out.startswith(LINES)
    sum_bytes = SNAPSHOT[-8:-2].hex(" ")
    assert out.removeprefix(LINES).startswith(f"       86  {sum_bytes} +2   checksum, computed 0x")


def test_a_log_line_by_line(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert (
        drawn(capsys, "x.aof")
        == """\
x.aof: commands
   offset  bytes                  meaning
        0 -- written at 2021-08-06 02:37:50 UTC
        0  23 54 53 3a 31 36 +10  note
       16 -- SET "k" "v\\r\\n$3"
       16  2a 33 0d 0a            3 words
       20  24 33 0d 0a 53 45 +3   word 0: "SET"
       29  24 31 0d 0a 6b 0d +1   word 1: "k"
       36  24 35 0d 0a 76 0d +5   word 2: "v\\r\\n$3"
       47 -- MULTI
       47  2a 31 0d 0a            1 word
       51  24 35 0d 0a 4d 55 +5   word 0: "MULTI"
       62 -- exec
       62  2a 31 0d 0a            1 word
       66  24 34 0d 0a 65 78 +4   word 0: "exec"
"""
    )


def test_a_manifest_and_its_files(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = drawn(capsys, "m")
    assert out.startswith("m: manifest\n")
    assert '        0  66 69 6c 65 20 78 +18  "file x.rdb seq 1 type b"\n' in out
    assert "./x.rdb: base 1, RDB\n" in out
    assert out.index("./x.rdb") < out.index("./x.aof: increment 7, commands\n")


def test_one_key(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = drawn(capsys, "x.rdb", "--key", "num").splitlines()
    assert [line[:12] for line in lines[2:]] == [
        "       77 --", "       77  0", "       78  0", "       82  c",
    ]  # fmt: skip
    lines = drawn(capsys, "m", "--key", "k").splitlines()
    assert sum('SET "k"' in line for line in lines) == 1
    assert xray.run(["x.rdb", "--key", "nobody"]) == 1
    assert "no record is about 'nobody'" in capsys.readouterr().err


def test_a_part_by_offset_and_number(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = drawn(capsys, "x.rdb", "--offset", "34", "--limit", "3").splitlines()[2:]
    assert [line.split()[0] for line in lines] == ["11", "33", "40", "62"]
    assert '-- key "hash"' in lines[0]
    assert len(drawn(capsys, "m", "--limit", "1").splitlines()) == 8


def test_json_says_the_same(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told = json.loads(drawn(capsys, "m", "--format", "json"))
    assert [f["what"] for f in told["files"]] == [
        "manifest",
        "base 1, RDB",
        "increment 7, commands",
    ]
    assert all(f["problem"] is None for f in told["files"])
    pieces = told["files"][1]["pieces"]
    assert pieces[1] == {
        "level": 1,
        "offset": 0,
        "size": 9,
        "bytes": "56414c4b4559303830",
        "meaning": "magic",
        "inner": False,
    }
    assert sum(q["size"] for q in pieces) == len(SNAPSHOT)


def test_compressed_blocks_are_drawn_inside(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    block = p.listpack([b"abcd", 1])
    packed = bytes([len(block) - 1]) + block
    body = b"\x10\x01k\xc3" + p.length(len(packed)) + p.length(len(block)) + packed
    (folder / "y.rdb").write_bytes(p.file(body))
    out = drawn(capsys, "y.rdb")
    assert '        6~ 84 61 62 63 64 05        element 0: "abcd"\n' in out


@pytest.mark.parametrize("size", range(1, len(SNAPSHOT), 7))
def test_a_torn_snapshot_is_drawn_as_far_as_it_goes(
    size: int, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "torn.rdb").write_bytes(SNAPSHOT[:size])
    out = drawn(capsys, "torn.rdb", status=1)
    assert out.splitlines()[-1].startswith("*** ")
    told = json.loads(drawn(capsys, "torn.rdb", "--format", "json", status=1))
    assert told["files"][0]["problem"]


def test_a_torn_log_says_what_is_whole(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "x.aof").write_bytes(SET + SET[:-1])
    out = drawn(capsys, "m", status=1)
    assert out.endswith(f"Expected to read 7 bytes, got 6 bytes; whole up to {len(SET)}\n")
    (folder / "x.aof").write_bytes(b"!")
    assert "neither a command nor a note begins here" in drawn(capsys, "x.aof", status=1)
    (folder / "m").write_bytes(b"file x.rdb seq 1 type q\n")
    assert "*** line 1: Unknown AOF file type\n" in drawn(capsys, "m", status=1)


def test_files_that_are_not_there(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "x.aof").unlink()
    for name, missing in (("no", "no"), ("m", "./x.aof")):
        assert main.main(["xray", name]) == 1
        assert f"vkscope xray: {missing}: No such file" in capsys.readouterr().err
