"""Rules about clients: readers too slow, limits, refused connections, bad requests, churn."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from vkscope.tracing.doctor.finding import Confidence, Evidence, Finding, milliseconds, size
from vkscope.tracing.doctor.observation import Observation
from vkscope.tracing.doctor.rule import rule
from vkscope.tracing.snapshot import ClientUse

WAITING = 1 << 20
"""Bytes of replies that one client leaves unread: four times a socket's usual buffer."""
WAITING_MS = 1000
BAD_REQUESTS = 3
CHURN_A_SECOND = 100
CHURN_COMMANDS = 5


def _waiting_subscribers(obs: Observation) -> list[Mapping[str, Any]]:
    """Subscribers whose messages have waited too long for them."""
    rows = obs.now.raw.get("pubsub", {}).get("slow", [])
    return [row for row in rows if row["bytes"] >= WAITING and row["waiting_ms"] >= WAITING_MS]


def _slots(obs: Observation, rows: list[Mapping[str, Any]]) -> set[int]:
    """The slots of clients, by which events name them."""
    ids = {row["id"] for row in rows}
    return {use.slot for use in obs.now.clients.top_output if use.id in ids}


def _stuck(obs: Observation) -> list[ClientUse]:
    """Clients whose replies have waited too long, or did so at both ends of the window."""
    ends = obs.before.clients.top_output if obs.before else ()
    old = {use.id: use.bytes for use in ends}
    heard = {row["id"] for row in _waiting_subscribers(obs)}
    rows = [u for u in obs.now.clients.top_output if u.bytes >= WAITING and u.id not in heard]
    return [
        use
        for use in rows
        if use.waiting_ms >= WAITING_MS or (not use.waiting_ms and old.get(use.id, 0) >= WAITING)
    ]


@rule(
    "slow-client",
    "clients",
    symptom="a client does not read its replies, and they fill the server's memory",
    looks_at="bytes waiting for each client and for how long; OutputWaited; ClientLimitHit of "
    "kind output",
    threshold=f"{size(WAITING)} waiting for {WAITING_MS} ms, or a client closed at "
    "client-output-buffer-limit",
    why="a reader that keeps up has nothing waiting between turns; a second is no hiccup",
    remedy="a limit, and a client that reads",
    events=("OutputWaited", "ClientLimitHit"),
)
def slow_client(obs: Observation) -> Iterator[Finding]:
    """A reader slower than its replies come."""
    stuck = sorted(_stuck(obs), key=lambda use: -use.bytes)
    hit, waited = obs.event("ClientLimitHit"), obs.event("OutputWaited")
    is_output = hit.worst is not None and obs.decoder.label(hit.worst, "kind").startswith("output")
    closed = obs.delta("clients", "output_limit_closed")
    told = waited.worst
    is_known = told is not None and told.subject in _slots(obs, _waiting_subscribers(obs))
    if told is None or is_known or told.span < WAITING_MS * 1_000_000 or told.value < WAITING:
        told = None
    if not stuck and told is None and not is_output and not closed:
        return
    evidence: list[Evidence] = [
        obs.seen(
            f"{size(use.bytes)} wait for client {use.id} at {use.address}"
            + (f" ({use.name})" if use.name else "")
            + (f" since {use.waiting_ms} ms" if use.waiting_ms else "")
            + f", last command {use.last_command}",
            waiting=use.bytes,
        )
        for use in stuck[:3]
    ]
    if told is not None:
        text = (
            f"up to {size(told.value)} waited {milliseconds(told.span)} for client {told.subject}"
        )
        evidence.append(obs.seen(text, told))
    if is_output and hit.worst is not None:
        text = f"a client held {size(hit.worst.value)}, the limit is {size(hit.field('limit'))}"
        evidence.append(obs.seen(text, hit.worst))
    elif closed:
        evidence.append(obs.seen(f"{closed} clients closed at the limit", closed=closed))
    total = sum(use.bytes for use in stuck) or (told.value if told else hit.value)
    yield Finding(
        "slow-client",
        "a client was closed: it did not read its replies"
        if not stuck and told is None
        else f"{size(total)} of replies wait for clients that do not read them",
        "the client asks for more than it reads, or stands still, or its network does",
        tuple(evidence),
        (
            "read replies while sending; ask for less at a time",
            "protect the server: client-output-buffer-limit normal 256mb 64mb 60",
        ),
        "CLIENT LIST: omem, oll, cmd of these clients",
        Confidence.CERTAIN,
        min(1.0, 0.01 + total / (1 << 30)),
    )


@rule(
    "slow-subscriber",
    "clients",
    symptom="a subscriber does not read the messages that are published to it",
    looks_at="messages waiting for each subscriber and for how long (the section pubsub); "
    "MessagePublished tells the channel",
    threshold=f"{size(WAITING)} waiting for {WAITING_MS} ms",
    why="nobody waits for a subscriber: what it does not read fills the server's memory until "
    "client-output-buffer-limit closes it, and it misses messages",
    remedy="a faster reader, fewer messages for it, or streams, which wait",
    events=("MessagePublished", "SubscriberAdded", "SubscriberRemoved", "KeyInvalidated"),
)
def slow_subscriber(obs: Observation) -> Iterator[Finding]:
    """A subscriber slower than its messages come."""
    rows = sorted(_waiting_subscribers(obs), key=lambda row: -row["bytes"])
    if not rows:
        return
    total = sum(row["bytes"] for row in rows)
    limit = obs.now.number("pubsub", "soft_limit_bytes")
    evidence = [
        obs.seen(
            f"{size(row['bytes'])} wait for subscriber {row['id']} at {row['address']}"
            + (f" ({row['name']})" if row.get("name") else "")
            + f" since {row['waiting_ms']} ms",
            waiting=row["bytes"],
        )
        for row in rows[:3]
    ]
    sent = obs.delta("pubsub", "delivered")
    if sent:
        evidence.append(obs.seen(f"{sent} messages went to subscribers meanwhile", delivered=sent))
    yield Finding(
        "slow-subscriber",
        f"{size(total)} of published messages wait for subscribers that do not read them",
        "a subscriber works longer on a message than it takes to publish one, or stands still",
        tuple(evidence),
        (
            "read messages in a thread of their own; subscribe to less; or use a stream and "
            "XREADGROUP, where messages wait in the data and not in a buffer",
            f"it is closed at client-output-buffer-limit pubsub ({size(limit)} for a while)"
            if limit
            else "protect the server: client-output-buffer-limit pubsub 32mb 8mb 60",
        ),
        "CLIENT LIST TYPE pubsub: omem and oll of these clients",
        Confidence.CERTAIN,
        min(1.0, 0.01 + total / (1 << 30)),
    )


