"""Transactions: MULTI, EXEC, DISCARD, WATCH, UNWATCH.

Words: a *watch* fails when a key that it names is written, or dies, before EXEC.
"""

from __future__ import annotations

from vkscope.model.call import UNSEEN, Call
from vkscope.model.keyspace import Watch
from vkscope.model.registry import command
from vkscope.model.replies import NO_ARRAY, OK, CommandError, Reply


@command("multi")
def multi(call: Call) -> Reply:
    """MULTI"""
    call.session.queue = []
    return OK


@command("discard")
def discard(call: Call) -> Reply:
    """DISCARD"""
    if call.session.queue is None:
        raise CommandError("ERR DISCARD without MULTI")
    end_transaction(call)
    return OK


@command("exec")
def exec_(call: Call) -> Reply:
    """EXEC: a null if a watch failed, an error if a command could not be queued"""
    session = call.session
    if session.queue is None:
        raise CommandError("ERR EXEC without MULTI")
    queue, spoilt = session.queue, session.spoilt
    failed = session.watch.failed or any_died(call)
    end_transaction(call)
    if spoilt:
        raise CommandError("EXECABORT Transaction discarded because of previous errors.")
    if failed:
        return NO_ARRAY
    seen = call.witness if isinstance(call.witness, list) else []
    session.in_exec = True
    try:
        return [
            call.runner.run_queued(session, words, seen[at] if at < len(seen) else UNSEEN)
            for at, words in enumerate(queue)
        ]
    finally:
        session.in_exec = False


def any_died(call: Call) -> bool:
    """Tell whether the time of a watched key has passed since it was watched."""
    watch = call.session.watch
    return any(
        (entry := call.keyspace.databases[number].entries.get(key)) is not None
        and call.keyspace.databases[number].is_expired(entry)
        for number, key in watch.places - watch.expired
    )


def end_transaction(call: Call) -> None:
    """Forget what was queued and watched."""
    call.session.queue, call.session.spoilt = None, False
    forget_watch(call)


def forget_watch(call: Call) -> None:
    """Watch nothing."""
    watches = call.keyspace.watches
    if call.session.watch in watches:
        watches.remove(call.session.watch)
    call.session.watch = Watch()


@command("watch")
def watch(call: Call) -> Reply:
    """WATCH key [key ...]"""
    session = call.session
    if session.watch not in call.keyspace.watches:
        call.keyspace.watches.append(session.watch)
    for key in call.words[1:]:
        place = (session.database, key)
        entry = call.db.entries.get(key)
        if place not in session.watch.places and entry is not None and call.db.is_expired(entry):
            session.watch.expired.add(place)
        session.watch.places.add(place)
    return OK


@command("unwatch")
def unwatch(call: Call) -> Reply:
    """UNWATCH"""
    forget_watch(call)
    return OK
