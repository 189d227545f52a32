"""Enforcement: what users may do by each way that leads to a command, and what they are told."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Running, end, launch
from tests.server.wire import Wire

Open = Callable[[], Wire]
KEY = "NOPERM No permissions to access a key"
CHANNEL = "NOPERM No permissions to access a channel"


def command_denied(user: str, command: str) -> str:
    """What a client is told that may not run a command."""
    return f"NOPERM User {user} has no permissions to run the '{command}' command"


@pytest.fixture
def opened(server: Running) -> Iterator[Open]:
    """Open connections to the shared server, which has the default user alone."""
    wires: list[Wire] = []

    def opener() -> Wire:
        wires.append(Wire(server.connect()))
        return wires[-1]

    root = opener()
    root.call("FLUSHALL")
    root.call("ACL", "LOG", "RESET")
    yield opener
    last = Wire(server.connect())
    for name in last.call("ACL", "USERS"):
        if name != b"default":
            last.call("ACL", "DELUSER", name)
    for wire in [*wires, last]:
        wire.close()


@pytest.fixture
def root(opened: Open) -> Wire:
    """A connection of the default user."""
    return opened()


def user(opened: Open, root: Wire, rules: str, name: str = "u") -> Wire:
    """A connection of a new user with these rules."""
    assert root.call("ACL", "SETUSER", name, "on", "nopass", *rules.split(" ")) == b"OK"
    wire = opened()
    assert wire.call("AUTH", name, "x") == b"OK"
    return wire


def log(root: Wire) -> list[dict[bytes, Any]]:
    """The entries of ACL LOG, newest first."""
    entries = root.call("ACL", "LOG")
    return [dict(zip(e[::2], e[1::2], strict=True)) for e in entries]


def test_commands_keys_and_rights(opened: Open, root: Wire) -> None:
    u = user(opened, root, "+get +set +mset +getdel +copy ~a:* %R~r:* %W~w:* ~exact ~?[xy]")
    assert u.call("DEL", "a:1") == command_denied("u", "del")
    assert u.call("SET", "a:1", "1") == b"OK"
    assert u.call("GET", "b") == KEY
    assert u.call("GET", "r:1") is None
    assert u.call("SET", "r:1", "1") == KEY
    assert u.call("SET", "w:1", "1") == b"OK"
    assert u.call("GET", "w:1") == KEY
    assert u.call("SET", "w:1", "1", "GET") == KEY
    assert u.call("GETDEL", "w:1") == KEY
    assert u.call("COPY", "r:1", "w:2") == 0
    assert u.call("COPY", "w:2", "r:1") == KEY
    assert u.call("MSET", "a:1", "1", "b", "1") == KEY
    assert u.call("MSET", "exact", "1", "qx", "1") == b"OK"
    assert u.call("MSET", "exact1", "1") == KEY
    assert u.call("NOSUCH") == "ERR unknown command 'NOSUCH', with args beginning with: "


def test_selectors_pass_as_a_whole(opened: Open, root: Wire) -> None:
    u = user(opened, root, "+get ~a* (+set ~b*)")
    assert u.call("GET", "a") is None
    assert u.call("SET", "b", "1") == b"OK"
    assert u.call("SET", "a", "1") == KEY
    assert u.call("GET", "b") == KEY
    assert u.call("DEL", "b") == command_denied("u", "del")


def test_subcommands_and_first_words(opened: Open, root: Wire) -> None:
    u = user(opened, root, "+config|get +select|1 +client -client|kill")
    assert u.call("CONFIG", "GET", "port")[0] == b"port"
    assert u.call("CONFIG", "SET", "port", "1") == command_denied("u", "config|set")
    assert u.call("SELECT", "1") == b"OK"
    assert u.call("SELECT", "0") == command_denied("u", "select")
    assert u.call("CLIENT", "ID") > 0
    assert u.call("CLIENT", "KILL", "ID", "1") == command_denied("u", "client|kill")


def test_login_commands_need_no_right(opened: Open, root: Wire) -> None:
    u = user(opened, root, "-@all")
    assert u.call("PING") == command_denied("u", "ping")
    assert u.call("HELLO", "3", "AUTH", "u", "x")[1] == b"valkey"
    assert u.call("RESET") == b"RESET"
    assert u.call("ACL", "WHOAMI") == b"default"


def test_multi_is_checked_twice(opened: Open, root: Wire) -> None:
    u = user(opened, root, "+@all ~k*")
    assert u.call("MULTI") == b"OK"
    assert u.call("SET", "x", "1") == KEY
    assert u.call("EXEC") == "EXECABORT Transaction discarded because of previous errors."
    assert log(root)[0][b"context"] == b"multi"
    assert u.call("MULTI") == b"OK"
    assert u.call("SET", "k", "1") == b"QUEUED"
    assert u.call("GET", "k") == b"QUEUED"
    root.call("ACL", "SETUSER", "u", "-set")
    failed, got = u.call("EXEC")
    assert failed.startswith("NOPERM ACLs rules changed between")
    assert failed.endswith("reason: no permission to execute the command")
    assert got is None
    assert log(root)[0][b"object"] == b"set"


def test_scripts_have_the_rights_of_their_caller(opened: Open, root: Wire) -> None:
    u = user(opened, root, "+eval +get ~k*")
    script = "return server.pcall(ARGV[1], unpack(ARGV, 2))"
    told = "NOPERM ACL failure in script: "
    assert u.call("EVAL", script, "0", "get", "k") is None
    assert u.call("EVAL", script, "0", "get", "x") == f"{told}{KEY[7:]}"
    assert u.call("EVAL", script, "0", "set", "k", "1") == (
        f"{told}User u has no permissions to run the 'set' command"
    )
    assert log(root)[0][b"context"] == b"lua"
    assert u.call("EVAL", "return 1", "1", "x") == KEY
    check = "return {server.acl_check_cmd('set', 'k', '1'), server.acl_check_cmd('get', 'k')}"
    assert u.call("EVAL", check, "0") == [None, 1]
    assert root.call("EVAL", check, "0") == [1, 1]


def test_functions_have_the_rights_of_their_caller(opened: Open, root: Wire) -> None:
    body = "function(k) return server.pcall('get', k[1]) end"
    code = f"#!lua name=acl\nserver.register_function('f', {body})"
    root.call("FUNCTION", "LOAD", "REPLACE", code)
    u = user(opened, root, "+fcall ~k*")
    assert "no permissions to run the 'get' command" in u.call("FCALL", "f", "1", "k")
    assert u.call("FCALL", "f", "1", "x") == KEY
    root.call("ACL", "SETUSER", "u", "+get")
    assert u.call("FCALL", "f", "1", "k") is None
    root.call("FUNCTION", "DELETE", "acl")


def test_blocked_commands_are_checked_when_they_run_again(opened: Open, root: Wire) -> None:
    u = user(opened, root, "+@all ~k*")
    u.send("BLPOP", "k", "0")
    limit = time.monotonic() + 30
    while b"cmd=blpop" not in root.call("CLIENT", "LIST", "FLAGS", "b"):
        assert time.monotonic() < limit
    root.call("ACL", "SETUSER", "u", "-blpop")
    root.call("RPUSH", "k", "1")
    assert u.read() == command_denied("u", "blpop")
    assert root.call("LLEN", "k") == 1


def test_sort_needs_the_right_to_all_keys(opened: Open, root: Wire) -> None:
    u = user(opened, root, "+sort ~s")
    denied = "ERR {} option of SORT denied due to insufficient ACL permissions."
    assert u.call("SORT", "s", "BY", "w_*") == denied.format("BY")
    assert u.call("SORT", "s", "GET", "w_*") == denied.format("GET")
    assert u.call("SORT", "s", "BY", "nosort", "GET", "#") == []
    root.call("ACL", "SETUSER", "u", "%R~*")
    assert u.call("SORT", "s", "BY", "w_*", "GET", "w_*") == []
    assert u.call("SORT", "s", "STORE", "t") == KEY


def test_channels(opened: Open, root: Wire) -> None:
    u = user(opened, root, "+@pubsub +ping &news* &exact")
    assert u.call("PUBLISH", "news.1", "x") == 0
    assert u.call("PUBLISH", "other", "x") == CHANNEL
    assert u.call("SPUBLISH", "other", "x") == CHANNEL
    assert u.call("SUBSCRIBE", "exact", "other") == CHANNEL
    assert u.call("SSUBSCRIBE", "other") == CHANNEL
    assert u.call("PSUBSCRIBE", "news.*") == CHANNEL
    assert u.call("PSUBSCRIBE", "news*") == [b"psubscribe", b"news*", 1]
    assert log(root)[0][b"reason"] == b"channel"
    assert u.call("UNSUBSCRIBE", "other") == [b"unsubscribe", b"other", 1]


def test_who_loses_a_channel_is_closed(opened: Open, root: Wire) -> None:
    keeps = user(opened, root, "+@all &a* &b*")
    loses = opened()
    loses.call("AUTH", "u", "x")
    keeps.call("SUBSCRIBE", "a1")
    loses.call("SUBSCRIBE", "b1")
    root.call("ACL", "SETUSER", "u", "resetchannels", "&a*", "&c*")
    with pytest.raises((EOFError, ConnectionError)):
        loses.read()
    root.call("PUBLISH", "a1", "still")
    assert keeps.read() == [b"message", b"a1", b"still"]


def test_deleting_a_user_closes_its_clients(opened: Open, root: Wire) -> None:
    u = user(opened, root, "+@all ~*")
    assert root.call("ACL", "DELUSER", "u", "nobody") == 1
    with pytest.raises((EOFError, ConnectionError)):
        u.call("PING")
    me = user(opened, root, "+acl", "me")
    assert me.call("ACL", "DELUSER", "me") == 1
    with pytest.raises((EOFError, ConnectionError)):
        me.call("ACL", "WHOAMI")
    assert root.call("ACL", "DELUSER", "default") == "ERR The 'default' user cannot be removed"


def test_a_deleted_user_may_do_nothing_more_in_its_transaction(opened: Open, root: Wire) -> None:
    u = user(opened, root, "+@all ~*")
    u.call("MULTI")
    u.call("ACL", "DELUSER", "u")
    u.call("SET", "k", "1")
    assert u.call("EXEC")[0] == 1
    assert root.call("GET", "k") is None


def test_setuser_changes_all_or_nothing(root: Wire) -> None:
    root.call("ACL", "SETUSER", "u", "on", "+get")
    before = root.call("ACL", "LIST")
    assert root.call("ACL", "SETUSER", "u", "off", "+set", "~a", "bad") == (
        "ERR Error in ACL SETUSER modifier 'bad': Syntax error"
    )
    assert root.call("ACL", "SETUSER", "u", "(+get", "~a") == (
        "ERR Unmatched parenthesis in acl selector starting at '(+get'."
    )
    assert root.call("ACL", "SETUSER", "a b") == (
        "ERR Usernames can't contain spaces or null characters"
    )
    assert root.call("ACL", "LIST") == before


def test_logins_that_fail(opened: Open, root: Wire) -> None:
    root.call("ACL", "SETUSER", "u", ">right")
    wrong = "WRONGPASS invalid username-password pair or user is disabled."
    w = opened()
    assert w.call("AUTH", "u", "right") == wrong
    root.call("ACL", "SETUSER", "u", "on")
    assert w.call("AUTH", "u", "other") == wrong
    assert w.call("AUTH", "nobody", "x") == wrong
    assert w.call("HELLO", "3", "AUTH", "u", "other") == wrong
    assert [(e[b"username"], e[b"object"]) for e in log(root)] == [
        (b"u", b"HELLO"),
        (b"nobody", b"AUTH"),
        (b"u", b"AUTH"),
    ]
    assert log(root)[2][b"count"] == 2
    assert w.call("AUTH", "u", "right") == b"OK"


def test_log_is_grouped_cut_and_reset(opened: Open, root: Wire) -> None:
    u = user(opened, root, "+get ~a")
    for _ in range(3):
        u.call("GET", "b")
    u.call("SET", "a", "1")
    u.call("GET", "b")
    entries = log(root)
    assert [(e[b"object"], e[b"reason"], e[b"count"]) for e in entries] == [
        (b"b", b"key", 4),
        (b"set", b"command", 1),
    ]
    assert entries[1][b"entry-id"] == entries[0][b"entry-id"] + 1
    assert b"user=u " in entries[0][b"client-info"]
    assert len(root.call("ACL", "LOG", "1")) == 1
    assert root.call("ACL", "LOG", "x") == "ERR value is not an integer or out of range"
    root.call("CONFIG", "SET", "acllog-max-len", "1")
    u.call("DEL", "a")
    assert [e[b"object"] for e in log(root)] == [b"del"]
    root.call("CONFIG", "SET", "acllog-max-len", "128")
    assert root.call("ACL", "LOG", "RESET") == b"OK"
    assert log(root) == []


def test_dryrun_says_what_would_be(opened: Open, root: Wire) -> None:
    user(opened, root, "+get +publish ~a &c")
    dry = ("ACL", "DRYRUN", "u")
    assert root.call(*dry, "GET", "a") == b"OK"
    assert root.call(*dry, "GET", "b") == b"User u has no permissions to access the 'b' key"
    assert root.call(*dry, "SET", "a", "1") == b"User u has no permissions to run the 'set' command"
    assert root.call(*dry, "PUBLISH", "d", "x") == (
        b"User u has no permissions to access the 'd' channel"
    )
    assert root.call(*dry, "NOSUCH") == "ERR Command 'NOSUCH' not found"
    assert root.call(*dry, "GET") == "ERR wrong number of arguments for 'get' command"
    assert root.call("ACL", "DRYRUN", "nobody", "GET", "a") == "ERR User 'nobody' not found"
    assert log(root) == []


def test_clients_are_found_by_user(opened: Open, root: Wire) -> None:
    u = user(opened, root, "+ping")
    assert root.call("CLIENT", "LIST", "USER", "u").count(b"user=u ") == 1
    assert root.call("CLIENT", "LIST", "USER", "nobody") == "ERR No such user 'nobody'"
    assert root.call("CLIENT", "KILL", "USER", "u") == 1
    with pytest.raises((EOFError, ConnectionError)):
        u.call("PING")


def test_scope_obeys(opened: Open, root: Wire) -> None:
    u = user(opened, root, "+scope|xray ~a*")
    root.call("SET", "b", "1")
    assert u.call("SCOPE", "XRAY", "b") == KEY
    assert u.call("SCOPE", "STATS") == command_denied("u", "scope|stats")
    snapshot = root.call("SCOPE", "SNAPSHOT", "acl")[1]
    section = dict(zip(snapshot[::2], snapshot[1::2], strict=True))
    assert section[b"users"] == 2
    assert section[b"log"][0][:5] == [b"command", b"toplevel", b"scope|stats", b"u", 1]
    assert [b"u", 1] in section[b"clients_by_user"]


def test_the_default_user_can_be_limited(tmp_path: Path) -> None:
    running = launch(tmp_path, "--requirepass", "secret")
    w, other = Wire(running.connect()), Wire(running.connect())
    assert w.call("GET", "k") == "NOAUTH Authentication required."
    assert w.call("AUTH", "secret") == b"OK"
    assert w.call("ACL", "SETUSER", "default", "-get") == b"OK"
    assert w.call("GET", "k") == command_denied("default", "get")
    assert w.call("CONFIG", "SET", "requirepass", "") == b"OK"
    assert other.call("SET", "k", "1") == b"OK"
    assert w.call("ACL", "SETUSER", "default", "+get", "~*") == b"OK"
    assert w.call("GET", "k") == b"1"
    assert w.call("ACL", "SETUSER", "default", "off") == b"OK"
    third = Wire(running.connect())
    assert third.call("GET", "k") == "NOAUTH Authentication required."
    for wire in (w, other, third):
        wire.close()
    end(running)
