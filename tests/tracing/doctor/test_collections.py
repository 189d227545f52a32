"""Commands over whole collections, and limits of layouts: which rule tells, and what it advises."""

from __future__ import annotations

import re

import pytest

from tests.tracing.doctor.made import MB, MS, SECOND, event, names, observation, only, use, worst
from vkscope.tracing.doctor.observation import Observation

ENCODINGS = ("raw", "int", "embstr", "hashtable", "listpack", "quicklist", "skiplist", "intset")
REASONS = {"element_bytes": 0, "element_count": 1, "field_expiry": 4, "shrink": 8}
REASONS |= {"not_integer": 9, "wider_integer": 10}
TYPES = ("string", "list", "set", "zset", "hash")


def converted(
    kind: str,
    layouts: str,
    reason: str,
    limit: int = 0,
    actual: int = 0,
    *,
    count: int = 1,
    span: int = 20 * MS,
    before: int = 2000,
    after: int = 20_000,
) -> Observation:
    """A server where `count` values changed their layout, "from to"."""
    source, to = layouts.split()
    one = event(
        "EncodingChanged",
        span=span,
        type=TYPES.index(kind),
        **{"from": ENCODINGS.index(source)},
        to=ENCODINGS.index(to),
        reason=REASONS[reason],
        threshold=limit,
        actual=actual,
        bytes_before=before,
        bytes_after=after,
        text=b"cart:7",
    )
    return observation(*[one] * count)


# --- big-collection


@pytest.mark.parametrize(
    ("command", "advice"),
    [
        ("hgetall", "HSCAN"),
        ("smembers", "SSCAN"),
        ("lrange", "LRANGE key 100 199"),
        ("zrange", "ZSCAN"),
        ("sort", "sorted set"),
        ("sunion", "replica"),
        ("xrange", "COUNT"),
        ("lrem", "lists short"),
        ("geosearch", "smaller area"),
    ],
)
def test_each_command_has_its_advice(command: str, advice: str) -> None:
    found = only(observation(worst=[worst(command, 30, key="all", client=3)]))
    assert found.rule == "big-collection" and advice in found.remedy[0]
    assert f"{command.upper()} all took 30 ms" in found.evidence[0].text
    assert found.impact == pytest.approx(0.03, rel=0.05)


def test_evidence_tells_key_time_bytes_and_the_sum() -> None:
    rows = [worst("smembers", 40, key="all", reply_bytes=9 * MB), worst("hgetall", 12, key="h")]
    found = only(observation(worst=rows, **use("smembers", 3, 90)))
    assert "SMEMBERS all" in found.symptom
    texts = [one.text for one in found.evidence]
    assert "9.0 MB moved" in texts[0] and texts[1].startswith("HGETALL h took 12 ms")
    assert texts[2].startswith("SMEMBERS: 3 calls")
    assert [r.partition(":")[0] for r in found.remedy[:2]] == ["SMEMBERS", "HGETALL"]


def test_a_collection_copied_fast_is_still_a_collection() -> None:
    """5 ns a byte would be a big value's pace."""
    assert names(observation(worst=[worst("lrange", 12, reply_bytes=64 * MB)])) == [
        "big-collection"
    ]


def test_a_reply_that_made_the_turn_long_is_the_collections_fault() -> None:
    writing = event("TickSlow", span=14 * MS, before_sleep_ns=10 * MS, execute_ns=3 * MS)
    large = observation(writing, worst=[worst("lrange", 3, reply_bytes=8 * MB)])
    assert only(large).rule == "big-collection" and "8.0 MB" in only(large).symptom
    small = observation(writing, worst=[worst("lrange", 3, reply_bytes=90_000)])
    assert names(small) == ["slow-turn"]


@pytest.mark.parametrize(
    ("calls", "ms", "is_told"),
    [
        (400, 500, True),  # 1.25 ms each, a tenth of the time
        (6000, 1800, True),  # 0.3 ms each, more than a third
        (6000, 900, False),  # 0.15 ms each, however often
        (1000, 300, False),  # 0.3 ms each, 6% of the time
        (100, 120, False),  # 1.2 ms each, 2.4%
    ],
)
def test_many_in_sum_are_told_by_mean_and_share(calls: int, ms: float, is_told: bool) -> None:
    obs = observation(**use("hgetall", calls, ms))
    assert names(obs) == (["big-collection"] if is_told else [])
    if is_told:
        assert f"{calls} calls" in only(obs).evidence[-1].text


