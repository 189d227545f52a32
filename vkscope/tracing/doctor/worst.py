"""The longest commands, as the rules about commands share them out among themselves.

Words: walk: a command over a whole database. collection: a command whose work is the elements of a
value. big: a command whose time is that of moving its bytes. own: time less what others took of it.

Rules: each of the longest commands belongs to one rule: the script's, where events tell of it, then
the walk's, the collection's, the big value's, and what is left is slow by itself.
"""

from __future__ import annotations

from vkscope.tracing.doctor.finding import Evidence, milliseconds, size
from vkscope.tracing.doctor.observation import Observation, stop
from vkscope.tracing.doctor.rule import NOTICE_NS
from vkscope.tracing.snapshot import WorstCommand

WALKS = {
    "keys": "use SCAN with a COUNT of some hundreds: it walks in steps, others run in between",
    "flushall": "use FLUSHALL ASYNC, or lazyfree-lazy-user-flush yes",
    "flushdb": "use FLUSHDB ASYNC, or lazyfree-lazy-user-flush yes",
}
"""Commands that walk a whole database, and what to use instead."""
_HASH = "walk with HSCAN, or ask for the fields you need with HMGET"
_LIST = "take pieces: LRANGE key 0 99, LRANGE key 100 199 ..."
_SEARCH = "it looks at element after element: keep lists short, or keep them in a sorted set"
_ZSET = "take pieces: ZRANGE ... BYSCORE LIMIT 0 100, from the last score on; or walk with ZSCAN"
_SETS = "keep the result, or do it on a replica; SINTERCARD LIMIT where a number is enough"
_ZSETS = "keep the result, or do it on a replica; ZINTERCARD LIMIT where a number is enough"
_STREAM = "take pieces: XRANGE key (last-id + COUNT 100"
_SORT = "keep the data sorted in a sorted set; LIMIT bounds the reply, not the sorting"
_RANDOM = "ask for fewer at a time"
_AREA = "search a smaller area, with COUNT n ANY"
COLLECTIONS = (
    dict.fromkeys(("hgetall", "hkeys", "hvals"), _HASH)
    | {"smembers": "walk with SSCAN, or ask with SMISMEMBER", "lrange": _LIST}
    | dict.fromkeys(("lpos", "lrem", "linsert", "lindex", "lset"), _SEARCH)
    | dict.fromkeys(("zrange", "zrevrange", "zrangebyscore", "zrevrangebyscore"), _ZSET)
    | dict.fromkeys(("zrangebylex", "zrevrangebylex", "zrangestore"), _ZSET)
    | dict.fromkeys(("sunion", "sinter", "sdiff", "sintercard"), _SETS)
    | dict.fromkeys(("sunionstore", "sinterstore", "sdiffstore"), _SETS)
    | dict.fromkeys(("zunion", "zinter", "zdiff", "zintercard"), _ZSETS)
    | dict.fromkeys(("zunionstore", "zinterstore", "zdiffstore"), _ZSETS)
    | dict.fromkeys(("xrange", "xrevrange", "xread", "xreadgroup"), _STREAM)
    | dict.fromkeys(("sort", "sort_ro"), _SORT)
    | dict.fromkeys(("hrandfield", "srandmember", "zrandmember", "spop"), _RANDOM)
    | dict.fromkeys(("georadius", "georadiusbymember", "geosearch", "geosearchstore"), _AREA)
)
"""Commands that take as long as a value has elements, and what to use instead."""
COPY_NS_A_BYTE = 5
"""Copying, growing buffers and page faults cost at most this; a slower command did more."""
BIG = 1 << 20
"""Valkey's own threshold for large requests and replies in its command log."""
SCRIPTS = frozenset({"eval", "evalsha", "eval_ro", "evalsha_ro", "fcall", "fcall_ro"})
EXTERNAL = frozenset({"scope", "info", "config", "latency", "memory", "slowlog", "commandlog"})
"""What operators ask; the doctor's own questions are among them."""


def moved(w: WorstCommand) -> int:
    """Bytes in and out."""
    return w.request_bytes + w.reply_bytes


def is_walk(w: WorstCommand) -> bool:
    """It goes over all keys."""
    return w.command in WALKS


def is_collection(w: WorstCommand) -> bool:
    """It goes over the elements of a value."""
    return w.command in COLLECTIONS


def is_script(obs: Observation, w: WorstCommand) -> bool:
    """It ran a script, and the event of that script tells more."""
    return w.command in SCRIPTS and obs.event("ScriptSlow").count > 0


def is_big(w: WorstCommand, own_ns: float) -> bool:
    """Its time is that of moving its bytes, whatever they are."""
    if is_walk(w) or is_collection(w):
        return False
    return moved(w) >= BIG and own_ns <= moved(w) * COPY_NS_A_BYTE


def family(name: str) -> str:
    """The command, without its subcommand."""
    return name.partition("|")[0]


def shown(obs: Observation, w: WorstCommand, own: float, least: int = BIG) -> Evidence:
    """One of the longest as evidence; bytes are told from `least` on."""
    key = f" {w.key}" if w.key else ""
    bytes_ = f", {size(moved(w))} moved" if moved(w) >= least else ""
    text = f"{w.command.upper()}{key} took {milliseconds(own)}{bytes_} (client {w.client})"
    numbers = {"own_ms": own / 1e6, "wall_ms": w.execute_ns / 1e6}
    return Evidence(text, obs.unix_ns(w.time_ns), "CommandSlow", numbers)


def slow(obs: Observation) -> list[tuple[WorstCommand, float]]:
    """Commands whose own time is noticed, with that time."""
    mine = [w for w in obs.worst if family(w.command) not in EXTERNAL and not obs.grew_a_table(w)]
    timed = [(w, obs.own_of(w)) for w in mine]
    return [(w, own) for w, own in timed if own >= NOTICE_NS]


def lost(obs: Observation, rows: list[tuple[WorstCommand, float]]) -> float:
    """How bad these were together."""
    longest = max((own for _, own in rows), default=0.0)
    return max(min(1.0, sum(own for _, own in rows) / obs.event_ns), stop(longest))


def has_slow_script(obs: Observation) -> bool:
    """A run of a script was noticed."""
    return obs.own_longest(obs.event("ScriptSlow")) >= NOTICE_NS


def has_slow_transfer(obs: Observation) -> bool:
    """A turn was noticed, and most of it went into sockets."""
    turn = obs.event("TickSlow")
    parts = sum(turn.field(f"{phase}_ns") for phase in ("read", "parse", "before_sleep"))
    return obs.own_longest(turn) >= NOTICE_NS and 2 * parts >= turn.longest_ns
