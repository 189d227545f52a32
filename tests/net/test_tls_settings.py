"""TLS's parameters: reload without dropping anybody, bad files, sessions, versions, keys."""

from __future__ import annotations

import socket
import ssl
import subprocess
from pathlib import Path

import pytest
import redis

from tests.certs import Certificates
from tests.conftest import launch
from tests.net.secure import Secure, secure
from tests.server.wire import Wire

FAILED = "Unable to update TLS configuration. Check server logs."


def shown(s: Secure) -> int:
    """The serial number of the certificate that the server shows to who comes now."""
    with s.connect() as client:
        client.sendall(b"PING\r\n")
        assert client.recv(16) == b"+PONG\r\n"
        der = client.getpeercert(True)
    assert der is not None
    text = subprocess.run(
        ["openssl", "x509", "-inform", "DER", "-noout", "-serial"],
        input=der,
        capture_output=True,
        check=True,
    )
    return int(text.stdout.decode().strip().split("=")[1], 16)


def test_a_new_certificate_drops_nobody(tmp_path: Path, certs: Certificates) -> None:
    with secure(tmp_path, certs) as s:
        old = shown(s)
        wires = [s.wire() for _ in range(50)]
        for wire in wires:
            wire.send("PING")
        certs.sign("second", "server")
        assert s.plain.execute_command(
            "CONFIG", "SET", "tls-cert-file", str(certs.path("second.crt")),
            "tls-key-file", str(certs.path("second.key")),
        )  # fmt: skip
        assert shown(s) != old
        for i, wire in enumerate(wires):
            assert wire.read() == b"PONG"
            assert wire.call("SET", f"k{i}", "x" * 20000) == b"OK"
            wire.close()


def test_the_same_path_is_read_again(tmp_path: Path, certs: Certificates) -> None:
    certs.sign("moving", "server")
    with secure(tmp_path, certs) as s:
        paths = (str(certs.path("moving.crt")), "tls-key-file", str(certs.path("moving.key")))
        s.plain.execute_command("CONFIG", "SET", "tls-cert-file", *paths)
        first = shown(s)
        certs.sign("moving", "server")
        assert shown(s) == first
        s.plain.execute_command("CONFIG", "SET", "tls-cert-file", *paths)
        assert shown(s) != first


def test_bad_files_change_nothing(served: Secure) -> None:
    before = shown(served)
    names = served.plain.config_get("tls-*")
    bad = served.certs.path("bad.crt")
    bad.write_text("no certificate")
    client_key = str(served.certs.path("client.key"))
    for name, value, line in (
        ("tls-cert-file", str(bad), f"Failed to load certificate: {bad}: error:"),
        ("tls-cert-file", "/nowhere", "Failed to load certificate: /nowhere: error:"),
        ("tls-cert-file", "", "No tls-cert-file configured!"),
        ("tls-key-file", "", "No tls-key-file configured!"),
        ("tls-key-file", client_key, f"Failed to load private key: {client_key}: error:"),
        ("tls-ca-cert-file", str(bad), "Failed to configure CA certificate(s) file/directory: "),
        ("tls-ca-cert-file", "", "Either tls-ca-cert-file or tls-ca-cert-dir must be specified"),
        ("tls-ciphers", "none-such", "Failed to configure ciphers: none-such"),
        ("tls-ciphersuites", "none-such", "Failed to configure ciphersuites: none-such"),
        ("tls-protocols", "TLSv9", "Invalid tls-protocols specified. Use a combination of"),
        ("tls-dh-params-file", "/nowhere", "Failed to load /nowhere: No such file or directory"),
        ("tls-dh-params-file", str(bad), f"{bad}: failed to read DH params."),
    ):
        with pytest.raises(redis.ResponseError, match=FAILED):
            served.plain.config_set(name, value)
        assert line in served.running.log.read_text(), name
    assert served.plain.config_get("tls-*") == names
    assert shown(served) == before


def test_an_encrypted_key_needs_its_password(served: Secure) -> None:
    plain = str(served.certs.path("server.key"))
    locked = str(served.certs.encrypt("server", "pass word"))
    with pytest.raises(redis.ResponseError, match=FAILED):
        served.plain.config_set("tls-key-file", locked)
    try:
        served.plain.config_set("tls-key-file-pass", "wrong")
        with pytest.raises(redis.ResponseError, match=FAILED):
            served.plain.config_set("tls-key-file", locked)
        served.plain.execute_command(
            "CONFIG", "SET", "tls-key-file-pass", "pass word", "tls-key-file", locked
        )
        assert served.wire().call("PING") == b"PONG"
    finally:
        served.plain.execute_command(
            "CONFIG", "SET", "tls-key-file", plain, "tls-key-file-pass", ""
        )


def _resumed(s: Secure, version: ssl.TLSVersion) -> bool:
    context = s.certs.context()
    context.minimum_version = context.maximum_version = version
    session = None
    for _ in range(2):
        with s.connect(context, session) as client:
            client.sendall(b"PING\r\n")
            assert client.recv(16) == b"+PONG\r\n"
            reused, session = client.session_reused, client.session
            client.sendall(b"QUIT\r\n")
            assert client.recv(16) == b"+OK\r\n"
    return bool(reused)


