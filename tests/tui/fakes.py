"""A server that never was: snapshots and events of known numbers, and a feed that shows them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from tests.tracing.fakes import CATALOGUE
from vkscope.tracing.doctor.finding import Confidence, Evidence, Finding
from vkscope.tracing.events import NOBODY, Decoder, Event, encode
from vkscope.tracing.examiner import Seen
from vkscope.tracing.feed import Interest, Post
from vkscope.tracing.frame import Collector, Frame, Status
from vkscope.tracing.histogram import Histogram
from vkscope.tracing.snapshot import from_plain

NS = 1_000_000_000
START = 1_000 * NS
"""Time of the first snapshot on the server's clock."""
WALL = 1_700_000_000 * NS - START
NAMES = ("", "get", "set", "hset", "keys", "spop", "srem", "del")
DECODER = Decoder(CATALOGUE, NAMES)


def times(values: list[int]) -> dict[str, Any]:
    """Return a distribution as a snapshot holds it, without its prefix."""
    h = Histogram.of(values)
    return {
        "count": h.count,
        "sum_ns": h.sum,
        "max_ns": h.max,
        "p50_ns": h.percentile(50),
        "p99_ns": h.percentile(99),
        "p999_ns": h.percentile(99.9),
        "buckets": [[i, n] for i, n in sorted(h.buckets.items())],
    }


def under(prefix: str, data: dict[str, Any]) -> dict[str, Any]:
    """Put a prefix before each name."""
    return {prefix + name: value for name, value in data.items()}


