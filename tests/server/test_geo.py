"""Places: what each command answers, stores and refuses, in both layouts of sorted sets."""

from __future__ import annotations

import math
import random
from collections.abc import Iterator
from typing import Any

import pytest
import redis

from tests.words import refused, run

Client = redis.Redis
WRONG_TYPE = "WRONGTYPE Operation against a key holding the wrong kind of value"
SICILY = (13.361389, 38.115556, "Palermo", 15.087269, 37.502669, "Catania")
RADIUS = 6372797.560856


@pytest.fixture
def client(server: Any, client: Client) -> Iterator[Client]:
    """A client that speaks RESP2."""
    with redis.Redis(port=server.port, protocol=2, socket_timeout=5) as speaker:
        yield speaker
        run(speaker, "CONFIG", "SET", "zset-max-listpack-entries", 128)


@pytest.fixture(params=[128, 0])
def layout(client: Client, request: pytest.FixtureRequest) -> int:
    run(client, "CONFIG", "SET", "zset-max-listpack-entries", request.param)
    return int(request.param)


def test_adds_places_as_scores(client: Client, layout: int) -> None:
    assert run(client, "GEOADD", "g", *SICILY) == 2
    assert run(client, "ZSCORE", "g", "Palermo") == b"3479099956230698"
    assert run(client, "GEOADD", "g", "CH", 13.361389, 38.115556, "Palermo", 1, 1, "x") == 1
    assert run(client, "GEOADD", "g", "XX", "CH", 2, 2, "x", 3, 3, "y") == 1
    assert run(client, "GEOADD", "g", "NX", 5, 5, "x") == 0
    assert run(client, "ZCARD", "g") == 3


def test_positions_and_texts(client: Client, layout: int) -> None:
    run(client, "GEOADD", "g", *SICILY)
    assert run(client, "GEOHASH", "g", "Palermo", "none", "Catania") == [
        b"sqc8b49rny0", None, b"sqdtr74hyu0",
    ]  # fmt: skip
    ((lon, lat), missing) = run(client, "GEOPOS", "g", "Palermo", "none")
    assert (lon, lat) == (b"13.36138933897018433", b"38.11555639549629859")
    assert missing is None
    assert run(client, "GEOPOS", "none", "a") == [None]
    assert run(client, "GEOHASH", "g") == []


def test_distances(client: Client, layout: int) -> None:
    run(client, "GEOADD", "g", *SICILY)
    for unit, text in (("m", "166274.1516"), ("KM", "166.2742"), ("mi", "103.3182")):
        assert run(client, "GEODIST", "g", "Palermo", "Catania", unit) == text.encode()
    assert run(client, "GEODIST", "g", "Palermo", "Palermo") == b"0.0000"
    assert run(client, "GEODIST", "g", "Palermo", "none") is None
    text = refused(client, "GEODIST", "g", "Palermo", "Catania", "x")
    assert text == "unsupported unit provided. please use M, KM, FT, MI"


def test_searches_circles_and_boxes(client: Client, layout: int) -> None:
    run(client, "GEOADD", "g", *SICILY)
    center = ("FROMLONLAT", 15, 37)
    assert run(client, "GEOSEARCH", "g", *center, "BYRADIUS", 200, "km", "ASC") == [
        b"Catania", b"Palermo",
    ]  # fmt: skip
    assert run(client, "GEOSEARCH", "g", *center, "BYBOX", 200, 200, "km") == [b"Catania"]
    found = run(client, "GEORADIUS", "g", 15, 37, 200, "km", "WITHDIST", "WITHHASH", "DESC")
    assert found == [
        [b"Palermo", b"190.4424", 3479099956230698],
        [b"Catania", b"56.4413", 3479447370796909],
    ]
    found = run(client, "GEOSEARCH", "g", "FROMMEMBER", "Palermo", "BYRADIUS", 1, "m", "WITHCOORD")
    assert found == [[b"Palermo", [b"13.36138933897018433", b"38.11555639549629859"]]]
    by_member = ("GEORADIUSBYMEMBER_RO", "g", "Catania", 300, "km", "COUNT", 1)
    assert run(client, *by_member) == [b"Catania"]


