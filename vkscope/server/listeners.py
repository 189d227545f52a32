"""Where the server listens: opened at boot, opened anew when port or bind change.

Rules: sockets are native's; here is only which there shall be. Clients that are connected stay,
whatever becomes of the listener that let them in.
"""

from __future__ import annotations

import errno
import grp
import os
from typing import Final

from vkscope.native import door
from vkscope.server.config import ApplyError, Config, ConfigError
from vkscope.server.log import WARNING, Log
from vkscope.server.tls import FAILED as TLS_FAILED
from vkscope.server.tls import Tls

_NO_PROTOCOL: Final = (
    errno.ENOPROTOOPT,
    errno.EPROTONOSUPPORT,
    errno.ESOCKTNOSUPPORT,
    errno.EPFNOSUPPORT,
    errno.EAFNOSUPPORT,
)
"""The machine does not know this family of addresses: not an error, there are others."""
_ORDER: Final = ("tcp", "unix", "tls")
_PORTS: Final = {"tcp": "port", "tls": "tls-port"}
_NO_PORT: Final = "Unable to listen on this port. Check server logs."


class Listeners:
    """All listeners of one server; `names` are the kinds that are open, in order."""

    def __init__(self, config: Config, log: Log, tls: Tls) -> None:
        self._config = config
        self._log = log
        self._tls = tls
        self.names: list[str] = []
        self.failed: tuple[int, str] | None = None
        """Port and kind of the listener that could not be had last."""

    def open(self) -> None:
        """Listens everywhere. Raises OSError or ConfigError when that cannot be."""
        if not door.sockets(self._config.int("socket-mark-id"), self._config.bool("mptcp")):
            raise ConfigError("MPTCP is not supported on this platform", channel="log")
        self._open_ports("tcp", "tls")
        self._open_unix()
        if not self.names:
            raise ConfigError("Configured to not listen anywhere, exiting.", channel="log")
        self._config.on_apply("port", self._change_port)
        self._config.on_apply("bind", self._change_bind)
        self._config.on_apply("tls-port", self._change_tls_port)

    def _open_ports(self, *kinds: str) -> None:
        for kind in kinds:
            port, backlog = self._config.int(_PORTS[kind]), self._config.int("tcp-backlog")
            if not port or not self._config.binds:
                continue
            for address in self._config.binds:
                optional = address.startswith("-")
                self._open_address(kind, address.removeprefix("-"), port, backlog, optional)
            self.names = [name for name in _ORDER if name == kind or name in self.names]

    def _open_address(
        self, kind: str, address: str, port: int, backlog: int, optional: bool
    ) -> None:
        listen = door.listen_tls if kind == "tls" else door.listen_tcp
        try:
            listen(address, port, backlog)
        except door.DoorError as error:
            self._log.write(
                WARNING,
                "Warning: Could not create server TCP listening socket "
                f"{address}:{port}: bind: {error.strerror}",
            )
            spare = error.errno == errno.EADDRNOTAVAIL and optional
            if not spare and error.errno not in _NO_PROTOCOL:
                self.failed = (port, kind)
                raise

    def _open_unix(self) -> None:
        path = self._config.str("unixsocket")
        if not path:
            return
        mode, backlog = self._config.int("unixsocketperm"), self._config.int("tcp-backlog")
        try:
            door.listen_unix(path, mode, self._group(), backlog)
        except OSError as error:
            self._log.write(WARNING, f"Failed opening Unix socket: bind: {error.strerror}")
            raise
        self.names = [name for name in _ORDER if name == "unix" or name in self.names]

    def _group(self) -> int:
        name = self._config.str("unixsocketgroup")
        if not name:
            return -1
        try:
            return grp.getgrnam(name).gr_gid
        except KeyError:
            raise OSError(errno.EINVAL, f"no group '{name}'") from None

    def _change_port(self, config: Config) -> None:
        self._reopen(_NO_PORT, "tcp")

    def _change_tls_port(self, config: Config) -> None:
        if config.int("tls-port") and not door.tls_configured() and not self._tls.configure():
            raise ApplyError(TLS_FAILED)
        self._reopen(_NO_PORT, "tls")

    def _change_bind(self, config: Config) -> None:
        self._reopen("Failed to bind to specified addresses.", "tcp", "tls")

    def _reopen(self, failure: str, *kinds: str) -> None:
        """The old addresses may be among the new ones, so they go first."""
        self._close(kinds)
        try:
            self._open_ports(*kinds)
        except OSError:
            self._close(kinds)
            raise ApplyError(failure) from None

    def _close(self, kinds: tuple[str, ...]) -> None:
        for kind in kinds:
            (door.unlisten_tls if kind == "tls" else door.unlisten_tcp)()
        self.names = [name for name in self.names if name not in kinds]


def remove_socket(config: Config) -> bool:
    """Removes the file of the Unix socket; whether there was one."""
    path = config.str("unixsocket")
    if not path:
        return False
    try:
        os.unlink(path)
    except FileNotFoundError:
        return False
    return True
