"""Databases as a whole: SELECT, SWAPDB, DBSIZE, FLUSHDB, FLUSHALL, RANDOMKEY."""

from __future__ import annotations

import random

from vkscope.model.call import SYNTAX, Call
from vkscope.model.commands.keys import NO_DATABASE
from vkscope.model.registry import command
from vkscope.model.replies import OK, CommandError, Reply


@command("select")
def select(call: Call) -> Reply:
    """SELECT db"""
    number = call.database_number(1)
    if not 0 <= number < call.keyspace.count:
        raise CommandError(NO_DATABASE)
    call.session.database = number
    return OK


@command("swapdb")
def swapdb(call: Call) -> Reply:
    """SWAPDB a b"""
    first = call.database_number(1, "ERR invalid first DB index")
    second = call.database_number(2, "ERR invalid second DB index")
    if not all(0 <= number < call.keyspace.count for number in (first, second)):
        raise CommandError(NO_DATABASE)
    call.keyspace.swap(first, second)
    return OK


@command("dbsize")
def dbsize(call: Call) -> Reply:
    """DBSIZE: expired keys count until somebody looks at them"""
    return len(call.db.entries)


@command("flushdb")
def flushdb(call: Call) -> Reply:
    """FLUSHDB [ASYNC | SYNC]"""
    check_flush(call)
    call.db.entries.clear()
    return OK


@command("flushall")
def flushall(call: Call) -> Reply:
    """FLUSHALL [ASYNC | SYNC]"""
    check_flush(call)
    for database in call.keyspace.databases:
        database.entries.clear()
    return OK


def check_flush(call: Call) -> None:
    """Both options mean the same here."""
    if len(call.words) > 2 or (len(call.words) == 2 and call.option(1) not in ("sync", "async")):
        raise CommandError(SYNTAX)


@command("randomkey")
def randomkey(call: Call) -> Reply:
    """RANDOMKEY: any live key"""
    call.db.purge()
    if isinstance(call.witness, bytes) and call.witness in call.db.entries:
        return call.witness
    return random.choice(list(call.db.entries)) if call.db.entries else None
