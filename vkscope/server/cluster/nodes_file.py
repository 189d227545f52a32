"""nodes.conf: the picture of the cluster between two lives of a node, in Valkey's format.

    <id> <ip>:<port>@<bus>,[<hostname>][,<name>=<value> ...] <flags> <primary or -> <ping> <pong>
        <config epoch> <link> <slot> <first>-<last> [<slot>->-<id>] [<slot>-<-<id>] ...
    vars currentEpoch <n> lastVoteEpoch <n>

Rules: format() and parse() know no file. The file is replaced as a whole (written beside it,
synced, renamed, directory synced), and locked for as long as the process lives: the lock is on
the file that was there at the start, as Valkey's is.
"""

from __future__ import annotations

import fcntl
import os
import re
import time
from typing import Final

from vkscope.server.cluster.nodes import (
    FLAG_WORDS,
    SLOTS,
    Cluster,
    Flag,
    Node,
    flags_text,
    is_id,
    ranges,
)
from vkscope.server.config import ConfigError
from vkscope.server.log import Log

BUS_PORT_OFFSET: Final = 10000
_AUX: Final = {
    "client-tls-port": "client_tls_port",
    "client-tcp-port": "client_tcp_port",
    "client-ipv6": "client_ipv6",
    "client-ipv4": "client_ipv4",
    "tls-port": "tls_port",
    "tcp-port": "tcp_port",
    "nodename": "nodename",
    "shard-id": "shard_id",
}
"""Names behind the host name, as they are written, and the fields of Node that they hold."""
_AUX_CHARACTERS = re.compile(r"[^!#$%&()*+;<>?@\[\]^{|}~]*")
_FLAGS: Final = {word: flag for flag, word in FLAG_WORDS.items()} | {
    "primary": Flag.PRIMARY,
    "replica": Flag.REPLICA,
    "noflags": Flag(0),
}
_OPEN = re.compile(r"\[(\d+)-([<>])-([0-9a-f]{40})\]")


class NodesFileError(ValueError):
    """The text is no nodes.conf; says which line."""


def format(cluster: Cluster, *, tls: bool = False) -> str:  # noqa: A001 - the module's verb
    """The text of nodes.conf; tls: the port in front is the one for TLS."""
    lines = [
        _line(cluster, node, tls)
        for node in cluster.nodes.values()
        if Flag.HANDSHAKE not in node.flags
    ]
    lines.append(
        f"vars currentEpoch {cluster.current_epoch} lastVoteEpoch {cluster.last_vote_epoch}"
    )
    return "".join(f"{line}\n" for line in lines)


def _line(cluster: Cluster, node: Node, tls: bool) -> str:
    words = [
        node.id,
        _address(node, tls),
        flags_text(node.flags),
        node.primary.id if node.primary else "-",
        str(node.ping_sent),
        str(node.pong_received),
        str(node.epoch),
        "connected" if node.linked or Flag.MYSELF in node.flags else "disconnected",
    ]
    for first, last in ranges(cluster.slots_of(node)):
        words.append(str(first) if first == last else f"{first}-{last}")
    if node is cluster.myself:
        moving = {slot: f"[{slot}-<-{other.id}]" for slot, other in cluster.importing.items()}
        moving |= {slot: f"[{slot}->-{other.id}]" for slot, other in cluster.migrating.items()}
        words += (moving[slot] for slot in sorted(moving))
    return " ".join(words)


def _address(node: Node, tls: bool) -> str:
    port, spare = (node.tls_port, "tls-port") if tls else (node.tcp_port, "tcp-port")
    more = [
        f"{name}={getattr(node, where)}"
        for name, where in _AUX.items()
        if name != spare and getattr(node, where)
    ]
    return ",".join([f"{node.ip}:{port}@{node.bus_port}", node.hostname, *more])


