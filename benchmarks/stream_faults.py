"""Faults of scripts, of the write stream and of slots, for benchmarks/doctor_faults.py."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator

from benchmarks.faults import LOAD_CORE, Fault, Stage, Talk, encode, nothing

COUNT = "local s = 0 for i = 1, tonumber(ARGV[1]) do s = s + i % 7 end return s"
FILL = "for i = 1, tonumber(ARGV[1]) do redis.call('SET', KEYS[1] .. i, 'x') end"
READER = """
import socket, time
s = socket.create_connection(("127.0.0.1", PORT))
s.sendall(b"PSYNC ? -1\\r\\n")
s.settimeout(0.2)
while True:
    try:
        if not s.recv(65536):
            break
    except TimeoutError:
        pass
    s.sendall(b"REPLCONF ACK 0\\r\\n")
    time.sleep(0.05)
"""
"""As much of a replica as is needed: it takes what comes."""


def _steady(stage: Stage, per_second: float, commands: Iterator[bytes]) -> None:
    """Send commands at a rate until the end of the case."""
    with stage.talking() as talk:
        end = time.monotonic() + stage.seconds - 0.5
        while time.monotonic() < end:
            talk.many(iter([next(commands)]))
            time.sleep(1 / per_second)


def slow_script(stage: Stage, strength: int) -> None:
    """A script that computes: about 200 and 40 ms, and well below one."""
    rounds = (20_000_000, 4_000_000, 20_000)[strength]
    for _ in range(3):
        stage.ask("EVAL", COUNT, "0", str(rounds))
        time.sleep(0.5)


def churn_prepare(stage: Stage, strength: int) -> None:
    """Fill the cache of scripts, where it may overflow."""
    with stage.talking() as talk:
        many = (600, 600, 100)[strength]
        talk.many(encode("EVAL", f"return {-i - 1}", "0") for i in range(many))


def churn(stage: Stage, strength: int) -> None:
    """Values written into the source: each call is a new script."""
    sources = (encode("EVAL", f"return {i}", "0") for i in range(1_000_000))
    _steady(stage, (300, 40, 2)[strength], sources)


def amplified_prepare(stage: Stage, strength: int) -> None:
    stage.python(LOAD_CORE, READER.replace("PORT", str(stage.port)))
    time.sleep(1.0)


def amplified(stage: Stage, strength: int) -> None:
    """Each run of a script is hundreds of SETs for the replica."""
    sets, per_second = ((600, 120), (600, 60), (5, 10))[strength]
    one = encode("EVAL", FILL, "1", "cell:", str(sets))
    _steady(stage, per_second, iter(lambda: one, b""))


def _sync(stage: Stage, *words: str) -> tuple[Talk, bytes]:
    """Ask for the stream; the connection, and the first word of the answer."""
    talk = Talk(stage.connect())
    talk.ask("REPLCONF", "capa", "eof", "capa", "psync2")
    return talk, talk.ask(*words)


def overflow_prepare(stage: Stage, strength: int) -> None:
    stage.ask("CONFIG", "SET", "repl-diskless-sync-delay", "0")
    stage.ask("CONFIG", "SET", "repl-backlog-size", ("32kb", "256kb", "64mb")[strength])


def overflow(stage: Stage, strength: int) -> None:
    """A replica comes, is cut, and comes back when a megabyte has been written."""
    replica, answer = _sync(stage, "PSYNC", "?", "-1")
    _, history, offset = answer.decode().split()
    time.sleep(0.7)
    replica.socket.shutdown(socket.SHUT_RDWR)
    time.sleep(0.3)
    with stage.talking() as talk:
        talk.many(encode("SET", f"row:{i}", "x" * 1000) for i in range(1000))
    _sync(stage, "PSYNC", history, str(int(offset) + 1))


def cluster_prepare(stage: Stage, strength: int) -> None:
    stage.ask("CLUSTER", "ADDSLOTSRANGE", "0", "16383")
    for _ in range(200):
        if b"cluster_state:ok" in stage.ask("CLUSTER", "INFO"):
            return
        time.sleep(0.05)
    raise RuntimeError("the cluster does not answer")


def cross_slot(stage: Stage, strength: int) -> None:
    """Two keys without a common tag in one command."""
    pairs = (encode("MSET", f"cart:{i}", "1", f"user:{i}", "2") for i in range(1_000_000))
    _steady(stage, (300, 40, 1)[strength], pairs)


FAULTS = (
    Fault("slow script", "slow-script", nothing, slow_script),
    Fault("script churn", "script-churn", churn_prepare, churn),
    Fault("write amplification", "write-amplification", amplified_prepare, amplified),
    Fault("backlog overflow", "backlog-too-small", overflow_prepare, overflow),
    Fault("cross slot", "cross-slot", cluster_prepare, cross_slot, ("--cluster-enabled", "yes")),
)
