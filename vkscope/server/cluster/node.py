"""This process as a node of a cluster: boots with the nodes' file, keeps state, file and native's
picture up to date.

Design: a command changes the picture (nodes.py) and says so by `changed()`; what follows from that
- the state, the file, native's copy - is done once, before the command's answer leaves. Cron looks
at the state ten times a second, as Valkey does.

Rules: knows no key. The bus is a later part: other nodes are those that the file names.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable
from typing import Final

from vkscope.native import door
from vkscope.server.cluster import nodes_file
from vkscope.server.cluster.health import Health
from vkscope.server.cluster.nodes import SLOTS, Cluster, Flag, Node, ranges
from vkscope.server.cluster.nodes_file import BUS_PORT_OFFSET, NodesFile
from vkscope.server.config import Config, ConfigError
from vkscope.server.log import Log
from vkscope.tables import events

HIGHEST_PORT: Final = 65535 - BUS_PORT_OFFSET
ANNOUNCED: Final = (
    "port",
    "tls-port",
    "cluster-announce-port",
    "cluster-announce-tls-port",
    "cluster-announce-bus-port",
    "cluster-announce-ip",
    "cluster-announce-hostname",
    "cluster-announce-human-nodename",
    "cluster-announce-client-ipv4",
    "cluster-announce-client-ipv6",
    "cluster-announce-client-port",
    "cluster-announce-client-tls-port",
    "cluster-replica-no-failover",
)
"""Parameters that say what this node tells of itself."""
GATE: Final = (
    "cluster-allow-reads-when-down",
    "cluster-allow-pubsubshard-when-down",
    "cluster-slot-stats-enabled",
    "cluster-preferred-endpoint-type",
)
"""Parameters that native's gate and replies read."""
JUDGED_BY: Final = ("cluster-require-full-coverage", "cluster-node-timeout")


