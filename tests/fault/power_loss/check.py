"""Starts a server on states of a disk and says what of its promises it kept.

Words: a verdict is about one crash point. Many points leave the disk alike: a server is started
once on each state, and judged for all points that leave it. A loss is an acknowledged unit that is
not there. Its age is from its acknowledgement to the power loss; where a slow fsync ran meanwhile,
to the last acknowledgement of any unit: that many seconds of writes are lost. A slow fsync takes
more than a tenth of a second. A state is repaired when the server refused it, named the file, and
started after its tool had cut the file's tail.
"""

from __future__ import annotations

import bisect
import hashlib
import itertools
import random
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from tests.fault.power_loss.disk import SECTOR, Disk, write_state
from tests.fault.power_loss.nursery import nursery
from tests.fault.power_loss.recording import (
    Do,
    Operation,
    RefusedError,
    Shimmed,
    Started,
    start_server,
)
from tests.fault.power_loss.workload import (
    Client,
    Value,
    Work,
    expected,
    holdings,
    reply_positions,
    run_workload,
    units_of,
)

POLICIES = ("always", "everysec", "no", "rdb")
AT_ONCE = 2
SECOND = 1_000_000_000
State = dict[str, bytes | None]
Points = list[tuple[int, int]]  # position, seed
SLOW_NS = SECOND // 10


@dataclass
class Recording:
    """One life of a server under a policy; "rdb" has no append-only file, only SAVE and BGSAVE."""

    server: str
    policy: str
    arguments: list[str]
    operations: list[Operation]
    work: Work
    ready: int  # position from which on the server had answered
    states: int = 0  # that servers were started on
    slack_ns: int = 0  # added to what everysec may lose, where the machine may be busy
    _slow: list[tuple[int, int]] = field(default_factory=list)

    def saves(self) -> list[tuple[str, int, int]]:
        """Give (word, units, position of the reply) of each SAVE and BGSAVE that was accepted."""
        told = reply_positions(self.operations, self.work.admin_port)
        told += [sys.maxsize] * (len(self.work.admin) - len(told))
        asked = zip(self.work.admin, told, strict=True)
        return [(word, units, position) for (word, units, taken), position in asked if taken]

    def slow(self) -> list[tuple[int, int]]:
        """When slow fsyncs began and ended, in ns."""
        if not self._slow:
            began: dict[tuple[int, str], int] = {}
            for op in self.operations:
                if op.do == Do.SYNC_BEGIN:
                    began[op.thread, op.path] = op.ns
                elif op.do == Do.SYNC_END:
                    self._slow.append((began.pop((op.thread, op.path)), op.ns))
            last = self.operations[-1].ns
            self._slow += [(ns, last) for ns in began.values()]
            self._slow = [(ns, end) for ns, end in self._slow if end - ns > SLOW_NS] or [(0, 0)]
        return self._slow

    def last_acknowledged_ns(self, position: int) -> int:
        """When the last unit before the position was acknowledged; 0: none was."""
        ends = [
            client.acknowledged[n - 1]
            for client in self.work.clients
            if (n := bisect.bisect_right(client.acknowledged, position))
        ]
        return self.operations[max(ends) - 1].ns if ends else 0

    def age_of(self, acknowledged: int, position: int) -> tuple[int, int]:
        """How old a loss is, acknowledged there, at a power loss; and how old it may be with
        everysec: 1 s, and 2 s where an fsync was slow. Both in ns.
        """
        since = self.operations[acknowledged - 1].ns
        now = self.operations[min(position, len(self.operations) - 1)].ns
        if any(end > since and min(end, now) - ns > SLOW_NS for ns, end in self.slow()):
            return self.last_acknowledged_ns(position) - since, self.slack_ns + 2 * SECOND
        return now - since, self.slack_ns + SECOND


def arguments_of(policy: str) -> list[str]:
    """The server's arguments for a policy."""
    if policy == "rdb":
        return ["--save", "", "--appendonly", "no"]
    more = ["--auto-aof-rewrite-percentage", "0", "--appendfsync", policy]
    return ["--save", "", "--appendonly", "yes", *more]


def events_of(policy: str, units: int) -> dict[int, tuple[str, ...]]:
    """What the administrator does, by the number of units done."""
    first, second, third = units // 4, units // 2, units * 3 // 4
    if policy == "rdb":
        return {first: ("SAVE",), second: ("BGSAVE",), third: ("SAVE",)}
    return {first: ("BGREWRITEAOF",), second: ("BGSAVE",), third: ("BGREWRITEAOF",)}


