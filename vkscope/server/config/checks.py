"""Further tests of values, by the names that the table's `check` uses.

Rules: each takes the parameter and a legal value of its type, and raises BadValueError or does
nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from vkscope.server.config.values import BadValueError, Value
from vkscope.tables.configs import Spec

TITLE_VARIABLES: Final = (
    "title",
    "listen-addr",
    "server-mode",
    "config-file",
    "port",
    "tls-port",
    "unixsocket",
)
_HOST_ROOM: Final = 256
_FORBIDDEN_IN_NAMES: Final = "!#$%&()*+;<>?@[]^{|}~"


def _base_name(spec: Spec, value: Value, what: str) -> None:
    if value == "":
        raise BadValueError(f"{spec.name} can't be empty")
    if "/" in str(value) or "\\" in str(value):
        raise BadValueError(f"{spec.name} can't be a path, just a {what}")


def _filename(spec: Spec, value: Value) -> None:
    _base_name(spec, value, "filename")


def _dirname(spec: Spec, value: Value) -> None:
    _base_name(spec, value, "dirname")


def _not_empty(spec: Spec, value: Value) -> None:
    if value == "":
        raise BadValueError(f"{spec.name} can't be empty")


def _is_address(family: str, value: Value) -> bool:
    import socket  # not needed by a start that sets no such parameter

    try:
        socket.inet_pton(getattr(socket, family), str(value))
    except (OSError, ValueError):
        return False
    return True


def _ipv4(spec: Spec, value: Value) -> None:
    if value is not None and not _is_address("AF_INET", value):
        raise BadValueError("Invalid IPv4 address")


def _ipv6(spec: Spec, value: Value) -> None:
    if value is not None and not _is_address("AF_INET6", value):
        raise BadValueError("Invalid IPv6 address")


def _hostname(spec: Spec, value: Value) -> None:
    if value is None:
        return
    if len(str(value)) >= _HOST_ROOM:
        raise BadValueError(f"Hostnames must be less than {_HOST_ROOM} characters")
    if not re.fullmatch(r"[A-Za-z0-9.-]*", str(value)):
        raise BadValueError("Hostnames may only contain alphanumeric characters, hyphens or dots")


def _aux_string(spec: Spec, value: Value) -> None:
    text = str(value or "")
    if any(ord(c) < 32 or c in _FORBIDDEN_IN_NAMES for c in text):
        raise BadValueError("Announced human node name contained invalid character")


def expand_title(template: str, variables: dict[str, str]) -> str | None:
    """The template with its variables replaced (`{{` is a brace), or None when it is malformed."""
    out, at = "", 0
    while (brace := template.find("{", at)) >= 0:
        out += template[at:brace]
        if template.startswith("{", brace + 1):
            out, at = out + "{", brace + 2
            continue
        end = template.find("}", brace + 1)
        if end < 0 or template[brace + 1 : end] not in variables:
            return None
        out += variables[template[brace + 1 : end]]
        at = end + 1
    return (out + template[at:]).strip(" ")


def _title_template(spec: Spec, value: Value) -> None:
    if not expand_title(str(value), dict.fromkeys(TITLE_VARIABLES, "-")):
        raise BadValueError("template format is invalid or contains unknown variables")


def _no_defrag(spec: Spec, value: Value) -> None:
    if value is True:
        raise BadValueError(
            "Active defragmentation cannot be enabled: it requires a server compiled with a "
            "modified Jemalloc like the one shipped by default with the source distribution"
        )


def _shutdown_flags(spec: Spec, value: Value) -> None:
    if isinstance(value, tuple) and "save" in value and "nosave" in value:
        raise BadValueError("shutdown options SAVE and NOSAVE can't be used simultaneously")


CHECKS: Final[dict[str, Callable[[Spec, Value], None]]] = {
    "filename": _filename,
    "dirname": _dirname,
    "not_empty": _not_empty,
    "ipv4": _ipv4,
    "ipv6": _ipv6,
    "hostname": _hostname,
    "aux_string": _aux_string,
    "title_template": _title_template,
    "no_defrag": _no_defrag,
    "shutdown_flags": _shutdown_flags,
}
