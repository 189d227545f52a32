"""Random commands for values with an inner meaning: HyperLogLog, places; and dumps."""

from __future__ import annotations

from tests.property.draw import Part, either, joined, mixed, noise, one, some
from tests.property.draw import number as numbers
from tests.property.words import ALONE, PLACES, SKETCHES

__all__ = ["ALONE", "FORMS", "PARTS"]

wrong_key = one([b"str"])
"""A string: what is no place and no HyperLogLog."""
longitudes = [b"2.35", b"13.4", b"-0.12", b"179.99", b"-179.99", b"0", b"13.40001", b"-180", b"180"]
latitudes = [b"48.85", b"52.52", b"51.5", b"-33.9", b"0", b"85", b"-84.9", b"52.5201", b"66.5"]
place = joined(one(longitudes), one(latitudes))
any_place = mixed(place, place, place, either("200 10", "10 86", "x 1", "1 x", "-180 -85.05112878"))
member = mixed(numbers(0, 15, "m%d"), one([b"", b"M" * 65]))
unit = either("m", "km", "KM", "mi", "ft", "odd")
reach = one([b"0", b"1", b"100", b"1000", b"500000", b"5000", b"20000000", b"-1", b"x", b"0.5"])
shape = mixed(
    joined(either("BYRADIUS"), reach, unit), joined(either("BYBOX"), reach, reach, unit),
    joined(either("BYRADIUS"), one([b"1000", b"9000"]), either("km")),
)  # fmt: skip
where = mixed(
    joined(either("FROMLONLAT"), any_place), joined(either("FROMMEMBER"), member),
    joined(either("fromlonlat"), place),
)  # fmt: skip
order = either("ASC", "desc", "COUNT 3", "COUNT 1", "COUNT 2 ANY", "COUNT 0", "ANY", "ODD")
withs = either("WITHDIST", "WITHCOORD", "withhash", "ASC")

PARTS: dict[str, Part] = {
    "gkey": mixed(one(PLACES), one(PLACES), one(PLACES), one(PLACES), wrong_key),
    "places": some(joined(any_place, member), 1, 4),
    "good_places": some(joined(place, member), 1, 6),
    "geoadd_options": some(either("NX", "XX", "CH"), 0, 2),
    "gmember": member,
    "gmembers": some(member, 0, 4),
    "unit": mixed(either("", ""), unit),
    "where": where,
    "shape": shape,
    "geo_options": some(mixed(order, withs), 0, 2),
    "stored_order": some(either("ASC", "desc", "COUNT 0", "ANY", "COUNT x", "ODD"), 0, 2),
    "storedist": either("", "", "STOREDIST"),
    "any_place": any_place,
    "reach": joined(reach, unit),
    "store_to": joined(either("STORE", "STOREDIST"), one(PLACES)),
    "pkey": mixed(one(SKETCHES), one(SKETCHES), one(SKETCHES), one(SKETCHES), wrong_key),
    "pkeys": some(one(SKETCHES), 1, 3),
    "drops": some(mixed(numbers(0, 3000, "v%d"), numbers(0, 100), noise(20)), 0, 8),
    "pfdebug": either("ENCODING", "DECODE", "ENCODING", "TODENSE", "odd", "GETREG"),
    "wrong_key": wrong_key,
}

FORMS = """
GEOADD gkey good_places | GEOADD gkey good_places | GEOADD gkey geoadd_options places
GEOPOS gkey gmembers | GEODIST gkey gmember gmember unit | GEOHASH gkey gmembers
GEOSEARCH gkey where shape geo_options | GEOSEARCH gkey shape where geo_options
GEOSEARCHSTORE gkey gkey where shape stored_order storedist
GEORADIUS gkey any_place reach geo_options | GEORADIUS gkey any_place reach stored_order store_to
GEORADIUSBYMEMBER gkey gmember reach geo_options | GEORADIUS_RO gkey any_place reach geo_options
GEORADIUSBYMEMBER_RO gkey gmember reach geo_options | ZRANGE gkey 0 -1 WITHSCORES
ZREM gkey gmember | OBJECT ENCODING gkey
PFADD pkey drops | PFADD pkey drops | PFADD pkey drops | PFADD pkey drops
PFCOUNT pkey | PFCOUNT pkeys | PFMERGE pkeys | PFDEBUG pfdebug pkey
GET pkey | STRLEN pkey | OBJECT ENCODING pkey | COPY pkey pkey REPLACE | SET wrong_key x
"""
