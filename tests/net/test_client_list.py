"""CLIENT LIST and CLIENT KILL: fields in their order, every filter and its opposite."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
import redis

from tests.conftest import Running

FIELDS = """
    id addr laddr fd name age idle flags capa db sub psub ssub multi watch qbuf qbuf-free argv-mem
    multi-mem rbs rbp obl oll omem tot-mem events cmd user redir resp lib-name lib-ver tot-net-in
    tot-net-out tot-cmds
""".split()  # noqa: SIM905 - a list of 35 words reads better as a line than as a column


class Talker:
    """A plain connection whose commands are inline and whose replies are one line."""

    def __init__(self, server: Running) -> None:
        self.socket = server.connect()
        self.file = self.socket.makefile("rb")

    def say(self, text: str) -> str:
        self.socket.sendall(text.encode() + b"\r\n")
        return self.file.readline().decode().rstrip()

    def ident(self) -> int:
        return int(self.say("CLIENT ID")[1:])

    def close(self) -> None:
        self.file.close()
        self.socket.close()


@pytest.fixture
def pair(server: Running) -> Iterator[tuple[redis.Redis, Talker]]:
    asker, other = redis.Redis(port=server.port, decode_responses=True), Talker(server)
    yield asker, other
    asker.close()
    other.close()


def ids(client: redis.Redis, *filters: object) -> set[int]:
    text = client.execute_command("CLIENT", "LIST", *filters)
    if isinstance(text, list):
        return {int(row["id"]) for row in text}
    return {int(m) for m in re.findall(r"^id=(\d+) ", text, re.MULTILINE)}


def test_fields_and_their_order(server: Running) -> None:
    got = server.talk(b"CLIENT SETNAME me\r\nCLIENT INFO\r\n").decode().split("\r\n", 2)
    line = got[2].rstrip("\r\n")
    assert [word.partition("=")[0] for word in line.split(" ")] == FIELDS
    assert re.fullmatch(
        r"id=\d+ addr=127\.0\.0\.1:\d+ laddr=127\.0\.0\.1:\d+ fd=\d+ name=me age=0 idle=0 flags=N "
        r"capa= db=0 sub=0 psub=0 ssub=0 multi=-1 watch=0 qbuf=\d+ qbuf-free=\d+ argv-mem=\d+ "
        r"multi-mem=0 rbs=\d+ rbp=\d+ obl=\d+ oll=0 omem=0 tot-mem=\d+ events=r cmd=client\|info "
        r"user=default redir=-1 resp=2 lib-name= lib-ver= tot-net-in=\d+ "
        r"tot-net-out=\d+ tot-cmds=1",
        line,
    )


def test_commands_inside_others_count_for_the_client(server: Running) -> None:
    client = redis.Redis(port=server.port, decode_responses=True, single_connection_client=True)

    def commands() -> int:
        return int(client.client_info()["tot-cmds"])

    before = commands()
    client.eval("server.call('ping') server.call('set', KEYS[1], '1') return 1", 1, "k")
    assert commands() == before + 1 + 1 + 2  # CLIENT INFO, EVAL, and the script's two
    client.execute_command("MULTI")
    client.execute_command("GET", "k")
    client.execute_command("GET", "k")
    client.execute_command("EXEC")
    assert commands() == before + 4 + 1 + 1 + 2 + 1  # CLIENT INFO, MULTI, the two, EXEC
    client.close()


def test_each_filter_and_its_opposite(pair: tuple[redis.Redis, Talker]) -> None:
    client, other = pair
    me, it = int(client.client_id()), other.ident()
    for line in ("SETNAME blue", "SETINFO lib-name lib", "SETINFO lib-ver 1.2", "CAPA redirect"):
        assert other.say(f"CLIENT {line}") == "+OK"
    assert other.say("CLIENT NO-TOUCH on") == "+OK"
    assert other.say("SELECT 3") == "+OK"
    address = "{}:{}".format(*other.socket.getsockname())
    for name, value in {
        "ID": it,
        "NAME": "blue",
        "LIB-NAME": "lib",
        "LIB-VER": "1.2",
        "CAPA": "r",
        "DB": 3,
        "FLAGS": "T",
        "ADDR": address,
    }.items():
        assert ids(client, name, value) == {it}, name
        opposite = ids(client, f"NOT-{name}", value)
        assert it not in opposite and me in opposite, name
    assert {me, it} <= ids(client, "TYPE", "normal", "IP", "127.0.0.1", "USER", "default")
    assert ids(client, "NOT-IP", "127.0.0.1") == set()
    assert ids(client, "TYPE", "pubsub") == set()
    assert ids(client, "SKIPME", "yes", "ID", me, it) == {it}
    assert ids(client, "ID", me, it, "NAME", "blue", "NOT-DB", 3) == set()
    assert ids(client, "MAXAGE", 100000) == ids(client, "IDLE", 100000) == set()


@pytest.mark.parametrize(
    ("filters", "error"),
    [
        (("ID", "0"), "client-id should be greater than 0"),
        (("ID", "1", "xyz"), "syntax error"),
        (("TYPE", "odd"), "Unknown client type 'odd'"),
        (("USER", "nobody"), "No such user 'nobody'"),
        (("MAXAGE", "x"), "maxage is not an integer or out of range"),
        (("MAXAGE", "0"), "maxage should be greater than 0"),
        (("IDLE", "-1"), "idle should be greater than 0"),
        (("IDLE", "1x"), "idle is not an integer or out of range"),
        (("FLAGS", "NZ"), "Unknown flags found in the provided filter: NZ"),
        (("CAPA", "x"), "Unknown capa found in the provided filter: x"),
        (("DB", "16"), "DB number should be between 0 and 15"),
        (("DB", "a"), "DB is not an integer or out of range"),
        (("SKIPME", "maybe"), "syntax error"),
        (("NOT-SKIPME", "yes"), "syntax error"),
        (("NAME", "a", "ADDR"), "syntax error"),
        (("NOT-USER", "nobody"), "No such user 'nobody'"),
    ],
)
def test_bad_filters(client: redis.Redis, filters: tuple[str, ...], error: str) -> None:
    for command in ("LIST", "KILL"):
        with pytest.raises(redis.ResponseError) as caught:
            client.execute_command("CLIENT", command, *filters)
        assert str(caught.value) == error


def test_kill_in_both_forms(server: Running) -> None:
    killer, victims = Talker(server), [Talker(server) for _ in range(4)]
    numbers = [victim.ident() for victim in victims]
    assert killer.say(f"CLIENT KILL ID {numbers[0]} {numbers[1]}") == ":2"
    address = "{}:{}".format(*victims[2].socket.getsockname())
    assert killer.say(f"CLIENT KILL {address}") == "+OK"
    assert killer.say(f"CLIENT KILL {address}") == "-ERR No such client"
    assert victims[3].say("CLIENT SETNAME last") == "+OK"
    assert killer.say("CLIENT KILL NAME last NOT-ID 1") == ":1"
    for victim in victims:
        assert victim.file.read() == b""
        victim.close()
    mine = "{}:{}".format(*killer.socket.getsockname())
    assert killer.say(f"CLIENT KILL ADDR {mine}") == ":0"
    assert killer.say(f"CLIENT KILL ADDR {mine} SKIPME no") == ":1"
    assert killer.file.read() == b""
    killer.close()


def test_words_of_any_length_and_their_removal(client: redis.Redis) -> None:
    name = "n" * 500
    assert client.client_setname(name)
    assert client.execute_command("CLIENT", "GETNAME") in (name, name.encode())
    assert client.client_setname("")
    assert client.execute_command("CLIENT", "GETNAME") is None
    with pytest.raises(redis.ResponseError, match="lib-VER cannot contain spaces"):
        client.execute_command("CLIENT", "SETINFO", "lib-VER", "a b")
    with pytest.raises(redis.ResponseError, match="Unrecognized option 'lib-x'"):
        client.execute_command("CLIENT", "SETINFO", "lib-x", "a")


def test_tracking_is_off_until_it_is_asked_for(client: redis.Redis) -> None:
    assert client.execute_command("CLIENT", "GETREDIR") == -1
    info = client.execute_command("CLIENT", "TRACKINGINFO")
    assert info == {b"flags": [b"off"], b"redirect": -1, b"prefixes": []}
    assert client.execute_command("CLIENT", "TRACKING", "OFF") in (b"OK", "OK")
    with pytest.raises(redis.ResponseError, match="syntax error"):
        client.execute_command("CLIENT", "TRACKING", "ON", "PREFIX")
    with pytest.raises(redis.ResponseError, match="CLIENT CACHING can be called only when"):
        client.execute_command("CLIENT", "CACHING", "YES")
    assert client.execute_command("CLIENT", "UNBLOCK", 12) == 0
    with pytest.raises(redis.ResponseError, match="reason should be TIMEOUT or ERROR"):
        client.execute_command("CLIENT", "UNBLOCK", 12, "WHY")


def test_import_source_needs_import_mode(start: Callable[..., Running]) -> None:
    running = start("--enable-debug-command", "yes")
    talker = Talker(running)
    assert talker.say("CLIENT IMPORT-SOURCE on") == "-ERR Server is not in import mode"
    assert talker.say("CLIENT IMPORT-SOURCE off") == "+OK"
    assert talker.say("CONFIG SET import-mode yes") == "+OK"
    assert talker.say("CLIENT IMPORT-SOURCE on") == "+OK"
    assert talker.say("CLIENT LIST FLAGS I").startswith("$")
    assert "flags=I" in talker.file.readline().decode()
    talker.file.readline()
    assert talker.say("CLIENT IMPORT-SOURCE maybe") == "-ERR syntax error"
    assert talker.say("SET k v PX 20") == "+OK"
    assert talker.say("DEBUG SLEEP 0.05") == "+OK"
    other = Talker(running)
    assert talker.say("STRLEN k") == ":1"
    assert other.say("STRLEN k") == ":0"
    assert other.say("DBSIZE") == ":1"
    assert talker.say("CONFIG SET import-mode no") == "+OK"
    assert talker.say("STRLEN k") == ":0"
    other.close()
    talker.close()


def test_help_names_every_subcommand(client: redis.Redis) -> None:
    lines = b"\n".join(client.execute_command("CLIENT", "HELP")).decode()
    for name in ("KILL", "LIST", "PAUSE", "UNPAUSE", "TRACKING", "NO-EVICT", "IMPORT-SOURCE"):
        assert name in lines


def test_no_touch_leaves_the_age_of_keys(start: Callable[..., Running]) -> None:
    talker = Talker(start())
    assert talker.say("SET k v") == "+OK"
    assert talker.say("CLIENT NO-TOUCH on") == "+OK"
    assert talker.say("DEBUG SLEEP 2.1") == "+OK"
    assert talker.say("STRLEN k") == ":1"
    assert int(talker.say("OBJECT IDLETIME k")[1:]) >= 1
    assert talker.say("TOUCH k") == ":1"
    assert talker.say("OBJECT IDLETIME k") == ":0"
    talker.close()
