"""HELLO, AUTH, CLIENT, SELECT, QUIT, RESET, and the limits on connections."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Callable

import pytest
import redis
import redis.asyncio
import valkey

from tests.conftest import Running

Start = Callable[..., Running]


def test_hello_switches_the_protocol(server: Running) -> None:
    client = redis.Redis(port=server.port, protocol=3)
    hello = client.execute_command("HELLO", "3")
    assert hello[b"proto"] == 3
    assert hello[b"server"] == b"valkey"
    client.close()


def test_hello_refuses_other_versions(client: redis.Redis) -> None:
    with pytest.raises(redis.ResponseError, match="^NOPROTO|unsupported protocol version"):
        client.execute_command("HELLO", "4")


def test_a_password_is_asked_for(start: Start) -> None:
    running = start("--requirepass", "secret")
    assert running.talk(b"GET k\r\n").startswith(b"-NOAUTH Authentication required.")
    wrong = b"-WRONGPASS invalid username-password pair or user is disabled.\r\n"
    assert running.talk(b"AUTH nothing\r\n") == wrong
    assert running.talk(b"AUTH other secret\r\n") == wrong
    assert running.talk(b"AUTH secret\r\nPING\r\n") == b"+OK\r\n+PONG\r\n"
    assert running.talk(b"AUTH default secret\r\nPING\r\n") == b"+OK\r\n+PONG\r\n"


def test_client_knows_names_and_ids(client: redis.Redis) -> None:
    assert client.client_setname("me")
    assert client.client_getname() in (b"me", "me")
    with pytest.raises(redis.ResponseError, match="cannot contain spaces"):
        client.execute_command("CLIENT", "SETNAME", "a b")
    assert any(row["name"] == "me" for row in client.client_list())


def test_client_kill_closes_another_and_spares_the_killer(server: Running) -> None:
    killer, victim = redis.Redis(port=server.port), server.connect()
    victim.sendall(b"CLIENT ID\r\n")
    ident = int(victim.recv(64)[1:-2])
    assert killer.execute_command("CLIENT", "KILL", "ID", str(ident)) == 1
    assert victim.recv(64) == b""
    assert killer.ping()
    victim.close()
    killer.close()


def test_quit_answers_and_closes(server: Running) -> None:
    assert server.talk(b"QUIT\r\nPING\r\n") == b"+OK\r\n"


def test_select_has_bounds(server: Running) -> None:
    got = server.talk(b"SELECT 15\r\nSELECT 16\r\nSELECT x\r\nSELECT 3000000000\r\n")
    got = got.split(b"\r\n")
    assert got[0] == b"+OK"
    assert got[1] == b"-ERR DB index is out of range"
    assert got[2] == b"-ERR value is not an integer or out of range"
    bounds = b"-ERR value is out of range, value must between -2147483648 and 2147483647"
    assert got[3] == bounds


def test_reply_off_and_skip_mute(server: Running) -> None:
    sent = b"CLIENT REPLY SKIP\r\nPING\r\nECHO a\r\nCLIENT REPLY OFF\r\nPING\r\nCLIENT REPLY ON\r\n"
    assert server.talk(sent) == b"$1\r\na\r\n+OK\r\n"


def test_maxclients_refuses_with_its_words(start: Start) -> None:
    running = start("--maxclients", "3")
    assert running.talk(b"PING\r\n") == b"+PONG\r\n"
    kept = [running.connect() for _ in range(3)]
    for s in kept:
        s.sendall(b"PING\r\n")
        assert s.recv(16) == b"+PONG\r\n"
    assert running.talk(b"") == b"-ERR max number of clients reached\r\n"
    for s in kept:
        s.close()


def test_unknown_commands_and_wrong_arity(server: Running) -> None:
    assert server.talk(b"NOSUCH a b\r\n").startswith(b"-ERR unknown command 'NOSUCH', with args")
    expected = b"-ERR wrong number of arguments for 'echo' command\r\n"
    assert server.talk(b"ECHO\r\n") == expected


@pytest.mark.parametrize("protocol", [2, 3])
def test_the_asyncio_client_works(server: Running, protocol: int) -> None:
    async def talk() -> bytes:
        client = redis.asyncio.Redis(port=server.port, protocol=protocol)
        try:
            return bytes(await client.execute_command("ECHO", "hi"))
        finally:
            await client.aclose()

    assert asyncio.run(talk()) == b"hi"


@pytest.mark.parametrize("protocol", [2, 3])
def test_valkey_py_works(server: Running, protocol: int) -> None:
    client = valkey.Valkey(port=server.port, protocol=protocol)
    assert client.ping()
    assert client.info("server")["valkey_version"] == "9.0.0"
    client.close()


def test_a_unix_socket_serves_and_goes_away(start: Start, tmp_path: object) -> None:
    path = f"{tmp_path}/s.sock"
    running = start("--unixsocket", path, "--unixsocketperm", "700")
    client = redis.Redis(unix_socket_path=path)
    assert client.ping()
    client.close()
    running.process.send_signal(signal.SIGTERM)
    assert running.process.wait(5) == 0
    with pytest.raises(redis.ConnectionError):
        redis.Redis(unix_socket_path=path).ping()


def test_config_set_is_all_or_nothing(client: redis.Redis) -> None:
    with pytest.raises(redis.ResponseError, match="Unknown option"):
        client.execute_command("CONFIG", "SET", "hz", "33", "nosuch", "1")
    assert client.config_get("hz")["hz"] == "10"
    with pytest.raises(redis.ResponseError, match="can't set immutable config"):
        client.config_set("databases", "1")


def test_a_handler_that_fails_costs_only_its_client(client: redis.Redis) -> None:
    with pytest.raises(redis.ResponseError, match="syntax error"):
        client.execute_command("SHUTDOWN", "SAVE", "NOSAVE")
    assert client.ping()
