"""Places nearby: GEOSEARCH, GEOSEARCHSTORE, and the older GEORADIUS and GEORADIUSBYMEMBER.

Words: a *hit* is a member inside the shape. The order of hits without ASC or DESC, and among equal
distances, is nobody's promise; nor is which ones COUNT n ANY shows.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from vkscope.model import geohash
from vkscope.model.call import SYNTAX, Call
from vkscope.model.commands.geo import fixed, point, shown, unit
from vkscope.model.commands.zset_ranges import store_result
from vkscope.model.commands.zsets import number
from vkscope.model.registry import command
from vkscope.model.registry import shown as quoted
from vkscope.model.replies import CommandError, Reply
from vkscope.model.sorted_sets import SortedSet

NO_MEMBER = "ERR could not decode requested zset member"


@dataclass(frozen=True, slots=True)
class Hit:
    """A member inside the shape; `away` is in the unit that was asked for."""

    name: bytes
    score: float
    metres: float
    away: float


@dataclass(slots=True)
class Search:
    """What was asked."""

    value: SortedSet | None
    center: geohash.Point | None = None
    radius: float | None = None
    box: tuple[float, float] | None = None
    unit: float = 1.0
    said: set[str] = field(default_factory=set)
    order: str = ""
    count: int = 0
    target: bytes | None = None
    as_distance: bool = False
    from_member: bool = False

    def place_of(self, member: bytes) -> None:
        """Search around a member; without a key everything else is read all the same."""
        self.from_member = True
        if self.value is None:
            return
        if member not in self.value.scores:
            raise CommandError(NO_MEMBER)
        self.center = geohash.position(self.value.scores[member])

    def circle(self, call: Call, at: int) -> None:
        """Read a radius and its unit."""
        self.radius = number(call, at, "ERR need numeric radius")
        if self.radius < 0:
            raise CommandError("ERR radius cannot be negative")
        self.unit = unit(call, at + 1)

    def rectangle(self, call: Call, at: int) -> None:
        """Read a width, a height and their unit."""
        width = number(call, at, "ERR need numeric width")
        height = number(call, at + 1, "ERR need numeric height")
        if width < 0 or height < 0:
            raise CommandError("ERR height or width cannot be negative")
        self.box = width, height
        self.unit = unit(call, at + 2)

    def hits(self) -> list[Hit]:
        """Return the members inside, in their order in the sorted set."""
        assert self.center is not None and self.value is not None
        box = (self.box[0] * self.unit, self.box[1] * self.unit) if self.box else None
        shape = geohash.Shape(self.center, (self.radius or 0.0) * self.unit, box)
        cells, found = geohash.cells(shape), list[Hit]()
        for name, score in self.value.ordered():
            if any(cell.start <= score < cell.stop for cell in cells):
                metres = shape.holds(geohash.position(score))
                if metres is not None:
                    found.append(Hit(name, score, metres, metres / self.unit))
        return found


@command("georadius", "georadius_ro")
def georadius(call: Call) -> Reply:
    """GEORADIUS key longitude latitude radius unit [...] [STORE key | STOREDIST key]"""
    search = Search(call.value(call.key, SortedSet), center=point(call, 2))
    search.circle(call, 4)
    return run(call, search, 6)


@command("georadiusbymember", "georadiusbymember_ro")
def georadiusbymember(call: Call) -> Reply:
    """GEORADIUSBYMEMBER key member radius unit [...] [STORE key | STOREDIST key]"""
    search = Search(call.value(call.key, SortedSet))
    search.place_of(call.words[2])
    if search.value is not None:
        search.circle(call, 3)
    return run(call, search, 5)


@command("geosearch")
def geosearch(call: Call) -> Reply:
    """GEOSEARCH key FROMMEMBER m | FROMLONLAT x y BYRADIUS r unit | BYBOX w h unit [...]"""
    return run(call, Search(call.value(call.key, SortedSet)), 2)


@command("geosearchstore")
def geosearchstore(call: Call) -> Reply:
    """GEOSEARCHSTORE target source ... [STOREDIST]"""
    search = Search(call.value(call.words[2], SortedSet), target=call.key)
    return run(call, search, 3)


def run(call: Call, search: Search, at: int) -> Reply:
    """Read the options from words[at] on, and answer."""
    modern = call.name.startswith("geosearch")
    while at < len(call.words):
        at += read_option(call, search, at, modern)
    check(call, search, modern)
    if search.value is None:
        return store_result(call, search.target, SortedSet()) if search.target is not None else []
    hits = chosen(call, search)
    if search.target is None:
        return [describe(hit, search.said) for hit in hits]
    scores = {hit.name: hit.away if search.as_distance else hit.score for hit in hits}
    result = SortedSet(scores, "skiplist")
    result.fit(call.keyspace.limits)
    return store_result(call, search.target, result)


def read_option(call: Call, search: Search, at: int, modern: bool) -> int:
    """Read one option; return how many words it took."""
    option, more = call.option(at), call.more(at)
    may_store = not modern and not call.name.endswith("_ro")
    if option in ("withdist", "withhash", "withcoord", "any"):
        search.said.add(option)
        return 1
    if option in ("asc", "desc"):
        search.order = option
        return 1
    if option == "count" and more:
        search.count = call.integer(at + 1)
        if search.count <= 0:
            raise CommandError("ERR COUNT must be > 0")
        return 2
    if option in ("store", "storedist") and more and may_store:
        search.target, search.as_distance = call.words[at + 1], option == "storedist"
        return 2
    if option == "storedist" and call.name == "geosearchstore":
        search.as_distance = True
        return 1
    if modern:
        return read_shape(call, search, at)
    raise CommandError(SYNTAX)


def read_shape(call: Call, search: Search, at: int) -> int:
    """Read where GEOSEARCH searches."""
    option, more = call.option(at), call.more(at)
    from_place = search.center is not None and not search.from_member
    if option == "frommember" and more and not from_place:
        search.place_of(call.words[at + 1])
        return 2
    if option == "fromlonlat" and more >= 2 and not search.from_member:
        search.center = point(call, at + 1)
        return 3
    if option == "byradius" and more >= 2 and search.box is None:
        search.circle(call, at + 1)
        return 3
    if option == "bybox" and more >= 3 and search.radius is None:
        search.rectangle(call, at + 1)
        return 4
    raise CommandError(SYNTAX)


def check(call: Call, search: Search, modern: bool) -> None:
    """Refuse what does not go together."""
    if search.target is not None and search.said - {"any"}:
        who = "GEOSEARCHSTORE" if modern else "STORE option in GEORADIUS"
        text = f"ERR {who} is not compatible with WITHDIST, WITHHASH and WITHCOORD options"
        raise CommandError(text)
    typed = quoted(call.words[0])
    if modern and search.center is None and not search.from_member:
        error = b"ERR exactly one of FROMMEMBER or FROMLONLAT can be specified for "
        raise CommandError(error + typed)
    if modern and search.radius is None and search.box is None:
        raise CommandError(b"ERR exactly one of BYRADIUS and BYBOX can be specified for " + typed)
    if "any" in search.said and not search.count:
        raise CommandError("ERR the ANY argument requires COUNT argument")


def chosen(call: Call, search: Search) -> list[Hit]:
    """Return the hits to show, in order; the other server's choice, where it is one."""
    hits = search.hits()
    length = min(search.count, len(hits)) if search.count else len(hits)
    partly = "any" in search.said
    order = search.order or ("asc" if search.count and not partly else "")
    ranked = sorted(hits, key=lambda hit: hit.metres, reverse=order == "desc") if order else hits
    seen: list[Reply] = call.witness if isinstance(call.witness, list) else []
    names = [item[0] if isinstance(item, list) and item else item for item in seen]
    by_name = {hit.name: hit for hit in hits}
    shown_hits = [by_name[name] for name in names if isinstance(name, bytes) and name in by_name]
    if len(names) != length or len({hit.name for hit in shown_hits}) != length:
        return ranked[:length]
    distances = [hit.metres for hit in shown_hits]
    if order and partly and distances != sorted(distances, reverse=order == "desc"):
        return ranked[:length]
    if order and not partly and distances != [hit.metres for hit in ranked[:length]]:
        return ranked[:length]
    return shown_hits


def describe(hit: Hit, said: set[str]) -> Reply:
    """Return a hit as it is shown."""
    more: list[Reply] = []
    if "withdist" in said:
        more.append(fixed(hit.away))
    if "withhash" in said:
        more.append(int(hit.score))
    if "withcoord" in said:
        more.append(shown(geohash.position(hit.score)))
    return [hit.name, *more] if more else hit.name
