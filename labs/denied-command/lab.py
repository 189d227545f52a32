"""A denied command: a shop's day, and what a thief with its password tries at night."""

from __future__ import annotations

from pathlib import Path

from vkscope.labs.bench import Bench
from vkscope.labs.catalog import LabError
from vkscope.labs.trace import Trace
from vkscope.labs.verdict import Check
from vkscope.tracing.events import Event
from vkscope.tracing.resp import RespClient, RespError

PASSWORD, NIGHT_FALLS = "basket", "night-falls"
DAY = (
    ("GET", "price:apple"),
    ("MGET", "price:apple", "price:pear"),
    ("SET", "cart:7", "apple"),
    ("EXPIRE", "cart:7", 600),
    ("GET", "cart:7"),
    ("LPUSH", "orders", "7:apple"),
    ("PUBLISH", "news", "an apple was sold"),
)
NIGHT = (
    ("SET", "price:apple", 0),
    ("GET", "customer:1"),
    ("GET", "orders"),
    ("LRANGE", "orders", 0, -1),
    ("PUBLISH", "wages", "none"),
    ("KEYS", "*"),
    ("CONFIG", "GET", "maxmemory"),
    ("EVAL", "return redis.call('GET', 'customer:1')", 0),
    ("DEL", "price:pear"),
    ("FLUSHALL",),
)


def _rules(folder: Path) -> list[str]:
    """Return the learner's words, comments left out."""
    lines = (folder / "rules.acl").read_text().splitlines()
    return [word for line in lines for word in line.partition("#")[0].split()]


async def _try_all(client: RespClient, commands: tuple[tuple[str | int, ...], ...]) -> None:
    for command in commands:
        try:
            await client.call(*command)
        except RespError:
            continue  # refused: the trace tells


async def run(bench: Bench) -> None:
    """Make the user, work for a day, steal at night."""
    admin = await bench.client("admin")
    await admin.call("MSET", "price:apple", 3, "price:pear", 4, "customer:1", "Ada")
    rules = _rules(bench.folder)
    try:
        await admin.call("ACL", "SETUSER", "shop", "reset", "on", f">{PASSWORD}", *rules)
    except RespError as error:
        raise LabError(f"the server does not take rules.acl: {error}") from None
    shop = await bench.client("shop")
    await shop.call("AUTH", "shop", PASSWORD)
    await _try_all(shop, DAY)
    await admin.call("SET", NIGHT_FALLS, 1)
    await _try_all(shop, NIGHT)


def _night(trace: Trace) -> int:
    """Return when the night began, in ns."""
    found = [e.time for e in trace.commands("set") if trace.key(e) == NIGHT_FALLS]
    return found[0] if found else 0


def _told(trace: Trace, events: list[Event]) -> str:
    shown = [f"{trace.label(event, 'reason')} {trace.key(event)}" for event in events]
    return ", ".join(shown) or "none"


def judge(work: Path, trace: Trace) -> list[Check]:
    """Nothing of the day was refused, and all of the night."""
    night = _night(trace)
    denied = list(trace.of("CommandDenied"))
    by_day = [event for event in denied if event.time < night]
    by_night = [event for event in denied if event.time >= night]
    through = len(NIGHT) - len(by_night)
    return [
        Check("the night came", "a SET of night-falls", "it came" if night else "no", bool(night)),
        Check(
            "refused by day",
            "none",
            _told(trace, by_day),
            not by_day,
            f"the shop's own work is refused: {_told(trace, by_day)}",
            trace.where(by_day[0] if by_day else None),
        ),
        Check(
            "refused at night",
            f"all {len(NIGHT)} tries",
            f"{len(by_night)}: {_told(trace, by_night)}",
            through == 0,
            f"a thief was let through {through} times",
            trace.where(by_night[-1] if by_night else None),
        ),
    ]
