"""Libraries of functions in the bytes of FUNCTION DUMP, to and from a real redis-server."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import redis

from tests.conftest import Running
from tests.interop.replicas import REDIS, VALKEY, caught_up, eventually, is_up, real_replica
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


@pytest.mark.parametrize(("program", "rdb"), [(VALKEY, "11"), (REDIS, "10")])
def test_replicas_have_the_same_libraries(
    start: Callable[..., Running], tmp_path: Path, program: str, rdb: str
) -> None:
    ours = start("--rdb-save-version", rdb, "--repl-diskless-sync-delay", "0")
    with redis.Redis(port=ours.port, socket_timeout=30) as primary:
        here = redis.Redis(port=ours.port)
        run(here, "FUNCTION", "LOAD", LIBRARIES[0])
        with real_replica(program, tmp_path, ours.port) as replica:
            there = redis.Redis(port=replica.get_connection_kwargs()["port"])

            def same() -> bool:
                eventually(lambda: caught_up(primary, replica))
                return libraries(there) == libraries(here)

            eventually(lambda: is_up(replica))
            assert same()
            run(here, "FUNCTION", "LOAD", LIBRARIES[1])
            assert same()
            payload = run(here, "FUNCTION", "DUMP")
            run(here, "FUNCTION", "DELETE", "one")
            assert same()
            run(here, "FUNCTION", "RESTORE", payload, "FLUSH")
            assert same()
            setter = "#!lua name=s\nredis.register_function('twice', function(k, a) "
            setter += "redis.call('set', k[1], a[1]) return redis.call('incr', k[1]) end)"
            run(here, "FUNCTION", "LOAD", setter)
            assert run(here, "FCALL", "twice", 1, "k", 5) == 6
            assert same()
            assert run(there, "GET", "k") == b"6"
            run(here, "FUNCTION", "FLUSH")
            assert same()
            assert libraries(there) == []
