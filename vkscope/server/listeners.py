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

_NO_PROTOCOL: Final = (
    errno.ENOPROTOOPT,
    errno.EPROTONOSUPPORT,
    errno.ESOCKTNOSUPPORT,
    errno.EPFNOSUPPORT,
    errno.EAFNOSUPPORT,
)
"""The machine does not know this family of addresses: not an error, there are others."""


class Listeners:
    """All listeners of one server; `names` are the kinds that are open, in order."""

    def __init__(self, config: Config, log: Log) -> None:
        self._config = config
        self._log = log
        self.names: list[str] = []

    def open(self) -> None:
        """Listens everywhere. Raises OSError or ConfigError when that cannot be."""
        self._open_tcp()
        self._open_unix()
        if not self.names:
            raise ConfigError("Configured to not listen anywhere, exiting.", channel="log")
        self._config.on_apply("port", self._change_port)
        self._config.on_apply("bind", self._change_bind)

    def _open_tcp(self) -> None:
        port, backlog = self._config.int("port"), self._config.int("tcp-backlog")
        if not port or not self._config.binds:
            return
        for address in self._config.binds:
            self._open_address(address.removeprefix("-"), port, backlog, address.startswith("-"))
        self.names.insert(0, "tcp")

    def _open_address(self, address: str, port: int, backlog: int, optional: bool) -> None:
        try:
            door.listen_tcp(address, port, backlog)
        except door.DoorError as error:
            self._log.write(
                WARNING,
                "Warning: Could not create server TCP listening socket "
                f"{address}:{port}: bind: {error.strerror}",
            )
            spare = error.errno == errno.EADDRNOTAVAIL and optional
            if not spare and error.errno not in _NO_PROTOCOL:
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
        self.names.append("unix")

    def _group(self) -> int:
        name = self._config.str("unixsocketgroup")
        if not name:
            return -1
        try:
            return grp.getgrnam(name).gr_gid
        except KeyError:
            raise OSError(errno.EINVAL, f"no group '{name}'") from None

    def _change_port(self, config: Config) -> None:
        self._reopen("Unable to listen on this port. Check server logs.")

    def _change_bind(self, config: Config) -> None:
        self._reopen("Failed to bind to specified addresses.")

    def _reopen(self, failure: str) -> None:
        """The old addresses may be among the new ones, so they go first."""
        door.unlisten_tcp()
        if "tcp" in self.names:
            self.names.remove("tcp")
        try:
            self._open_tcp()
        except OSError:
            door.unlisten_tcp()
            raise ApplyError(failure) from None


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
