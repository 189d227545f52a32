"""A server and the model side by side: steps are taken on both, and every reply is compared.

Design: commands of one session go out together, up to the next that another session says or
that needs more than one reply; then the replies are read, and the model takes its turn, one
command after the other. Before a run both are emptied, and their clocks stand still at the same
moment; after it everything that is left is compared: keys, types, encodings, times, values.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Final

from tests.property.judge import SCANS, Judge, judge
from tests.property.peers import Peer
from tests.property.scenes import DUMPED, LISTENER, Pass, Say, Set, Step
from tests.property.wire import Wire
from tests.property.words import NOW_MS
from vkscope.model.call import Session
from vkscope.model.keyspace import Keyspace, wall_clock
from vkscope.model.limits import PARAMETERS, Limits
from vkscope.model.registry import Model
from vkscope.model.replies import Many, Reply, Status
from vkscope.model.values import Hash

LONGEST: Final = 1 << 20
"""proto-max-bulk-len of the servers that are compared."""
SERVER: Final = ("--enable-debug-command", "yes", "--proto-max-bulk-len", "1mb")
SLACK: Final = 2000
DATABASES: Final = 3
ALONE: Final = frozenset(
    {*SCANS, b"subscribe", b"unsubscribe", b"psubscribe", b"punsubscribe", b"ssubscribe",
     b"sunsubscribe", b"dump", b"restore"}
)  # fmt: skip
"""Commands that are sent by themselves: what comes back, or what is sent, is known only then."""
CONTENT: Final[dict[str, tuple[tuple[bytes, ...], ...]]] = {
    "string": ((b"GET", b"?"),),
    "hash": ((b"HGETALL", b"?"),),
    "list": ((b"LRANGE", b"?", b"0", b"-1"),),
    "set": ((b"SMEMBERS", b"?"),),
    "zset": ((b"ZRANGE", b"?", b"0", b"-1", b"WITHSCORES"),),
    "stream": ((b"XRANGE", b"?", b"-", b"+"), (b"XINFO", b"STREAM", b"?", b"FULL", b"COUNT", b"0")),
}
"""How to see everything that a key holds."""


class DifferenceError(AssertionError):
    """The server and the model do not agree."""


class SilenceError(DifferenceError):
    """The server does not answer, as when a command waits."""


class World:
    """Both sides, and what was counted."""

    def __init__(self, port: int, peer: Peer | None = None) -> None:
        self.port = port
        self.wires = [Wire(port) for _ in range(3)]
        self.patience = 60.0
        """How many seconds the server may take to answer."""
        self.dirty = False
        """A difference has left replies unread."""
        self.peer = peer
        self.counted: Counter[str] = Counter()
        self.unsent: Counter[str] = Counter()
        self.taken: list[Step] = []
        """The steps of this run."""

    @property
    def sent(self) -> int:
        """How many commands went over all connections."""
        return sum(wire.count for wire in self.wires)

    def begin(self, protocol: int) -> None:
        """Empty both sides."""
        if self.dirty:
            self.close()
            self.wires = [Wire(self.port, self.patience) for _ in range(3)]
            self.dirty = False
        main = self.wires[0]
        self.taken.clear()
        self.finishing = False
        self.now, self.dumped = NOW_MS, b"none"
        for wire in self.wires:
            wire.call("RESET")
            wire.call("HELLO", protocol)
        main.call("FLUSHALL")
        main.call("DEBUG", "SET-ACTIVE-EXPIRE", 0)
        if self.peer is None:
            main.call("DEBUG", "CLOCK", self.now)
            self.model = Model(Keyspace(clock=lambda: self.now, longest_string=LONGEST))
        else:
            self.model = Model(Keyspace(wall_clock, longest_string=LONGEST, slack=SLACK))
        self.sessions = [Session(protocol=protocol) for _ in self.wires]
        if self.peer is None or self.peer.limits:
            defaults = Limits()
            for name, attribute in PARAMETERS.items():
                main.call("CONFIG", "SET", name, getattr(defaults, attribute))

    def take(self, steps: Sequence[Step]) -> None:
        """Take steps on both sides; raise at the first difference."""
        try:
            self._take(steps)
        except DifferenceError:
            self.dirty = True
            raise
        except TimeoutError as error:
            self.dirty = True
            raise SilenceError("the server does not answer") from error
        except ConnectionError as error:
            self.dirty = True
            raise DifferenceError(str(error)) from error

    def _take(self, steps: Sequence[Step]) -> None:
        batch: list[Say] = []
        for step in steps:
            if not self.finishing:
                self.taken.append(step)
            if isinstance(step, Say) and self._withheld(step):
                continue
            if batch and (not isinstance(step, Say) or self._breaks(batch[-1], step)):
                self._say(batch)
                batch = []
            if isinstance(step, Say):
                batch.append(step)
            elif isinstance(step, Pass):
                self._pass(step.milliseconds)
            else:
                self._set(step)
        if batch:
            self._say(batch)

    def _withheld(self, step: Say) -> bool:
        difference = self.peer.difference(list(step.words)) if self.peer else None
        if difference is not None:
            self.unsent[difference.why] += 1
        return difference is not None

    def _breaks(self, before: Say, after: Say) -> bool:
        names = {before.words[0].lower(), after.words[0].lower()}
        return before.who != after.who or not names.isdisjoint(ALONE)

    def _say(self, batch: list[Say]) -> None:
        who = batch[0].who
        wire, session = self.wires[who], self.sessions[who]
        said = [[self.dumped if w == DUMPED else w for w in step.words] for step in batch]
        wire.send(said)
        for words in said:
            if words[0].lower().endswith(b"subscribe"):
                self._subscribe(words, wire, session)
                continue
            theirs = wire.read()
            self.counted[words[0].decode("latin-1").lower()] += 1
            wrong = judge(self.model, session, words, theirs, wire, self.peer)
            if wrong is not None and not self._forgiven(words, session, wrong[1]):
                raise DifferenceError(
                    f"{words!r}: the model says {wrong[0]!r}, the server {wrong[1]!r}"
                )
            if words[0].lower() == b"dump" and isinstance(theirs, bytes):
                self.dumped = theirs
        self._listen()

    def _subscribe(self, words: list[bytes], wire: Wire, session: Session) -> None:
        """As many replies come as there are words, or as the session had subscriptions."""
        ours = self.model.execute(session, words)
        theirs = [wire.read() for _ in (ours if isinstance(ours, Many) else [ours])]
        self.counted[words[0].decode("latin-1").lower()] += 1
        expected = list(ours) if isinstance(ours, Many) else [ours]
        same = Judge(session.protocol).same
        good = all(map(same, expected, theirs))
        if len(words) == 1:  # all that there were, in any order
            good = sorted(map(second, expected)) == sorted(map(second, theirs))
        if not good:
            raise DifferenceError(f"{words!r}: the model says {ours!r}, the server {theirs!r}")

    def _forgiven(self, words: list[bytes], session: Session, theirs: Reply) -> bool:
        """A peer may know other encodings of some types."""
        if self.peer is None:
            return False
        if len(words) != 3 or words[0].lower() != b"object":
            return False
        entry = self.model.keyspace.databases[session.database].find(words[2])
        kinds = self.peer.other_encodings
        return entry is not None and entry.value.type_name in kinds and isinstance(theirs, bytes)

    def _listen(self) -> None:
        """Compare what the listener was sent meanwhile."""
        session, wire = self.sessions[LISTENER], self.wires[LISTENER]
        if not session.inbox:
            return
        wire.send([[b"PING"]])
        got = [wire.read() for _ in session.inbox]
        pong = wire.read()
        same = Judge(session.protocol).same
        expected: list[Reply] = list(session.inbox)
        good = len(got) == len(expected) and all(map(same, expected, got))
        if not good and sorted(map(repr, expected)) != sorted(map(repr, got)):
            raise DifferenceError(f"a listener should get {expected!r}, it got {got!r}")
        if pong not in (Status(b"PONG"), [b"pong", b""]):
            raise DifferenceError(f"a listener should get PONG, it got {pong!r}")
        session.inbox.clear()

    def _pass(self, milliseconds: int) -> None:
        self.now += milliseconds
        self.wires[0].call("DEBUG", "CLOCK", self.now)
        for number in range(DATABASES):
            self._purge(number)

    def _purge(self, number: int) -> None:
        """Let both remove what has expired: when that happens by itself is nobody's promise."""
        self._say([Say((b"SELECT", b"%d" % number))])
        self._say([Say((b"SCAN", b"0"))])

    def _set(self, step: Set) -> None:
        for name, value in step.values:
            reply = self.wires[0].call("CONFIG", "SET", name, value)
            if reply != Status(b"OK"):
                raise DifferenceError(f"CONFIG SET {name} {value}: {reply!r}")
            setattr(self.model.keyspace.limits, PARAMETERS[name], value)

    def finish(self) -> None:
        """Compare everything that is left."""
        self.finishing = True
        if self.sessions[0].queue is not None:
            self.take([Say((b"DISCARD",))])
        for number in range(DATABASES):
            self.take([Say((b"SELECT", b"%d" % number)), Say((b"SCAN", b"0"))])
            said: list[Step] = [Say((b"DBSIZE",))]
            database = self.model.keyspace.databases[number]
            for key in sorted(database.live_keys()):
                value = database.entries[key].value
                said += [Say((b"OBJECT", b"ENCODING", key)), Say((b"PEXPIRETIME", key))]
                for words in CONTENT[value.type_name]:
                    said.append(Say(tuple(key if word == b"?" else word for word in words)))
                if isinstance(value, Hash) and value.deadlines:
                    names = sorted(value.fields)
                    head = (b"HPEXPIRETIME", key, b"FIELDS", b"%d" % len(names))
                    said.append(Say((*head, *names)))
            self.take(said)

    def close(self) -> None:
        """Hang up."""
        for wire in self.wires:
            wire.close()


def second(reply: Reply) -> bytes:
    """The second part of a confirmation, its channel."""
    return reply[1] if isinstance(reply, list) and isinstance(reply[1], bytes) else b""
