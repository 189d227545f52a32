"""Server CPU per request against a peer, in pairs: A B A B, the median of the ratios.

The server is pinned to one core and the load to another; CPU time is what the kernel counted for
the server's threads, so a load generator that is the limit does not hide the difference.

    benchmarks/paired.py [--peer redis-server] [--load redis-benchmark] [--rounds 5]
"""

from __future__ import annotations

import argparse
import os
import shlex
import shutil
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

OURS = f"{os.path.dirname(sys.executable)}/vkscope-server"
TESTS = "set,get,incr,mset"
REQUESTS = {1: 100_000, 16: 800_000}


@dataclass(frozen=True)
class Server:
    """A server under measurement."""

    process: subprocess.Popen[bytes]
    port: int

    def cpu_seconds(self) -> float:
        """Time its threads spent on a processor, children not counted."""
        total = 0
        for task in os.listdir(f"/proc/{self.process.pid}/task"):
            with open(f"/proc/{self.process.pid}/task/{task}/schedstat") as file:
                total += int(file.read().split()[0])
        return total / 1e9


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running(command: str) -> Iterator[Server]:
    """Start a server on core 0, wait for its PONG, end it afterwards."""
    port = free_port()
    words = ["taskset", "-c", "0", *shlex.split(command), "--port", str(port), "--save", ""]
    process = subprocess.Popen(words, stdout=subprocess.DEVNULL, cwd="/tmp")
    try:
        for _ in range(400):
            try:
                with socket.create_connection(("127.0.0.1", port), 0.5) as probe:
                    probe.sendall(b"PING\r\n")
                    if probe.recv(16).startswith(b"+PONG"):
                        break
            except OSError:
                time.sleep(0.025)
        else:
            raise SystemExit(f"no answer from: {command}")
        yield Server(process, port)
    finally:
        process.terminate()
        process.wait(10)


def load(tool: str, server: Server, test: str, pipeline: int, clients: int) -> tuple[float, float]:
    """Run one test; requests a second and CPU microseconds a request."""
    n = REQUESTS.get(pipeline, 100_000)
    words = [tool, "-p", str(server.port), "-t", test, "-n", str(n), "-P", str(pipeline)]
    words += ["-c", str(clients), "-r", "100000", "-d", "64", "-q", "--csv"]
    before, start = server.cpu_seconds(), time.monotonic()
    out = subprocess.run(["taskset", "-c", "1", *words], capture_output=True, text=True, check=True)
    took, used = time.monotonic() - start, server.cpu_seconds() - before
    rates = [row.split('","')[1] for row in out.stdout.splitlines() if row[:2] != '"t']
    return float(rates[-1].strip('"')) if rates else n / took, used / n * 1e6


def main() -> int:
    """Print a row a test and the geometric means."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--peer", default=os.environ.get("PEER", "redis-server"))
    parser.add_argument("--load", default="redis-benchmark")
    parser.add_argument("--tests", default=TESTS)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--clients", type=int, default=50)
    parser.add_argument("--pipelines", default="1,16")
    o = parser.parse_args()
    for tool in ("taskset", o.load, shlex.split(o.peer)[0]):
        if not shutil.which(tool):
            print(f"bench: {tool} is missing", file=sys.stderr)
            return 2
    with running(OURS) as ours, running(o.peer) as peer:
        heads = ("test", "P", "req/s", "us cpu", "peer", "cpu ratio", "throughput")
        print("{:<8}{:>4}{:>12}{:>9}{:>9}{:>11}{:>12}".format(*heads))
        for pipeline in map(int, o.pipelines.split(",")):
            ratios = []
            for test in o.tests.split(","):
                pairs = []
                for _ in range(o.rounds):
                    a = load(o.load, ours, test, pipeline, o.clients)
                    b = load(o.load, peer, test, pipeline, o.clients)
                    pairs.append((a[0], a[1], b[1], a[1] / b[1], a[0] / b[0]))
                rate, cpu, other, ratio, speed = (
                    statistics.median(column) for column in zip(*pairs, strict=True)
                )
                ratios.append(ratio)
                print(
                    f"{test:<8}{pipeline:>4}{rate:>12,.0f}{cpu:>9.2f}{other:>9.2f}"
                    f"{ratio:>11.2f}{speed:>12.2f}",
                    flush=True,
                )
            mean = statistics.geometric_mean(ratios)
            print(f"geomean of cpu ratios at pipeline {pipeline}: {mean:.2f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
