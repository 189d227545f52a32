"""Whom a client trusts, and what it shows of itself, when it speaks TLS."""

from __future__ import annotations

import ssl
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Trust:
    """Files in PEM; empty: the system's authorities, and no certificate of one's own."""

    cacert: str = ""
    cert: str = ""
    key: str = ""
    """Where it is not in the certificate's file."""
    insecure: bool = False
    """Whoever answers is believed."""

    @property
    def is_default(self) -> bool:
        """Whether nothing was said."""
        return self == Trust()

    def context(self) -> ssl.SSLContext:
        """What connections are made with. OSError (ssl.SSLError is one) for a file that is bad."""
        made = ssl.create_default_context(cafile=self.cacert or None)
        if self.insecure:
            made.check_hostname = False
            made.verify_mode = ssl.CERT_NONE
        if self.cert:
            made.load_cert_chain(self.cert, self.key or None)
        return made
