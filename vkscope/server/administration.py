"""The administrative commands that Python answers: CONFIG, INFO, MEMORY STATS, SHUTDOWN."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING, Any

from vkscope.native import door
from vkscope.server import ending, info
from vkscope.server.config.command import sensitive_arguments
from vkscope.server.replication import steward
from vkscope.server.replies import OK, SILENCE, Error, Simple, Verbatim

if TYPE_CHECKING:
    from vkscope.server.app import Server

Handler = Callable[["Server", door.Call], Any]


def _words(call: door.Call, start: int) -> list[str]:
    return [word.decode("utf-8", "surrogateescape") for word in call.argv[start:]]


def config_command(server: Server, call: door.Call) -> Any:
    """CONFIG and its subcommands."""
    for word in sensitive_arguments(server.config, call.argv):
        door.redact(word)
    server.changed_by = call.client[2]
    return server.config.command(call.argv, call.resp, local=call.local)


def reset_stat(server: Server, call: door.Call) -> Any:
    """CONFIG RESETSTAT."""
    door.reset_stats()
    server.rates.reset()
    server.forget()
    return OK


def info_command(server: Server, call: door.Call) -> Any:
    """INFO [section ...]."""
    return Verbatim(info.render(server, [word.lower() for word in _words(call, 1)]))


def _later(module: str, name: str) -> Handler:
    """A handler whose module is not imported at the start (see warmup.py)."""

    def handler(server: Server, call: door.Call) -> Any:
        return getattr(import_module(f"vkscope.server.{module}"), name)(server, call)

    return handler


def bgrewriteaof(server: Server, call: door.Call) -> Any:
    """BGREWRITEAOF."""
    good, text = server.append_only.bgrewriteaof()
    return Simple(text) if good else Error(f"ERR {text}")


_SHUTDOWN_WORDS = {"nosave", "save", "now", "force", "safe", "failover", "abort"}


def shutdown(server: Server, call: door.Call) -> Any:
    """SHUTDOWN [NOSAVE|SAVE] [NOW] [FORCE] [SAFE] [FAILOVER], or ABORT."""
    options = {word.lower() for word in _words(call, 1)}
    if options - _SHUTDOWN_WORDS or {"save", "nosave"} <= options:
        return Error("ERR syntax error")
    if "abort" in options and len(options) > 1:
        return Error("ERR syntax error")
    if "abort" in options:
        return OK if server.abort_leaving() else Error("ERR No shutdown in progress.")
    busy = door.script_busy()
    if busy is not None and "nosave" not in options:
        return Error(busy)
    if not server.shutdown(wishes=ending.wishes_of_words(options), client=call.client):
        return Error("ERR Errors trying to SHUTDOWN. Check logs.")
    return SILENCE


def debug(server: Server, call: door.Call) -> Any:
    """DEBUG's subcommands that are about the control plane; native has checked the words."""
    if call.argv[1].lower() == b"change-repl-id":
        server.log.say("notice", "Changing replication IDs after receiving change-repl-id")
        door.new_replication_id()
        return OK
    if server.config.file is None:
        return Error("ERR CONFIG-REWRITE-FORCE-ALL failed: No such file or directory")
    try:
        server.config.rewrite(force_all=True)
    except OSError as error:
        return Error(f"ERR CONFIG-REWRITE-FORCE-ALL failed: {error.strerror}")
    return OK


HANDLERS: dict[str, Handler] = {
    "config|get": config_command,
    "config|set": config_command,
    "config|resetstat": reset_stat,
    "config|rewrite": config_command,
    "config|help": config_command,
    "info": info_command,
    "bgrewriteaof": bgrewriteaof,
    "latency|doctor": _later("latency_doctor", "latency_doctor"),
    "memory|doctor": _later("memory_doctor", "memory_doctor"),
    "scope|doctor": _later("doctor", "scope_doctor"),
    "shutdown": shutdown,
    "sync": steward.sync,
    "psync": steward.sync,
    "replicaof": steward.replicaof,
    "slaveof": steward.replicaof,
    "failover": _later("replication.failover", "failover"),
}


_PASSED_ON: dict[str, Handler] = {"debug": debug}
"""Commands of native's that hand a part of theirs over."""


_ROOMS = {"acl": "acl.commands", "cluster": "cluster.commands"}
"""Containers whose handlers stand in a module of their own, imported when they are needed."""


def find(name: str) -> Handler | None:
    """Return the handler of a command by its full name, or None."""
    room = _ROOMS.get(name.partition("|")[0])
    if room is not None:
        handlers: dict[str, Handler] = import_module(f"vkscope.server.{room}").HANDLERS
        return handlers.get(name)
    return HANDLERS.get(name) or _PASSED_ON.get(name)