def test_other_slow_commands_stay_with_their_own_rules() -> None:
    obs = observation(worst=[worst("lcs", 30), worst("keys", 60), worst("smembers", 90)])
    assert names(obs) == ["big-collection", "keys-walk", "slow-command"]
    assert names(observation(worst=[worst("smembers", 30, stolen_ns=25 * MS)])) == []


def test_a_collection_in_a_recording_is_seen_by_its_event() -> None:
    told = event("CommandSlow", at=104 * SECOND, span=50 * MS, command=8, client=3, text=b"all")
    assert "SMEMBERS all took 50 ms" in only(observation(told)).evidence[0].text


# --- wrong-threshold


@pytest.mark.parametrize(
    ("kind", "layouts", "reason", "names_"),
    [
        ("hash", "listpack hashtable", "element_count", ["hash-max-listpack-entries"]),
        ("hash", "listpack hashtable", "element_bytes", ["hash-max-listpack-value"]),
        ("set", "listpack hashtable", "element_count", ["set-max-listpack-entries"]),
        ("set", "listpack hashtable", "element_bytes", ["set-max-listpack-value"]),
        ("set", "intset hashtable", "element_count", ["set-max-intset-entries"]),
        ("zset", "listpack skiplist", "element_count", ["zset-max-listpack-entries"]),
        ("zset", "listpack skiplist", "element_bytes", ["zset-max-listpack-value"]),
        ("list", "listpack quicklist", "element_bytes", ["list-max-listpack-size"]),
        ("list", "quicklist listpack", "shrink", ["list-max-listpack-size"]),
        ("string", "listpack skiplist", "element_count", ["zset-max-listpack-entries"]),
        (
            "string",
            "listpack hashtable",
            "element_count",
            ["hash-max-listpack-entries", "set-max-listpack-entries"],
        ),
    ],
)
def test_the_remedy_names_the_parameter_of_the_type(
    kind: str, layouts: str, reason: str, names_: list[str]
) -> None:
    found = only(converted(kind, layouts, reason, 128, 129))
    assert found.rule == "wrong-threshold"
    assert all(name in found.remedy[0] for name in names_)
    mentioned = set(re.findall(r"[a-z]+-max-[a-z]+-[a-z]+", found.remedy[0]))
    kinds = {name.partition("-")[0] for name in names_}
    assert {name.partition("-")[0] for name in mentioned} == kinds
    assert "limit 128, was 129" in found.evidence[0].text and "cart:7" in found.evidence[0].text


def test_what_no_limit_decides_says_so() -> None:
    assert "integers" in only(converted("set", "intset listpack", "not_integer", 0, 3)).remedy[0]
    assert "widest" in only(converted("set", "intset intset", "wider_integer", 2, 8)).remedy[0]
    assert "TTL" in only(converted("hash", "listpack hashtable", "field_expiry")).remedy[0]


def test_lists_that_grow_and_shrink_again_and_again_are_told() -> None:
    often = converted("list", "quicklist listpack", "shrink", 64, 60, count=20_000, span=50_000)
    found = only(often)
    assert "grow and shrink" in found.cause and "a second" in found.evidence[1].text
    assert names(converted("list", "quicklist listpack", "shrink", count=500, span=50_000)) == []


def test_values_just_above_a_limit_are_told_by_the_memory_they_take() -> None:
    above = converted(
        "hash", "listpack hashtable", "element_count", 128, 140, count=2000, span=20_000
    )
    found = only(above)
    assert "just above" in found.cause
    assert found.remedy[0].startswith("CONFIG SET hash-max-listpack-entries 140")
    assert "34.3 MB more memory" in found.evidence[2].text


@pytest.mark.parametrize(
    ("reason", "limit", "actual", "count", "after"),
    [
        ("element_count", 128, 129, 2000, 20_000),  # grew field by field: may go on
        ("element_count", 128, 400, 2000, 20_000),  # far above: the table is right
        ("element_bytes", 64, 900, 2000, 20_000),
        ("element_count", 128, 140, 500, 20_000),  # 62 a second
        ("element_count", 128, 140, 2000, 3000),  # 2 MB of 50
    ],
)
def test_values_that_belong_in_tables_or_are_few_are_healthy(
    reason: str, limit: int, actual: int, count: int, after: int
) -> None:
    obs = converted(
        "hash", "listpack hashtable", reason, limit, actual, count=count, span=20_000, after=after
    )
    assert names(obs) == []
