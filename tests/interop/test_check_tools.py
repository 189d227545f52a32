"""What check-aof and check-rdb print and return, beside redis-check-aof and redis-check-rdb."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests import payloads
from tests.files.test_aof import EXEC, MULTI, SET, TIME, command

LOG = {
    "good": SET + MULTI + SET + EXEC,
    "empty": b"",
    "torn value": SET + SET[:-4],
    "torn head": SET + b"*3\r\n$3",
    "torn line": SET + b"*3\r\n",
    "noise": SET + b"!!!",
    "noise first": b"\x00\x01",
    "open transaction": SET + MULTI + SET,
    "two at once": SET + MULTI + MULTI,
    "end alone": SET + EXEC,
    "wrong prefix": SET + b"*1\r\n*1\r\n",
    "wrong end": SET + b"*1\r\n$1x\r\na\r\n",
    "negative": SET + b"*1\r\n$-5\r\n",
    "no words": SET + b"*0\r\n*-3\r\n",
    "notes": TIME + SET + b"#TS:1628217472\r\n" + command(b"DEL", b"k") + b"#TS:1628217475\r\n",
    "bad note": SET + b"#TS:abc\r\n" + SET,
    "preamble": payloads.file(b"\xfe\x00\x00\x01a\x01b", b"REDIS0010") + SET,
    "torn preamble": payloads.file(b"\xfe\x00\x00\x01a\x01b", b"REDIS0010")[:-3],
    "preamble and noise": payloads.file(b"\xfe\x00\x00\x01a\x01b", b"REDIS0010") + b"xyz",
}
MANIFEST = b"file base seq 1 type b\nfile incr seq 1 type i\n"
PARTS = {
    "good": (SET, SET),
    "preamble": (LOG["preamble"], SET),
    "empty end": (SET, b""),
    "torn end": (SET, SET + SET[:-1]),
    "torn base": (SET + MULTI, SET),
    "late base": (TIME + SET + b"#TS:1628217475\r\n" + SET, SET),
    "late end": (SET, TIME + SET + b"#TS:1628217475\r\n" + SET),
}
WAYS: list[list[str]] = [[], ["--fix"], ["--truncate-to-timestamp", "1628217472"]]
FIRST = "1628217469"


def ours(words: list[str], answer: str, folder: Path) -> tuple[int, str]:
    """Status and output of our tool."""
    code = "import sys; from vkscope.cli.main import main; sys.exit(main())"
    command = [sys.executable, "-c", code, *words]
    done = subprocess.run(command, cwd=folder, input=answer, capture_output=True, text=True)
    assert done.stderr == ""
    return done.returncode, done.stdout


def theirs(words: list[str], answer: str, folder: Path) -> tuple[int, str]:
    """Status and output of the peer's."""
    program = shutil.which(f"redis-{words[0]}")
    assert program, f"redis-{words[0]} is not installed (Debian: redis-tools)"
    done = subprocess.run(
        [program, *words[1:]], cwd=folder, input=answer, capture_output=True, text=True
    )
    return done.returncode, done.stdout


def same_words(text: str) -> str:
    """The output without what only one of the tools tells, and without the tools' own names.

    Theirs counts lines on from file to file, ours anew in each.
    """
    lines = [
        re.sub(r"redis-check-aof|vkscope check-aof", "", line)
        for line in text.splitlines()
        if not line.startswith(("[info]", "[additional", "[offset")) or "looks OK" in line
    ]
    text = "\n".join(lines)
    return re.sub(r"ok_up_to_line=\d+", "", text) if "Multi Part" in text else text


def both(words: list[str], answer: str, files: dict[str, bytes], tmp_path: Path) -> None:
    """Run both on the same files; status, output and the files afterwards are the same."""
    folders = [tmp_path / "ours", tmp_path / "theirs"]
    results = []
    for folder, run in zip(folders, (ours, theirs), strict=True):
        folder.mkdir()
        for name, data in files.items():
            (folder / name).write_bytes(data)
        status, text = run(words, answer, folder)
        left = {name: (folder / name).read_bytes() for name in files}
        results.append((status, same_words(text), left))
    assert results[0] == results[1]


@pytest.mark.parametrize("way", WAYS, ids=lambda way: " ".join(way) or "check")
@pytest.mark.parametrize("form", LOG)
def test_one_file(form: str, way: list[str], tmp_path: Path) -> None:
    both(["check-aof", *way, "x.aof"], "y\n", {"x.aof": LOG[form]}, tmp_path)


@pytest.mark.parametrize("way", WAYS, ids=lambda way: " ".join(way) or "check")
@pytest.mark.parametrize("form", PARTS)
def test_files_of_a_manifest(form: str, way: list[str], tmp_path: Path) -> None:
    base, increment = PARTS[form]
    files = {"m.manifest": MANIFEST, "base": base, "incr": increment}
    both(["check-aof", *way, "m.manifest"], "y\n", files, tmp_path)


@pytest.mark.parametrize("answer", ["n\n", "", "Y", "yes\n", "\n"])
def test_answers(answer: str, tmp_path: Path) -> None:
    both(["check-aof", "--fix", "x.aof"], answer, {"x.aof": LOG["torn value"]}, tmp_path)


def test_what_cannot_be_done(tmp_path: Path) -> None:
    early = ["check-aof", "--truncate-to-timestamp", FIRST, "x.aof"]
    both(early, "", {"x.aof": LOG["notes"]}, tmp_path)
    for i, words in enumerate(
        (["nofile"], ["--truncate-to-timestamp", "x", "x.aof"], ["m.manifest"])
    ):
        place = tmp_path / str(i)
        place.mkdir()
        both(["check-aof", *words], "", {"x.aof": SET, "m.manifest": MANIFEST}, place)


SNAPSHOTS = {
    "good": payloads.file(b"\xfa\x01a\x01b\xfe\x00\xfb\x01\x00\x00\x01k\x01v", b"REDIS0010"),
    "short": payloads.file(b"\xfe\x00\x00\x01k\x01v", b"REDIS0010")[:16],
    "no magic": b"garbage, and a little more of it",
    "version": b"REDIS0099" + bytes(9),
    "type": payloads.file(b"\xfe\x00\x42", b"REDIS0010"),
    "sum": payloads.file(b"\xfe\x00\x00\x01k\x01v", b"REDIS0010")[:-1] + b"?",
    "no sum": payloads.file(b"\xfe\x00\x00\x01k\x01v", b"REDIS0010")[:-8] + bytes(8),
    "before sums": b"REDIS0004\xfe\x00\x00\x01k\x01v\xff",
    "expired": payloads.file(b"\xfe\x02\xfc" + bytes(8) + b"\x00\x01k\x01v", b"REDIS0010"),
}


@pytest.mark.parametrize("form", SNAPSHOTS)
def test_snapshots(form: str, tmp_path: Path) -> None:
    """Every line is the same but those that either tool adds."""
    path = tmp_path / "x.rdb"
    path.write_bytes(SNAPSHOTS[form])
    (status, text), (wanted, lines) = (
        run(["check-rdb", str(path)], "", tmp_path) for run in (ours, theirs)
    )
    assert status == wanted
    said = text.splitlines()
    missing = [line for line in lines.splitlines() if line not in said]
    assert all(line.startswith("[additional info] Reading type 0") for line in missing), missing