def parse(text: str, *, tls: bool = False, now_ms: int = 0) -> Cluster | None:
    """The picture that a nodes.conf holds; None for an empty one. NodesFileError."""
    if not text:
        return None
    reader = _Reader(tls, now_ms)
    for line in text.split("\n"):
        if not line.strip():
            continue
        try:
            reader.read(line.split())
        except (ValueError, IndexError) as error:
            raise NodesFileError(line) from error
    return reader.finish(text)


class _Reader:
    """Lines may name nodes that later lines describe."""

    def __init__(self, tls: bool, now_ms: int) -> None:
        self._tls = tls
        self._now_ms = now_ms
        self._nodes: dict[str, Node] = {}
        self._with_shard: set[str] = set()
        self._slots: list[tuple[int, int, Node]] = []
        self._open: list[tuple[int, str, Node]] = []
        self._vars = {"currentepoch": 0, "lastvoteepoch": 0}
        self._myself: Node | None = None

    def read(self, words: list[str]) -> None:
        if words[0].lower() == "vars":
            self._read_vars(words)
            return
        if len(words) < 8:
            raise ValueError("too few words")
        node = self._node(words[0])
        self._read_address(node, words[1])
        self._read_flags(node, words[2])
        if words[3] != "-":
            node.primary = self._node(words[3])
        node.ping_sent = self._now_ms if int(words[4]) else 0
        node.pong_received = self._now_ms if int(words[5]) else 0
        node.config_epoch = 0 if node.primary else int(words[6])
        for word in words[8:]:
            self._read_slots(node, word)

    def _read_vars(self, words: list[str]) -> None:
        if len(words) % 2 == 0:
            raise ValueError("a variable without a value")
        for name, value in zip(words[1::2], words[2::2], strict=True):
            if name.lower() in self._vars:
                self._vars[name.lower()] = int(value)

    def _node(self, name: str) -> Node:
        if not is_id(name):
            raise ValueError("no id")
        return self._nodes.setdefault(name, Node(name))

    def _read_address(self, node: Node, text: str) -> None:
        address, *more = text.split(",")
        node.hostname = more[0] if more else ""
        named = set()
        for pair in more[1:]:
            name, value = pair.split("=")
            if not (_AUX_CHARACTERS.fullmatch(name) and _AUX_CHARACTERS.fullmatch(value)):
                raise ValueError("a character that may not be there")
            self._read_aux(node, name, value)
            named.add(name)
        node.ip, colon, ports = address.rpartition(":")
        port, at, bus = ports.partition("@")
        if not colon:
            raise ValueError("no port")
        in_front = self._tls if not named & {"tcp-port", "tls-port"} else "tls-port" not in named
        if in_front:
            node.tls_port = int(port)
        else:
            node.tcp_port = int(port)
        node.bus_port = int(bus) if at else int(port) + BUS_PORT_OFFSET

    def _read_aux(self, node: Node, name: str, value: str) -> None:
        where = _AUX.get(name)
        if where is None or (where == "shard_id" and not is_id(value)):
            raise ValueError("no such field")
        if where.endswith("_port"):
            number = int(value)
            if not 0 <= number <= 65535:
                raise ValueError("no port")
            setattr(node, where, number)
        else:
            setattr(node, where, value)
        if where == "shard_id":
            self._with_shard.add(node.id)

    def _read_flags(self, node: Node, text: str) -> None:
        for word in text.lower().split(","):
            if word not in _FLAGS:
                raise ValueError("no such flag")
            node.flags |= _FLAGS[word]
        if Flag.MYSELF in node.flags:
            self._myself = node

    def _read_slots(self, node: Node, word: str) -> None:
        if word.startswith("["):
            found = _OPEN.fullmatch(word)
            if not found or int(found[1]) >= SLOTS:
                raise ValueError("no slot")
            self._open.append((int(found[1]), found[2], self._node(found[3])))
            return
        first, dash, last = word.partition("-")
        start, stop = int(first), int(last) if dash else int(first)
        if not (0 <= start < SLOTS and 0 <= stop < SLOTS):
            raise ValueError("no slot")
        self._slots.append((start, stop, node))

    def finish(self, text: str) -> Cluster:
        if self._myself is None:
            raise NodesFileError(text.rstrip("\n").rpartition("\n")[2])
        for node in self._nodes.values():
            if node.primary and node.id not in self._with_shard:
                node.shard_id = node.primary.shard_id
        cluster = Cluster(self._myself, self._nodes)
        for start, stop, node in self._slots:
            for slot in range(start, stop + 1):
                if cluster.owner[slot] is None:
                    cluster.assign(slot, node)
        for slot, direction, node in self._open:
            (cluster.migrating if direction == ">" else cluster.importing)[slot] = node
        cluster.last_vote_epoch = self._vars["lastvoteepoch"]
        cluster.current_epoch = self._vars["currentepoch"]
        cluster.current_epoch = cluster.highest_epoch()
        return cluster


