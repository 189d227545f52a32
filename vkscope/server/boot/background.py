"""Going to the background, and telling a supervisor how it goes.

Rules: daemonize() forks, so it comes before any event loop, native start or listener. A server
with a supervisor never forks, for the supervisor watches the process that it started.
"""

from __future__ import annotations

import os
import signal
from enum import Enum

from vkscope.server.config import Config
from vkscope.server.log import NOTICE, VERBOSE, WARNING, Log


class Supervisor(Enum):
    """Who watches over us; the value is INFO's process_supervised."""

    NONE = "no"
    SYSTEMD = "systemd"
    UPSTART = "upstart"


def supervisor(config: Config, log: Log) -> Supervisor:
    """Greets the supervisor that is configured or, with auto, found."""
    wanted = config.enum("supervised")
    if wanted == "auto":
        if "UPSTART_JOB" in os.environ:
            log.write(VERBOSE, "Upstart supervision detected.")
            wanted = "upstart"
        elif "NOTIFY_SOCKET" in os.environ:
            log.write(VERBOSE, "Systemd supervision detected.")
            wanted = "systemd"
    if wanted == "systemd" and notify(log, "STATUS=Valkey is loading...\n"):
        log.write(
            NOTICE,
            "Supervised by systemd. Please make sure you set appropriate values for "
            "TimeoutStartSec and TimeoutStopSec in your service unit.",
        )
        return Supervisor.SYSTEMD
    if wanted == "upstart" and _stop_for_upstart(log):
        return Supervisor.UPSTART
    return Supervisor.NONE


def _stop_for_upstart(log: Log) -> bool:
    """Upstart takes a stopped process for a ready one, and continues it."""
    if "UPSTART_JOB" not in os.environ:
        log.write(WARNING, "upstart supervision requested, but UPSTART_JOB not found!")
        return False
    log.write(NOTICE, "supervised by upstart, will stop to signal readiness.")
    os.kill(os.getpid(), signal.SIGSTOP)
    del os.environ["UPSTART_JOB"]
    return True


def notify(log: Log, message: str) -> bool:
    """Sends a message to systemd; whether it could be sent."""
    import socket  # most servers have no supervisor

    address = os.environ.get("NOTIFY_SOCKET", "")
    if not address:
        log.write(WARNING, "systemd supervision error: NOTIFY_SOCKET not found!")
        return False
    if address.startswith("@"):
        address = "\0" + address[1:]
    try:
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) as door:
            door.sendto(message.encode("utf-8"), address)
    except OSError as error:
        log.write(WARNING, f"systemd supervision error: sd_notify: {-(error.errno or 0)}")
        return False
    return True


def notify_ready(log: Log, who: Supervisor) -> None:
    """Clients are welcome."""
    if who is Supervisor.SYSTEMD:
        notify(log, "STATUS=Ready to accept connections\n")
        notify(log, "READY=1\n")


def notify_stopping(log: Log, who: Supervisor) -> None:
    """The end has begun."""
    if who is Supervisor.SYSTEMD:
        notify(log, "STOPPING=1\n")


def daemonize() -> None:
    """Leaves the terminal: the parent exits with 0, the child goes on without streams."""
    if os.fork() != 0:
        os._exit(0)
    os.setsid()
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nowhere, stream)
    if nowhere > 2:
        os.close(nowhere)
