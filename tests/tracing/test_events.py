"""The catalogue and the decoder it drives."""

from __future__ import annotations

import json

import pytest

from vkscope.tables import events as tables
from vkscope.tables import gen_events
from vkscope.tracing.events import NOBODY, Decoder, encode, packed_end

CAT = tables.load()


def test_the_catalogue_holds_together() -> None:
    assert list(gen_events.verify()) == []
    assert tables.from_json(CAT.json).hash == CAT.hash
    assert {c.name for c in CAT.classes} >= {"tick", "command", "slow", "encoding", "memory"}


def test_a_changed_catalogue_has_another_hash() -> None:
    data = json.loads(CAT.json)
    data["event"][0]["text"] += "!"
    assert tables.parse(data).hash != CAT.hash


@pytest.mark.parametrize("text", ["[]", "{}", '{"class": 1}', "null", "nonsense"])
def test_what_is_no_catalogue_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        tables.from_json(text)


def test_numbers_are_unique() -> None:
    data = json.loads(CAT.json)
    data["event"].append(data["event"][0] | {"name": "Again"})
    with pytest.raises(ValueError, match="twice"):
        tables.parse(data)


def test_fields_must_be_aligned() -> None:
    data = json.loads(CAT.json)
    data["event"][0]["fields"] = [
        {"name": "a", "type": "u16", "text": ""},
        {"name": "b", "type": "u32", "text": ""},
    ]
    with pytest.raises(ValueError, match="not aligned"):
        tables.parse(data)


@pytest.mark.parametrize("event", CAT.events, ids=lambda e: e.name)
def test_every_event_survives_the_round_trip(event: tables.EventType) -> None:
    named = [f for f in (event.subject, event.value, *event.fields) if f is not None]
    fields = {f.name: i + 1 for i, f in enumerate(named)}
    text = b"hello" if event.tail else None
    packed = encode(event, 1000, 10, tick=3, fields=fields, text=text)
    assert len(packed) % 16 == 0
    found = Decoder(CAT).one(packed)
    assert found is not None
    got, end = found
    assert end == len(packed)
    assert got.name == event.name and got.start == 990 and got.tick == 3
    assert dict(got.fields) == fields
    assert got.text == (text or b"")


def test_the_worked_example_of_the_tail() -> None:
    packed = encode(CAT.by_name("KeyExpired"), 1, text=b"user:1")
    assert packed[32:] == bytes.fromhex("0600 0600 75736572 3a31".replace(" ", "")) + bytes(6)


def test_what_was_not_written_reads_as_zero() -> None:
    packed = encode(CAT.by_name("RehashStarted"), 1, subject=64, value=128)
    assert len(packed) == 32
    found = Decoder(CAT).one(packed)
    assert found is not None
    assert found[0]["from_buckets"] == 64 and found[0]["entries"] == 0


def test_a_hidden_key_keeps_its_length() -> None:
    decoder = Decoder(CAT)
    packed = encode(CAT.by_name("KeyExpired"), 1, text=b"secret", shown=0)
    (event,) = decoder.events(packed)
    assert event.is_hidden and decoder.text(event) == "(6 bytes hidden)"
    (cut,) = decoder.events(encode(CAT.by_name("KeyExpired"), 1, text=b"k" * 100))
    assert decoder.text(cut) == "k" * 44 + "..."


def test_labels_are_words() -> None:
    decoder = Decoder(CAT, ["", "get", "set"])
    fields = {"command": 2, "flags": 3, "behind": NOBODY}
    (event,) = decoder.events(encode(CAT.by_name("CommandExecuted"), 1, fields=fields))
    assert decoder.label(event, "command") == "set"
    assert decoder.label(event, "flags") == "write+error"
    assert decoder.label(event, "behind") == "-"
    assert decoder.command(0) == "-" and decoder.command(99) == "#99"


def test_an_unknown_type_and_a_cut_end_do_no_harm() -> None:
    known = encode(CAT.by_name("ServerReady"), 5)
    unknown = bytearray(known)
    unknown[12:14] = (60000).to_bytes(2, "little")
    data = known + bytes(unknown) + known[:20]
    assert [e.name for e in Decoder(CAT).events(data)] == ["ServerReady", "Unknown"]
    assert packed_end(data) == (64, 2)


def test_a_field_that_does_not_exist_is_refused() -> None:
    with pytest.raises(ValueError, match="nonsense"):
        encode(CAT.by_name("ServerReady"), 1, fields={"nonsense": 1})
