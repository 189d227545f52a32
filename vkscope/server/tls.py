"""TLS's parameters: read, judged, and made contexts of by native.

Design: contexts are made when something needs them (a TLS port, or links to other servers), whole
or not at all; a change that fails leaves the old ones in force. What the log says is Valkey's.
"""

from __future__ import annotations

from typing import Final

from vkscope.native import door
from vkscope.server.config import ApplyError, Config, ConfigError
from vkscope.server.log import Log

VERSIONS: Final = {"tlsv1": 1, "tlsv1.1": 2, "tlsv1.2": 4, "tlsv1.3": 8}
"""What tls-protocols may name, and native's bit for it."""
DEFAULT_VERSIONS: Final = VERSIONS["tlsv1.2"] | VERSIONS["tlsv1.3"]
TEXTS: Final = {
    "cert_file": "tls-cert-file",
    "key_file": "tls-key-file",
    "key_pass": "tls-key-file-pass",
    "client_cert_file": "tls-client-cert-file",
    "client_key_file": "tls-client-key-file",
    "client_key_pass": "tls-client-key-file-pass",
    "ca_cert_file": "tls-ca-cert-file",
    "ca_cert_dir": "tls-ca-cert-dir",
    "dh_params_file": "tls-dh-params-file",
    "ciphers": "tls-ciphers",
    "ciphersuites": "tls-ciphersuites",
}
"""Fields of native's vkTls and the parameters that they hold."""
SWITCHES: Final = {
    "prefer_server_ciphers": "tls-prefer-server-ciphers",
    "session_caching": "tls-session-caching",
}
NUMBERS: Final = {
    "cache_size": "tls-session-cache-size",
    "cache_seconds": "tls-session-cache-timeout",
}
FAILED: Final = "Unable to update TLS configuration. Check server logs."


class Tls:
    """Keeps native's contexts as the configuration says."""

    def __init__(self, config: Config, log: Log) -> None:
        self._config = config
        self._log = log

    def follow(self) -> None:
        """Make contexts if something needs them, now and after each change. ConfigError."""
        if self.needed and not self.configure():
            raise ConfigError("Failed to configure TLS. Check logs for more info.", channel="log")
        named = (*TEXTS.values(), *SWITCHES.values(), *NUMBERS.values())
        for name in (*named, "tls-protocols", "tls-replication", "tls-cluster"):
            self._config.on_apply(name, self._apply)
        for name in ("tls-auth-clients", "tls-cluster"):
            self._config.on_apply(name, self._apply_uses)
        self._apply_uses(self._config)

    @property
    def needed(self) -> bool:
        """Whether there is a TLS port, or links that are to use TLS."""
        config = self._config
        links = config.bool("tls-replication") or config.bool("tls-cluster")
        return config.int("tls-port") != 0 or links

    def configure(self) -> bool:
        """Make new contexts; False: the log says why, and the old ones are in force."""
        config = self._config
        versions = self._versions()
        complaint = self._complaint()
        if complaint:
            self._log.say("warning", complaint)
        if complaint or versions is None:
            return False
        values: dict[str, str | int | bool] = {"versions": versions}
        values |= {field: config.str(name) for field, name in TEXTS.items()}
        values |= {field: config.bool(name) for field, name in SWITCHES.items()}
        values |= {field: config.int(name) for field, name in NUMBERS.items()}
        return door.tls_configure(values)

    def _complaint(self) -> str:
        """What is missing; empty when nothing is."""
        config = self._config
        for name in ("tls-cert-file", "tls-key-file"):
            if not config.str(name):
                return f"No {name} configured!"
        checks_others = (
            config.enum("tls-auth-clients") != "no"
            or config.bool("tls-cluster")
            or config.bool("tls-replication")
        )
        if (
            checks_others
            and not config.str("tls-ca-cert-file")
            and not config.str("tls-ca-cert-dir")
        ):
            return (
                "Either tls-ca-cert-file or tls-ca-cert-dir must be specified when tls-cluster, "
                "tls-replication or tls-auth-clients are enabled!"
            )
        return ""

    def _versions(self) -> int | None:
        """The bits of tls-protocols; None when it names one that does not exist."""
        allowed = 0
        for word in self._config.str("tls-protocols").split():
            bit = VERSIONS.get(word.lower())
            if bit is None:
                self._log.say(
                    "warning",
                    "Invalid tls-protocols specified. "
                    "Use a combination of 'TLSv1', 'TLSv1.1', 'TLSv1.2' and 'TLSv1.3'.",
                )
                return None
            allowed |= bit
        return allowed or DEFAULT_VERSIONS

    def _apply_uses(self, config: Config) -> None:
        door.tls_apply(config.enum_index("tls-auth-clients"), config.bool("tls-cluster"))

    def _apply(self, config: Config) -> None:
        if self.needed and not self.configure():
            raise ApplyError(FAILED)