@pytest.mark.parametrize("version", [ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3])
def test_sessions_are_resumed_unless_caching_is_off(
    served: Secure, version: ssl.TLSVersion
) -> None:
    assert _resumed(served, version)
    served.plain.config_set("tls-session-caching", "no")
    try:
        assert not _resumed(served, version)
    finally:
        served.plain.config_set("tls-session-caching", "yes")
    served.plain.execute_command(
        "CONFIG", "SET", "tls-session-cache-size", "5", "tls-session-cache-timeout", "60"
    )
    assert _resumed(served, version)


def test_versions_and_ciphers_are_those_of_the_configuration(served: Secure) -> None:
    context = served.certs.context()
    context.maximum_version = ssl.TLSVersion.TLSv1_2
    served.plain.config_set("tls-protocols", "TLSv1.3")
    try:
        assert served.refuses(context)
        served.plain.config_set("tls-protocols", "tlsv1.2 TLSv1.3")
        chosen = "ECDHE-ECDSA-AES128-GCM-SHA256"
        served.plain.config_set("tls-ciphers", chosen)
        with served.connect(context) as s:
            cipher = s.cipher()
            assert cipher is not None
            assert cipher[0] == chosen
        served.plain.config_set("tls-ciphersuites", "TLS_AES_128_GCM_SHA256")
        with served.connect() as s:
            cipher = s.cipher()
            assert cipher is not None
            assert cipher[0] == "TLS_AES_128_GCM_SHA256"
    finally:
        served.plain.execute_command(
            "CONFIG", "SET", "tls-protocols", "", "tls-ciphers", "", "tls-ciphersuites", ""
        )


def test_finite_field_keys_use_the_parameters(tmp_path: Path, certs: Certificates) -> None:
    """DHE needs a group: OpenSSL's own, or the file's."""
    certs.sign("rsa", "server", key=("rsa:2048",))
    group = certs.path("group.pem")
    subprocess.run(
        ["openssl", "genpkey", "-genparam", "-algorithm", "DH", "-pkeyopt", "group:ffdhe2048",
         "-out", str(group)],
        check=True, capture_output=True,
    )  # fmt: skip
    context = certs.context()
    context.maximum_version = ssl.TLSVersion.TLSv1_2
    context.set_ciphers("DHE-RSA-AES128-GCM-SHA256")
    with secure(tmp_path, certs) as s:
        s.plain.execute_command(
            "CONFIG", "SET", "tls-cert-file", str(certs.path("rsa.crt")),
            "tls-key-file", str(certs.path("rsa.key")),
        )  # fmt: skip
        assert s.wire(context).call("PING") == b"PONG"
        s.plain.config_set("tls-dh-params-file", str(group))
        assert s.wire(context).call("PING") == b"PONG"


def test_a_server_without_certificates_does_not_start(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError) as raised:
        launch(tmp_path, "--tls-port", "1")
    assert "No tls-cert-file configured!" in str(raised.value)
    assert "Failed to configure TLS. Check logs for more info." in str(raised.value)


def test_a_port_that_is_taken(tmp_path: Path, certs: Certificates) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(RuntimeError) as raised:
            launch(tmp_path, "--tls-port", str(port), *certs.options())
        assert f"Failed listening on port {port} (tls), aborting." in str(raised.value)


def test_a_port_without_certificates_is_refused_and_the_log_says_why(tmp_path: Path) -> None:
    running = launch(tmp_path)
    with redis.Redis(port=running.port) as client:
        with pytest.raises(redis.ResponseError, match=FAILED):
            client.config_set("tls-port", 6390)
        assert "No tls-cert-file configured!" in running.log.read_text()
        client.shutdown(nosave=True)
    assert running.process.wait(30) == 0


def _certificates(s: Secure) -> dict[str, str]:
    """INFO's words as they are: a number in hex may look like one with an exponent."""
    wire = Wire(s.running.connect())
    text = wire.call("INFO", "tls").decode()
    wire.close()
    return dict(line.split(":") for line in text.split("\r\n") if ":" in line)


def test_info_tells_when_certificates_end(tmp_path: Path, certs: Certificates) -> None:
    """Made for 30 days; there is none for other servers until it is named."""
    with secure(tmp_path, certs) as s:
        told = _certificates(s)
        assert int(told["tls_server_cert_serial"], 16) == shown(s)
        for role in ("server", "ca"):
            assert 0 < int(told[f"tls_{role}_cert_expires_in_seconds"]) <= 30 * 86400
        assert told["tls_client_cert_serial"] == "none"
        assert told["tls_client_cert_expires_in_seconds"] == "0"
        s.plain.execute_command(
            "CONFIG", "SET", "tls-client-cert-file", str(certs.path("client.crt")),
            "tls-client-key-file", str(certs.path("client.key")),
        )  # fmt: skip
        assert _certificates(s)["tls_client_cert_serial"] != "none"
