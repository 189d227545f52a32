"""The options by which a subcommand reaches a server through TLS, the same for all of them."""

from __future__ import annotations

import argparse
from dataclasses import replace

from vkscope.tracing.address import AddressError, Endpoint, parse
from vkscope.tracing.trust import Trust


def add(parser: argparse.ArgumentParser, key: str = "--key") -> None:
    """Add the options; `key` is the one for the private key, where `--key` means another thing."""
    group = parser.add_argument_group("TLS (or an address that begins with valkeys://)")
    group.add_argument("--tls", action="store_true", help="speak TLS")
    group.add_argument("--cacert", default="", metavar="FILE", help="whom to trust, in PEM")
    group.add_argument("--cert", default="", metavar="FILE", help="our certificate, in PEM")
    group.add_argument(
        key, default="", dest="cert_key", metavar="FILE", help="its private key, in PEM"
    )
    group.add_argument("--insecure", action="store_true", help="trust whoever answers")


def endpoint(text: str, options: argparse.Namespace) -> Endpoint:
    """Read an address with the options of its TLS. AddressError."""
    found = parse(text)
    trust = Trust(options.cacert, options.cert, options.cert_key, options.insecure)
    tls = found.tls or options.tls
    if tls and found.path:
        raise AddressError("a Unix socket has no TLS")
    if not tls and not trust.is_default:
        raise AddressError("certificates need --tls, or an address that begins with valkeys://")
    if trust.key and not trust.cert:
        raise AddressError("a private key needs its certificate: --cert")
    return replace(found, tls=tls, trust=trust)
