"""The state machine: random commands to a server and to the model, compared one by one.

Design: before each example both are emptied, and their clocks stand still at the same moment; time
passes when a rule says so. Then everything that is left is compared: keys, types, encodings, times.
"""

from __future__ import annotations

from collections import Counter

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from tests.property.forms import KEYS, NOW_MS, RUNNING, STOPPED, Words, commands
from tests.property.judge import judge
from tests.property.peers import Peer
from tests.property.wire import Wire
from vkscope.model.call import Session
from vkscope.model.keyspace import Keyspace
from vkscope.model.registry import Model
from vkscope.model.values import Hash

LONGEST = 1 << 20
"""proto-max-bulk-len of the servers that are compared."""
SERVER = ("--enable-debug-command", "yes", "--proto-max-bulk-len", "1mb")
MANY = st.sampled_from([5, 100, 511, 512, 513])


class Machine(RuleBasedStateMachine):
    """What both machines do; subclassed with the server's `wire`."""

    wire: Wire
    counted: Counter[str] = Counter()
    model: Model

    def __init__(self) -> None:
        super().__init__()
        self.session = Session()
        for words in (("RESET",), ("FLUSHALL",), ("DEBUG", "SET-ACTIVE-EXPIRE", 0)):
            self.wire.call(*words)

    @initialize(protocol=st.sampled_from([2, 3]))
    def choose_protocol(self, protocol: int) -> None:
        self.wire.call("HELLO", protocol)
        self.session.protocol = protocol

    def both(self, *words: bytes) -> None:
        """Run a command on both sides; they must agree."""
        wrong = judge(self.model, self.session, list(words), self.wire)
        self.counted[words[0].decode("latin-1").lower()] += 1
        assert wrong is None, wrong

    @rule(key=st.sampled_from(KEYS), many=MANY)
    def grow_hash(self, key: bytes, many: int) -> None:
        pairs = [b"n%d" % (i // 2) if i % 2 == 0 else b"%d" % i for i in range(2 * many)]
        self.both(b"HSET", key, *pairs)
        self.both(b"OBJECT", b"ENCODING", key)

    def purge(self, number: int) -> None:
        """Let both remove what has expired: when that happens by itself is nobody's promise."""
        self.both(b"SELECT", b"%d" % number)
        self.both(b"SCAN", b"0")

    def teardown(self) -> None:
        for number in range(3):
            self.purge(number)
            self.both(b"DBSIZE")
            for key in sorted(self.model.keyspace.databases[number].live_keys()):
                self.both(b"OBJECT", b"ENCODING", key)
                self.both(b"PEXPIRETIME", key)
                self.both(b"GET", key)
                self.both(b"HGETALL", key)
                value = self.model.keyspace.databases[number].entries[key].value
                if isinstance(value, Hash) and value.deadlines:
                    names = sorted(value.fields)
                    self.both(b"HPEXPIRETIME", key, b"FIELDS", b"%d" % len(names), *names)


class AgainstOurs(Machine):
    """A server of ours, whose clock stands still with the model's."""

    def __init__(self) -> None:
        super().__init__()
        self.now = NOW_MS
        self.model = Model(Keyspace(clock=lambda: self.now, longest_string=LONGEST))
        self.wire.call("DEBUG", "CLOCK", self.now)

    @rule(batch=st.lists(commands(STOPPED), min_size=1, max_size=25))
    def run(self, batch: list[Words]) -> None:
        for words in batch:
            self.both(*words)

    @rule(milliseconds=st.sampled_from([1, 2, 100, 499, 1500, 100_000]))
    def pass_time(self, milliseconds: int) -> None:
        self.now += milliseconds
        self.wire.call("DEBUG", "CLOCK", self.now)
        for number in range(3):
            self.purge(number)


class AgainstPeer(Machine):
    """Another server: time runs, and what it is known to do otherwise is left out."""

    peer: Peer
    unsent: Counter[str] = Counter()

    def __init__(self) -> None:
        super().__init__()
        self.model = Model(Keyspace(longest_string=LONGEST))

    @rule(batch=st.lists(commands(RUNNING), min_size=1, max_size=25))
    def run(self, batch: list[Words]) -> None:
        for words in batch:
            difference = self.peer.difference(list(words))
            if difference is None:
                self.both(*words)
            else:
                self.unsent[difference.why] += 1
