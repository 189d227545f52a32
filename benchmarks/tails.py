"""Tails under a mixed load with one command of 10 ms a second, ours and a peer's in turn.

The load has a fixed rate and counts from when each request was due, so what a stall did to those
that came meanwhile is seen.

    make bench BENCH=tails [BENCH_ARGS="--rate 20000 --seconds 10 --rounds 3"]
"""

from __future__ import annotations

import argparse
import statistics

from benchmarks.servers import OURS, Steady, peer, running, steady

SLOW = "DEBUG SLEEP 0.01"
ALLOW = ("--enable-debug-command", "yes")


def row(name: str, runs: list[Steady]) -> None:
    """Print the medians."""
    median = statistics.median
    print(
        f"{name:<8}{median(r.requests / r.seconds for r in runs):>10,.0f}"
        f"{median(r.p50 for r in runs):>9.0f}{median(r.p99 for r in runs):>9.0f}"
        f"{median(r.p999 for r in runs):>9.0f}{median(r.worst for r in runs):>9.0f}"
    )


def main(arguments: list[str]) -> int:
    """Print a row a server and the ratios."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rate", type=float, default=20_000)
    parser.add_argument("--clients", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--rounds", type=int, default=3)
    o = parser.parse_args(arguments)
    a: list[Steady] = []
    b: list[Steady] = []
    with running(OURS, *ALLOW) as ours, running(peer(), *ALLOW) as theirs:
        for _ in range(o.rounds):
            a.append(steady(ours.port, o.clients, o.rate, o.seconds, SLOW))
            b.append(steady(theirs.port, o.clients, o.rate, o.seconds, SLOW))
    print(f"{'':<8}{'req/s':>10}{'p50 us':>9}{'p99 us':>9}{'p99.9':>9}{'max':>9}")
    row("ours", a)
    row("peer", b)
    pairs = list(zip(a, b, strict=True))
    p99 = statistics.median(x.p99 / max(1, y.p99) for x, y in pairs)
    p999 = statistics.median(x.p999 / max(1, y.p999) for x, y in pairs)
    print(f"ours/peer: p99 {p99:.2f}, p99.9 {p999:.2f}")
    return 0