def record(
    server: str,
    policy: str,
    base: Path,
    units: int,
    *,
    clients: int = 3,
    pause: float = 0.0,
    sync_us: int = 500,
    swallow: bool = False,
) -> Recording:
    """Run a server under the shim with the workload, then end it by kill -9."""
    arguments = arguments_of(policy)
    shimmed = Shimmed(server, base, *arguments, sync_us=sync_us, swallow=swallow)
    ready = len(shimmed.operations())
    work = run_workload(shimmed.started, clients, units, events_of(policy, units), pause)
    shimmed.started.kill()
    operations = shimmed.operations()
    for client in work.clients:
        client.read_log(operations)
    return Recording(server, policy, arguments, operations, work, ready)


@dataclass
class Verdict:
    """What was found in one state; `wrong` is empty when the promises were kept."""

    position: int
    seed: int
    wrong: list[str] = field(default_factory=list)
    damaged: int = 0  # texts of more than a sector with bytes that the disk lost
    lost: int = 0
    age_ns: int = 0  # of the oldest loss
    how: str = "started"


def positions(recording: Recording, count: int, choose: random.Random) -> list[int]:
    """Choose where the power fails: half of them beside a change of the disk, the others
    anywhere.
    """
    everything = range(recording.ready, len(recording.operations) + 1)
    disk = [i for i in everything if i == 0 or recording.operations[i - 1].do != Do.SEND]
    return sorted(
        choose.choice(disk) if i % 2 and disk else choose.choice(everything) for i in range(count)
    )


def states(
    recording: Recording, kind: str, count: int, seed: int
) -> Iterator[tuple[int, int, State]]:
    """Give (position, seed, state) of so many crash points."""
    choose = random.Random(seed)
    disk, at = Disk(kind), 0
    for i, position in enumerate(positions(recording, count, choose)):
        while at < position:
            disk.do(recording.operations[at])
            at += 1
        own = seed * 1_000_003 + i
        yield position, own, disk.after_loss(random.Random(own))


def repair(server: str, folder: Path, refusal: str) -> bool:
    """Let the server's own tool cut the tail of the append-only file that it would not read."""
    manifests = list(folder.glob("appendonlydir/*.manifest"))
    if not manifests or "append only file" not in refusal.lower():
        return False
    if server == "ours":
        words = ["check-aof", "--fix", str(manifests[0])]
        out = folder.with_name(folder.name + ".repair")
        return nursery().run("main", words, str(out), text="y\n").wait(600) == 0
    beside = Path(server).absolute()
    tool = [str(beside.with_name("valkey-check-aof"))]
    if not Path(tool[0]).exists():
        tool = [str(beside.with_name("vkscope")), "check-aof"]
    ran = subprocess.run([*tool, "--fix", str(manifests[0])], input=b"y\n", capture_output=True)
    return ran.returncode == 0


def start_again(recording: Recording, folder: Path) -> tuple[Started | None, str, str]:
    """Start the server on a state, after a repair if it must be; how, and what it said if not."""
    try:
        return start_server(recording.server, folder, *recording.arguments), "started", ""
    except RefusedError as refused:
        refusal = str(refused)
    if repair(recording.server, folder, refusal):
        try:
            return start_server(recording.server, folder, *recording.arguments), "repaired", ""
        except RefusedError as refused:
            refusal = str(refused)
    return None, "refused", "does not start: " + refusal[-300:]


def judge(recording: Recording, held: dict[bytes, Value], verdict: Verdict) -> None:
    """Compare what a server holds with what it must hold after a power loss there."""
    left = dict(held)
    for client in recording.work.clients:
        units = units_of(client.number, held)
        sound = compare(client, units, left, verdict)
        if recording.policy == "rdb":
            judge_save(recording, units, verdict)
        else:
            judge_loss(recording, client, sound, verdict)
    if left:
        verdict.wrong.append(f"keys that nobody made: {sorted(left)[:5]}")


def compare(client: Client, units: int, left: dict[bytes, Value], verdict: Verdict) -> int:
    """Take out what a client has after so many units, and return how many of them are sound.

    A file without sums cannot tell that a sector was lost inside of a text. Such a text counts as
    lost from there on: it is wrong where it had to last.
    """
    sound = units
    if units > len(client.sizes):
        verdict.wrong.append(f"client {client.number}: {units} units were never asked for")
    for key, value in expected(client.number, units).items():
        found = left.pop(key, None)
        if found == value:
            continue
        if found and key.startswith(b"one:") and len(found) == len(value) > SECTOR:
            verdict.damaged += 1
            sound = min(sound, int(key[4 : key.index(b"{")]))
        else:
            verdict.wrong.append(f"client {client.number} after {units}: {key!r} differs")
    return sound


