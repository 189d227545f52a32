"""Files of commands: what is read, how far a file is whole, what is drawn."""

from __future__ import annotations

from io import BufferedReader, BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vkscope.files.aof import Annotation, Aof, Command
from vkscope.files.sketch import Piece, Sketch


def command(*words: bytes) -> bytes:
    """A command's bytes."""
    return b"*%d\r\n" % len(words) + b"".join(b"$%d\r\n%s\r\n" % (len(w), w) for w in words)


SET = command(b"SET", b"k", b"v\r\n$3")
MULTI, EXEC = command(b"MULTI"), command(b"exec")
TIME = b"#TS:1628217470\r\n"


def reader(data: bytes, sketch: Sketch | None = None) -> Aof:
    """Reads these bytes as a file of that name."""
    raw = BytesIO(data)
    return Aof(BufferedReader(raw), "x.aof", sketch=sketch)  # type: ignore[arg-type]


def test_commands_and_notes_come_with_their_places() -> None:
    aof = reader(TIME + SET + MULTI + EXEC)
    words = [b"SET", b"k", b"v\r\n$3"]
    at = len(TIME) + len(SET)
    assert list(aof.items()) == [
        Annotation(0, TIME),
        Command(len(TIME), words),
        Command(at, [b"MULTI"]),
        Command(at + len(MULTI), [b"exec"]),
    ]
    assert (aof.whole, aof.complaint, aof.at_end, aof.is_foreign) == (aof.offset, "", True, False)
    assert Annotation(0, TIME).timestamp == 1628217470
    assert Annotation(0, b"# words\r\n").timestamp is None


@pytest.mark.parametrize("text", [b"#TS:12", b"#TS:x\r\n", b"#TS:1 \r\n", b"#TS:%d\r\n" % 2**64])
def test_a_note_of_time_must_be_a_time(text: bytes) -> None:
    with pytest.raises(ValueError, match="Invalid timestamp annotation"):
        _ = Annotation(0, text).timestamp


@pytest.mark.parametrize(
    ("tail", "complaint"),
    [
        (b"*2\r\n$3\r\nDE", "Expected to read 5 bytes, got 2 bytes"),
        (b"*2\r\n$3\r\nDELx\n", "Expected \\r\\n, got: 780a"),
        (b"*2\r\n+3\r\n", "Expected prefix '$', got: '+'"),
        (b"*x\r\n", "Expected \\r\\n, got: 780d"),
        (b"*1\r\n$-1\r\n", "Expected to read string of -1 bytes,"
         " which is not in the suitable range"),
        (b"*1\r\n$99999999999999999999\r\n", "Expected to read string of 9223372036854775807 bytes,"
         " which is not in the suitable range"),
        (b"*1\r\n$4611686018427387904\r\nab",
         "Expected to read 4611686018427387906 bytes, got 2 bytes"),
        (MULTI, "Reached EOF before reading EXEC for MULTI"),
        (MULTI + SET + MULTI, "Unexpected MULTI in AOF x.aof"),
        (EXEC, "Unexpected EXEC in AOF x.aof"),
        (b"*2\r\n", ""),
    ],
)  # fmt: skip
def test_a_torn_end_is_said_and_what_is_whole_stays(tail: bytes, complaint: str) -> None:
    aof = reader(SET + tail)
    list(aof.items())
    assert aof.complaint[20:] == complaint
    assert aof.whole == len(SET)
    assert not aof.is_foreign


def test_other_bytes_are_foreign() -> None:
    aof = reader(SET + b"!!!")
    list(aof.items())
    assert (aof.whole, aof.complaint, aof.is_foreign, aof.at_end) == (len(SET), "", True, False)


@given(st.binary(max_size=40), st.integers(0, 100), st.integers(0, 40))
def test_noise_leaves_a_whole_part_that_reads_again(noise: bytes, at: int, cut: int) -> None:
    good = MULTI + SET + EXEC + TIME + SET
    data = good[:at] + noise + good[at + cut :]
    aof = reader(data)
    list(aof.items())
    assert 0 <= aof.whole <= len(data)
    again = reader(data[: aof.whole])
    list(again.items())
    assert (again.whole, again.complaint) == (aof.whole, "")


def test_a_drawing_covers_every_byte_once() -> None:
    pieces: list[Piece] = []
    names: list[list[bytes]] = []
    sketch = Sketch(pieces.append, lambda words, piece: not names.append(list(words)))
    data = TIME + SET + MULTI + EXEC
    list(reader(data, sketch).items())
    at = 0
    for piece in pieces:
        assert (piece.offset, piece.head) == (at, data[at : at + min(piece.size, 16)])
        at += piece.size
    assert at == len(data)
    assert names == [[], [b"k", b"v\r\n$3"], [], []]
