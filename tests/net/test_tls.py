"""TLS: handshakes, who may come, bytes over the borders of records, garbage, ends."""

from __future__ import annotations

import socket
import ssl
import subprocess
from contextlib import suppress
from pathlib import Path

import pytest

from tests.certs import Certificates
from tests.net.secure import PATIENCE, Secure, secure, until
from tests.server.test_own_events import Watcher


def test_both_ports_serve_the_same_data(served: Secure) -> None:
    wire = served.wire()
    assert wire.call("SET", "both", "1") == b"OK"
    assert served.plain.get("both") == "1"
    assert wire.call("GET", "both") == b"1"
    listeners = [v for k, v in served.plain.info("server").items() if k.startswith("listener")]
    assert [one["name"] for one in listeners] == ["tcp", "tls"]
    assert listeners[1]["port"] == served.port
    wire.close()


def test_each_version_that_is_allowed_is_spoken(served: Secure) -> None:
    for version, name in ((ssl.TLSVersion.TLSv1_2, "TLSv1.2"), (ssl.TLSVersion.TLSv1_3, "TLSv1.3")):
        context = served.certs.context()
        context.minimum_version = context.maximum_version = version
        with served.connect(context) as s:
            assert s.version() == name
            s.sendall(b"PING\r\n")
            assert s.recv(16) == b"+PONG\r\n"


def test_a_certificate_is_asked_for(served: Secure) -> None:
    without = served.certs.context(None)
    try:
        assert served.refuses(without)
        for mode in ("no", "optional"):
            served.plain.config_set("tls-auth-clients", mode)
            assert served.wire(without).call("PING") == b"PONG"
        served.plain.config_set("tls-auth-clients", "yes")
        assert served.refuses(without)
        assert served.wire().call("PING") == b"PONG"
    finally:
        served.plain.config_set("tls-auth-clients", "yes")


def test_a_strangers_certificate_is_refused(served: Secure, tmp_path: Path) -> None:
    stranger = Certificates(tmp_path)
    context = stranger.context()
    context.load_verify_locations(served.certs.path("ca.crt"))
    assert served.refuses(context)
    served.plain.config_set("tls-auth-clients", "optional")
    try:
        assert served.refuses(context)
    finally:
        served.plain.config_set("tls-auth-clients", "yes")


def test_a_session_without_a_certificate_does_not_open_the_door_later(served: Secure) -> None:
    """Sessions are good only among those of whom the same was asked."""
    without = served.certs.context(None)
    served.plain.config_set("tls-auth-clients", "no")
    try:
        with served.connect(without) as s:
            s.sendall(b"PING\r\n")
            assert s.recv(16) == b"+PONG\r\n"
            session = s.session
        with served.connect(without, session) as s:
            s.sendall(b"PING\r\n")
            assert s.recv(16) == b"+PONG\r\n"
            assert s.session_reused
        served.plain.config_set("tls-auth-clients", "yes")
        assert served.refuses(without, session)
    finally:
        served.plain.config_set("tls-auth-clients", "yes")


def test_large_values_and_pipelines_cross_the_borders_of_records(served: Secure) -> None:
    wire = served.wire()
    value = bytes(range(256)) * 40 * 1024
    assert wire.call("SET", "large", value) == b"OK"
    assert wire.call("GET", "large") == value
    for size in (16383, 16384, 16385, 2 * 16384 + 1, 70000):
        assert wire.call("ECHO", value[:size]) == value[:size]
    request = b"*2\r\n$4\r\nINCR\r\n$5\r\ncount\r\n"
    served.plain.delete("count")
    wire.sock.sendall(request * 20000)
    assert [wire.read() for _ in range(20000)] == list(range(1, 20001))
    served.plain.delete("large")
    wire.close()


def test_requests_that_come_in_one_record_are_all_answered(served: Secure) -> None:
    """A record may hold more than one read takes; what stands decrypted rings no bell."""
    wire = served.wire()
    for n in (1, 700, 1000, 1365):
        wire.sock.sendall(
            b"PING\r\n" * n + b"*2\r\n$4\r\nECHO\r\n$6000\r\n" + b"x" * 6000 + b"\r\n"
        )
        assert [wire.read() for _ in range(n)] == [b"PONG"] * n
        assert wire.read() == b"x" * 6000
    wire.close()


def test_what_comes_with_the_end_of_the_handshake_is_answered(served: Secure) -> None:
    """Bytes that were read ahead with the last message of a handshake are served, too."""
    for _ in range(20):
        incoming, outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
        tls = served.certs.context().wrap_bio(incoming, outgoing)
        with served.socket() as s:
            while True:
                try:
                    tls.do_handshake()
                    break
                except ssl.SSLWantReadError:
                    s.sendall(outgoing.read())
                    incoming.write(s.recv(65536))
            tls.write(b"PING\r\n")
            s.sendall(outgoing.read())  # the handshake's end and the request, in one piece
            got = b""
            while not got:
                incoming.write(s.recv(65536))
                try:
                    got = tls.read(100)
                except ssl.SSLWantReadError:
                    continue
            assert got == b"+PONG\r\n"


