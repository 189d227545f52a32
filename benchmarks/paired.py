"""Server CPU per request against a peer, in pairs: A B A B, the median of the ratios.

Beside them stands a server that answers without parsing: where its throughput is near, the load
generator is the limit, and only the CPU columns say something about the servers.

    make bench BENCH=paired [PEER=...] [BENCH_ARGS="--rounds 3 --tests set,get"]
    make bench BENCH=types [PEER=...]  # over lists, sets, sorted sets, streams, publish
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
from dataclasses import dataclass

from benchmarks.loads import LOADS, STRINGS, subscribed
from benchmarks.servers import (
    LOAD_CORE,
    OURS,
    Server,
    built,
    load_tool,
    peer,
    pinned,
    running,
)

SHAPES = "50x1,50x16,1x1"
"""Clients x pipeline."""
REQUESTS = {(50, 1): 150_000, (50, 16): 1_200_000, (1, 1): 40_000}


@dataclass(frozen=True)
class Run:
    """One test on one server: requests a second and CPU microseconds a request."""

    rate: float
    cpu: float


def run(tool: str, server: Server, test: str, clients: int, pipeline: int, scale: float) -> Run:
    """Load one server with one test."""
    load = LOADS[test]
    n = int(REQUESTS.get((clients, pipeline), 100_000) * scale * load.share)
    words = [tool, "-p", str(server.port), "-n", str(n), "-P", str(pipeline), "-c", str(clients)]
    words += ["-r", "100000", "-d", "64", "-q", "--csv", *load.words]
    if load.prepare and not server.canned:
        load.prepare(server.port, n)
    with subscribed(server.port, 0 if server.canned else load.subscribers):
        before = server.cpu_seconds()
        words = [*pinned(LOAD_CORE), *words]
        out = subprocess.run(words, capture_output=True, text=True, check=True)
        used = server.cpu_seconds() - before
    rows = [row.strip('"').split('","') for row in out.stdout.splitlines() if row.startswith('"')]
    return Run(float(rows[-1][1]), used / n * 1e6)


def main(arguments: list[str]) -> int:
    """Print a row a test and the geometric means."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tests", default=STRINGS)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--shapes", default=SHAPES, help="clients x pipeline, with commas")
    parser.add_argument("--scale", type=float, default=1.0, help="of the number of requests")
    o = parser.parse_args(arguments)
    tool, other = load_tool(), peer()
    heads = ("test", "clients", "P", "req/s", "peer", "null", "us cpu", "peer", "null")
    print(f"{'':24}{'requests a second':^30}{'server CPU a request':^27}{'ours/peer':^20}")
    print("{:<8}{:>8}{:>6}{:>12}{:>10}{:>10}{:>9}{:>9}{:>9}".format(*heads), "   cpu   rate")
    with running(OURS) as ours, running(other) as theirs, running(built("null_server")) as null:
        for shape in o.shapes.split(","):
            clients, pipeline = map(int, shape.split("x"))
            ratios, rates = [], []
            for test in o.tests.split(","):
                # A test and MSET alike: whoever runs first warms the tables.
                pairs = []
                for _ in range(o.rounds):
                    a = run(tool, ours, test, clients, pipeline, o.scale)
                    b = run(tool, theirs, test, clients, pipeline, o.scale)
                    pairs.append((a, b))
                nothing = run(tool, null, test, clients, pipeline, o.scale)
                median = statistics.median
                cpu = median(a.cpu / b.cpu for a, b in pairs)
                rate = median(a.rate / b.rate for a, b in pairs)
                ratios.append(cpu)
                rates.append(rate)
                print(
                    f"{test:<8}{clients:>8}{pipeline:>6}"
                    f"{median(a.rate for a, _ in pairs):>12,.0f}"
                    f"{median(b.rate for _, b in pairs):>10,.0f}{nothing.rate:>10,.0f}"
                    f"{median(a.cpu for a, _ in pairs):>9.2f}"
                    f"{median(b.cpu for _, b in pairs):>9.2f}{nothing.cpu:>9.2f}"
                    f"{cpu:>9.2f}{rate:>7.2f}",
                    flush=True,
                )
            print(
                f"{clients} clients, pipeline {pipeline}: geomean of cpu ratios "
                f"{statistics.geometric_mean(ratios):.2f}, worst {max(ratios):.2f}; "
                f"lowest throughput {min(rates):.2f}"
            )
    return 0
