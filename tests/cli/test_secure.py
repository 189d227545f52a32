"""Subcommands that look at a server through TLS: the options, and what is said when they fail."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.certs import Certificates
from tests.net.secure import Secure, secure

ENTRY = "import sys; from vkscope.cli.main import main; sys.exit(main())"


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Secure]:
    certs = Certificates(tmp_path_factory.mktemp("certs"))
    with secure(tmp_path_factory.mktemp("tls"), certs) as made:
        yield made


def vkscope(*words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", ENTRY, *words]
    return subprocess.run(command, capture_output=True, text=True, timeout=120)


def files(served: Secure, key: str = "--key") -> list[str]:
    path = served.certs.path
    return [
        "--cacert", str(path("ca.crt")), "--cert", str(path("client.crt")),
        key, str(path("client.key")),
    ]  # fmt: skip


def test_dump_doctor_and_trace_speak_tls(served: Secure, tmp_path: Path) -> None:
    """The certificate names `server`, no address: --insecure looks past that."""
    where = f"127.0.0.1:{served.port}"
    insecure = "--insecure"
    dumped = vkscope(
        "dump",
        "overview",
        where,
        "--tls",
        insecure,
        *files(served, "--cert-key"),
        "--format",
        "json",
    )
    assert dumped.returncode == 0, dumped.stderr
    assert json.loads(dumped.stdout)
    looked = vkscope("doctor", f"valkeys://{where}", insecure, *files(served), "--seconds", "1")
    assert looked.returncode in (0, 1), looked.stderr
    out = str(tmp_path / "t.vkt")
    recorded = vkscope(
        "trace", "record", where, "-o", out, "--seconds", "1", "--tls", insecure, *files(served)
    )
    assert recorded.returncode == 0, recorded.stderr


def test_a_name_that_does_not_fit_and_a_stranger_are_refused(served: Secure) -> None:
    where = f"valkeys://127.0.0.1:{served.port}"
    for words in (files(served), []):
        looked = vkscope("doctor", where, *words, "--seconds", "0.1")
        assert looked.returncode == 2
        assert "certificate verify failed" in looked.stderr


@pytest.mark.parametrize(
    ("words", "text"),
    [
        (["--cacert", "x"], "certificates need --tls"),
        (["--tls", "--key", "x"], "a private key needs its certificate"),
        (["--tls", "--cert", "/nowhere"], "No such file or directory"),
    ],
)
def test_options_that_make_no_sense(words: list[str], text: str) -> None:
    looked = vkscope("doctor", "127.0.0.1:1", *words)
    assert looked.returncode == 2
    assert text in looked.stderr
