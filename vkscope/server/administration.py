"""The administrative commands that Python answers: CONFIG, INFO, MEMORY STATS, SHUTDOWN."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from vkscope.native import door
from vkscope.server import info
from vkscope.server.replies import OK, Error, Verbatim

if TYPE_CHECKING:
    from vkscope.server.app import Server

Handler = Callable[["Server", door.Call], Any]


def _words(call: door.Call, start: int) -> list[str]:
    return [word.decode("utf-8", "surrogateescape") for word in call.argv[start:]]


def config_get(server: Server, call: door.Call) -> Any:
    """CONFIG GET pattern [pattern ...]."""
    return server.settings.match(_words(call, 2))


def config_set(server: Server, call: door.Call) -> Any:
    """CONFIG SET name value [name value ...]: all or none."""
    words = _words(call, 2)
    if len(words) % 2:
        return Error("ERR wrong number of arguments for 'config|set' command")
    error = server.settings.change(list(zip(words[::2], words[1::2], strict=True)))
    return Error(error) if error else OK


def config_resetstat(server: Server, call: door.Call) -> Any:
    """CONFIG RESETSTAT."""
    door.reset_stats()
    return OK


def config_help(server: Server, call: door.Call) -> Any:
    """CONFIG HELP."""
    return [
        "CONFIG <subcommand> [<arg> [value] [opt] ...]. subcommands are:",
        "GET <pattern>",
        "    Show parameters whose names match.",
        "SET <directive> <value>",
        "    Change parameters, all or none.",
        "RESETSTAT",
        "    Set the counters of INFO to zero.",
        "HELP",
        "    Print this help.",
    ]


def info_command(server: Server, call: door.Call) -> Any:
    """INFO [section ...]."""
    return Verbatim(info.render(server, [word.lower() for word in _words(call, 1)]))


def shutdown(server: Server, call: door.Call) -> Any:
    """SHUTDOWN [NOSAVE|SAVE] [NOW] [FORCE] [ABORT]: there is nothing to save yet."""
    options = {word.upper() for word in _words(call, 1)}
    if options - {"NOSAVE", "SAVE", "NOW", "FORCE", "ABORT"} or {"SAVE", "NOSAVE"} <= options:
        return Error("ERR syntax error")
    if "ABORT" in options:
        return Error("ERR No shutdown in progress.")
    if "SAVE" in options:
        return Error("ERR Errors trying to SHUTDOWN. Check logs.")
    server.log.write("warning", "User requested shutdown...")
    server.shutdown()
    return OK


HANDLERS: dict[str, Handler] = {
    "config|get": config_get,
    "config|set": config_set,
    "config|resetstat": config_resetstat,
    "config|help": config_help,
    "info": info_command,
    "shutdown": shutdown,
}


def find(name: str) -> Handler | None:
    """Return the handler of a command by its full name, or None."""
    return HANDLERS.get(name)