def command(number: int, calls: int, ns: int) -> dict[str, Any]:
    """Return a command that was called `calls` times and took `ns` each."""
    run, wait = times([ns] * calls), times([ns // 2] * calls)
    row = {"id": number, "calls": calls, "ns": ns * calls, "rejected": 0, "failed": 0}
    return row | under("execute_", run) | under("queued_", wait)


PHASES = ("poll", "read", "parse", "execute", "python", "before_sleep", "cron", "other")


def raw(step: int) -> dict[str, Any]:
    """Return the plain snapshot number `step`; half a second lies between two."""
    now = START + step * NS // 2
    worst = {
        "time_ns": now - 1000, "command": "keys", "execute_ns": 7_500_000, "queued_ns": 90_000,
        "client": 5, "behind": 7, "argc": 2, "key": "*", "key_len": 1,
    }  # fmt: skip
    return {
        "server": {"now_ns": now, "wall_offset_ns": WALL, "uptime_ns": 60 * NS, "pid": 77},
        "stats": {"commands": 1000 * step, "errors": 3},
        "commands": {
            "get": command(1, 600 * (step + 1), 1_000),
            "set": command(2, 399 * (step + 1), 2_000),
            "keys": command(4, step + 1, 7_500_000),
        },
        "worst": [worst] if step % 4 == 0 else [],
        "memory": {
            "used_bytes": (40 + step) << 20, "peak_bytes": 64 << 20, "rss_bytes": 80 << 20,
            "fragmentation_permille": 1600, "python_bytes": 9 << 20, "maxmemory_bytes": 64 << 20,
        },
        "tick": {
            "ticks": 50 * step, "passes": 60 * step, "ns": 8_000_000 * step,
            "phases": {f"{phase}_ns": 1_000_000 * step for phase in PHASES},
            **times([160_000] * 50), **under("window_", times([160_000] * 99 + [7_700_000])),
        },
        "clients": {"connected": 4, "maxclients": 10_000, "net_in_bytes": step << 16,
                    "net_out_bytes": step << 18},
        "keyspace": {
            "db0": {"keys": 5000 + step, "expires": 70, "buckets": 1024, "table_bytes": 70_000,
                    "rehashing": 0, "sampled": 100, "kinds": {
                        "string/embstr": {"count": 70, "bytes": 4480},
                        "hash/listpack": {"count": 25, "bytes": 5000},
                        "hash/hashtable": {"count": 5, "bytes": 9000},
                    }},
        },
        "blocking": {
            "clients": 3, "served": 40 * step, "timed_out": step, "unblocked": 0, "in_vain": 2,
            "watched": 1, "executed": 12 * step, "dirty": 3, "spoiled": 0,
            "keys": [
                {"db": 0, "key": "jobs", "waiting": 2, "woken": 40, "oldest_ms": 61_000,
                 "waiters": [
                    {"client": 9, "address": "127.0.0.1:5001", "name": "worker-1",
                     "command": "blpop", "waited_ms": 61_000, "left_ms": 0, "runs": 0},
                    {"client": 11, "address": "127.0.0.1:5002", "name": "",
                     "command": "blpop", "waited_ms": 900, "left_ms": 4100, "runs": 3},
                ]},
                {"db": 2, "key": "scores", "waiting": 1, "woken": 0, "oldest_ms": 20, "waiters": [
                    {"client": 12, "address": "127.0.0.1:5003", "name": "",
                     "command": "bzpopmin", "waited_ms": 20, "left_ms": 80, "runs": 0},
                ]},
            ],
        },
        "lookups": {"hits": 900 * step, "misses": 100 * step},
        "expiry": {"expired_keys": 10 * step},
        "slabs": [
            {"class": 0, "size_bytes": 64, "slabs": 3, "used": 2900, "total": 3072},
            {"class": 1, "size_bytes": 1280, "slabs": 4, "used": 60, "total": 204},
        ],
        "pubsub": {
            "channels": 2, "patterns": 1, "subscribers": 51, "published": 400 * step,
            "delivered": 20_000 * step, "soft_limit_bytes": 8 << 20, "tracking_clients": 1,
            **dict.fromkeys(("shard_channels", "tracking_keys", "tracking_prefixes"), 0),
            "invalidated": 0, "tracking_evicted": 0,
            "topics": [
                {"kind": "channel", "name": "news", "subscribers": 50, "messages": 400 * step},
                {"kind": "pattern", "name": "n*", "subscribers": 1, "messages": 400 * step},
            ],
            "slow": [{"id": 9, "address": "127.0.0.1:50000", "name": "reader", "bytes": 5 << 20,
                      "waiting_ms": 1500}],
        },
        "scripts": scripts(step),
        "stream": stream(step),
        "slots": slots(step),
        "persist": persist(step),
        "acl": acl(step),
        "latency": [["command", 1_700_000_000, 25, 31]],
        "info": {"maxmemory_policy": "allkeys-lru"},
    }  # fmt: skip


SHA1 = "5e1b2c9d0f8a7b6c4d3e2f1a0b9c8d7e6f5a4b3c"


def scripts(step: int) -> dict[str, Any]:
    """Return scripts: one runs too long now, a function works most, a source is new each time."""
    row = {"engine": "lua", "errors": 0, "bytes": 900, "library": ""}
    return {
        "cached": 41, "cached_bytes": 90_000, "evicted": 12 * step, "loaded": 14 * step,
        "runs": 300 * step, "commands": 900 * step, "errors": step, "killed": 1, "busy": 2,
        "memory_bytes": 700 << 10, "memory_peak_bytes": 5 << 20, "libraries": 1, "functions": 2,
        "running": {"script": SHA1, "kind": "eval", "client": 8, "ms": 6100, "commands": 12_000,
                    "busy": 1},
        "rows": [
            row | {"script": "rate_limit", "kind": "function", "calls": 280 * step,
                   "ns": 8_400_000 * step, "inside_ns": 6_300_000 * step, "commands": 840 * step,
                   "library": "limits"},
            row | {"script": SHA1, "kind": "eval", "calls": 20 * step, "ns": 9_000_000 * step,
                   "inside_ns": 900_000 * step, "commands": 60 * step, "errors": step},
        ],
    }  # fmt: skip


def stream(step: int) -> dict[str, Any]:
    """Return a write stream with a full backlog, a replica that keeps up and one that lost it."""
    forms = (
        ("set", "set", 300, 12_000), ("spop", "srem", 100, 5200), ("incrbyfloat", "set", 40, 2500),
        ("", "del", 60, 1900),
    )  # fmt: skip
    end = 4_000_000 + 21_600 * step
    replica = {"state": "online", "offset": end, "output_bytes": 0, "kind": "replica"}
    return {
        "units": 480 * step, "transactions": 10 * step, "forms": 500 * step,
        "bytes": 21_600 * step, "own_words": 300 * step, "other_words": 140 * step,
        "by_server": 60 * step,
        "became": [
            {"command": ran, "became": became, "times": n * step, "bytes": size * step}
            for ran, became, n, size in forms
        ],
        "replid": "8c2a9f0e1d3b4a5968778695a4b3c2d1e0f9e8d7", "offset": end, "second_offset": -1,
        "backlog_active": 1, "backlog_bytes": 1 << 20, "backlog_used": 1 << 20,
        "backlog_first": end - (1 << 20) + 1, "syncs_full": 3, "syncs_partial": 5,
        "syncs_refused": 1,
        "replicas": [
            replica | {"client": 21, "address": "10.0.0.2:6379", "ack_offset": end - 40_000,
                       "ack_ms": 800},
            replica | {"client": 22, "address": "10.0.0.3:6379", "ack_offset": end - (3 << 20),
                       "ack_ms": 31_000, "output_bytes": 3 << 20},
        ],
    }  # fmt: skip


def slots(step: int) -> dict[str, Any]:
    """Return a node with two ranges, a slot that moves, and one that works more than others."""
    used = [
        [slot, 1 + slot % 7, (slot % 13) * step, (slot % 13) * 40 * step]
        for slot in range(0, 9000, 3)
    ]
    used[1000] = [3000, 4000, 900 * step, 90_000 * step]
    return {
        "enabled": 1, "state": "ok", "assigned": 16_000, "crossslot": 4 * step, "moved": step,
        "ask": 0, "tryagain": 0, "clusterdown": 0, "used": used,
        "ranges": [[0, 5460, "owned"], [5461, 5461, "migrating"], [5462, 9000, "owned"],
                   [16_000, 16_383, "importing"]],
    }  # fmt: skip


def persist(step: int) -> dict[str, Any]:
    """Return a server that saves while it appends: the disk is slow, and was full a while ago."""
    end, base = 9_000_000 + 40_000 * step, 6 << 20
    return {
        "forks": 4, "latest_fork_ns": 1_250_000,
        "child": {"kind": "rdb", "pid": 4711, "age_ms": 500 * step, "keys": 4000 * step,
                  "of": 100_000, "copied_bytes": (step * step) << 15},
        "rdb": {"changes": 700 * step, "last_save_s": (WALL + START) // NS - 200, "last_ok": 0,
                "last_seconds": 7, "saves": 3, "last_copied": 9 << 20, "scheduled": 0,
                "save_points": [[3600, 1], [300, 100], [60, 10_000]], "file": "dump.rdb"},
        "aof": {"enabled": 1, "state": "on", "policy": "everysec", "size": end, "base_size": base,
                "buffered": 900, "pending_fsync": 1, "delayed": 2, "written_bytes": 40_000 * step,
                "fsyncs": step // 2, "write_ok": 1, "rewrite_ok": 1, "rewrites": 1,
                "scheduled": 1, "failures": 0, "offset": end, "durable_offset": end - 33_000,
                "last_error": "", "files": [
                    {"kind": "base", "seq": 2, "name": "appendonly.aof.2.base.rdb", "bytes": base},
                    {"kind": "increment", "seq": 3, "name": "appendonly.aof.3.incr.aof",
                     "bytes": 2 << 20},
                    {"kind": "increment", "seq": 4, "name": "appendonly.aof.4.incr.aof",
                     "bytes": end - base - (2 << 20)},
                    {"kind": "history", "seq": 1, "name": "appendonly.aof.1.base.rdb",
                     "bytes": 3 << 20},
                ]},
        "fsync": {"count": 40 + step, "worst_ns": 1_400_000_000, "histogram": [
            [1 << 20, 6], [1 << 21, 24 + step], [1 << 22, 8], [1 << 24, 1], [1 << 31, 1]]},
        "bio": [{"kind": "close", "pending": 0, "done": 2, "worst_ns": 90_000},
                {"kind": "fsync", "pending": 1, "done": step // 2, "worst_ns": 1_400_000_000}],
        "lazyfree": {"pending": 3, "freed": 50 * step},
        "errors": [{"ms_ago": 90_000 + 500 * step,
                    "text": "Write error while saving DB to the disk, temp-9.rdb: No space left"}],
    }  # fmt: skip


def acl(step: int) -> dict[str, Any]:
    """Return users of whom one is wrong about its rights again and again."""
    return {
        "users": 4, "denied": {"auth": 7, "command": 12 + 30 * step, "key": 5, "channel": 1},
        "log": [
            ["command", "toplevel", "keys", "worker", 12 + 30 * step, 200, 31],
            ["key", "lua", "session:{9}", "worker", 4, 41_000, 31],
            ["channel", "multi", "news.private", "reader", 1, 500_000, 33],
            ["key", "toplevel", "config:main", "reader", 1, 90_000, 33],
            ["auth", "toplevel", "AUTH", "admin", 7, 7_300_000, 0],
        ],
        "clients_by_user": [["default", 3], ["worker", 40], ["reader", 2]],
    }  # fmt: skip


def made(name: str, time: int, span: int = 0, text: str | None = None, **fields: int) -> Event:
    """Return an event as a decoder gives it."""
    tick = fields.pop("tick", 0)
    shown = None if text is None else text.encode()
    kind = CATALOGUE.by_name(name)
    found = DECODER.one(encode(kind, time, span, tick=tick, fields=fields, text=shown))
    assert found is not None
    return found[0]


def events(until: int) -> list[Event]:
    """Return what happened: a slow turn, a hash that grew, keys that were evicted and missed."""
    at = until - NS
    phases = {"execute_ns": 7_600_000, "before_sleep_ns": 80_000, "read_ns": 20_000}
    turn = {"worst_command": 4, "worst_client": 5, "worst_ns": 7_500_000, "clients": 3}
    return [
        made("EncodingChanged", at, 3200, "profile:7", to=3, reason=0, threshold=64, actual=100,
             bytes_before=16, bytes_after=152, **{"from": 4}),
        made("KeyEvicted", at + 1000, 0, "user:1", score=9000, policy=1, candidates=16,
             sampled=5, second=7000, freed=144),
        made("EvictedKeyMissed", at + 2000, 0, "user:1", since_ms=4500, policy=1),
        made("ClientUnblocked", at + 3000, (1 << 32) - 1, "jobs", client=9, command=1, how=0, by=5,
             runs=1, waited_ms=61_000),
        made("TransactionEnded", at + 4000, 9000, "stock", client=5, commands=3, how=1),
        made("ScriptLoaded", at + 5000, 90_000, SHA1, client=8, bytes=900, kind=0, cached=41),
        made("ScriptForgotten", at + 6000, 0, "0beec7b5ea3f0fdbc95d0dd47f3c5bc275da8a33", how=1,
             cached=500, age_ms=1500, calls=1),
        made("CommandPropagated", at + 7000, 0, "tags", client=5, bytes=52, command=5, became=6),
        made("CommandPropagated", at + 8000, 0, "session:9", client=NOBODY, bytes=31,
             command=0xFFFF, became=7),
        made("CommandPropagated", at + 9000, 0, "user:2", client=6, bytes=40, command=2, became=2),
        made("UnitPropagated", at + 9500, client=5, commands=3),
        made("SyncDecided", at + 10_000, 0, "10.0.0.3:6379", client=22, asked=1, kind=1, why=3,
             missing=2 << 20, first=3_000_000, end=4_000_000),
        made("ReplicaChanged", at + 11_000, 2 * NS, "10.0.0.3:6379", client=22, offset=4_000_000,
             state=3),
        made("RequestRedirected", at + 12_000, 0, "cart:7", client=6, slot=9183, command=2, kind=2,
             keys=2),
        made("SlotsChanged", at + 13_000, slot=16_000, slots=384, how=3),
        made("ScriptSlow", at + 14_000, 45_000_000, SHA1, client=8, commands=3, inside_us=900),
        made("AofStalled", at + 15_000, 900_000_000, forced=0, bytes=70_000),
        made("BackgroundSaveEnded", at + 16_000, (1 << 32) - 1, "No space left on device", why=5,
             bytes=0, life_ms=6400, good=0),
        made("CommandSlow", until - 2000, 7_500_000, "*", client=5, command=4, tick=900,
             queued_ns=90_000, behind=7, argc=2),
        made("TickPhaseSlow", until, 80_000, "user:9", client=6, worst_ns=60_000, phase=5,
             command=1, tick=900),
        made("TickSlow", until, 7_700_000, None, commands=21, tick=900, **phases, **turn),
    ]  # fmt: skip


def status(word: str = "live", note: str = "") -> Status:
    """Return where the frames come from."""
    return Status(word, "live", "127.0.0.1:6379", note)


def filled(steps: int = 20) -> Collector:
    """Return a collector that has seen `steps` snapshots and all events."""
    collector = Collector(DECODER)
    for step in range(steps):
        collector.add_snapshot(from_plain(raw(step)))
    last = START + (steps - 1) * NS // 2
    collector.add_events(events(last))
    collector.findings = (
        Seen(FINDING, last),
        Seen(replace(FINDING, rule="big-values"), last - 9 * NS),
    )
    return collector


FINDING = Finding(
    rule="keys-walk",
    symptom="KEYS took 7.5 ms, and everyone waited",
    cause="it walks over all keys at once",
    evidence=(Evidence("KEYS * ran for 7.5 ms"),),
    remedy=("use SCAN",),
    verify="vkscope doctor",
    confidence=Confidence.CERTAIN,
    impact=0.1,
)


class FakeFeed:
    """Shows the frame that a test sets; remembers what it was told."""

    def __init__(self, frame: Frame) -> None:
        self.frame = frame
        self.where = "127.0.0.1:6379"
        self.paused = False
        self.told: list[object] = []
        self._post: Post = lambda _: None

    async def run(self, post: Post) -> None:
        """Show it once."""
        self._post = post
        post(self.frame)

    def set(self, frame: Frame) -> None:
        """Show another."""
        self.frame = frame
        self._post(frame)

    async def want(self, interest: Interest) -> None:
        """Remember."""
        self.told.append(interest)

    def pause(self, on: bool) -> None:
        """Remember."""
        self.paused = on
        self.told.append(("pause", on))

    def step(self, count: int) -> None:
        """Remember."""
        self.told.append(("step", count))

    def seek(self, seconds: float) -> None:
        """Remember."""
        self.told.append(("seek", seconds))

    def end(self) -> None:
        """Remember."""
        self.told.append("end")

    async def xray(self, key: str) -> None:
        """Remember."""
        self.told.append(("xray", key))


SCREENS = Path(__file__).parent / "screens"
