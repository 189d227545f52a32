"""cjson, cmsgpack, struct and bit of scripts, asked the same as a real redis-server's."""

from __future__ import annotations

import json
import random
import string
from typing import Any

import pytest
import redis

ROUNDS = 150
NUMBERS = [0, 1, -1, 127, 128, -33, 2**31, -(2**31) - 1, 2**53, 0.5, -1e-7, 3.14159265358979, 1e300]


def value(draw: random.Random, depth: int = 0) -> Any:
    """Random data of JSON; objects have one member, for Lua's tables have orders of their own."""
    kind = draw.randrange(7 if depth < 4 else 5)
    if kind == 0:
        return draw.choice([True, False, None])
    if kind <= 2:
        return draw.choice(NUMBERS)
    if kind <= 4:
        letters = string.ascii_letters + '"\\/\b\f\n\r\t\x01\x7f é€\U0001f600'
        return "".join(draw.choice(letters) for _ in range(draw.choice([0, 1, 5, 31, 32, 300])))
    if kind == 5:
        return [value(draw, depth + 1) for _ in range(draw.choice([1, 2, 15, 16]))]
    return {"k" * draw.randrange(1, 40): value(draw, depth + 1)}


def same(client: redis.Redis, real: redis.Redis, script: str, *args: Any) -> Any:
    """What both answer; errors are answers too."""
    told = []
    for one in (client, real):
        execute: Any = one.execute_command
        try:
            told.append(execute("EVAL", script, 0, *args))
        except redis.ResponseError as error:
            told.append(str(error).split(" script: ")[0])
    assert told[0] == told[1], (script, args)
    return told[0]


def test_data_is_written_alike(client: redis.Redis, real: redis.Redis) -> None:
    draw = random.Random(1)
    for _ in range(ROUNDS):
        text = json.dumps(value(draw), ensure_ascii=draw.random() < 0.5)
        same(client, real, "return cjson.encode(cjson.decode(ARGV[1]))", text)
        packed = same(client, real, "return cmsgpack.pack(cjson.decode(ARGV[1]))", text)
        same(client, real, "return cjson.encode(cmsgpack.unpack(ARGV[1]))", packed)


@pytest.mark.parametrize(
    "script",
    [
        "return {pcall(cjson.decode, ARGV[1])}",
        "return {pcall(cmsgpack.unpack_one, ARGV[1])}",
        "return {pcall(struct.unpack, ARGV[2], ARGV[1])}",
        "return {pcall(struct.size, ARGV[2])}",
    ],
)
def test_bytes_that_are_torn_are_answered_alike(
    client: redis.Redis, real: redis.Redis, script: str
) -> None:
    draw = random.Random(2)
    for _ in range(ROUNDS):
        data = bytearray(json.dumps(value(draw)).encode() or b"x")
        for _ in range(draw.randrange(3)):
            data[draw.randrange(len(data))] = draw.choice(
                b'[]{}",:0-\\\x81\x91\xa1\xcc\xdc\xda\x00'
            )
        shape = "".join(draw.choice("<>!b!4BhHlLTfdxsi3I5c2 ") for _ in range(draw.randrange(6)))
        reply = same(client, real, tostrings(script), bytes(data), shape)
        assert reply is not None


def tostrings(script: str) -> str:
    """All results as text: tables differ in their addresses only."""
    body = script.removeprefix("return ")
    return (
        f"local all = {body} local out = {{}} for i = 1, 20 do local v = all[i] "
        "out[i] = type(v) == 'table' and 'table' or type(v) == 'userdata' and 'null' "
        "or type(v) == 'number' and string.format('%.17g', v) or tostring(v) end return out"
    )


def test_bits_are_moved_alike(client: redis.Redis, real: redis.Redis) -> None:
    for name in ("band", "bor", "bxor", "lshift", "rshift", "arshift", "rol", "ror"):
        for a in (0, 1, -1, 2**31, 2**32 - 1, 123456789, -5, 0.5):
            for b in (0, 1, 31, 32, 33, -1):
                same(client, real, f"return tostring(bit.{name}(ARGV[1], ARGV[2]))", a, b)
    for n in (0, 1, -1, 8, -8, 100, -100, 2**31 - 1):
        same(client, real, "return bit.tohex(65535, ARGV[1])", n)
    for name in ("bnot", "bswap", "tobit"):
        for a in (0, 1, -1, 2**31, 2**40 + 3):
            same(client, real, f"return tostring(bit.{name}(ARGV[1]))", a)
