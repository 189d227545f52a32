"""What a stream is made of: XINFO STREAM, XINFO GROUPS, XINFO CONSUMERS."""

from __future__ import annotations

from vkscope.model.call import Call
from vkscope.model.commands.stream_groups import no_group, subcommand_syntax
from vkscope.model.commands.streams import entry
from vkscope.model.registry import command
from vkscope.model.replies import CommandError, Detail, Reply
from vkscope.model.streams import UNKNOWN, Group, Stream, shown


def stream(call: Call) -> Stream:
    """Return the stream that a subcommand names."""
    value = call.value(call.words[2], Stream)
    if value is None:
        raise CommandError("ERR no such key")
    return value


@command("xinfo|stream")
def xinfo_stream(call: Call) -> Reply:
    """XINFO STREAM key [FULL [COUNT n]]"""
    value, words = stream(call), call.words[3:]
    if not words:
        return common(value) | {
            b"groups": len(value.groups),
            b"first-entry": entry(value, value.first) if value.entries else None,
            b"last-entry": entry(value, value.top) if value.entries else None,
        }
    if len(words) not in (1, 3) or call.option(3) != "full":
        raise subcommand_syntax(call)
    count = 10
    if len(words) == 3:
        if call.option(4) != "count":
            raise subcommand_syntax(call)
        count = call.integer(5)
        count = 10 if count < 0 else count
    idents = list(value.entries)
    groups = [full_group(value, name, count) for name in sorted(value.groups)]
    entries = [entry(value, ident) for ident in idents[: count or len(idents)]]
    return common(value) | {b"entries": entries, b"groups": groups}


def common(value: Stream) -> dict[bytes, Reply]:
    """Return what both forms tell."""
    return {
        b"length": len(value.entries),
        b"radix-tree-keys": len(value.nodes),
        b"radix-tree-nodes": Detail(value.tree_nodes()),
        b"last-generated-id": shown(value.last),
        b"max-deleted-entry-id": shown(value.deleted),
        b"entries-added": value.added,
        b"recorded-first-entry-id": shown(value.first),
    }


def progress(value: Stream, group: Group) -> dict[bytes, Reply]:
    """Return how far a group has read."""
    return {
        b"last-delivered-id": shown(group.last),
        b"entries-read": None if group.read == UNKNOWN else group.read,
        b"lag": value.lag(group),
    }


def full_group(value: Stream, name: bytes, count: int) -> Reply:
    """Return a group with what is pending, and its consumers."""
    group = value.groups[name]
    idents = sorted(group.pending)[: count or None]
    items = [(ident, group.pending[ident]) for ident in idents]
    return {
        b"name": name,
        **progress(value, group),
        b"pel-count": len(group.pending),
        b"pending": [[shown(i), item.consumer, item.time, item.count] for i, item in items],
        b"consumers": [
            full_consumer(group, consumer, count) for consumer in sorted(group.consumers)
        ],
    }


def full_consumer(group: Group, name: bytes, count: int) -> Reply:
    """Return a consumer with what is pending for it."""
    idents, consumer = group.of(name), group.consumers[name]
    items = [(ident, group.pending[ident]) for ident in idents[: count or None]]
    return {
        b"name": name,
        b"seen-time": consumer.seen,
        b"active-time": consumer.active,
        b"pel-count": len(idents),
        b"pending": [[shown(i), item.time, item.count] for i, item in items],
    }


@command("xinfo|groups")
def xinfo_groups(call: Call) -> Reply:
    """XINFO GROUPS key"""
    value = stream(call)
    return [
        {
            b"name": name,
            b"consumers": len(group.consumers),
            b"pending": len(group.pending),
            **progress(value, group),
        }
        for name, group in sorted(value.groups.items())
    ]


@command("xinfo|consumers")
def xinfo_consumers(call: Call) -> Reply:
    """XINFO CONSUMERS key group"""
    value, now = stream(call), call.keyspace.now
    group = value.groups.get(call.words[3])
    if group is None:
        raise no_group(call.words[2], call.words[3])
    return [
        {
            b"name": name,
            b"pending": len(group.of(name)),
            b"idle": max(now - consumer.seen, 0),
            b"inactive": now - consumer.active if consumer.active != -1 else -1,
        }
        for name, consumer in sorted(group.consumers.items())
    ]
