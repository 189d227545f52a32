"""`vkscope up`: a server, a sample load and the dashboard, in one command.

Without a terminal it says where the server listens and how to attach, and keeps serving.
"""

from __future__ import annotations

import argparse
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

SAMPLE = ["--maxmemory", "4mb", "--maxmemory-policy", "allkeys-lru"]
SAMPLE += ["--hide-user-data-from-log", "no"]
"""With the sample load: so little memory that eviction is seen, and keys shown by their names."""


def free_port(wanted: int) -> int:
    """Return the first port from `wanted` on that nobody listens on."""
    for port in range(wanted, wanted + 100):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise OSError(f"no free port from {wanted} to {wanted + 99}")


def answers(port: int, server: subprocess.Popen[bytes]) -> bool:
    """Wait until the server answers PING; False when it left or took 10 s."""
    for _ in range(400):
        if server.poll() is not None:
            return False
        try:
            with socket.create_connection(("127.0.0.1", port), 0.5) as probe:
                probe.sendall(b"PING\r\n")
                if probe.recv(16).startswith(b"+PONG"):
                    return True
        except OSError:
            time.sleep(0.025)
    return False


def stop(process: subprocess.Popen[bytes]) -> None:
    """End a child in order, then by force."""
    process.terminate()
    try:
        process.wait(5)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def serve(port: int, server: subprocess.Popen[bytes]) -> int:
    """Headless: wait for the server's end."""
    print(f"vkscope serves on 127.0.0.1:{port} with a sample load (pid {server.pid}).")
    print(f"Watch it:  vkscope top 127.0.0.1:{port}   (make build puts vkscope in .venv/bin)")
    print(f"Ask it:    vkscope dump eventloop 127.0.0.1:{port}")
    print(f"Use it:    redis-cli -p {port}")
    print("Stop it:   Ctrl-C, or SIGTERM to this process.", flush=True)
    signal.signal(signal.SIGTERM, lambda *_: server.terminate())
    try:
        return server.wait()
    except KeyboardInterrupt:
        return 0


def run(argv: list[str]) -> int:
    """Start everything; the exit status."""
    parser = argparse.ArgumentParser(prog="vkscope up", description=__doc__)
    parser.add_argument("--port", type=int, default=6379)
    parser.add_argument("--no-load", action="store_true", help="no sample load, no maxmemory")
    options = parser.parse_args(argv)
    port = free_port(options.port)
    if port != options.port:
        print(f"port {options.port} is taken: using {port}")
    log = Path(tempfile.gettempdir(), f"vkscope-{port}.log")
    command = [
        sys.executable,
        "-c",
        "import sys; from vkscope.cli.server import main; sys.exit(main())",
    ]
    command += ["--port", str(port), "--bind", "127.0.0.1", "--logfile", str(log)]
    command += ["--save", ""]
    if not options.no_load:
        command += SAMPLE
    server = subprocess.Popen(command)
    load = None
    try:
        if not answers(port, server):
            print(f"the server did not start; its log is {log}", file=sys.stderr)
            return 1
        if not options.no_load:
            load = subprocess.Popen(
                [sys.executable, "-m", "vkscope.cli.load", str(port)],
                stdin=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            )
        if not sys.stdout.isatty() or not sys.stdin.isatty():
            return serve(port, server)
        from vkscope.cli.sight import opener
        from vkscope.tracing.address import Endpoint
        from vkscope.tracing.examiner import Examiner
        from vkscope.tracing.feed import LiveFeed
        from vkscope.tui import app

        endpoint = Endpoint(port=port)
        app.run(LiveFeed(opener(endpoint), str(endpoint), examine=Examiner()))
        return 0
    finally:
        if load is not None:
            stop(load)
        stop(server)
