"""TLS between servers: MIGRATE over TLS, and the ports that a cluster tells who speaks it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
import redis

from tests.certs import Certificates
from tests.net.secure import Secure, secure
from tests.server.replica import Replica
from tests.server.wire import Wire


def test_migrate_over_tls(tmp_path: Path, certs: Certificates) -> None:
    """The target asks for a certificate; the server's own serves where no other is named."""
    with secure(tmp_path, certs) as here, secure(tmp_path, certs) as there:
        here.plain.config_set("tls-cluster", "yes")
        value = "x" * 3_000_000
        here.plain.mset({"a": "1", "b": value})
        for key in ("a", "b"):
            reply = here.plain.execute_command(
                "MIGRATE", "127.0.0.1", there.port, key, 0, 10000, "REPLACE"
            )
            assert reply == "OK"
        assert there.plain.get("a") == "1"
        assert there.plain.get("b") == value
        assert here.plain.dbsize() == 0


def test_migrate_shows_the_clients_certificate_where_there_is_one(
    tmp_path: Path, certs: Certificates
) -> None:
    """Of two certificates the one for outgoing links is shown: a stranger's is refused."""
    (tmp_path / "other").mkdir()
    stranger = Certificates(tmp_path / "other", "stranger")
    with secure(tmp_path, certs) as here, secure(tmp_path, certs) as there:
        here.plain.config_set("tls-cluster", "yes")
        for made, good in ((stranger, False), (certs, True)):
            here.plain.execute_command(
                "CONFIG", "SET", "tls-client-cert-file", str(made.path("client.crt")),
                "tls-client-key-file", str(made.path("client.key")),
            )  # fmt: skip
            here.plain.set("k", "v")
            words = ("MIGRATE", "127.0.0.1", there.port, "k", 0, 10000, "REPLACE")
            if good:
                assert here.plain.execute_command(*words) == "OK"
            else:
                with pytest.raises(redis.RedisError, match="IOERR"):
                    here.plain.execute_command(*words)
        assert there.plain.get("k") == "v"


def test_migrate_to_one_without_tls_fails(tmp_path: Path, certs: Certificates) -> None:
    with secure(tmp_path, certs) as here, secure(tmp_path, certs) as there:
        here.plain.config_set("tls-cluster", "yes")
        here.plain.set("k", "v")
        with pytest.raises(redis.RedisError, match="IOERR"):
            here.plain.execute_command("MIGRATE", "127.0.0.1", there.running.port, "k", 0, 10000)
        assert here.plain.get("k") == "v"


def test_a_cluster_tells_the_port_of_ones_own_kind(tmp_path: Path, certs: Certificates) -> None:
    with secure(tmp_path, certs, "--cluster-enabled", "yes") as s:
        s.plain.execute_command("CLUSTER", "ADDSLOTSRANGE", 0, 16383)
        wire = s.wire()
        assert wire.call("CLUSTER", "SLOTS")[0][2][1] == s.port
        assert s.plain.execute_command("CLUSTER", "SLOTS")
        mine = wire.call("CLUSTER", "NODES").decode().split()[1]
        assert mine.split("@")[0].endswith(f":{s.port}")
        shard = wire.call("CLUSTER", "SHARDS")[0]
        node = shard[shard.index(b"nodes") + 1][0]
        assert node[node.index(b"tls-port") + 1] == s.port
        assert node[node.index(b"port") + 1] == s.running.port
        wire.close()


class SecureReplica(Replica):
    """A replica whose connection is TLS."""

    def __init__(self, served: Secure) -> None:
        Wire.__init__(self, served.connect())
        self.server = served.running


@pytest.mark.parametrize("diskless", ["no", "yes"])
def test_a_replica_over_tls(tmp_path: Path, certs: Certificates, diskless: str) -> None:
    """Snapshot and stream, more of both than the socket takes at a time."""
    options = ("--repl-diskless-sync", diskless, "--repl-diskless-sync-delay", "0")
    with secure(tmp_path, certs, *options) as s:
        size = 300_000 if diskless == "yes" else 5_000_000
        s.plain.set("large", os.urandom(size // 2).hex())
        replica = SecureReplica(s)
        data = replica.sync()
        assert data.startswith((b"VALKEY", b"REDIS"))
        assert len(data) > size // 2
        for i in range(200):
            s.plain.set(f"k{i}", str(i % 10) * 50_000)
        assert replica.words() == [b"SELECT", b"0"]
        for i in range(200):
            assert replica.words() == [b"SET", b"k%d" % i, (b"%d" % (i % 10)) * 50_000]
        replica.close()
