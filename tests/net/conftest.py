"""Servers that speak TLS: `certs` and `served`, one a file."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.certs import Certificates
from tests.net.secure import Secure, secure


@pytest.fixture(scope="module")
def certs(tmp_path_factory: pytest.TempPathFactory) -> Certificates:
    """An authority, a server's and a client's certificate."""
    return Certificates(tmp_path_factory.mktemp("certs"))


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory, certs: Certificates) -> Iterator[Secure]:
    """One for the whole file; tests that change it put it back."""
    with secure(tmp_path_factory.mktemp("tls"), certs, "--loglevel", "verbose") as made:
        yield made
