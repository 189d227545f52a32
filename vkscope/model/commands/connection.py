"""What clients say about themselves: PING, ECHO, HELLO, CLIENT, RESET, QUIT; and TIME."""

from __future__ import annotations

from vkscope.model.call import Call, Session
from vkscope.model.commands.pubsub import remember
from vkscope.model.commands.transactions import end_transaction
from vkscope.model.registry import command, shown
from vkscope.model.replies import OK, CommandError, Reply, Status
from vkscope.tables.commands import TARGET

BAD_NAME = "ERR Client names cannot contain spaces, newlines or special characters."


@command("ping")
def ping(call: Call) -> Reply:
    """PING [message]: an array while a RESP2 session listens to channels"""
    if len(call.words) > 2:
        raise call.wrong_arguments()
    session = call.session
    if session.protocol == 2 and (session.channels or session.patterns or session.shards):
        return [b"pong", call.words[1] if len(call.words) == 2 else b""]
    return call.words[1] if len(call.words) == 2 else Status(b"PONG")


@command("echo")
def echo(call: Call) -> Reply:
    """ECHO message"""
    return call.words[1]


@command("time")
def time(call: Call) -> Reply:
    """TIME: Unix seconds, and the microseconds after them"""
    seconds, milliseconds = divmod(call.keyspace.now, 1000)
    return [b"%d" % seconds, b"%d" % (milliseconds * 1000)]


@command("quit")
def quit_(call: Call) -> Reply:
    """QUIT"""
    call.session.leaving = True
    return OK


@command("reset")
def reset(call: Call) -> Reply:
    """RESET: a new session in the same connection"""
    fresh = Session()
    call.session.database, call.session.protocol = fresh.database, fresh.protocol
    call.session.name = fresh.name
    end_transaction(call)
    for names in (call.session.channels, call.session.patterns, call.session.shards):
        names.clear()
    remember(call)
    return Status(b"RESET")


@command("hello")
def hello(call: Call) -> Reply:
    """HELLO [protocol [SETNAME name]]"""
    session = call.session
    protocol = session.protocol
    if len(call.words) > 1:
        protocol = call.integer(1, "ERR Protocol version is not an integer or out of range")
        if protocol not in (2, 3):
            raise CommandError("NOPROTO unsupported protocol version")
    name = session.name
    for at in range(2, len(call.words), 2):
        if call.option(at) != "setname" or at + 1 == len(call.words):
            word = shown(call.words[at], 64)
            raise CommandError(b"ERR Syntax error in HELLO option '%b'" % word)
        name = checked_name(call.words[at + 1])
    session.protocol, session.name = protocol, name
    return {
        b"server": b"valkey",
        b"version": ".".join(map(str, (*TARGET, 0))).encode(),
        b"proto": protocol,
        b"id": session.ident,
        b"mode": b"standalone",
        b"role": b"master",
        b"modules": [],
    }


def checked_name(word: bytes) -> bytes:
    """Return a client's name; it must not break a line of CLIENT LIST."""
    if any(not 0x21 <= byte <= 0x7E for byte in word):
        raise CommandError(BAD_NAME)
    return word


@command("client|setname")
def client_setname(call: Call) -> Reply:
    """CLIENT SETNAME name"""
    call.session.name = checked_name(call.words[2])
    return OK


@command("client|getname")
def client_getname(call: Call) -> Reply:
    """CLIENT GETNAME"""
    return call.session.name or None


@command("client|id")
def client_id(call: Call) -> Reply:
    """CLIENT ID"""
    return call.session.ident


@command("client|setinfo")
def client_setinfo(call: Call) -> Reply:
    """CLIENT SETINFO LIB-NAME | LIB-VER text: checked, and forgotten"""
    option = call.option(2)
    if option not in ("lib-name", "lib-ver"):
        raise CommandError(b"ERR Unrecognized option '%b'" % shown(call.words[2], 64))
    if any(not 0x21 <= byte <= 0x7E for byte in call.words[3]):
        raise CommandError(f"ERR {option} cannot contain spaces, newlines or special characters.")
    return OK