class ClusterNode:
    """One node. `picture` is None until boot() has read the file."""

    def __init__(
        self, config: Config, log: Log, *, now_ms: Callable[[], int] | None = None
    ) -> None:
        self._config = config
        self._log = log
        self._now_ms = now_ms or (lambda: int(time.monotonic() * 1000))
        self._file = NodesFile(config.str("cluster-config-file"), log)
        self._health = Health()
        self.picture: Cluster

    @property
    def ok(self) -> bool:
        """Whether the cluster can answer."""
        return self._health.ok

    # --- the start and the end ---

    def boot(self) -> None:
        """Lock and read the file, or begin a new life. ConfigError when that cannot be."""
        self._file.lock()
        found = self._file.read(tls=self._tls)
        if found is None:
            self.picture = Cluster.of_one()
            self._describe_myself()
            self.say("notice", f"No cluster configuration found, I'm {self.picture.myself.id}")
            self.save_or_die()
        else:
            self.picture = found
            self.say("notice", f"Node configuration loaded, I'm {found.myself.id}")
        self._check_port()
        for name in ANNOUNCED:
            self._config.on_apply(name, self._announce)
        for name in GATE:
            self._config.on_apply(name, self._apply)
        for name in JUDGED_BY:
            self._config.on_apply(name, lambda _config: self._judge())
        self._apply(self._config)
        kept = self.picture.myself.ip
        self._describe_myself()
        self.picture.myself.ip = self.picture.myself.ip or kept
        self.draw()

    def _check_port(self) -> None:
        port = self._config.int("tls-port" if self._tls else "port")
        if not self._config.int("cluster-port") and port > HIGHEST_PORT:
            raise ConfigError(
                "Valkey port number too high. Cluster communication port is 10,000 port numbers "
                f"higher than your Valkey port. Your Valkey port number must be {HIGHEST_PORT} "
                "or less.",
                channel="log",
            )
        if not self._config.binds:
            text = "No bind address is configured, but it is required for the Cluster bus."
            raise ConfigError(text, channel="log")

    def loaded(self) -> None:
        """Data was loaded: what nobody serves is ours, what others serve has no business here."""
        picture, changed = self.picture, False
        if picture.myself.is_replica:
            return
        for slot in door.slots_with_keys():
            owner = picture.owner[slot]
            if owner is picture.myself or slot in picture.importing:
                continue
            changed = True
            if owner is None:
                text = f"I have keys for unassigned slot {slot}. Taking responsibility for it."
                picture.assign(slot, picture.myself)
            else:
                text = (
                    f"I have keys for slot {slot}, but the slot is assigned to another node. "
                    "Deleting keys in the slot."
                )
                door.slot_empty(slot)
            self.say("notice", text)
        if changed:
            self.save_or_die()
            self.draw()

    def close(self) -> None:
        """The process ends: keep the file, and let the next one have it."""
        self.say("notice", "Saving the cluster configuration file before exiting.")
        self.save()
        self._file.unlock()

    # --- what this node tells of itself ---

    @property
    def _tls(self) -> bool:
        return self._config.bool("tls-cluster")

    def _describe_myself(self) -> None:
        config, me = self._config, self.picture.myself
        me.tcp_port = config.int("cluster-announce-port") or config.int("port")
        me.tls_port = config.int("cluster-announce-tls-port") or config.int("tls-port")
        own = me.tls_port if self._tls else config.int("port")
        me.bus_port = (
            config.int("cluster-announce-bus-port")
            or config.int("cluster-port")
            or own + BUS_PORT_OFFSET
        )
        me.client_tcp_port = config.int("cluster-announce-client-port")
        me.client_tls_port = config.int("cluster-announce-client-tls-port")
        me.ip = config.str("cluster-announce-ip")
        me.hostname = config.str("cluster-announce-hostname")
        me.nodename = config.str("cluster-announce-human-nodename")
        me.client_ipv4 = config.str("cluster-announce-client-ipv4")
        me.client_ipv6 = config.str("cluster-announce-client-ipv6")
        me.flags &= ~Flag.NOFAILOVER
        if config.bool("cluster-replica-no-failover"):
            me.flags |= Flag.NOFAILOVER

    def _announce(self, _config: Config) -> None:
        self._describe_myself()
        self.changed()

    def _apply(self, config: Config) -> None:
        reads, pubsub, stats = (config.bool(name) for name in GATE[:3])
        door.cluster_apply(reads, pubsub, stats, config.enum_index(GATE[3]))

    # --- what follows from a change ---

    def changed(self, *, sync: bool = False) -> None:
        """The picture has changed: judge it, keep it, and show it to native."""
        self._judge()
        if self.save(sync=sync) is not None:
            self.die()
        self.draw()

    def cron(self) -> None:
        """Ten times a second: the state may change by time alone."""
        if not self._health.ok:
            self._judge()

    def _judge(self) -> None:
        config = self._config
        changed = self._health.update(
            self.picture,
            self._now_ms(),
            full_coverage=config.bool("cluster-require-full-coverage"),
            node_timeout=config.int("cluster-node-timeout"),
        )
        if not changed:
            return
        well = self._health.ok
        word = "ok" if well else "fail"
        self.say("notice" if well else "warning", f"Cluster state changed: {word}")
        number = events.load().by_name("ClusterStateChanged").number
        door.event(number, 0, int(well), self.picture.assigned)
        self.draw()

    def tell(self, how: str, slots: Iterable[int]) -> None:
        """Make it an event that something became of slots: a word of slot_how."""
        catalogue = events.load()
        number = catalogue.by_name("SlotsChanged").number
        code = catalogue.enums["slot_how"].index(how)
        for first, last in ranges(slots):
            door.event(number, 0, first, last - first + 1, code)

    def draw(self) -> None:
        """Show native the whole picture."""
        picture = self.picture
        place = {id(node): i for i, node in enumerate(picture.nodes.values())}
        owner = [door.NO_NODE if node is None else place[id(node)] for node in picture.owner]
        door.cluster_draw(
            [self._row(node, place) for node in picture.nodes.values()],
            place[id(picture.myself)],
            self._health.ok,
            owner,
            _sparse(picture.migrating, place),
            _sparse(picture.importing, place),
        )

    @staticmethod
    def _row(node: Node, place: dict[int, int]) -> dict[str, int | bytes]:
        return {
            "id": node.id.encode(),
            "shard": node.shard_id.encode(),
            "ip": node.ip.encode()[:45],
            "client_ipv4": node.client_ipv4.encode()[:45],
            "client_ipv6": node.client_ipv6.encode()[:45],
            "hostname": node.hostname.encode()[:255],
            "port": node.client_tcp_port or node.tcp_port,
            "tls_port": node.client_tls_port or node.tls_port,
            "bus_port": node.bus_port,
            "primary": place[id(node.primary)] if node.primary else -1,
            "flags": int(node.flags),
            "linked": node.linked,
            "epoch": node.config_epoch,
            "ping_sent": node.ping_sent,
            "pong_received": node.pong_received,
            "offset": 0,
        }

    def save(self, *, sync: bool = True) -> OSError | None:
        """Write the file; None, or what went wrong."""
        return self._file.write(nodes_file.format(self.picture, tls=self._tls), sync=sync)

    def save_or_die(self) -> None:
        """Write the file, or do not go on: a node must not forget what it has promised."""
        if self.save() is not None:
            self.die()

    def die(self) -> None:
        """The file cannot be written."""
        self.say("warning", "Fatal: can't update cluster config file.")
        os._exit(1)

    def say(self, level: str, text: str) -> None:
        """A line of the log."""
        self._log.say(level, text)


def _sparse(moving: dict[int, Node], place: dict[int, int]) -> list[int]:
    places = [door.NO_NODE] * SLOTS
    for slot, node in moving.items():
        places[slot] = place[id(node)]
    return places
