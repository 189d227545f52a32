"""Is the doctor right? Injects faults into servers and asks it.

Thirty faults at three strengths, pairs of them, and servers that are well: for each a server is
started, prepared, its counters set back, then watched for some seconds by what `vkscope doctor`
runs, while the fault is injected; then SCOPE DOCTOR is asked too. Right is: the cause first for
strong and medium, both causes for pairs, silence for weak ones and for the healthy.

    python -m benchmarks.doctor_faults [--only WORD ...] [--seconds 4] [--json FILE] [--all-pairs]

The exit status is 0 when every verdict is right.
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import json
import os
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from benchmarks.disk_faults import FAULTS as DISK_FAULTS
from benchmarks.faults import (
    FAULTS as BASIC_FAULTS,
)
from benchmarks.faults import (
    LOAD_CORE,
    SERVER_CORE,
    STRENGTHS,
    Action,
    Fault,
    Launch,
    NotHereError,
    Stage,
    encode,
    pin,
)
from benchmarks.healthy import HEALTHY
from benchmarks.persist_faults import FAULTS as PERSIST_FAULTS
from benchmarks.security_faults import FAULTS as SECURITY_FAULTS
from benchmarks.stream_faults import FAULTS as STREAM_FAULTS
from vkscope.labs.bench import free_port
from vkscope.tracing.address import parse
from vkscope.tracing.doctor import watch

SERVER = os.path.join(os.path.dirname(sys.executable), "vkscope-server")
BASE_LOAD = """
import socket, time
s = socket.create_connection(("127.0.0.1", PORT))
n = 0
while True:
    n += 1
    s.sendall(b"".join(b"SET base:%d x\\r\\nGET base:%d\\r\\n" % (n % 997, i) for i in range(25)))
    s.recv(65536)
    time.sleep(0.05)