@rule(
    "client-limit",
    "clients",
    symptom="clients run into a limit that is not about their replies",
    looks_at="ClientLimitHit of kind query, maxclients or maxmemory_clients; ClientRefused",
    threshold="one",
    why="each is a client that was sent away",
    remedy="the limit, or the client",
    events=("ClientLimitHit", "ClientRefused"),
)
def client_limit(obs: Observation) -> Iterator[Finding]:
    """Sent away at a limit."""
    hit, refused = obs.event("ClientLimitHit"), obs.event("ClientRefused")
    kind = obs.decoder.label(hit.worst, "kind") if hit.worst else ""
    many = refused.count or obs.delta("clients", "refused")
    why = obs.decoder.label(refused.worst, "reason") if refused.worst else "maxclients"
    if (many or kind == "maxclients") and why != "memory":  # which is memory-short's
        yield _refused(obs, many or hit.count, why)
    if hit.worst is not None and kind in ("query", "maxmemory_clients"):
        name = "client-query-buffer-limit" if kind == "query" else "maxmemory-clients"
        yield Finding(
            "client-limit",
            f"{hit.count} clients were closed at {name}",
            "a client sent a request larger than the limit, or too many at once",
            (obs.seen(f"{size(hit.worst.value)} of {size(hit.field('limit'))}", hit.worst),),
            (f"raise {name} if such requests are meant, else mend the client",),
            "INFO clients, INFO stats",
            Confidence.CERTAIN,
            0.1,
        )


def _refused(obs: Observation, many: int, why: str) -> Finding:
    limit = obs.now.clients.maxclients
    is_protected = why == "protected"
    return Finding(
        "client-limit",
        f"{many} connections were refused",
        "protected mode: no password is set and the address is not local"
        if is_protected
        else f"all {limit} connections of maxclients are in use",
        (
            obs.seen(
                f"{obs.now.clients.connected} clients connected, maxclients {limit}",
                obs.event("ClientRefused").worst,
                refused=many,
            ),
        ),
        ("set requirepass, or bind to a local address",)
        if is_protected
        else (
            f"CONFIG SET maxclients {max(limit * 2, 1000)}",
            "close connections that nobody uses: CONFIG SET timeout 300, or a pool in the client",
        ),
        "INFO stats: rejected_connections",
        Confidence.CERTAIN,
        0.3,
    )


@rule(
    "bad-requests",
    "clients",
    symptom="something that does not speak RESP talks to the server",
    looks_at="ProtocolError",
    threshold=f"{BAD_REQUESTS} in the window",
    why="one may be a port scan; several are a client or a proxy that is set up wrongly",
    remedy="find the sender by its address",
    events=("ProtocolError",),
)
def bad_requests(obs: Observation) -> Iterator[Finding]:
    """Requests that are none."""
    wrong = obs.event("ProtocolError")
    if wrong.worst is None or wrong.count < BAD_REQUESTS:
        return
    kind = obs.decoder.label(wrong.worst, "kind")
    yield Finding(
        "bad-requests",
        f"{wrong.count} connections were closed for requests that could not be read",
        "an HTTP client, a scanner or TLS on a plain port"
        if kind == "http"
        else "a client that speaks another protocol, or breaks its own frames",
        (obs.seen(f"{kind}: {obs.decoder.text(wrong.worst)}", wrong.worst),),
        ("find the address in the log, and mend or block it",),
        "the server's log: Protocol error",
        Confidence.LIKELY,
        0.02,
    )


@rule(
    "connection-churn",
    "clients",
    symptom="clients connect for a few commands and leave",
    looks_at="connections accepted a second, and commands per connection (ClientConnected when "
    "it is watched)",
    threshold=f"{CHURN_A_SECOND} a second, with fewer than {CHURN_COMMANDS} commands each",
    why="a connection costs as much as some twenty commands",
    remedy="a pool of connections in the client",
    events=("ClientConnected",),
)
def connection_churn(obs: Observation) -> Iterator[Finding]:
    """A connection a command."""
    accepted = obs.delta("clients", "accepted") or obs.event("ClientConnected").count
    commands = obs.delta("stats", "commands")
    rate = accepted / (obs.wall_ns / 1e9)
    if rate < CHURN_A_SECOND or not commands or commands / accepted >= CHURN_COMMANDS:
        return
    yield Finding(
        "connection-churn",
        f"{rate:.0f} connections a second, {commands / accepted:.1f} commands each",
        "a client connects anew for each piece of work",
        (obs.seen(f"{accepted:,} accepted, {commands:,} commands", accepted=accepted),),
        ("keep connections: a pool in the client", "raise tcp-backlog if connects time out"),
        "INFO stats: total_connections_received",
        Confidence.CERTAIN,
        0.1,
    )


RULES = (slow_client, slow_subscriber, client_limit, bad_requests, connection_churn)
