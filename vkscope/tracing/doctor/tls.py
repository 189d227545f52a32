"""Rules about TLS: what handshakes cost the server."""

from __future__ import annotations

from collections.abc import Iterator

from vkscope.tracing.doctor.finding import Confidence, Finding, milliseconds
from vkscope.tracing.doctor.observation import Observation
from vkscope.tracing.doctor.rule import SHARE, rule

LEAST_HANDSHAKES = 10


@rule(
    "slow-handshakes",
    "TLS",
    symptom="the server spends its time on TLS handshakes",
    looks_at="TlsHandshakeEnded: what the server worked for each, whether its session was known",
    threshold=f"{SHARE:.0%} of the time, {LEAST_HANDSHAKES} handshakes at least",
    why="a handshake is a signature with the private key, a millisecond of work for RSA, and "
    "nothing else runs meanwhile",
    remedy="connections that stay (a pool in the client), sessions that are resumed "
    "(tls-session-caching), an ECDSA key in place of a long RSA key",
    events=("TlsHandshakeEnded",),
)
def slow_handshakes(obs: Observation) -> Iterator[Finding]:
    """Handshakes took a share of the time."""
    shaken = obs.event("TlsHandshakeEnded")
    share = obs.own_ns(shaken.value) / obs.event_ns
    if shaken.worst is None or shaken.count < LEAST_HANDSHAKES or share < SHARE:
        return
    each = milliseconds(shaken.value / shaken.count)
    yield Finding(
        "slow-handshakes",
        f"TLS handshakes took {share:.0%} of the time",
        f"{shaken.count} handshakes, {each} of the server's work each",
        (obs.seen(f"{shaken.count} handshakes, {each} each", shaken.worst),),
        (
            "keep connections: a pool in the client",
            "let clients resume sessions: tls-session-caching yes",
            "an ECDSA key (prime256v1) signs many times faster than RSA",
        ),
        "vkscope trace record -o tls.vkt --class tls",
        Confidence.CERTAIN,
        share,
    )


RULES = (slow_handshakes,)