def judge_loss(recording: Recording, client: Client, units: int, verdict: Verdict) -> None:
    """What the client was told of and is not there is not more than the policy allows."""
    acknowledged = bisect.bisect_right(client.acknowledged, verdict.position)
    if units >= acknowledged:
        return
    verdict.lost += acknowledged - units
    age, limit = recording.age_of(client.acknowledged[units], verdict.position)
    verdict.age_ns = max(verdict.age_ns, age)
    if recording.policy == "always":
        verdict.wrong.append(f"{acknowledged - units} acknowledged units are lost")
    if recording.policy == "everysec" and age > limit:
        verdict.wrong.append(f"a loss is {age / 1e9:.3f} s old")


def judge_save(recording: Recording, units: int, verdict: Verdict) -> None:
    """The file is one of those that were saved, and not older than the last that was
    acknowledged.
    """
    saves = recording.saves()
    done = [n for word, n, position in saves if word == "SAVE" and position <= verdict.position]
    must = max(done, default=0)
    if units not in {0, *(n for _, n, _ in saves)} or units < must:
        verdict.wrong.append(f"{units} units are there, of a save of {must}")


def try_state(recording: Recording, points: Points, state: State) -> list[Verdict]:
    """Start the server on a state and judge what it has, for all points that leave it."""
    with tempfile.TemporaryDirectory(prefix="vk-loss-") as base:
        folder = Path(base) / "disk"
        folder.mkdir()
        write_state(state, folder)
        started, how, wrong = start_again(recording, folder)
        held: dict[bytes, Value] = {}
        if started:
            try:
                held = holdings(started)
            except OSError as lost:
                wrong = f"the server died: {lost}: {started.log.read_text()[-1000:]}"
            started.kill()
    verdicts = []
    for position, seed in points:
        verdict = Verdict(position, seed, [wrong] if wrong else [], how=how)
        if not wrong:
            judge(recording, held, verdict)
        verdicts.append(verdict)
    return verdicts


def digest(state: State) -> bytes:
    """What tells a state from others."""
    sum_of = hashlib.sha256()
    for name, data in sorted(state.items()):
        size = -1 if data is None else len(data)
        sum_of.update(f"{name}\0{size}\0".encode() + (data or b""))
    return sum_of.digest()


def portions(
    recording: Recording, kind: str, count: int, seed: int
) -> Iterator[tuple[Points, State]]:
    """Give each state once, with its points; made twice, as all at once would not fit."""
    points: dict[bytes, Points] = {}
    for position, own, state in states(recording, kind, count, seed):
        points.setdefault(digest(state), []).append((position, own))
    for _, _, state in states(recording, kind, count, seed):
        if mine := points.pop(digest(state), None):
            yield mine, state


def try_states(recording: Recording, kind: str, count: int, seed: int) -> list[Verdict]:
    """Judge so many crash points; what they hold in memory is bounded by working in portions."""
    verdicts: list[Verdict] = []
    todo = portions(recording, kind, count, seed)
    with ThreadPoolExecutor(AT_ONCE) as pool:
        while portion := list(itertools.islice(todo, AT_ONCE * 4)):
            done = list(pool.map(lambda one: try_state(recording, *one), portion))
            verdicts += itertools.chain.from_iterable(done)
            recording.states += len(done)
    return sorted(verdicts, key=lambda verdict: verdict.position)


def keep_state(recording: Recording, kind: str, verdict: Verdict, folder: Path) -> None:
    """Write the state of a verdict into a folder, to look at."""
    disk = Disk(kind)
    for operation in recording.operations[: verdict.position]:
        disk.do(operation)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    write_state(disk.after_loss(random.Random(verdict.seed)), folder)


def summary(verdicts: Sequence[Verdict]) -> str:
    """One line for people."""
    how = Counter(verdict.how for verdict in verdicts)
    wrong = sum(1 for verdict in verdicts if verdict.wrong)
    oldest = max((verdict.age_ns for verdict in verdicts), default=0) / 1e9
    damaged = sum(verdict.damaged for verdict in verdicts)
    lost = max((verdict.lost for verdict in verdicts), default=0)
    return (
        f"{len(verdicts)} crash points, {wrong} wrong; started {how['started']}, "
        f"repaired {how['repaired']}, refused {how['refused']}; "
        f"damaged texts {damaged}; most units lost {lost}, oldest {oldest:.3f} s"
    )
