"""A lab's bench: a server of its own, a recording of all its events, and clients to load it.

Rules: the server is a process on loopback, started with the learner's valkey.conf when there is
one, and always ended. Everything on the bench is a client of it: nothing reaches inside.
"""

from __future__ import annotations

import asyncio
import contextlib
import socket
import subprocess
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

from vkscope.labs.catalog import LabError
from vkscope.tracing.address import parse
from vkscope.tracing.recorder import Progress, record
from vkscope.tracing.resp import RespClient, RespError
from vkscope.tracing.slots import SLOTS
from vkscope.tracing.sources import LiveSource

START_SECONDS = 10.0
HIGHEST_PORT = 55_535
LAST_PUSH_SECONDS = 0.4
"""A batch of events leaves the server 50 ms after its first; the recorder looks every 100 ms."""
CLASSES = (
    "tick",
    "command",
    "slow",
    "client",
    "limits",
    "key",
    "cycles",
    "encoding",
    "table",
    "waiting",
    "script",
    "scriptrun",
    "stream",
    "replication",
    "slots",
    "server",
    "disk",
    "diskwrite",
)


class Bench:
    """What a workload may use: connections to the lab's server, which the bench closes.

    `folder` is the learner's: what stands there may be part of the load.
    """

    def __init__(self, port: int, folder: Path) -> None:
        self.port, self.folder = port, folder
        self._clients: list[RespClient] = []

    async def client(self, name: str = "") -> RespClient:
        """Return a new connection; the bench closes it."""
        made = await RespClient.connect(f"127.0.0.1:{self.port}", name=name or "lab")
        self._clients.append(made)
        return made

    async def close(self) -> None:
        """Close every connection."""
        for client in self._clients:
            await client.close()


async def take_all_slots(client: RespClient) -> None:
    """Make a cluster's node a whole cluster, and wait until it answers."""
    await client.call("CLUSTER", "ADDSLOTSRANGE", 0, SLOTS - 1)
    end = asyncio.get_running_loop().time() + START_SECONDS
    while b"cluster_state:ok" not in await client.call("CLUSTER", "INFO"):
        if asyncio.get_running_loop().time() > end:
            raise LabError("the cluster did not begin to answer")
        await asyncio.sleep(0.05)


def free_port() -> int:
    """Return a port on which nobody listens, with room for a cluster's bus 10,000 above it."""
    while True:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = int(probe.getsockname()[1])
        if port <= HIGHEST_PORT:
            return port


def command(port: int, folder: Path, config: Sequence[str]) -> list[str]:
    """Return how the lab's server is started."""
    entry = "import sys; from vkscope.cli.server import main; sys.exit(main())"
    words = [sys.executable, "-c", entry]
    if (folder / "valkey.conf").exists():
        words.append(str(folder / "valkey.conf"))
    words += ["--port", str(port), "--bind", "127.0.0.1", "--dir", str(folder)]
    words += ["--logfile", str(folder / "server.log"), "--save", ""]
    for line in config:
        name, _, value = line.partition(" ")
        words += [f"--{name}", *value.split(" ")]
    return words


async def _connect(port: int, process: subprocess.Popen[bytes], folder: Path) -> RespClient:
    deadline = asyncio.get_running_loop().time() + START_SECONDS
    while asyncio.get_running_loop().time() < deadline:
        if process.poll() is not None:
            break
        with contextlib.suppress(OSError, TimeoutError, RespError):
            return await RespClient.connect(f"127.0.0.1:{port}", name="lab-start")
        await asyncio.sleep(0.02)
    log = folder / "server.log"
    last = log.read_text(errors="replace").strip().splitlines()[-1:] if log.exists() else []
    raise LabError(f"the lab's server did not start: {' '.join(last) or 'see its output above'}")


@asynccontextmanager
async def serving(folder: Path, config: Sequence[str]) -> AsyncIterator[int]:
    """Run a server for a while; gives its port."""
    port = free_port()
    (folder / "server.log").unlink(missing_ok=True)
    process = subprocess.Popen(command(port, folder, config))
    try:
        await (await _connect(port, process, folder)).close()
        yield port
    finally:
        process.terminate()
        try:
            process.wait(5)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


@asynccontextmanager
async def recording(port: int, path: Path) -> AsyncIterator[None]:
    """Record everything that the server does meanwhile. LabError when the recorder fails."""
    source = await LiveSource.open(parse(f"127.0.0.1:{port}"), CLASSES)
    path.unlink(missing_ok=True)
    task: asyncio.Task[Progress] = asyncio.ensure_future(record(source, path))
    while not path.exists() and not task.done():
        await asyncio.sleep(0.01)
    try:
        yield
        await asyncio.sleep(LAST_PUSH_SECONDS)
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task
        await source.close()
