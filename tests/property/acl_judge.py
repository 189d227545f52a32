"""One random user and its attempts, on every way into the server, against the model.

Ways: direct, in a transaction, by EVAL, by FCALL, and asked of ACL DRYRUN. COMMAND GETKEYS must
name the keys that the form says.
"""

from __future__ import annotations

import socket
from collections import Counter
from dataclasses import dataclass, field
from random import Random
from typing import Any

from tests.property import acl_draw
from tests.property.acl_model import TABLE, Attempt, User
from tests.server.wire import Wire

LUA = "return redis.pcall(unpack(ARGV))"
FUNCTION = "acl_probe"
LIBRARY = f"""#!lua name={FUNCTION}
redis.register_function('{FUNCTION}', function(keys, args) return redis.pcall(unpack(args)) end)"""
NAME = "probe"
WAYS = ("dryrun", "direct", "multi", "eval", "fcall")


@dataclass
class Judge:
    """Connections to one server; what was found wrong, and how often each way was tried."""

    port: int
    wrong: list[str] = field(default_factory=list)
    seen: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self.admin = self._connect()
        assert self.admin.call("FUNCTION", "LOAD", "REPLACE", LIBRARY) == FUNCTION.encode()

    def _connect(self) -> Wire:
        return Wire(socket.create_connection(("127.0.0.1", self.port), 60))

    def _login(self) -> None:
        self.probe = self._connect()
        assert self.probe.call("AUTH", NAME, "any") == b"OK"

    def user(self, random: Random, attempts: int) -> None:
        """Give a user new rights, and let it try."""
        words = acl_draw.user(random)
        reply = self.admin.call("ACL", "SETUSER", NAME, "reset", "on", "nopass", *words)
        assert reply == b"OK", (reply, words)
        user = User.of(words)
        self._login()
        for _ in range(attempts):
            self._attempt(words, user, acl_draw.attempt(random))
        self.probe.close()

    def _attempt(self, rules: list[str], user: User, a: Attempt) -> None:
        tried = {
            "dryrun": self.admin.call("ACL", "DRYRUN", NAME, *a.words) == b"OK",
            "direct": permitted(self.probe.call(*a.words)),
            "multi": self._transaction(a),
        }
        through = {"multi": ("multi", "exec"), "eval": ("eval",), "fcall": ("fcall",)}
        if "NOSCRIPT" not in TABLE[a.command].flags:
            tried["eval"] = permitted(self.probe.call("EVAL", LUA, "0", *a.words))
            tried["fcall"] = permitted(self.probe.call("FCALL", FUNCTION, "0", *a.words))
        for way, got in tried.items():
            also = (Attempt((name,), name) for name in through.get(way, ()))
            may = user.may(a) and all(user.may(each) for each in also)
            said = "allowed" if got else "denied"
            self.seen[f"{way} {'allowed' if may else 'denied'}"] += 1
            if got != may:
                self.wrong.append(f"{way} {said}: {' '.join(a.words)}; rules: {' '.join(rules)}")
        if a.keys:
            self._getkeys(a)

    def _getkeys(self, a: Attempt) -> None:
        self.seen["getkeys"] += 1
        named = self.admin.call("COMMAND", "GETKEYS", *a.words)
        known = [key.encode() for key, _ in a.keys]
        if not isinstance(named, list) or sorted(named) != sorted(known):
            self.wrong.append(f"getkeys of {' '.join(a.words)}: {named}")

    def _transaction(self, a: Attempt) -> bool:
        """MULTI, the command, EXEC; whether nothing was refused."""
        if not permitted(self.probe.call("MULTI")):
            return False
        queued = permitted(self.probe.call(*a.words))
        reply = self.probe.call("EXEC")
        if isinstance(reply, str) and not reply.startswith("EXECABORT"):
            self.probe.close()  # EXEC itself is refused: the transaction is still open
            self._login()
            return False
        return queued and permitted(reply)


def permitted(reply: Any) -> bool:
    """Whether a reply, or what a transaction answers, refuses nothing for want of rights."""
    if isinstance(reply, list):
        return all(permitted(each) for each in reply)
    return not (isinstance(reply, str) and is_denial(reply))


def is_denial(text: str) -> bool:
    """Whether an error says that rights are missing."""
    return text.startswith(("NOPERM", "EXECABORT")) or "no permissions" in text.lower()