class NodesFile:
    """The file of one node, locked from the first moment on."""

    def __init__(self, path: str, log: Log) -> None:
        self._path = path
        self._log = log
        self._lock = -1

    def lock(self) -> None:
        """Take the file for this process alone. ConfigError when that cannot be."""
        try:
            fd = os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_CLOEXEC, 0o644)
        except OSError as error:
            text = f"Can't open {self._path} in order to acquire a lock: {error.strerror}"
            raise ConfigError(text, channel="log") from None
        try:
            fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(fd)
            text = (
                f"Sorry, the cluster configuration file {self._path} is already used by a "
                "different Cluster node. Please make sure that different nodes use different "
                "cluster configuration files."
            )
            raise ConfigError(text, channel="log") from None
        except OSError as error:
            os.close(fd)
            text = f"Impossible to lock {self._path}: {error.strerror}"
            raise ConfigError(text, channel="log") from None
        self._lock = fd

    def unlock(self) -> None:
        """Let the next process have it, before this one has ended."""
        if self._lock >= 0:
            fcntl.flock(self._lock, fcntl.LOCK_UN | fcntl.LOCK_NB)

    def read(self, *, tls: bool) -> Cluster | None:
        """What the file holds; None: nothing yet. ConfigError when it cannot be read."""
        try:
            with open(self._path, encoding="utf-8", errors="surrogateescape") as file:
                text = file.read()
        except OSError as error:
            line = f"Loading the cluster node config from {self._path}: {error.strerror}"
            raise ConfigError(line, channel="log") from None
        try:
            return parse(text, tls=tls, now_ms=int(time.time() * 1000))
        except NodesFileError as error:
            line = f'Unrecoverable error: corrupted cluster config file "{error}".'
            raise ConfigError(line, channel="log") from None

    def write(self, text: str, *, sync: bool) -> OSError | None:
        """Replace the file; what went wrong, which the log says as well."""
        beside = f"{self._path}.tmp-{os.getpid()}-{int(time.time() * 1000)}"
        doing = "open temp cluster config file"
        try:
            fd = os.open(beside, os.O_WRONLY | os.O_CREAT, 0o644)
            try:
                doing = "write tmp cluster config file"
                left = memoryview(text.encode("utf-8", "surrogateescape"))
                while left:
                    left = left[os.write(fd, left) :]
                doing = "sync tmp cluster config file"
                if sync:
                    os.fsync(fd)
            finally:
                os.close(fd)
            doing = "rename tmp cluster config file"
            os.rename(beside, self._path)
            doing = "sync cluster config file dir"
            if sync:
                self._sync_directory()
        except OSError as error:
            self._log.say("warning", f"Could not {doing}: {error.strerror}")
            self._discard(beside)
            return error
        return None

    def _sync_directory(self) -> None:
        fd = os.open(os.path.dirname(self._path) or ".", os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(fd)
        finally:
            os.close(fd)

    @staticmethod
    def _discard(path: str) -> None:
        try:
            os.unlink(path)
        except OSError:
            return
