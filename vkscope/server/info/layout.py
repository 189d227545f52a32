"""How INFO is laid out: which sections an argument list means, and the text of the reply.

Words: a *section* is `# Name` and `field:value` lines, with an empty line between two sections.

Rules: a pure function of its arguments. Names and their order are Valkey's; tools parse them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final

from vkscope.server.config import Config
from vkscope.server.info import sections, stats
from vkscope.server.info.fields import Fields, lines
from vkscope.server.info.numbers import Report

DEFAULT: Final = (
    "server",
    "clients",
    "memory",
    "persistence",
    "stats",
    "replication",
    "cpu",
    "module_list",
    "errorstats",
    "cluster",
    "keyspace",
)
BY_NAME_ONLY: Final = frozenset({"debug", "eventloop", "tls"})
"""Sections that neither `all` nor `everything` means."""
_Writer = Callable[[Report, Config], Fields]
_SECTIONS: Final[dict[str, tuple[str, _Writer]]] = {
    "server": ("Server", sections.server),
    "clients": ("Clients", sections.clients),
    "memory": ("Memory", sections.memory),
    "persistence": ("Persistence", sections.persistence),
    "stats": ("Stats", stats.totals),
    "replication": ("Replication", sections.replication),
    "cpu": ("CPU", sections.cpu),
    "module_list": ("Modules", sections.modules),
    "commandstats": ("Commandstats", stats.commands),
    "errorstats": ("Errorstats", stats.errors),
    "latencystats": ("Latencystats", stats.latencies),
    "cluster": ("Cluster", sections.cluster),
    "keyspace": ("Keyspace", sections.keyspace),
    "tls": ("TLS", sections.tls),
    "debug": ("Debug", stats.debug),
    "eventloop": ("Eventloop", stats.eventloop),
}


def chosen(arguments: Iterable[str]) -> list[str]:
    """The sections that INFO's arguments mean, in the order of the reply.

    No argument means the default ones; unknown names mean nothing.
    """
    asked = [argument.lower() for argument in arguments] or ["default"]
    wanted: set[str] = set()
    for name in asked:
        match name:
            case "default":
                wanted.update(DEFAULT)
            case "all" | "everything":
                wanted.update(_SECTIONS.keys() - BY_NAME_ONLY)
            case "modules":
                wanted.add("module_list")
            case _:
                wanted.add(name)
    return [name for name in _SECTIONS if name in wanted]


def text(arguments: Iterable[str], report: Report, config: Config) -> str:
    """INFO's reply."""
    shown: list[str] = []
    for name in chosen(arguments):
        title, write = _SECTIONS[name]
        body = (f"# {title}", *lines(write(report, config)))
        shown.append("".join(f"{line}\r\n" for line in body))
    return "\r\n".join(shown)