def test_bytes_one_by_one(served: Secure) -> None:
    incoming, outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
    tls = served.certs.context().wrap_bio(incoming, outgoing)
    with served.socket() as s:
        s.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        shaken = False
        got = b""
        while not got:
            try:
                if not shaken:
                    tls.do_handshake()
                    shaken = True
                    tls.write(b"PING\r\n")
                else:
                    got = tls.read(100)
                    continue
            except ssl.SSLWantReadError:
                pass
            waiting = outgoing.read()
            for i in range(len(waiting)):
                s.sendall(waiting[i : i + 1])
            if not shaken or not waiting:
                incoming.write(s.recv(65536))
        assert got == b"+PONG\r\n"


def test_garbage_and_plain_requests_are_turned_away(served: Secure) -> None:
    before = served.plain.info("stats")["total_connections_received"]
    for text in (
        b"PING\r\n",
        b"*1\r\n$4\r\nPING\r\n",
        b"GET / HTTP/1.1\r\n\r\n",
        bytes(3000),
        b"\x16\x03\x01\xff\xff",
    ):
        with served.socket() as s:
            s.sendall(text)
            s.shutdown(socket.SHUT_WR)
            got = b""
            with suppress(ConnectionError):
                while more := s.recv(4096):
                    got += more
            assert b"PONG" not in got
            assert b"-" not in got[:1]
    assert served.plain.info("stats")["total_connections_received"] == before
    assert served.wire().call("PING") == b"PONG"


def test_a_broken_record_ends_the_connection(served: Secure) -> None:
    raw = served.socket()
    incoming, outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
    tls = served.certs.context().wrap_bio(incoming, outgoing)
    while True:
        try:
            tls.do_handshake()
            break
        except ssl.SSLWantReadError:
            raw.sendall(outgoing.read())
            incoming.write(raw.recv(65536))
    tls.write(b"PING\r\n")
    record = outgoing.read()
    raw.sendall(record[:-1] + bytes([record[-1] ^ 1]))
    with raw, suppress(ConnectionError):
        while raw.recv(65536):
            pass
    assert served.plain.ping()


def test_handshakes_are_told(served: Secure) -> None:
    """One that was done, with its client, and one that failed, with the reason."""
    watcher = Watcher(served.running)
    wire = served.wire()
    ident = wire.call("CLIENT", "ID")
    assert isinstance(ident, int)
    done = watcher.until("TlsHandshakeEnded", b"TLS_")
    assert (done["protocol"], done["good"], done["peer_cert"]) == (0x0304, 1, 1)
    assert done["own_ns"] > 0
    assert done.span > 0
    wire.close()
    assert served.refuses(served.certs.context(None))
    failed = watcher.until("TlsHandshakeEnded", b"error:")
    assert (failed["protocol"], failed["good"]) == (0, 0)
    assert b"peer did not" in failed.text  # texts are cut to 44 bytes


def test_renegotiation_is_refused(served: Secure) -> None:
    """TLS 1.2 lets a client ask for another handshake; the openssl command does so on a line R."""
    client = subprocess.run(
        [
            "openssl", "s_client", "-connect", f"127.0.0.1:{served.port}", "-tls1_2",
            "-cert", str(served.certs.path("client.crt")),
            "-key", str(served.certs.path("client.key")),
        ],
        input=b"R\n",
        capture_output=True,
        timeout=PATIENCE,
    )  # fmt: skip
    assert b"RENEGOTIATING" in client.stdout + client.stderr
    assert b"no renegotiation" in client.stderr.lower() or client.returncode != 0
    assert served.plain.ping()


def test_the_end_is_told(served: Secure) -> None:
    """close_notify both ways: a client that hears it knows that nothing was cut off."""
    context = served.certs.context()
    s = context.wrap_socket(served.socket(), suppress_ragged_eofs=False)
    s.sendall(b"QUIT\r\n")
    assert s.recv(16) == b"+OK\r\n"
    assert s.recv(16) == b""
    s.close()
    connected = served.numbers()["connected_clients"]
    with served.connect(context) as s:
        s.sendall(b"PING\r\n")
        assert s.recv(16) == b"+PONG\r\n"
        s.unwrap().close()
    until(lambda: served.numbers()["connected_clients"] <= connected, "it stayed")


