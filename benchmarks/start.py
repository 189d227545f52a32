"""From starting the installed program to its first PONG, in turn with a peer.

make bench BENCH=start [BENCH_ARGS="--rounds 10"]
"""

from __future__ import annotations

import argparse
import shlex
import socket
import statistics
import subprocess
import time

from benchmarks.servers import OURS, SERVER_CORE, free_port, peer, pinned


def first_pong(command: str) -> float:
    """Milliseconds."""
    port = free_port()
    words = [*pinned(SERVER_CORE), *shlex.split(command), "--port", str(port), "--save", ""]
    start = time.perf_counter()
    process = subprocess.Popen(words, stdout=subprocess.DEVNULL, cwd="/tmp")
    try:
        while True:
            try:
                with socket.create_connection(("127.0.0.1", port), 1) as s:
                    s.sendall(b"PING\r\n")
                    if s.recv(16).startswith(b"+PONG"):
                        return (time.perf_counter() - start) * 1e3
            except OSError:
                if process.poll() is not None:
                    raise SystemExit(f"bench: {command} left") from None
                time.sleep(0.001)
    finally:
        process.terminate()
        process.wait(10)


def main(arguments: list[str]) -> int:
    """Print the medians."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=10)
    o = parser.parse_args(arguments)
    pairs = [(first_pong(OURS), first_pong(peer())) for _ in range(o.rounds)]
    ours, theirs = (statistics.median(column) for column in zip(*pairs, strict=True))
    print(f"start to first PONG: ours {ours:.0f} ms, peer {theirs:.0f} ms")
    return 0
