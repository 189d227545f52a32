"""Lists, sets, sorted sets, streams and their like in the specification."""

from __future__ import annotations

from tests.model.conftest import Clock, Say
from vkscope.model.doubles import parse, show
from vkscope.model.listpack import element_size
from vkscope.model.registry import Model
from vkscope.model.replies import NO_ARRAY, QUEUED, Failure, Members, Score, Status


def encoding(say: Say, key: str) -> object:
    return say("OBJECT", "ENCODING", key)


def test_sizes_of_listpack_elements() -> None:
    sizes = {b"0": 2, b"127": 2, b"128": 3, b"-4096": 3, b"4096": 4, b"32768": 5, b"8388608": 6}
    sizes |= {b"2147483648": 10, b"": 2, b"a" * 63: 65, b"a" * 64: 67, b"a" * 126: 130}
    assert {data: element_size(data) for data in sizes} == sizes


def test_a_list_leaves_its_listpack_by_size_and_comes_back_at_half(say: Say) -> None:
    for i in range(60):
        say("RPUSH", "l", f"{i:0100}")
    assert encoding(say, "l") == b"listpack"
    say("RPUSH", "l", *["x" * 100] * 60)
    assert encoding(say, "l") == b"quicklist"
    say("LTRIM", "l", "0", "50")
    assert encoding(say, "l") == b"quicklist"
    say("LTRIM", "l", "0", "20")
    assert encoding(say, "l") == b"listpack"


def test_a_large_element_has_a_node_of_its_own(say: Say, model: Model) -> None:
    say("RPUSH", "l", "a", "x" * 9000, "b")
    assert encoding(say, "l") == b"quicklist"
    value = model.keyspace.databases[0].entries[b"l"].value
    assert [node.plain for node in value.nodes] == [False, True, False]  # type: ignore[union-attr]
    say("LSET", "l", "1", "small")
    assert say("LRANGE", "l", "0", "-1") == [b"a", b"small", b"b"]


def test_positions_from_both_ends(say: Say) -> None:
    say("RPUSH", "l", *"abcabc")
    assert say("LPOS", "l", "b", "RANK", "-1") == 4
    assert say("LPOS", "l", "b", "COUNT", "0") == [1, 4]
    assert say("LREM", "l", "-1", "b") == 1
    assert say("LRANGE", "l", "0", "-1") == [b"a", b"b", b"c", b"a", b"c"]


def test_a_set_goes_from_integers_to_a_listpack_to_a_table(say: Say) -> None:
    say("SADD", "s", "3", "1", "2")
    assert encoding(say, "s") == b"intset"
    assert say("SMEMBERS", "s") == Members([b"1", b"2", b"3"])
    say("SADD", "s", "x")
    assert encoding(say, "s") == b"listpack"
    say("SADD", "s", "y" * 65)
    assert encoding(say, "s") == b"hashtable"
    say("SADD", "many", *map(str, range(513)))
    assert encoding(say, "many") == b"hashtable"


def test_a_sorted_set_of_equal_scores_is_in_order_of_bytes(say: Say) -> None:
    say("ZADD", "z", "0", "b", "0", "a", "0", "c")
    assert say("ZRANGEBYLEX", "z", "[a", "(c") == [b"a", b"b"]
    assert say("ZRANK", "z", "c", "WITHSCORE") == [2, Score(0.0)]
    say("ZADD", "z", "1", "m" * 65)
    assert encoding(say, "z") == b"skiplist"


def test_scores_are_written_as_short_as_they_can_be() -> None:
    texts = {0.1: b"0.1", 1e21: b"1e+21", 1e-7: b"1e-7", 3.0: b"3", 2.0**60: b"1152921504606846976"}
    assert {number: show(number) for number in texts} == texts
    assert parse(b"0x10") == 16 and parse(b"1e400") is None and parse(b" 1") is None


def test_a_stream_trims_whole_nodes_when_it_may(say: Say) -> None:
    for i in range(1, 251):
        say("XADD", "s", f"{i}-0", "f", "v")
    assert say("XTRIM", "s", "MAXLEN", "~", "30") == 200
    assert say("XTRIM", "s", "MAXLEN", "30") == 20


def test_a_group_hands_out_entries_once(say: Say, clock: Clock) -> None:
    say("XADD", "s", "1-1", "f", "v")
    say("XGROUP", "CREATE", "s", "g", "0")
    fresh = ("XREADGROUP", "GROUP", "g", "c", "STREAMS", "s", ">")
    assert say(*fresh) == [[b"s", [[b"1-1", [b"f", b"v"]]]]]
    assert say(*fresh) is NO_ARRAY
    clock.now += 50
    assert say("XPENDING", "s", "g", "-", "+", "9") == [[b"1-1", b"c", 50, 1]]
    assert say("XACK", "s", "g", "1-1") == 1


def test_hyperloglog_has_valkeys_registers_and_estimates(say: Say) -> None:
    assert say("PFADD", "p", "a", "12345678") == 1
    assert say("PFDEBUG", "DECODE", "p") == b"Z:10579 v:3,1 Z:2131 v:2,1 Z:3672"
    assert say("PFADD", "p", *map(str, range(1000))) == 1
    count = say("PFCOUNT", "p")
    assert isinstance(count, int) and 980 < count < 1020
    assert say("PFDEBUG", "ENCODING", "p") == Status(b"sparse")


def test_places(say: Say) -> None:
    say("GEOADD", "g", "13.361389", "38.115556", "Palermo", "15.087269", "37.502669", "Catania")
    assert say("GEODIST", "g", "Palermo", "Catania", "km") == b"166.2742"
    assert say("GEOHASH", "g", "Palermo") == [b"sqc8b49rny0"]
    near = ("GEOSEARCH", "g", "FROMLONLAT", "15", "37", "BYRADIUS", "100", "km")
    assert say(*near) == [b"Catania"]


def test_sorting_by_another_key(say: Say) -> None:
    say("RPUSH", "l", "1", "2", "3")
    say("MSET", "w_1", "30", "w_2", "10", "w_3", "20")
    assert say("SORT", "l", "BY", "w_*", "GET", "#", "GET", "w_*") == [
        b"2", b"10", b"3", b"20", b"1", b"30"
    ]  # fmt: skip


def test_a_write_by_another_session_fails_a_watch(say: Say, other: Say) -> None:
    for write, answer in ((("GET", "k"), [Status(b"OK")]), (("SET", "k", "1"), NO_ARRAY)):
        say("WATCH", "k")
        other(*write)
        assert say("MULTI") == Status(b"OK")
        assert say("SET", "mine", "1") == QUEUED
        assert say("EXEC") == answer


def test_a_command_that_cannot_be_queued_spoils_the_transaction(say: Say) -> None:
    say("MULTI")
    assert isinstance(say("NOSUCH"), Failure)
    assert say("EXEC") == Failure(b"EXECABORT Transaction discarded because of previous errors.")


def test_a_dump_comes_back(say: Say) -> None:
    say("RPUSH", "l", "a", "b")
    payload = say("DUMP", "l")
    assert isinstance(payload, bytes)
    assert say("RESTORE", "l", "0", payload) == Failure(b"BUSYKEY Target key name already exists.")
    assert say("RESTORE", "m", "0", payload) == Status(b"OK")
    assert say("LRANGE", "m", "0", "-1") == [b"a", b"b"]
