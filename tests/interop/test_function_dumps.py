"""Libraries of functions in the bytes of FUNCTION DUMP, to and from a real redis-server."""

from __future__ import annotations

from typing import Any

import redis

from tests.words import run

LIBRARIES = [
    "#!lua name=one\nredis.register_function('f', function(keys, args) return args[1] end)",
    "#!lua name=two\n" + "-- " + "long " * 1000 + "\n"
    "redis.register_function{function_name='g', callback=function() return 2 end, "
    "description='d', flags={'no-writes'}}",
]


def libraries(client: redis.Redis) -> list[Any]:
    """What FUNCTION LIST tells, in an order of its own."""
    return sorted(run(client, "FUNCTION", "LIST", "WITHCODE"), key=repr)


def test_libraries_go_both_ways(client: redis.Redis, real: redis.Redis) -> None:
    run(client, "CONFIG", "SET", "rdb-save-version", 10)
    try:
        for source, target in ((real, client), (client, real)):
            for one in (source, target):
                run(one, "FUNCTION", "FLUSH")
            for code in LIBRARIES:
                run(source, "FUNCTION", "LOAD", code)
            run(target, "FUNCTION", "RESTORE", run(source, "FUNCTION", "DUMP"))
            assert libraries(target) == libraries(source)
            assert run(target, "FCALL", "f", 0, "x") == b"x"
            assert run(target, "FCALL_RO", "g", 0) == 2
    finally:
        run(client, "CONFIG", "SET", "rdb-save-version", "current")
        run(client, "FUNCTION", "FLUSH")