def test_a_client_that_never_reads_meets_the_output_limit(served: Secure) -> None:
    def closed() -> int:
        return int(served.plain.info("stats")["client_output_buffer_limit_disconnections"])

    before = closed()
    served.plain.config_set("client-output-buffer-limit", "normal 1mb 0 0")
    served.plain.set("mass", "x" * 500_000)
    try:
        with served.connect() as s:
            with suppress(ssl.SSLError, ConnectionError):
                for _ in range(100):
                    s.sendall(b"GET mass\r\n")
            until(lambda: closed() > before, "it was not closed")
    finally:
        served.plain.config_set("client-output-buffer-limit", "normal 0 0 0")
        served.plain.delete("mass")


def test_a_slow_reader_gets_everything(served: Secure) -> None:
    served.plain.set("mass", "y" * 1_000_000)
    with served.connect() as s:
        s.sendall(b"GET mass\r\n" * 20)
        want = 20 * (1_000_000 + len("$1000000\r\n\r\n"))
        got = 0
        while got < want:
            got += len(s.recv(4096 if got < 400_000 else 1 << 20))
        assert got == want
    served.plain.delete("mass")


def test_a_client_that_was_idle_goes_on(served: Secure) -> None:
    """Its buffers are given back after two seconds, and are there again when it speaks."""
    wire = served.wire()
    assert wire.call("ECHO", b"x" * 30000) == b"x" * 30000

    def idle() -> int:
        rows = [
            row for row in served.plain.client_list() if row["laddr"].endswith(f":{served.port}")
        ]
        return min(int(row["idle"]) for row in rows)

    until(lambda: idle() >= 4, "it is never idle")
    wire.sock.sendall(b"*2\r\n$4\r\nECHO\r\n$30000\r\n" + b"y" * 15000)
    wire.sock.sendall(b"y" * 15000 + b"\r\n")
    assert wire.read() == b"y" * 30000
    wire.close()


def test_subscribers_and_transactions_over_tls(served: Secure) -> None:
    hears = served.wire()
    assert hears.call("SUBSCRIBE", "news") == [b"subscribe", b"news", 1]
    assert served.plain.publish("news", "x" * 40000) == 1
    assert hears.read() == [b"message", b"news", b"x" * 40000]
    hears.close()
    wire = served.wire()
    assert wire.call("MULTI") == b"OK"
    assert wire.call("SET", "k", "1") == b"QUEUED"
    assert wire.call("EXEC") == [b"OK"]
    wire.close()


def test_half_handshakes_are_ended_and_leave_nothing(tmp_path: Path, certs: Certificates) -> None:
    """Silent ones, ones that stop within the first message, ones that stop after it."""
    with secure(
        tmp_path, certs, "--timeout", "2", "--max-new-tls-connections-per-cycle", "1000"
    ) as s:
        hello = _client_hello(certs)
        halves = [s.socket() for _ in range(1000)]
        for i, one in enumerate(halves):
            with suppress(ConnectionError):
                one.sendall((b"", hello[: len(hello) // 2], hello)[i % 3])
        for one in halves:
            with suppress(ConnectionError):
                while one.recv(65536):
                    pass
            one.close()
        taken = s.running.log.read_text().count("the TLS handshake took too long")
        assert taken == 1000
        until(lambda: not s.refuses(certs.context()), "nobody is served any more")


def _client_hello(certs: Certificates) -> bytes:
    incoming, outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
    tls = certs.context().wrap_bio(incoming, outgoing)
    with pytest.raises(ssl.SSLWantReadError):
        tls.do_handshake()
    return outgoing.read()


def test_handshakes_count_for_maxclients(tmp_path: Path, certs: Certificates) -> None:
    with secure(tmp_path, certs, "--maxclients", "3") as s:
        assert s.plain.ping()
        silent = [s.socket() for _ in range(2)]
        with s.socket() as late:
            assert late.recv(100) == b""
        assert s.plain.info("stats")["rejected_connections"] == 1
        for one in silent:
            one.close()


def test_tls_alone(tmp_path: Path, certs: Certificates) -> None:
    with secure(tmp_path, certs) as s:
        wire = s.wire()
        assert wire.call("CONFIG", "SET", "port", "0") == b"OK"
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection(("127.0.0.1", s.running.port), 5)
        assert s.wire().call("PING") == b"PONG"
        assert wire.call("CONFIG", "SET", "port", str(s.running.port), "tls-port", "0") == b"OK"
        with pytest.raises(ConnectionRefusedError):
            s.socket()
        assert s.plain.ping()
        assert wire.call("PING") == b"PONG"
        assert wire.call("CONFIG", "SET", "tls-port", str(s.port)) == b"OK"
        assert s.wire().call("PING") == b"PONG"
        wire.close()