"""
FAULTS = (*BASIC_FAULTS, *STREAM_FAULTS, *PERSIST_FAULTS, *DISK_FAULTS, *SECURITY_FAULTS)
PAIRS_EACH = 4
APART = (
    {"eviction storm", "tiny maxmemory"},
    {"eviction storm", "big values"},
    {"eviction storm", "slow client"},
    {"eviction storm", "huge rehash"},
    {"tiny maxmemory", "huge rehash"},
    {"tiny maxmemory", "hot blocked key"},
    {"tiny maxmemory", "wrong threshold"},
    {"eviction storm", "hot blocked key"},
    {"eviction storm", "wrong threshold"},
    {"tiny maxmemory", "write amplification"},
    {"tiny maxmemory", "backlog overflow"},
    {"write amplification", "backlog overflow"},
    {"slow script", "write amplification"},
    {"eviction storm", "write amplification"},
    {"huge rehash", "copy on write"},
)
"""Faults that undo each other: one fills the memory, or needs the keys, that the other takes;
writes more than the other's replica reads; or is a child, while which no table grows, and beside
whose memory little is copied."""


@dataclass(frozen=True)
class Case:
    """One run: what is prepared and injected, and what must be found (nothing: silence)."""

    kind: str
    name: str
    prepare: tuple[Action, ...]
    inject: tuple[Action, ...]
    strength: int
    expected: frozenset[str]
    arguments: tuple[str, ...] = ()
    """Of the server, where the fault needs another one."""
    launch: Launch | None = None


@dataclass(frozen=True)
class Verdict:
    """What the doctor said: rules, the worst first; of `vkscope doctor`, and of SCOPE DOCTOR."""

    case: Case
    found: tuple[str, ...]
    symptoms: tuple[str, ...]
    inside: tuple[str, ...]
    seconds: float

    @property
    def is_right(self) -> bool:
        """As the case expects."""
        return judge(self.case, self.found)

    @property
    def is_right_inside(self) -> bool:
        """The same for SCOPE DOCTOR."""
        return judge(self.case, self.inside)


def judge(case: Case, found: tuple[str, ...]) -> bool:
    """The right cause first; both causes; or silence."""
    if not case.expected:
        return not found
    return bool(found) and found[0] in case.expected and case.expected <= set(found)


def singles() -> Iterator[Case]:
    """Each fault at each strength."""
    for fault, (strength, word) in itertools.product(FAULTS, enumerate(STRENGTHS)):
        expected = frozenset() if word == "weak" else frozenset({fault.rule})
        name = f"{fault.name}, {word}"
        yield Case(
            "single", name, *_actions(fault), strength, expected, fault.arguments, fault.launch
        )


def _actions(*faults: Fault) -> tuple[tuple[Action, ...], tuple[Action, ...]]:
    return tuple(f.prepare for f in faults), tuple(f.inject for f in faults)


def pairs(everything: bool) -> Iterator[Case]:
    """Two faults at once, strong; each fault with PAIRS_EACH others, or with all."""
    times = dict.fromkeys((f.name for f in FAULTS), 0)
    ordered = sorted(
        itertools.combinations(range(len(FAULTS)), 2), key=lambda ij: ((ij[1] - ij[0]) % 5, ij)
    )
    for i, j in ordered:
        a, b = FAULTS[i], FAULTS[j]
        if {a.name, b.name} in APART or a.arguments or b.arguments:
            continue
        if not everything and max(times[a.name], times[b.name]) >= PAIRS_EACH:
            continue
        times[a.name] += 1
        times[b.name] += 1
        yield Case("pair", f"{a.name} + {b.name}", *_actions(a, b), 0, frozenset({a.rule, b.rule}))


def healthy() -> Iterator[Case]:
    """Servers that are well."""
    for name, shape in HEALTHY.items():

        def inject(stage: Stage, _: int, shape: object = shape) -> None:
            shape(stage)  # type: ignore[operator]

        yield Case("healthy", name, (), (inject,), 0, frozenset())


@contextmanager
def server(
    seconds: float, more: tuple[str, ...] = (), launch: Launch | None = None
) -> Iterator[Stage]:
    """A server on a core of its own, and its stage; NotHereError: it cannot be launched so."""
    port = free_port()
    with tempfile.TemporaryDirectory() as base:
        folder = Path(base).resolve() / "data"
        folder.mkdir()
        before, environment = launch(folder) if launch else ([], {})
        words = [SERVER, "--port", str(port), "--bind", "127.0.0.1", "--dir", str(folder)]
        words += ["--save", "", "--enable-debug-command", "yes", "--logfile", f"{base}/log", *more]
        process = subprocess.Popen(
            [*before, *words], preexec_fn=pin(SERVER_CORE), env={**os.environ, **environment}
        )
        stage = Stage(port, seconds, folder)
        try:
            _wait(port)
            yield stage
        finally:
            stage.close()
            process.terminate()
            process.wait(30)


def _wait(port: int) -> None:
    for _ in range(500):
        try:
            with socket.create_connection(("127.0.0.1", port), 1) as probe:
                probe.sendall(encode("PING"))
                if probe.recv(16):
                    return
        except OSError:
            time.sleep(0.02)
    raise RuntimeError("the server did not start")


def base_load(stage: Stage) -> None:
    """A light load beside every fault: about a thousand commands a second."""
    code = BASE_LOAD.replace("PORT", str(stage.port))
    stage.python(LOAD_CORE, code)


def run(case: Case, seconds: float) -> Verdict:
    """One case, start to end."""
    began = time.monotonic()
    with server(seconds, case.arguments, case.launch) as stage:
        for prepare in case.prepare:
            prepare(stage, case.strength)
        if case.kind != "healthy":
            base_load(stage)
        time.sleep(1.0)
        stage.ask("CONFIG", "RESETSTAT")
        threads = [
            threading.Thread(target=_quietly, args=(inject, stage, case.strength), daemon=True)
            for inject in case.inject
        ]
        looking = threading.Timer(0.3, lambda: [thread.start() for thread in threads])
        looking.start()
        report = asyncio.run(watch.examine(parse(f"127.0.0.1:{stage.port}"), seconds))
        inside = json.loads(stage.ask("SCOPE", "DOCTOR", "JSON"))
        looking.join()
    return Verdict(
        case,
        tuple(f.rule for f in report.findings),
        tuple(f.symptom for f in report.findings),
        tuple(f["rule"] for f in inside["findings"]),
        time.monotonic() - began,
    )


def _quietly(inject: Action, stage: Stage, strength: int) -> None:
    """Inject; the server may be gone before it is done."""
    with suppress(OSError, ValueError):
        inject(stage, strength)


def line(verdict: Verdict) -> str:
    """One row of the table."""
    case = verdict.case
    said = ", ".join(verdict.found) or "silence"
    inside = "" if verdict.is_right_inside else f"   (SCOPE DOCTOR: {', '.join(verdict.inside)})"
    mark = "right" if verdict.is_right else "WRONG"
    return f"{case.kind:8} {case.name:34} {mark:6} {said}{inside}"


def summary(verdicts: list[Verdict]) -> dict[str, dict[str, int]]:
    """Right of all, by kind."""
    out: dict[str, dict[str, int]] = {}
    for v in verdicts:
        silent = v.case.kind == "single" and not v.case.expected
        row = out.setdefault("weak" if silent else v.case.kind, dict.fromkeys(SUMS, 0))
        row["cases"] += 1
        row["right"] += v.is_right
        row["scope_doctor_right"] += v.is_right_inside
    return out


SUMS = ("cases", "right", "scope_doctor_right")


def as_json(verdicts: list[Verdict]) -> str:
    """Everything, for a file."""
    rows = [
        {
            "kind": v.case.kind,
            "name": v.case.name,
            "expected": sorted(v.case.expected),
            "found": list(v.found),
            "symptoms": list(v.symptoms),
            "scope_doctor": list(v.inside),
            "right": v.is_right,
            "seconds": round(v.seconds, 1),
        }
        for v in verdicts
    ]
    return json.dumps({"summary": summary(verdicts), "cases": rows}, indent=1)


def main() -> int:
    """Run the cases, print the table, write the JSON."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n\n")[0])
    parser.add_argument("--only", nargs="*", default=[], help="cases whose name or kind has this")
    parser.add_argument("--seconds", type=float, default=4.0, help="how long the doctor looks")
    parser.add_argument("--json", default="build/doctor_faults.json")
    parser.add_argument("--all-pairs", action="store_true")
    options = parser.parse_args()
    os.sched_setaffinity(0, {LOAD_CORE})
    verdicts: list[Verdict] = []
    for case in itertools.chain(singles(), pairs(options.all_pairs), healthy()):
        if options.only and not any(w in f"{case.kind} {case.name}" for w in options.only):
            continue
        try:
            verdicts.append(run(case, options.seconds))
        except NotHereError as why:
            print(f"{case.kind:8} {case.name:34} not tried: {why}", flush=True)
            continue
        print(line(verdicts[-1]), flush=True)
        if not verdicts[-1].is_right:
            for symptom in verdicts[-1].symptoms:
                print(f"{'':52}{symptom}")
    with open(options.json, "w", encoding="utf-8") as file:
        file.write(as_json(verdicts) + "\n")
    print()
    for kind, row in summary(verdicts).items():
        print(f"{kind:8} {row['right']} of {row['cases']} right", end="")
        print(f" (SCOPE DOCTOR {row['scope_doctor_right']})")
    print(f"written to {options.json}")
    return 0 if all(v.is_right for v in verdicts) else 1


if __name__ == "__main__":
    sys.exit(main())
