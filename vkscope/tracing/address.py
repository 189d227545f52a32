"""Where a server listens: HOST:PORT, PORT, or a valkey, valkeys, redis, rediss or unix URL.

Rules: a password comes from the address or from VKSCOPE_PASSWORD, VALKEYCLI_AUTH or REDISCLI_AUTH,
never from an argument of its own; `str()` never shows it.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import unquote, urlsplit

from vkscope.tracing.trust import Trust

DEFAULT_PORT = 6379
SECRETS = ("VKSCOPE_PASSWORD", "VALKEYCLI_AUTH", "REDISCLI_AUTH")
_SCHEMES = {"valkey": False, "redis": False, "valkeys": True, "rediss": True}


class AddressError(ValueError):
    """The text is no address."""


@dataclass(frozen=True, slots=True)
class Endpoint:
    """An address and how to get in."""

    host: str = "127.0.0.1"
    port: int = DEFAULT_PORT
    path: str = ""
    tls: bool = False
    user: str = ""
    password: str = ""
    db: int = 0
    trust: Trust = Trust()

    def __str__(self) -> str:
        if self.path:
            return f"unix://{self.path}"
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"valkeys://{host}:{self.port}" if self.tls else f"{host}:{self.port}"

    def __repr__(self) -> str:
        return f"Endpoint({self})"


def _port(text: str, whole: str) -> int:
    if not text.isascii() or not text.isdigit() or not 0 < int(text) < 65536:
        raise AddressError(f"no port in {whole!r}")
    return int(text)


def _plain(text: str) -> Endpoint:
    if text.isdigit():
        return Endpoint(port=_port(text, text))
    if text.startswith("/"):
        return Endpoint(path=text)
    host, colon, port = text.rpartition(":")
    if text.startswith("["):
        host, bracket, rest = text[1:].partition("]")
        if not bracket or (rest and not rest.startswith(":")):
            raise AddressError(f"no address: {text!r}")
        return Endpoint(host=host, port=_port(rest[1:], text) if rest else DEFAULT_PORT)
    if not colon:
        host, port = text, str(DEFAULT_PORT)
    if not host or ":" in host or any(c.isspace() for c in text):
        raise AddressError(f"no address: {text!r}")
    return Endpoint(host=host, port=_port(port, text))


def _url(text: str) -> Endpoint:
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError as error:
        raise AddressError(f"no address: {text.partition('://')[0]}://...") from error
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    if parts.scheme == "unix":
        return Endpoint(path=parts.path, user=user, password=password)
    if parts.scheme not in _SCHEMES:
        raise AddressError(f"no address: scheme {parts.scheme!r}")
    db = parts.path.strip("/")
    if db and not db.isdigit():
        raise AddressError(f"no database: {db!r}")
    return Endpoint(
        host=parts.hostname or "127.0.0.1",
        port=port or DEFAULT_PORT,
        tls=_SCHEMES[parts.scheme],
        user=user,
        password=password,
        db=int(db or 0),
    )


def parse(text: str, environment: Mapping[str, str] = os.environ) -> Endpoint:
    """Read an address; the password may stand in the environment. AddressError."""
    found = _url(text) if "://" in text else _plain(text)
    secrets = (environment.get(name) for name in SECRETS)
    secret = next((word for word in secrets if word), "")
    return found if found.password or not secret else replace(found, password=secret)
