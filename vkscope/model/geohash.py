"""Places as integers of 52 bits: longitude and latitude halved in turn, 26 times each.

Words: *step* is how often they were halved: a hash of few steps is a large cell. The score of a
member is its hash of 26 steps; a cell is a range of scores.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

LONGITUDES: Final = (-180.0, 180.0)
LATITUDES: Final = (-85.05112878, 85.05112878)
STEPS: Final = 26
EARTH: Final = 6372797.560856
"""The radius in metres."""
MERCATOR: Final = 20037726.37
RADIAN: Final = math.pi / 180.0
ALPHABET: Final = b"0123456789bcdefghjkmnpqrstuvwxyz"
_M64: Final = (1 << 64) - 1
_X, _Y = 0xAAAAAAAAAAAAAAAA, 0x5555555555555555

Point = tuple[float, float]
"""Longitude and latitude."""


def spread(number: int) -> int:
    """Put a zero in front of every bit."""
    return sum((number >> at & 1) << 2 * at for at in range(33))


def gather(number: int) -> int:
    """Take every other bit."""
    return sum((number >> 2 * at & 1) << at for at in range(32))


def encode(point: Point, steps: int, latitudes: tuple[float, float] = LATITUDES) -> int:
    """Return a place's hash."""
    x = (point[0] - LONGITUDES[0]) / (LONGITUDES[1] - LONGITUDES[0])
    y = (point[1] - latitudes[0]) / (latitudes[1] - latitudes[0])
    scale = float(1 << steps)
    return spread(int(y * scale)) | spread(int(x * scale)) << 1


@dataclass(frozen=True, slots=True)
class Area:
    """A cell's edges."""

    west: float
    east: float
    south: float
    north: float


def decode(hashed: int, steps: int) -> Area:
    """Return the cell of a hash."""
    y, x, scale = gather(hashed), gather(hashed >> 1), float(1 << steps)
    width, height = LONGITUDES[1] - LONGITUDES[0], LATITUDES[1] - LATITUDES[0]
    return Area(
        LONGITUDES[0] + (x / scale) * width,
        LONGITUDES[0] + ((x + 1) / scale) * width,
        LATITUDES[0] + (y / scale) * height,
        LATITUDES[0] + ((y + 1) / scale) * height,
    )


def position(score: float) -> Point:
    """Return the middle of a member's cell."""
    area = decode(int(score), STEPS)
    x, y = (area.west + area.east) / 2, (area.south + area.north) / 2
    return clamp(x, LONGITUDES), clamp(y, LATITUDES)


def clamp(number: float, bounds: tuple[float, float]) -> float:
    """Return the nearest number within bounds."""
    return min(max(number, bounds[0]), bounds[1])


def text(score: float) -> bytes:
    """Return the usual geohash of 11 letters; it has latitudes up to the poles."""
    hashed = encode(position(score), STEPS, (-90.0, 90.0))
    letters = [ALPHABET[hashed >> 52 - 5 * (at + 1) & 31] for at in range(10)]
    return bytes([*letters, ALPHABET[0]])


def distance(a: Point, b: Point) -> float:
    """Return metres along a great circle."""
    v = math.sin((b[0] * RADIAN - a[0] * RADIAN) / 2)
    if v == 0.0:
        return EARTH * abs(b[1] * RADIAN - a[1] * RADIAN)
    y1, y2 = a[1] * RADIAN, b[1] * RADIAN
    u = math.sin((y2 - y1) / 2)
    return 2.0 * EARTH * math.asin(math.sqrt(u * u + math.cos(y1) * math.cos(y2) * v * v))


@dataclass(frozen=True, slots=True)
class Shape:
    """A circle, or a box with these sides; in metres."""

    center: Point
    radius: float = 0.0
    box: tuple[float, float] | None = None

    def holds(self, point: Point) -> float | None:
        """Return how far away a point is, None outside of the shape."""
        far = distance(self.center, point)
        if self.box is None:
            return far if far <= self.radius else None
        width, height = self.box
        if EARTH * abs(self.center[1] * RADIAN - point[1] * RADIAN) > height / 2:
            return None
        across = distance(point, (self.center[0], point[1]))
        return far if across <= width / 2 else None

    @property
    def reach(self) -> float:
        """How far away a point can be."""
        if self.box is None:
            return self.radius
        width, height = self.box
        return math.sqrt((width / 2) * (width / 2) + (height / 2) * (height / 2))

    def bounds(self) -> Area:
        """Return the box around the shape, in degrees."""
        x, y = self.center
        width, height = self.box or (2 * self.radius, 2 * self.radius)
        up = height / 2 / EARTH / RADIAN
        side = y - up if y < 0 else y + up
        over = width / 2 / EARTH / math.cos(side * RADIAN) / RADIAN
        return Area(x - over, x + over, y - up, y + up)


def steps_for(shape: Shape) -> int:
    """Return the steps of cells so large that nine of them cover the shape."""
    reach, steps = shape.reach, 1
    if reach == 0:
        return STEPS
    while reach < MERCATOR:
        reach *= 2
        steps += 1
    steps -= 2
    latitude = abs(shape.center[1])
    steps -= (latitude > 66) + (latitude > 80)
    return min(max(steps, 1), STEPS)


def neighbour(hashed: int, steps: int, dx: int, dy: int) -> int:
    """Return the hash of a cell beside another one; the edges of the map meet."""
    unit_x, unit_y = _Y >> 64 - 2 * steps, _X >> 64 - 2 * steps
    x, y = hashed & _X, hashed & _Y
    if dx > 0:
        x += unit_x + 1
    elif dx < 0:
        x = (x | unit_x) - (unit_x + 1)
    if dy > 0:
        y += unit_y + 1
    elif dy < 0:
        y = (y | unit_y) - (unit_y + 1)
    x &= _X >> 64 - 2 * steps if dx else _M64
    y &= _Y >> 64 - 2 * steps if dy else _M64
    return x & _M64 | y & _M64


def cells(shape: Shape) -> list[range]:
    """Return the ranges of scores in which members of the shape may lie."""
    bounds, steps = shape.bounds(), steps_for(shape)
    hashed = encode(shape.center, steps)

    def area(dx: int, dy: int) -> Area:
        return decode(neighbour(hashed, steps, dx, dy), steps)

    too_small = (
        area(0, 1).north < bounds.north
        or area(0, -1).south > bounds.south
        or area(1, 0).east < bounds.east
        or area(-1, 0).west > bounds.west
    )
    if steps > 1 and too_small:
        steps -= 1
        hashed = encode(shape.center, steps)
    here = decode(hashed, steps)
    found = set()
    for dx in (-1, 0, 1):
        for dy in (-1, 0, 1):
            useless = (
                (dy < 0 and here.south < bounds.south)
                or (dy > 0 and here.north > bounds.north)
                or (dx < 0 and here.west < bounds.west)
                or (dx > 0 and here.east > bounds.east)
            )
            if steps < 2 or not useless:
                found.add(neighbour(hashed, steps, dx, dy))
    shift = 52 - 2 * steps
    return [range(cell << shift, cell + 1 << shift) for cell in found]
