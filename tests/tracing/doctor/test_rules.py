"""Each rule: what it must find, what lies below its threshold, and the neighbour it must not take
for its own."""

from __future__ import annotations

from typing import Any

import pytest

from tests.tracing.doctor.made import (
    COMMANDS,
    MS,
    SECOND,
    event,
    names,
    observation,
    only,
    use,
    worst,
)
from vkscope.tracing.doctor.diagnose import RULES
from vkscope.tracing.doctor.observation import Observation

MB = 1 << 20
ids = {name: i for i, name in enumerate(COMMANDS)}


def waited(ms: int) -> dict[str, Any]:
    """The processor's account after a window with so much waiting."""
    return {"cpu": {"run_ns": 500 * MS, "wait_ns": ms * MS}}


def output(*rows: tuple[int, int]) -> dict[str, Any]:
    """Clients by id, and bytes that wait for them."""
    use = [{"id": i, "slot": i, "bytes": b, "address": "h:1", "name": "slow"} for i, b in rows]
    return {"clients": {"connected": 10, "maxclients": 10000, "top_output": use}}


def listeners(*rows: tuple[int, int, int]) -> dict[str, Any]:
    """Subscribers by id, bytes that wait for them, and for how many ms."""
    slow = [
        {"id": i, "address": "h:1", "name": "", "bytes": b, "waiting_ms": w} for i, b, w in rows
    ]
    top = [{"id": i, "slot": i, "bytes": b, "waiting_ms": w} for i, b, w in rows]
    return {"pubsub": {"slow": slow}, "clients": {"connected": 10, "top_output": top}}


def syncs(slow: int) -> dict[str, Any]:
    """The section persist with appendfsync always and so many fsyncs of 32 ms since the start."""
    aof = {"enabled": 1, "policy": "always"}
    pairs = [[1 << 20, 900], [1 << 25, slow]]
    return {"aof": aof, "fsync": {"histogram": pairs, "worst_ns": 30 * MS}}


def denied(times: int) -> dict[str, Any]:
    """The section acl after so many commands of a worker were denied."""
    row = ["command", "toplevel", "set", "worker", times, 20, 31]
    reasons = {"auth": 0, "command": times, "key": 0, "channel": 0}
    return {"users": 2, "denied": reasons, "log": [row], "clients_by_user": [["worker", 1]]}


