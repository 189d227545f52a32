"""Publish and subscribe: channels, patterns, sharded channels; PUBSUB tells who listens.

Words: an *inbox* is what a subscriber was sent and has not read; messages go there, while the
confirmations of SUBSCRIBE and its relatives are the replies of those commands: one for each word.
"""

from __future__ import annotations

from vkscope.model import glob
from vkscope.model.call import Call
from vkscope.model.keyspace import Subscriber
from vkscope.model.registry import command
from vkscope.model.replies import Loose, Many, Push, Reply


def names(subscriber: Subscriber, kind: str) -> dict[bytes, None]:
    """Return what a session has subscribed to, of one kind."""
    if kind == "s":
        return subscriber.shards
    return subscriber.patterns if kind == "p" else subscriber.channels


def count(subscriber: Subscriber, kind: str) -> int:
    """Return how many subscriptions a confirmation tells: sharded ones are counted apart."""
    if kind == "s":
        return len(subscriber.shards)
    return len(subscriber.channels) + len(subscriber.patterns)


def remember(call: Call) -> None:
    """Keep the session among the subscribers while it has subscriptions."""
    session, sessions = call.session, call.keyspace.sessions
    there = any(session is other for other in sessions)
    wanted = bool(session.channels or session.patterns or session.shards)
    if wanted and not there:
        sessions.append(session)
    elif there and not wanted:
        call.keyspace.sessions = [other for other in sessions if other is not session]


@command("subscribe", "psubscribe", "ssubscribe")
def subscribe(call: Call) -> Reply:
    """SUBSCRIBE channel [channel ...]"""
    kind = call.name.removesuffix("subscribe")
    answers = []
    for word in call.words[1:]:
        names(call.session, kind)[word] = None
        answers.append(Push([call.name.encode(), word, count(call.session, kind)]))
    remember(call)
    return Many(answers)


@command("unsubscribe", "punsubscribe", "sunsubscribe")
def unsubscribe(call: Call) -> Reply:
    """UNSUBSCRIBE [channel ...]: all of them without a word"""
    kind = call.name.removesuffix("unsubscribe")
    mine = names(call.session, kind)
    words: list[bytes | None] = [*(call.words[1:] or list(mine))]
    answers = []
    for word in words or [None]:
        if word is not None:
            mine.pop(word, None)
        answers.append(Push([call.name.encode(), word, count(call.session, kind)]))
    remember(call)
    return Many(answers)


@command("publish")
def publish(call: Call) -> Reply:
    """PUBLISH channel message: how many got it"""
    channel, message = call.words[1:]
    sent = 0
    for other in call.keyspace.sessions:
        if channel in other.channels:
            other.inbox.append(Push([b"message", channel, message]))
            sent += 1
    for other in call.keyspace.sessions:
        for pattern in other.patterns:
            if glob.matches(pattern, channel):
                other.inbox.append(Push([b"pmessage", pattern, channel, message]))
                sent += 1
    return sent


@command("spublish")
def spublish(call: Call) -> Reply:
    """SPUBLISH channel message: to sharded subscribers"""
    channel, message = call.words[1:]
    found = [other for other in call.keyspace.sessions if channel in other.shards]
    for other in found:
        other.inbox.append(Push([b"smessage", channel, message]))
    return len(found)


def everywhere(call: Call, kind: str) -> dict[bytes, int]:
    """Return all channels of a kind, and how many listen."""
    total: dict[bytes, int] = {}
    for other in call.keyspace.sessions:
        for name in names(other, kind):
            total[name] = total.get(name, 0) + 1
    return total


@command("pubsub|channels", "pubsub|shardchannels")
def pubsub_channels(call: Call) -> Reply:
    """PUBSUB CHANNELS [pattern]"""
    if len(call.words) > 3:
        raise call.wrong_arguments()
    kind = "s" if "shard" in call.name else ""
    names_here = everywhere(call, kind)
    if len(call.words) == 2:
        return Loose(names_here)
    return Loose(name for name in names_here if glob.matches(call.words[2], name))


@command("pubsub|numsub", "pubsub|shardnumsub")
def pubsub_numsub(call: Call) -> Reply:
    """PUBSUB NUMSUB [channel ...]"""
    total = everywhere(call, "s" if "shard" in call.name else "")
    return [item for name in call.words[2:] for item in (name, total.get(name, 0))]


@command("pubsub|numpat")
def pubsub_numpat(call: Call) -> Reply:
    """PUBSUB NUMPAT: how many different patterns"""
    return len(everywhere(call, "p"))