def test_searches_polygons(client: Client, layout: int) -> None:
    places = [(x / 2, y / 2) for x in range(-8, 9) for y in range(-8, 9)]
    words = [word for x, y in places for word in (x, y, f"{x},{y}")]
    run(client, "GEOADD", "g", *words)
    triangle = ("BYPOLYGON", 3, -3.2, -3.2, 3.2, -3.2, 0, 3.2)
    found = run(client, "GEOSEARCH", "g", *triangle)
    half = 3.2
    want = {
        f"{x},{y}".encode() for x, y in places if -half < y < half and abs(x) < half / 2 - y / 2
    }
    assert set(found) == want
    assert run(client, "GEOSEARCHSTORE", "to", "g", *triangle) == len(want)
    text = "GEOSEARCH BYPOLYGON must have at least 3 vertices"
    assert refused(client, "GEOSEARCH", "g", "BYPOLYGON", 2, 1, 1, 2, 2) == text
    assert refused(client, "GEOSEARCH", "g", "BYPOLYGON", 2**31 - 1, 1, 1, 2, 2) == text
    polar = ("BYPOLYGON", 3, 0, 85, 120, 85, -120, 85)
    assert run(client, "GEOSEARCH", "g", *polar) == []


def distance(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Metres between two places by the haversine, with none of the server's code."""
    (x1, y1), (x2, y2) = ([math.radians(v) for v in p] for p in (a, b))
    h = math.sin((y2 - y1) / 2) ** 2 + math.cos(y1) * math.cos(y2) * math.sin((x2 - x1) / 2) ** 2
    return 2 * RADIUS * math.asin(math.sqrt(h))


def test_circles_hold_what_is_near(client: Client, layout: int) -> None:
    dice = random.Random(7)
    places = {
        f"p{i}": (dice.uniform(-180, 180), dice.uniform(-70, 70)) for i in range(400)
    }  # fmt: skip
    run(client, "GEOADD", "g", *[word for name, p in places.items() for word in (*p, name)])
    for _ in range(50):
        center = (dice.uniform(-150, 150), dice.uniform(-50, 50))
        radius = 10 ** dice.uniform(3, 6.3)
        found = set(run(client, "GEOSEARCH", "g", "FROMLONLAT", *center, "BYRADIUS", radius, "m"))
        for name, p in places.items():
            far = distance(center, p)
            if abs(far - radius) > 10:
                assert (name.encode() in found) == (far < radius), (name, center, radius)


def test_counts(client: Client, layout: int) -> None:
    run(client, "GEOADD", "g", *[word for i in range(30) for word in (i / 100, 0, f"p{i:02}")])
    base = ("GEOSEARCH", "g", "FROMLONLAT", 0, 0, "BYRADIUS", 100, "km")
    assert run(client, *base, "COUNT", 3) == [b"p00", b"p01", b"p02"]
    assert len(run(client, *base, "COUNT", 5, "ANY")) == 5
    assert run(client, *base, "COUNT", 2, "DESC") == [b"p29", b"p28"]
    assert refused(client, *base, "COUNT", 0) == "COUNT must be > 0"
    assert refused(client, *base, "ANY") == "the ANY argument requires COUNT argument"


def test_stores(client: Client, layout: int) -> None:
    run(client, "GEOADD", "g", *SICILY)
    base = ("FROMLONLAT", 15, 37, "BYRADIUS", 200, "km")
    assert run(client, "GEOSEARCHSTORE", "to", "g", *base, "STOREDIST") == 2
    assert float(run(client, "ZSCORE", "to", "Catania")) == pytest.approx(56.4412, abs=1e-3)
    assert run(client, "GEORADIUS", "g", 15, 37, 200, "km", "STORE", "g") == 2
    assert run(client, "GEODIST", "g", "Palermo", "Catania") == b"166274.1516"
    assert run(client, "GEOSEARCHSTORE", "to", "none", *base) == 0
    assert run(client, "EXISTS", "to") == 0
    text = refused(client, "GEOSEARCHSTORE", "to", "g", *base, "WITHDIST")
    assert text.startswith("GEOSEARCHSTORE is not compatible with WITHDIST")
    text = refused(client, "GEORADIUS", "g", 1, 1, 1, "m", "STORE", "to", "WITHDIST")
    assert text.startswith("STORE option in GEORADIUS is not compatible")
    assert refused(client, "GEORADIUS_RO", "g", 1, 1, 1, "m", "STORE", "to") == "syntax error"


def test_refuses(client: Client, layout: int) -> None:
    run(client, "GEOADD", "g", *SICILY)
    for words, text in (
        (("GEOADD", "g", 181, 1, "m"), "invalid longitude,latitude pair 181.000000,1.000000"),
        (("GEOADD", "g", 1, 86, "m"), "invalid longitude,latitude pair 1.000000,86.000000"),
        (("GEOADD", "g", "x", 1, "m"), "value is not a valid float"),
        (("GEOADD", "g", 1, 1, "m", 1), "syntax error"),
        (("GEOADD", "g", "NX", "XX", 1, 1, "m"), "syntax error"),
        (("GEORADIUS", "g", 1, 1, -1, "m"), "radius cannot be negative"),
        (("GEORADIUS", "g", 1, 1, "x", "m"), "need numeric radius"),
        (
            ("GEORADIUSBYMEMBER", "g", "none", 1, "m"),
            "could not decode requested zset member",
        ),
        (
            ("GEOSEARCH", "g", "FROMMEMBER", "Palermo", "ASC", "ASC", "ASC"),
            "exactly one of BYRADIUS, BYBOX and BYPOLYGON can be specified for GEOSEARCH",
        ),
        (
            ("geosearch", "g", "BYRADIUS", 1, "m", "ASC", "ASC"),
            "exactly one of FROMMEMBER or FROMLONLAT can be specified for geosearch",
        ),
        (
            ("GEOSEARCH", "g", "FROMLONLAT", 1, 1, "BYBOX", -1, 1, "m"),
            "height or width cannot be negative",
        ),
    ):
        assert refused(client, *words) == text


def test_scores_that_are_no_places_do_no_harm(client: Client, layout: int) -> None:
    for score in ("inf", "-inf", "-1", "1e300", "1.8446744073709552e19", "9.3e18", "0.5"):
        run(client, "ZADD", "g", score, "m")
        ((lon, lat),) = run(client, "GEOPOS", "g", "m")
        assert abs(float(lon)) <= 180 and abs(float(lat)) <= 85.05112878
        assert len(run(client, "GEOHASH", "g", "m")[0]) == 11
        run(client, "GEOSEARCH", "g", "FROMMEMBER", "m", "BYRADIUS", "inf", "m")
    run(client, "GEOADD", "edge", 180, 85.05112878, "m", -180, -85.05112878, "n")
    found = run(client, "GEOSEARCH", "edge", "FROMMEMBER", "m", "BYRADIUS", 30000, "km")
    assert set(found) <= {b"m", b"n"}


def test_wrong_type(client: Client) -> None:
    run(client, "SET", "g", "text")
    for words in (
        ("GEOADD", "g", 1, 1, "m"),
        ("GEODIST", "g", "a", "b"),
        ("GEOHASH", "g", "a"),
        ("GEOPOS", "g", "a"),
        ("GEORADIUS", "g", 1, 1, 1, "m"),
        ("GEOSEARCH", "g", "FROMLONLAT", 1, 1, "BYRADIUS", 1, "m"),
    ):
        assert refused(client, *words) == WRONG_TYPE