RIGHT: dict[str, Observation] = {
    "denied-storm": observation(
        event("CommandDenied", client=3, user=2, reason=0, command=2, text=b"set"),
        before={"acl": denied(5)},
        acl=denied(400),
    ),
    "slow-subscriber": observation(
        event("OutputWaited", client=7, span=1200 * MS, bytes=4 * MB),
        **listeners((7, 5 * MB, 1500)),
    ),
    "slow-handshakes": observation(
        *(event("TlsHandshakeEnded", span=90 * MS, own_ns=30 * MS, good=1) for _ in range(20))
    ),
    "keys-walk": observation(worst=[worst("keys", 40)]),
    "foreground-save": observation(
        event("RdbSaved", span=900 * MS, bytes=MB, keys=9, good=1), **use("save", 1, 900)
    ),
    "save-failed": observation(event("RdbSaved", span=MS, text=b"no room")),
    "fsync-stall": observation(event("AofStalled", span=900 * MS, forced=0, bytes=MB)),
    "disk-full": observation(
        event("AofFailed", what=0, error=28, text=b"No space left on device"),
        event("BackgroundSaveEnded", span=MS, text=b"temp-9.rdb: No space left on device"),
        event("ForkEnded", span=MS, child=12, status=1),
        persist={"rdb": {"last_ok": 0}},
    ),
    "background-save-failed": observation(
        event("BackgroundSaveEnded", span=MS, life_ms=7, text=b"Permission denied"),
        event("ForkEnded", span=MS, child=12, status=1),
    ),
    "rewrite-failing": observation(
        event("AofRewriteEnded", span=MS, failures=2, text=b"Permission denied"),
        event("ForkEnded", span=MS, child=12, status=1),
    ),
    "slow-fsync": observation(before={"persist": syncs(5)}, persist=syncs(9)),
    "torn-tail": observation(event("AofLoaded", span=MS, good=1, cut=17, text=b"a.incr.aof")),
    "shutdown-failed": observation(
        event("ShutdownStepped", span=MS, step=7, text=b"it could not save")
    ),
    "thp": observation(
        event("ForkEnded", span=MS, child=12, copied=80 * MB),
        host={"huge_pages": "always"},
        memory={"used_bytes": 100 * MB},
    ),
    "cow-blow-up": observation(
        event("ChildProgressed", span=900 * MS, keys=10, of=100, copied=80 * MB),
        host={"huge_pages": "madvise"},
        memory={"used_bytes": 100 * MB},
    ),
    "aof-failed": observation(event("AofFailed", what=0, error=5, text=b"Input/output error")),
    "big-values": observation(worst=[worst("get", 12, reply_bytes=64 * MB)]),
    "slow-command": observation(worst=[worst("lcs", 30, key="a")]),
    "big-collection": observation(
        worst=[worst("smembers", 40, key="all", reply_bytes=9 * MB)], **use("smembers", 3, 90)
    ),
    "commands-refused": observation(**use("get", 5000, 5, failed=2000)),
    "expiry-storm": observation(
        *(event("ExpireCycleRan", span=25 * MS, expired=40_000, timecap=1) for _ in range(10))
    ),
    "late-expiry": observation(
        *(event("ExpireCycleRan", span=MS, expired=40, stale_permille=400) for _ in range(20))
    ),
    "eviction-storm": observation(
        *(event("EvictionCycleRan", span=30 * MS, freed=MB, keys=900) for _ in range(3))
    ),
    "evicted-too-early": observation(
        *(event("EvictedKeyMissed", since_ms=5) for _ in range(200)), eviction={"evicted_keys": 500}
    ),
    "rehash-huge": observation(
        event("RehashStarted", from_buckets=1 << 19, to_buckets=1 << 20, entries=3_600_000)
    ),
    "wrong-threshold": observation(event("EncodingChanged", span=20 * MS, bytes_after=9 * MB)),
    "maxmemory-tiny": observation(
        *(event("OutOfMemoryRejected", used=2 * MB, maxmemory=MB) for _ in range(3))
    ),
    "memory-short": observation(
        event("MemoryShort", state=0, bytes=65536, reserve=8 * MB, refused=1, rejected=3)
    ),
    "near-maxmemory": observation(
        settings={"maxmemory-policy": "noeviction"}, memory={"maxmemory_bytes": 52 * MB}
    ),
    "fragmentation": observation(memory={"rss_bytes": 400 * MB}),
    "slow-client": observation(before=output((3, 5 * MB)), **output((3, 9 * MB))),
    "client-limit": observation(event("ClientRefused", reason=0, clients=10000)),
    "bad-requests": observation(*(event("ProtocolError", kind=6, text=b"x") for _ in range(3))),
    "connection-churn": observation(
        clients={"connected": 10, "accepted": 4000}, stats={"commands": 5000}
    ),
    "cpu-taken": observation(**waited(800)),
    "fork-stall": observation(event("ForkStarted", span=40 * MS, child=12)),
    "child-failed": observation(event("ForkEnded", span=40 * MS, child=12, status=9 << 8)),
    "clock-jumped": observation(event("ClockJumped", jump_ms=-5000)),
    "slow-turn": observation(event("TickSlow", span=30 * MS, read_ns=28 * MS)),
    "python-handler-slow": observation(event("PythonHandlerRan", span=30 * MS)),
    "python-error": observation(event("PythonErrorCaught", errors=1)),
    "collection-pause": observation(event("GarbageCollected", span=30 * MS)),
    "hot-blocked-key": observation(
        event("ClientUnblocked", runs=900, text=b"jobs"),
        blocking={
            "reruns": 60_000,
            "in_vain": 50_000,
            "keys": [{"key": "jobs", "waiting": 400}],
        },
    ),
    "slow-script": observation(
        event("ScriptSlow", span=400 * MS, commands=12, inside_us=900, text=b"a42059b3")
    ),
    "script-churn": observation(
        event("ScriptForgotten", cached=500, how=1, calls=1, text=b"a42059b3"),
        scripts={"evicted": 4000},
    ),
    "backlog-too-small": observation(
        event("SyncDecided", kind=1, why=3, missing=4096, first=9000, end=9000 + MB, text=b"r:1")
    ),
    "write-amplification": observation(
        event("UnitPropagated", commands=900),
        stream={"forms": 900_000, "units": 1000, "backlog_active": 1},
    ),
    "cross-slot": observation(
        event("RequestRedirected", kind=2, keys=2, text=b"cart:7"), redirects={"crossslot": 900}
    ),
    "transactions-dirty": observation(
        event("TransactionEnded", how=1, commands=3, text=b"stock"),
        blocking={"executed": 200, "dirty": 300},
    ),
}

