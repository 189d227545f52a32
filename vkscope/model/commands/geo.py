"""Places in sorted sets: GEOADD, GEOPOS, GEODIST, GEOHASH."""

from __future__ import annotations

from vkscope.model import geohash
from vkscope.model.call import SYNTAX, Call
from vkscope.model.commands.zsets import add, number, scores_of
from vkscope.model.registry import command
from vkscope.model.replies import NO_ARRAY, CommandError, Reply, Score

UNITS = {"m": 1.0, "km": 1000.0, "ft": 0.3048, "mi": 1609.34}


def unit(call: Call, at: int) -> float:
    """Return the metres of a unit."""
    if call.option(at) not in UNITS:
        raise CommandError("ERR unsupported unit provided. please use M, KM, FT, MI")
    return UNITS[call.option(at)]


def point(call: Call, at: int) -> geohash.Point:
    """Return two words as longitude and latitude."""
    x, y = number(call, at), number(call, at + 1)
    inside = (
        geohash.LONGITUDES[0] <= x <= geohash.LONGITUDES[1]
        and geohash.LATITUDES[0] <= y <= geohash.LATITUDES[1]
    )
    if not inside:
        raise CommandError(f"ERR invalid longitude,latitude pair {x:f},{y:f}")
    return x, y


@command("geoadd")
def geoadd(call: Call) -> Reply:
    """GEOADD key [NX | XX] [CH] longitude latitude member [...]"""
    said, at = set[str](), 2
    while call.option(at) in ("nx", "xx", "ch"):
        said.add(call.option(at))
        at += 1
    if (len(call.words) - at) % 3 or {"nx", "xx"} <= said:
        raise CommandError(SYNTAX)
    words: list[bytes] = []
    for place in range(at, len(call.words), 3):
        words += [b"%d" % geohash.encode(point(call, place), geohash.STEPS), call.words[place + 2]]
    options = [call.words[i] for i in range(2, at)]
    inner = Call(call.keyspace, call.session, "zadd", call.words[:2] + options + words, call.runner)
    return add(inner, set())


@command("geopos")
def geopos(call: Call) -> Reply:
    """GEOPOS key [member ...]"""
    scores = scores_of(call, call.key)
    return [
        shown(geohash.position(scores[name])) if name in scores else NO_ARRAY
        for name in call.words[2:]
    ]


def shown(place: geohash.Point) -> Reply:
    """Return longitude and latitude as replies."""
    return [Score(place[0], human=True), Score(place[1], human=True)]


def fixed(metres: float) -> bytes:
    """Return a distance with four digits."""
    whole = round(metres * 10000.0)
    return b"%d.%04d" % divmod(whole, 10000)


@command("geodist")
def geodist(call: Call) -> Reply:
    """GEODIST key member member [unit]"""
    if len(call.words) > 5:
        raise CommandError(SYNTAX)
    metres = unit(call, 4) if len(call.words) == 5 else 1.0
    scores = scores_of(call, call.key)
    a, b = (scores.get(name) for name in call.words[2:4])
    if a is None or b is None:
        return None
    return fixed(geohash.distance(geohash.position(a), geohash.position(b)) / metres)


@command("geohash")
def geohash_(call: Call) -> Reply:
    """GEOHASH key [member ...]"""
    scores = scores_of(call, call.key)
    return [geohash.text(scores[n]) if n in scores else None for n in call.words[2:]]
