"""Views: units, tables, filters, what dump prints; a key drawn as it lies in memory."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace

from tests.tui.fakes import filled, made, status
from vkscope.tracing.frame import Frame
from vkscope.tracing.slots import slot_of
from vkscope.tui.views import xray
from vkscope.tui.views.catalogue import TITLES, VIEWS
from vkscope.tui.views.eventloop import nested
from vkscope.tui.views.print import as_lines, write
from vkscope.tui.views.slots import MEASURES, bins, cell_text, told
from vkscope.tui.views.stream import Mark, Window, window
from vkscope.tui.views.table import columns, matches, spark
from vkscope.tui.views.units import count_text, ns_text, size_text, span_text
from vkscope.tui.views.wording import say
from vkscope.tui.widgets.backlog import place


def test_units() -> None:
    assert [ns_text(n) for n in (0, 999, 1_000, 12_345, 999_600, 7_500_000, 2e9)] == [
        "0 ns", "999 ns", "1.00 us", "12.3 us", "1.00 ms", "7.50 ms", "2.00 s",
    ]  # fmt: skip
    assert [size_text(n) for n in (0, 1023, 1536, 3 << 30)] == [
        "0 B",
        "1023 B",
        "1.5 KiB",
        "3.0 GiB",
    ]
    assert [count_text(n) for n in (0, 0.5, 2.0, 12.7, 1e6)] == ["0", "0.5", "2", "13", "1,000,000"]
    assert [span_text(n) for n in (5, 600, 7_300, 200_000)] == [
        "5 s",
        "10 min",
        "2 h 01 min",
        "2 d 07 h",
    ]


def test_sparks_fill_their_highest_and_show_what_is_small() -> None:
    assert spark([0, 1, 100]) == "▁▁█"
    assert spark([0, 0]) == "▁▁"
    assert spark([]) == ""
    assert spark(list(range(1, 100)), 3)[-1] == "█"


def test_columns_read_their_marks() -> None:
    plain, right, wide = columns("a", ">b!2", "c!1*")
    assert (plain.name, plain.right, plain.keep, plain.wide) == ("a", False, 0, False)
    assert (right.name, right.right, right.keep) == ("b", True, 2)
    assert (wide.name, wide.keep, wide.wide) == ("c", 1, True)


def test_filter_words() -> None:
    row = ("KeyEvicted", "user:1")
    assert matches(row, ["evicted", "USER"])
    assert not matches(row, ["evicted", "-user"])
    assert matches(row, ["-"]) is False


def test_every_view_says_something_of_nothing_and_of_everything() -> None:
    for frame in (Frame(status("connecting")), filled().frame(status())):
        for name, view in VIEWS.items():
            tables = view(frame)
            assert tables and name in TITLES
            for table in tables:
                assert table.rows or table.empty
                assert all(len(row) == len(table.columns) for row in table.rows)
                assert not table.keys or len(table.keys) == len(table.rows)
                assert not table.refs or len(table.refs) == len(table.rows)
            assert list(as_lines(tables))


def test_json_and_csv_keep_numbers() -> None:
    tables = VIEWS["commands"](filled().frame(status()))
    out = io.StringIO()
    write(tables, "json", out)
    row = json.loads(out.getvalue())["commands"][0]
    assert row["command"] == "keys" and row["calls"] == 20 and row["max"] >= 7_500_000
    out = io.StringIO()
    write(tables, "csv", out)
    head, first, *_ = list(csv.reader(io.StringIO(out.getvalue())))
    assert dict(zip(head, first, strict=True))["calls"] == "20"


def test_commands_are_of_the_window_alone() -> None:
    tables = VIEWS["commands"](filled().frame(status()))
    rates = {str(row[0]): getattr(row[1], "value", None) for row in tables[0].rows}
    assert rates["get"] == 1200 and rates["keys"] == 2
    queued = tables[1].rows[0]
    assert str(queued[0]) == "queued" and getattr(queued[1], "value", 0) > 0


def test_a_turn_is_nested_to_the_key_that_used_its_time() -> None:
    frame = filled().frame(status())
    lines = [
        f"{'  ' * depth}{name} | {more}" for depth, name, _, more in nested(frame, frame.turns[0])
    ]
    assert lines[0].startswith("turn 900 | 21 commands")
    assert "    keys * | client 5, waited 90.0 us" in lines
    assert "    get user:9 | client 6" in lines


def test_a_reset_of_counters_shows_no_negative_rates() -> None:
    frame = filled().frame(status())
    assert frame.now is not None and frame.window is not None
    turned = replace(frame, now=replace(frame.window, time_ns=frame.now.time_ns), window=frame.now)
    for row in VIEWS["commands"](turned)[0].rows:
        assert getattr(row[1], "value", 0) >= 0
    for row in VIEWS["eventloop"](turned)[0].rows:
        assert getattr(row[1], "value", 0) >= 0


def test_an_event_of_another_version_is_still_told() -> None:
    frame = filled().frame(status())
    known = made("KeyEvicted", 5, 0, "k", score=9)
    cut = replace(known, fields={"db": 0, "score": 9})
    assert say(cut, frame.decoder) == "k, db 0, score 9"


def node(
    kind: str, offset: int, size: int, *children: object, **fields: object
) -> dict[str, object]:
    return {"kind": kind, "label": "", "offset": offset, "bytes": size, "fields": fields,
            "children": list(children)}  # fmt: skip


def test_xray_draws_boxes_of_their_size_and_what_is_inside() -> None:
    entries = [node("entry", 6 + 10 * i, 10, text=f"f{i}") for i in range(12)]
    value = node("value", 0, 130, node("header", 0, 6), *entries)
    root = node("object", 0, 24, node("header", 0, 8), node("key", 16, 6, text="cart:7"), value)
    lines = xray.draw("cart:7", {"root": root, "left_out": 3}, 60)
    assert all(len(line) <= 60 for line in lines)
    text = "\n".join(lines)
    assert "cart:7" in text and "+16 6 B" in text and "object > value" in text
    assert all(f"f{i}" in text for i in range(12))
    assert lines[-1] == "3 elements left out"
    rows = xray.table("cart:7", {"root": root, "left_out": 0}).rows
    assert len(rows) == 17 and str(rows[-1][0]) == "    entry"


def test_xray_of_what_is_not_there() -> None:
    assert xray.draw("k", None) == ["k: no such key"]
    assert xray.draw("k", "ERR no") == ["k: ERR no"]
    assert xray.draw("k", 7) == ["k: nothing to draw"]


def test_slots_of_keys_are_those_of_the_cluster_specification() -> None:
    assert slot_of(b"123456789") == 0x31C3
    assert slot_of(b"{user1000}.following") == slot_of(b"user1000") == slot_of(b"x{user1000}{y}")
    assert slot_of(b"foo{}{bar}") == 8363
    assert slot_of(b"foo{{bar}}zap") == slot_of(b"{bar")


def test_bins_hold_every_slot_and_show_what_moves() -> None:
    frame = filled().frame(status())
    for measure in MEASURES:
        cells = bins(frame, measure, 1024)
        assert [c.first for c in cells] == list(range(0, 16384, 16))
        assert sum(c.value for c in cells) > 0
    assert cell_text(cells[5461 // 16]) == "M" and cell_text(cells[-1]) == "I"
    assert cell_text(cells[12_000 // 16]) == " "
    hot = max(cells, key=lambda c: c.value)
    assert hot.first <= 3000 <= hot.last and hot.level == 4
    assert bins(Frame(status()), "keys", 1024) == []


def test_what_is_under_the_cursor_is_told() -> None:
    frame = filled().frame(status())
    assert told(frame, 3000, 3000) == "slot 3000: owned, 4,000 keys, 1,800 ops/s, 175.8 KiB/s"
    assert told(frame, 1, 2) == "slots 1-2: owned, no keys"
    assert told(frame, 10_000, 10_015) == "slots 10000-10015: not ours, no keys"


def test_replicas_stand_in_the_window_or_before_it() -> None:
    held = window(filled().frame(status()))
    assert held is not None
    places = {mark.name: place(held, mark, 100) for mark in held.marks}
    assert places == {"10.0.0.2:6379": 96, "10.0.0.3:6379": -1}
    fresh = Window(first=1, end=100, room=1000)
    assert place(fresh, Mark("a", 0, True), 100) == 0
    assert place(fresh, Mark("a", 100, True), 100) == 9


def test_a_backlog_that_is_not_there_has_no_window() -> None:
    assert window(Frame(status())) is None


def test_events_of_the_stream_say_what_a_command_became() -> None:
    frame = filled().frame(status())
    said = {e.name: say(e, frame.decoder) for e in frame.events}
    assert "the server -> del session:9, 31 B" in [
        say(e, frame.decoder) for e in frame.events if e.name == "CommandPropagated"
    ]
    assert said["UnitPropagated"] == "MULTI, 3 commands, EXEC from client 5"
    assert "no longer in the backlog" in said["SyncDecided"]
    assert said["RequestRedirected"] == "set cart:7 from client 6: CROSSSLOT, slot 9183, 2 keys"
    assert said["SlotsChanged"] == "slots 16000-16383: importing"
    assert said["ScriptForgotten"].endswith("evicted, ran 1 time in 1.50 s, 500 kept")


def test_scripts_are_ordered_by_the_time_of_the_window() -> None:
    tables = {t.name: t for t in VIEWS["scripts"](filled().frame(status()))}
    first = tables["times"].rows[0]
    assert first[4].value == 40 and first[5].value == round(9 / 17.4, 4)  # type: ignore[union-attr]
    assert len(tables["running"].rows) == 1


def test_the_growth_of_a_child_begins_at_its_fork() -> None:
    collector = filled(6)
    frame = collector.frame(status())
    child = {t.name: t for t in VIEWS["persist"](frame)}["child"].rows[0]
    assert [getattr(cell, "value", cell) for cell in child][:5] == ["rdb", 4711, 0.2, 0.2, 20_000]
    copied = getattr(child[6], "value", [])
    assert copied == [point.copied for point in frame.points] and copied[-1] == 25 << 15
    other = replace(frame.points[-1], child_pid=99, copied=7)
    fresh = replace(frame, points=(*frame.points, other))
    row = {t.name: t for t in VIEWS["persist"](fresh)}["child"].rows[0]
    assert getattr(row[6], "value", []) == [7]


def test_what_a_power_cut_takes_is_what_was_written_and_is_not_durable() -> None:
    rows = {t.name: t for t in VIEWS["persist"](filled().frame(status()))}["offsets"].rows
    memory, written, durable = ([getattr(cell, "value", cell) for cell in row] for row in rows)
    assert memory[2] == 900 and written[2] == 33_000
    assert written[1] - durable[1] == 33_000
    assert written[3] == int(33_000 / 80_000 * 1e9)  # it grows by 80,000 bytes a second


def test_save_points_say_what_they_wait_for() -> None:
    rows = {t.name: t for t in VIEWS["persist"](filled().frame(status()))}["points"].rows
    dues = [str(getattr(row[3], "text", "")) for row in rows]
    # 13,300 changes, 209 s after the last save
    assert dues == ["not before 56 min", "not before 90 s", "now"]


def test_files_are_grouped_and_add_up() -> None:
    rows = {t.name: t for t in VIEWS["persist"](filled().frame(status()))}["files"].rows
    names = [str(row[0]) for row in rows]
    assert names[0] == "base" and names[2] == "increments" and names[-1].startswith("└ ")
    sizes = [getattr(row[2], "value", 0) for row in rows]
    assert sizes[2] == sizes[3] + sizes[4]


def test_denials_are_newest_first_and_users_have_theirs_together() -> None:
    tables = {t.name: t for t in VIEWS["security"](filled().frame(status()))}
    assert [row[1] for row in tables["log"].rows] == ["command", "key", "key", "channel", "auth"]
    figures = {str(row[0]): row for row in tables["security"].rows}
    times, rate = (getattr(cell, "value", None) for cell in figures["denied: command"][1:3])
    assert times == 12 + 30 * 19 and rate == 60  # 30 more in each half second
    users = [(row[0], *(getattr(cell, "value", None) for cell in row[1:3])) for row in
             tables["users"].rows]  # fmt: skip
    assert users == [("worker", 40, 586), ("admin", 0, 7), ("reader", 2, 2), ("default", 3, 0)]


def test_a_source_without_persistence_says_so() -> None:
    frame = filled().frame(status())
    assert frame.now is not None
    raw = {name: part for name, part in frame.now.raw.items() if name != "persist"}
    bare = replace(frame, now=replace(frame.now, raw=raw))
    tables = {t.name: t for t in VIEWS["persist"](bare)}
    assert all(not t.rows for name, t in tables.items() if name != "history")
    assert all(t.empty == "this source does not tell" for n, t in tables.items() if n != "history")


def test_a_source_without_users_says_so() -> None:
    frame = filled().frame(status())
    assert frame.now is not None
    raw = {name: part for name, part in frame.now.raw.items() if name != "acl"}
    tables = VIEWS["security"](replace(frame, now=replace(frame.now, raw=raw)))
    assert all(not t.rows and t.empty == "this source does not tell" for t in tables)