BELOW: dict[str, Observation] = {
    "denied-storm": observation(before={"acl": denied(5)}, acl=denied(25)),
    "slow-handshakes": observation(
        *(event("TlsHandshakeEnded", span=900 * MS, own_ns=1 * MS, good=1) for _ in range(20))
    ),
    "slow-subscriber": observation(**listeners((7, 90_000, 1500), (8, 5 * MB, 20))),
    "keys-walk": observation(worst=[worst("keys", 6)]),
    "foreground-save": observation(event("RdbSaved", span=6 * MS, bytes=MB, keys=9, good=1)),
    "save-failed": observation(event("RdbSaved", span=MS, good=1, text=b"dump.rdb")),
    "fsync-stall": observation(event("AofStalled", span=MS // 2, forced=0, bytes=MB)),
    "disk-full": observation(
        event("BackgroundSaveEnded", span=MS, good=1, text=b"dump.rdb"),
        persist={"errors": [{"ms_ago": 900_000, "text": "No space left on device"}]},
    ),
    "background-save-failed": observation(
        event("BackgroundSaveEnded", span=MS, good=1, text=b"dump.rdb"),
        persist={"rdb": {"last_ok": 1}},
    ),
    "rewrite-failing": observation(event("AofRewriteEnded", span=MS, failures=1, text=b"killed")),
    "slow-fsync": observation(before={"persist": syncs(5)}, persist=syncs(6)),
    "torn-tail": observation(event("AofLoaded", span=MS, good=1, text=b"a.incr.aof")),
    "shutdown-failed": observation(event("ShutdownStepped", span=MS, step=1)),
    "thp": observation(
        event("ForkEnded", span=MS, child=12, copied=2 * MB), host={"huge_pages": "always"}
    ),
    "cow-blow-up": observation(
        event("ChildProgressed", span=900 * MS, copied=20 * MB), memory={"used_bytes": 40 * MB}
    ),
    "aof-failed": observation(event("AofFailed", what=0, error=0, text=b"works again")),
    "big-values": observation(
        worst=[worst("get", 0.4, reply_bytes=2 * MB)], clients={"net_out_bytes": 9 * MB}
    ),
    "slow-command": observation(worst=[worst("lcs", 8)]),
    "big-collection": observation(
        worst=[worst("smembers", 6, reply_bytes=2 * MB)], **use("smembers", 5000, 900)
    ),
    "commands-refused": observation(**use("get", 5000, 5, failed=500)),
    "expiry-storm": observation(*(event("ExpireCycleRan", span=MS, expired=99) for _ in range(80))),
    "late-expiry": observation(
        *(event("ExpireCycleRan", span=MS, expired=40, stale_permille=90) for _ in range(20))
    ),
    "eviction-storm": observation(
        *(event("EvictionCycleRan", span=50_000, freed=900, keys=1) for _ in range(500))
    ),
    "evicted-too-early": observation(
        *(event("EvictedKeyMissed", since_ms=5) for _ in range(20)), eviction={"evicted_keys": 500}
    ),
    "rehash-huge": observation(
        event("RehashStarted", from_buckets=8192, to_buckets=16384, entries=60_000)
    ),
    "wrong-threshold": observation(
        *(event("EncodingChanged", span=20_000, bytes_after=900) for _ in range(300))
    ),
    "maxmemory-tiny": observation(memory={"maxmemory_bytes": 60 * MB}),
    "memory-short": observation(event("MemorySampled", used=30 * MB)),
    "near-maxmemory": observation(
        settings={"maxmemory-policy": "noeviction"}, memory={"maxmemory_bytes": 60 * MB}
    ),
    "fragmentation": observation(memory={"rss_bytes": 120 * MB}),
    "slow-client": observation(before=output((3, 9000)), **output((3, 90_000))),
    "client-limit": observation(),
    "bad-requests": observation(event("ProtocolError", kind=6, text=b"x")),
    "connection-churn": observation(
        clients={"connected": 10, "accepted": 400}, stats={"commands": 5000}
    ),
    "cpu-taken": observation(**waited(80)),
    "fork-stall": observation(event("ForkStarted", span=4 * MS, child=12)),
    "child-failed": observation(event("ForkEnded", span=40 * MS, child=12, status=0)),
    "clock-jumped": observation(event("ClockJumped", jump_ms=40)),
    "slow-turn": observation(event("TickSlow", span=9 * MS, read_ns=8 * MS)),
    "python-handler-slow": observation(event("PythonHandlerRan", span=MS)),
    "python-error": observation(),
    "collection-pause": observation(event("GarbageCollected", span=MS)),
    "hot-blocked-key": observation(
        event("ClientUnblocked", span=60 * SECOND, runs=2, text=b"jobs"),
        blocking={"reruns": 60_000, "in_vain": 4000},
    ),
    "slow-script": observation(event("ScriptSlow", span=4 * MS, inside_us=900, text=b"a42059b3")),
    "script-churn": observation(scripts={"evicted": 20}),
    "backlog-too-small": observation(event("SyncDecided", kind=1, why=5, text=b"r:1")),
    "write-amplification": observation(stream={"forms": 900, "units": 1}),
    "cross-slot": observation(redirects={"crossslot": 3}),
    "transactions-dirty": observation(blocking={"executed": 9000, "dirty": 300}),
}


def test_every_rule_has_its_cases() -> None:
    known = {rule.name for rule in RULES}
    assert RIGHT.keys() == BELOW.keys() == known


@pytest.mark.parametrize("rule", RIGHT)
def test_the_cause_is_named_and_nothing_else(rule: str) -> None:
    found = only(RIGHT[rule])
    assert found.rule == rule
    assert found.symptom and found.cause and found.evidence and found.remedy and found.verify
    assert 0 < found.impact <= 1


@pytest.mark.parametrize("rule", BELOW)
def test_below_the_threshold_the_doctor_is_silent(rule: str) -> None:
    assert names(BELOW[rule]) == []


def test_shares_are_of_the_time_that_the_server_had() -> None:
    rounds = [event("EvictionCycleRan", span=MS, freed=900, keys=1) for _ in range(200)]
    assert names(observation(*rounds)) == []
    assert "eviction-storm" in names(observation(*rounds, **waited(4000)))


def test_a_command_held_up_by_another_process_is_not_slow() -> None:
    assert names(observation(worst=[worst("lcs", 30, stolen_ns=25 * MS)])) == []
    busy = observation(worst=[worst("lcs", 16)], **waited(700))
    assert names(busy) == ["cpu-taken"]


def test_a_fork_inside_a_command_is_the_forks_fault() -> None:
    obs = observation(
        event("ForkStarted", at=104 * SECOND - MS, span=40 * MS, child=9),
        worst=[worst("debug", 42)],
    )
    assert names(obs) == ["fork-stall"]


def test_an_eviction_inside_a_handler_is_the_evictions_fault() -> None:
    obs = observation(
        event("EvictionCycleRan", at=104 * SECOND - MS, span=40 * MS, freed=MB),
        event("PythonHandlerRan", span=43 * MS),
        worst=[worst("config|set", 43)],
    )
    assert names(obs) == ["eviction-storm"]


def test_a_table_made_inside_a_command_is_the_tables_fault() -> None:
    grown = event("RehashStarted", at=104 * SECOND - MS, from_buckets=1 << 19, to_buckets=1 << 20)
    obs = observation(grown, worst=[worst("set", 58)])
    assert only(obs).rule == "rehash-huge"
    assert any("the new table was made inside it" in e.text for e in only(obs).evidence)
    later = event("RehashStarted", at=103 * SECOND, from_buckets=1 << 19, to_buckets=1 << 20)
    assert set(names(observation(later, worst=[worst("set", 58)]))) == {
        "rehash-huge",
        "slow-command",
    }


def test_config_set_of_maxmemory_stands_among_the_evidence() -> None:
    obs = observation(
        event("EvictionCycleRan", span=40 * MS, freed=MB),
        event("ConfigChanged", parameters=1, text=b"maxmemory"),
    )
    assert any("CONFIG SET maxmemory" in e.text for e in only(obs).evidence)


def test_a_slow_script_is_told_by_its_own_rule() -> None:
    ran = event("ScriptSlow", span=400 * MS, commands=12, inside_us=900, text=b"a42059b3")
    slow = observation(ran, worst=[worst("eval", 401)], **use("eval", 1, 401))
    assert only(slow).rule == "slow-script"
    unseen = observation(worst=[worst("eval", 401)])
    assert only(unseen).rule == "slow-command"
    assert "one run do less" in only(unseen).remedy[0]


def test_a_script_of_many_milliseconds_in_short_runs_is_a_slow_command() -> None:
    obs = observation(**use("evalsha", 500, 1000))
    assert only(obs).rule == "slow-command"


def test_nobody_is_hurt_by_a_stream_that_nobody_reads() -> None:
    assert names(observation(stream={"forms": 900_000, "units": 1000})) == []


def test_keys_of_other_slots_are_not_just_errors() -> None:
    refused = event("RequestRedirected", kind=2, keys=2, text=b"cart:7")
    obs = observation(refused, redirects={"crossslot": 900}, **use("mset", 1000, 9, rejected=900))
    assert only(obs).rule == "cross-slot"


def test_keys_with_a_large_reply_is_a_walk() -> None:
    assert names(observation(worst=[worst("keys", 60, reply_bytes=20 * MB)])) == ["keys-walk"]


def test_a_slow_command_with_a_large_reply_did_more_than_copy() -> None:
    obs = observation(worst=[worst("lcs", 90, reply_bytes=2 * MB)])
    assert names(obs) == ["slow-command"]


def test_a_command_slow_on_average_is_named_by_its_share() -> None:
    obs = observation(**use("lcs", 400, 2000))
    found = only(obs)
    assert found.rule == "slow-command" and "400 calls" in found.evidence[-1].text
    assert found.impact == pytest.approx(0.4, rel=0.02)


def test_big_values_in_short_commands_are_seen_by_their_sum() -> None:
    obs = observation(
        worst=[worst("set", 2, request_bytes=4 * MB)],
        tick={"phases": {"read_ns": 900 * MS}},
        clients={"net_in_bytes": 40_000 * MB},
        before={"tick": {"phases": {"read_ns": 0}}},
    )
    assert names(obs) == ["big-values"]


def test_refused_writes_are_not_a_clients_mistake() -> None:
    obs = observation(
        *(event("OutOfMemoryRejected", used=2 * MB, maxmemory=MB) for _ in range(900)),
        **use("set", 1000, 1, rejected=900),
    )
    assert names(obs) == ["maxmemory-tiny"]


def test_output_that_waits_only_at_one_end_or_shortly_is_no_slow_client() -> None:
    assert names(observation(before=output((3, 9 * MB)), **output((4, 2 * MB)))) == []
    long, short = output((4, 20 * MB)), output((4, 20 * MB))
    long["clients"]["top_output"][0]["waiting_ms"] = 3000
    short["clients"]["top_output"][0]["waiting_ms"] = 300
    assert names(observation(**long)) == ["slow-client"]
    assert names(observation(**short)) == []


def test_output_that_waited_and_is_gone_was_a_slow_client_too() -> None:
    slow = event("OutputWaited", span=2500 * MS, bytes=40 * MB, client=4)
    assert "40.0 MB" in only(observation(slow)).symptom
    assert names(observation(event("OutputWaited", span=40 * MS, bytes=40 * MB))) == []
    assert names(observation(event("OutputWaited", span=2500 * MS, bytes=90_000))) == []


def test_a_turn_made_long_by_its_sockets_is_the_big_values_fault() -> None:
    big = [worst("get", 3, reply_bytes=8 * MB)]
    writing = event("TickSlow", span=14 * MS, before_sleep_ns=10 * MS, execute_ns=3 * MS)
    assert names(observation(writing, worst=big)) == ["big-values"]
    other = event("TickSlow", span=14 * MS, cron_ns=12 * MS)
    assert names(observation(other, worst=big)) == ["slow-turn"]


def test_a_client_closed_at_its_output_limit_is_slow_one_at_its_query_limit_is_not() -> None:
    closed = event("ClientLimitHit", kind=0, bytes=9 * MB, limit=8 * MB)
    assert names(observation(closed)) == ["slow-client"]
    large = event("ClientLimitHit", kind=2, bytes=9 * MB, limit=8 * MB)
    assert names(observation(large)) == ["client-limit"]


def test_two_causes_are_both_named_the_worse_first() -> None:
    obs = observation(
        event("ForkStarted", span=20 * MS, child=9),
        event("TickSlow", span=400 * MS, execute_ns=399 * MS),
        worst=[worst("keys", 400)],
    )
    assert names(obs) == ["keys-walk", "fork-stall"]


def test_the_doctors_own_questions_are_no_finding() -> None:
    assert names(observation(worst=[worst("scope|snapshot", 30), worst("info", 20)])) == []


def test_one_slow_turn_is_told_by_its_phase_only_when_nothing_else_explains_it() -> None:
    turn = event("TickSlow", span=30 * MS, before_sleep_ns=28 * MS)
    assert "before_sleep" in only(observation(turn)).cause
    assert names(observation(turn, event("ForkStarted", span=30 * MS))) == ["fork-stall"]
    stolen = event("CpuStolen", at=104 * SECOND + MS, window_ms=40, wait_ns=35 * MS)
    assert names(observation(turn, stolen)) == []


def test_an_fsync_that_stalls_beside_a_save_says_so() -> None:
    stalled = event("AofStalled", span=900 * MS, forced=0, bytes=MB)
    alone = only(observation(stalled))
    child = {"kind": "rdb", "age_ms": 900, "keys": 1, "of": 9, "copied_bytes": MB}
    beside = only(observation(stalled, persist={"child": child}))
    assert "child" not in alone.cause and "a child writes to the same disk" in beside.cause
    assert any("child for rdb" in e.text for e in beside.evidence)
    ended = only(observation(stalled, event("AofRewriteEnded", span=MS, good=1, text=b"a.base")))
    assert any("a rewrite ended" in e.text for e in ended.evidence)


def test_a_save_that_failed_before_the_window_still_counts() -> None:
    found = only(observation(persist={"rdb": {"last_ok": 0}}))
    assert found.rule == "background-save-failed"
    assert "rdb_last_bgsave_status" in found.evidence[0].text


def test_a_save_that_kept_the_server_from_ending_is_one_finding() -> None:
    saved = event("RdbSaved", span=MS, text=b"no room")
    found = only(observation(saved, event("ShutdownStepped", span=MS, step=7, text=b"no room")))
    assert found.rule == "shutdown-failed" and found.cause == "no room"


def test_a_child_that_the_server_ended_is_no_failure() -> None:
    assert names(observation(event("ForkEnded", span=MS, child=12, status=10 << 8))) == []


def test_huge_pages_stand_among_the_evidence_of_a_slow_fork() -> None:
    forked = event("ForkStarted", span=40 * MS, child=12)
    found = only(observation(forked, host={"huge_pages": "always"}))
    assert any("[always]" in e.text for e in found.evidence)


def test_what_a_child_copies_now_is_seen_without_an_event() -> None:
    child = {"kind": "aof", "age_ms": 9000, "keys": 5, "of": 9, "copied_bytes": 90 * MB}
    found = only(observation(persist={"child": child}, memory={"used_bytes": 100 * MB}))
    assert found.rule == "cow-blow-up" and "90%" in found.symptom
    assert any("5 of 9 keys" in e.text for e in found.evidence)
