"""Certificates for tests, made by the openssl command: an authority, a server's and clients'."""

from __future__ import annotations

import ssl
import subprocess
from pathlib import Path


class Certificates:
    """A folder with an authority `ca` and what it has signed; `x.crt` and `x.key` for each name."""

    def __init__(self, folder: Path, authority: str = "ca") -> None:
        self.folder = folder
        self._authority = authority
        self._openssl("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256")
        self.sign("server")
        self.sign("client")

    def _openssl(self, *words: str) -> None:
        name = self._authority
        self._run(
            *words, "-nodes", "-days", "30", "-subj", f"/O=Test/CN={name}",
            "-keyout", f"{name}.key", "-out", f"{name}.crt",
        )  # fmt: skip

    def _run(self, *words: str) -> None:
        done = subprocess.run(["openssl", *words], cwd=self.folder, capture_output=True)
        assert done.returncode == 0, done.stderr.decode()

    def sign(self, name: str, common_name: str = "", key: tuple[str, ...] = ()) -> None:
        """Make a key and have its certificate signed; the names default to each other."""
        kind = key or ("ec", "-pkeyopt", "ec_paramgen_curve:P-256")
        self._run(
            "req", "-newkey", *kind, "-nodes", "-subj", f"/O=Test/CN={common_name or name}",
            "-keyout", f"{name}.key", "-out", f"{name}.csr",
        )  # fmt: skip
        self._run(
            "x509", "-req", "-in", f"{name}.csr", "-days", "30", "-CAcreateserial",
            "-CA", f"{self._authority}.crt", "-CAkey", f"{self._authority}.key",
            "-out", f"{name}.crt",
        )  # fmt: skip

    def encrypt(self, name: str, password: str) -> Path:
        """Write a key anew, behind a password; the path of the new file."""
        self._run(
            "pkey", "-in", f"{name}.key", "-aes256", "-passout", f"pass:{password}",
            "-out", f"{name}.locked.key",
        )  # fmt: skip
        return self.path(f"{name}.locked.key")

    def path(self, file: str) -> Path:
        """Where a file is."""
        return self.folder / file

    def options(self, name: str = "server") -> list[str]:
        """Arguments of a server that shows this certificate."""
        return [
            "--tls-cert-file", str(self.path(f"{name}.crt")),
            "--tls-key-file", str(self.path(f"{name}.key")),
            "--tls-ca-cert-file", str(self.path(f"{self._authority}.crt")),
        ]  # fmt: skip

    def context(self, name: str | None = "client") -> ssl.SSLContext:
        """A client's side, with a certificate of its own or without."""
        made = ssl.create_default_context(cafile=str(self.path(f"{self._authority}.crt")))
        made.check_hostname = False
        if name is not None:
            made.load_cert_chain(self.path(f"{name}.crt"), self.path(f"{name}.key"))
        return made
