"""CLUSTER's subcommands that decide something; those that only show are native's.

Rules: texts are Valkey's. The bus is a later part: MEET, REPLICATE, FORGET and the like answer
what Valkey answers to requests that cannot be met, and else say that it is missing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Final

from vkscope.native import door
from vkscope.server.cluster.node import ClusterNode
from vkscope.server.cluster.nodes import SLOTS, Cluster, Node
from vkscope.server.replies import OK, Error, Reply, Simple, Verbatim

if TYPE_CHECKING:
    from vkscope.server.app import Server

NO_BUS: Final = Error(
    "ERR the cluster bus is not here yet: this node cannot talk to other nodes (vkscope)"
)
_BAD_SLOT: Final = Error("ERR Invalid or out of range slot")
Answer = Callable[[ClusterNode, list[str]], Reply]


class _RefusedError(Exception):
    """Carries the reply of a request that cannot be met."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.reply = Error(text)


def _of(answer: Answer) -> Callable[[Server, door.Call], Reply]:
    """A handler that needs a cluster; words are those behind the subcommand."""

    def handler(server: Server, call: door.Call) -> Reply:
        if server.cluster is None:
            return Error("ERR This instance has cluster support disabled")
        words = [word.decode("utf-8", "surrogateescape") for word in call.argv[2:]]
        try:
            return answer(server.cluster, words)
        except _RefusedError as refused:
            return refused.reply

    return handler


def _integer(word: str) -> int | None:
    digits = word.removeprefix("-")
    if not (digits.isascii() and digits.isdecimal()) or (digits != "0" and digits[0] == "0"):
        return None
    number = int(word)
    return number if -(1 << 63) <= number < 1 << 63 and word != "-0" else None


def _slot(word: str) -> int:
    number = _integer(word)
    if number is None or not 0 <= number < SLOTS:
        raise _RefusedError(_BAD_SLOT.text)
    return number


def _bad_arity(name: str) -> Error:
    return Error(f"ERR wrong number of arguments for 'cluster|{name}' command")


def _known(picture: Cluster, word: str, text: str) -> Node:
    node = picture.nodes.get(word)
    if node is None:
        raise _RefusedError(f"ERR {text} {word}")
    return node


# --- slots ---


def _check(picture: Cluster, slots: Iterable[int], *, take: bool) -> list[int]:
    seen: dict[int, None] = {}
    for slot in slots:
        if take and picture.owner[slot] is not None:
            raise _RefusedError(f"ERR Slot {slot} is already busy")
        if not take and picture.owner[slot] is None:
            raise _RefusedError(f"ERR Slot {slot} is already unassigned")
        if slot in seen:
            raise _RefusedError(f"ERR Slot {slot} specified multiple times")
        seen[slot] = None
    return sorted(seen)


def _assign(node: ClusterNode, slots: list[int], *, take: bool) -> Reply:
    picture = node.picture
    for slot in slots:
        picture.importing.pop(slot, None)
        picture.assign(slot, picture.myself if take else None)
    node.tell("added" if take else "deleted", slots)
    node.changed()
    return OK


def _one_by_one(*, take: bool) -> Answer:
    def answer(node: ClusterNode, words: list[str]) -> Reply:
        return _assign(node, _check(node.picture, [_slot(w) for w in words], take=take), take=take)

    return answer


def _by_range(name: str, *, take: bool) -> Answer:
    def answer(node: ClusterNode, words: list[str]) -> Reply:
        if len(words) % 2:
            return _bad_arity(name)
        wanted: list[int] = []
        for first, last in zip(words[::2], words[1::2], strict=True):
            start, end = _slot(first), _slot(last)
            if start > end:
                raise _RefusedError(
                    f"ERR start slot number {start} is greater than end slot number {end}"
                )
            wanted += range(start, end + 1)
            _check(node.picture, wanted, take=take)
        return _assign(node, sorted(wanted), take=take)

    return answer


def flush_slots(node: ClusterNode, _words: list[str]) -> Reply:
    """CLUSTER FLUSHSLOTS."""
    if door.slots_with_keys():
        return Error("ERR DB must be empty to perform CLUSTER FLUSHSLOTS.")
    picture = node.picture
    mine = picture.slots_of(picture.myself)
    for slot in mine:
        picture.assign(slot, None)
    node.tell("deleted", mine)
    node.changed()
    return OK


# --- SETSLOT ---


def _check_timeout(words: list[str]) -> None:
    for i, word in enumerate(words):
        if word.lower() != "timeout":
            continue
        if i + 1 == len(words):
            raise _RefusedError("ERR Missing timeout value")
        number = _integer(words[i + 1])
        if number is None:
            raise _RefusedError("ERR timeout is not an integer or out of range")
        if number < 0:
            raise _RefusedError("ERR timeout is negative")


def _primary(node: Node) -> Node:
    if node.is_replica:
        raise _RefusedError("ERR Target node is not a master")
    return node


def set_slot(node: ClusterNode, words: list[str]) -> Reply:
    """CLUSTER SETSLOT slot MIGRATING id | IMPORTING id | NODE id | STABLE [TIMEOUT ms]."""
    if node.picture.myself.is_replica:
        return Error("ERR Please use SETSLOT only with masters.")
    slot, action = _slot(words[0]), words[1].lower()
    if action == "stable":
        _check_timeout(words[2:])
        return _set_stable(node, slot)
    steps = {"migrating": _set_migrating, "importing": _set_importing, "node": _set_node}
    if action not in steps or len(words) < 3:
        return Error("ERR Invalid CLUSTER SETSLOT action or number of arguments. Try CLUSTER HELP")
    return steps[action](node, slot, words[2], words[3:])


def _set_stable(node: ClusterNode, slot: int) -> Reply:
    node.say("notice", f"Marking slot {slot} stable")
    node.picture.importing.pop(slot, None)
    node.picture.migrating.pop(slot, None)
    return _moved(node, slot, "stable")


def _moved(node: ClusterNode, slot: int, how: str) -> Reply:
    node.tell(how, [slot])
    node.changed()
    return OK


def _set_migrating(node: ClusterNode, slot: int, name: str, rest: list[str]) -> Reply:
    picture = node.picture
    if picture.owner[slot] is not picture.myself:
        return Error(f"ERR I'm not the owner of hash slot {slot}")
    target = _primary(_known(picture, name, "I don't know about node"))
    _check_timeout(rest)
    node.say("notice", f"Migrating slot {slot} to node {target.id} ({target.nodename})")
    picture.migrating[slot] = target
    return _moved(node, slot, "migrating")


def _set_importing(node: ClusterNode, slot: int, name: str, rest: list[str]) -> Reply:
    picture = node.picture
    if picture.owner[slot] is picture.myself:
        return Error(f"ERR I'm already the owner of hash slot {slot}")
    source = _primary(_known(picture, name, "I don't know about node"))
    _check_timeout(rest)
    node.say("notice", f"Importing slot {slot} from node {source.id} ({source.nodename})")
    picture.importing[slot] = source
    return _moved(node, slot, "importing")


def _set_node(node: ClusterNode, slot: int, name: str, rest: list[str]) -> Reply:
    picture = node.picture
    me, target = picture.myself, _primary(_known(picture, name, "Unknown node"))
    was_mine = picture.owner[slot] is me
    keys = door.slot_keys(slot)
    if was_mine and target is not me and keys:
        return Error(
            f"ERR Can't assign hashslot {slot} to a different node while I still hold keys for "
            "this hash slot."
        )
    _check_timeout(rest)
    node.say(
        "notice",
        f"Assigning slot {slot} to node {target.id} ({target.nodename}) in shard {target.shard_id}",
    )
    if not keys:
        picture.migrating.pop(slot, None)
    picture.assign(slot, target)
    if target is me and picture.importing.pop(slot, None) is not None and picture.bump_epoch():
        node.say("notice", f"New configEpoch set to {me.config_epoch}")
        node.say("notice", f"ConfigEpoch updated after importing slot {slot}")
    if was_mine and not picture.slots_of(me):
        node.say(
            "notice",
            f"My last slot was migrated to node {target.id} ({target.nodename}) in shard "
            f"{target.shard_id}. I am now an empty primary.",
        )
    return _moved(node, slot, "assigned")


# --- this node ---


def info(node: ClusterNode, _words: list[str]) -> Reply:
    """CLUSTER INFO."""
    picture, assigned = node.picture, node.picture.assigned
    lines = {
        "cluster_state": "ok" if node.ok else "fail",
        "cluster_slots_assigned": assigned,
        "cluster_slots_ok": assigned,
        "cluster_slots_pfail": 0,
        "cluster_slots_fail": 0,
        "cluster_known_nodes": len(picture.nodes),
        "cluster_size": picture.size,
        "cluster_current_epoch": picture.current_epoch,
        "cluster_my_epoch": picture.myself.epoch,
        "cluster_stats_messages_sent": 0,
        "cluster_stats_messages_received": 0,
        "total_cluster_links_buffer_limit_exceeded": 0,
    }
    return Verbatim("".join(f"{name}:{value}\r\n" for name, value in lines.items()))


def bump_epoch(node: ClusterNode, _words: list[str]) -> Reply:
    """CLUSTER BUMPEPOCH."""
    bumped = node.picture.bump_epoch()
    epoch = node.picture.myself.config_epoch
    if bumped:
        node.say("notice", f"New configEpoch set to {epoch}")
        node.changed(sync=True)
    return Simple(f"{'BUMPED' if bumped else 'STILL'} {epoch}")


def save_config(node: ClusterNode, _words: list[str]) -> Reply:
    """CLUSTER SAVECONFIG."""
    failed = node.save()
    return Error(f"ERR error saving the cluster node config: {failed.strerror}") if failed else OK


def set_config_epoch(node: ClusterNode, words: list[str]) -> Reply:
    """CLUSTER SET-CONFIG-EPOCH epoch."""
    picture, epoch = node.picture, _integer(words[0])
    if epoch is None:
        return Error("ERR value is not an integer or out of range")
    if epoch < 0:
        return Error(f"ERR Invalid config epoch specified: {epoch}")
    if len(picture.nodes) > 1:
        return Error(
            "ERR The user can assign a config epoch only when the node does not know any other "
            "node."
        )
    if picture.myself.config_epoch:
        return Error("ERR Node config epoch is already non-zero")
    picture.myself.config_epoch = epoch
    picture.current_epoch = max(picture.current_epoch, epoch)
    node.say("notice", f"configEpoch set to {epoch} via CLUSTER SET-CONFIG-EPOCH")
    node.changed()
    return OK


def reset(node: ClusterNode, words: list[str]) -> Reply:
    """CLUSTER RESET [HARD|SOFT]."""
    how = words[0].lower() if words else "soft"
    if len(words) > 1:
        return _unknown("reset")
    if how not in ("soft", "hard"):
        return Error("ERR syntax error")
    picture = node.picture
    if not picture.myself.is_replica and door.slots_with_keys():
        return Error("ERR CLUSTER RESET can't be called with master nodes containing keys")
    gone = [slot for slot, owner in enumerate(picture.owner) if owner is not None]
    picture.reset(hard=how == "hard")
    node.tell("deleted", gone)
    if how == "hard":
        node.say("notice", "configEpoch set to 0 via CLUSTER RESET HARD")
        node.say("notice", f"Node hard reset, now I'm {picture.myself.id}")
    node.changed(sync=True)
    return OK


def _unknown(name: str) -> Error:
    return Error(
        f"ERR unknown subcommand or wrong number of arguments for '{name}'. Try CLUSTER HELP."
    )


# --- other nodes ---


def meet(_node: ClusterNode, words: list[str]) -> Reply:
    """CLUSTER MEET ip port [bus-port]."""
    if len(words) > 3:
        return _unknown("meet")
    kinds = ("base", "bus")
    for word, kind in zip(words[1:], kinds, strict=False):
        if _integer(word) is None:
            return Error(f"ERR Invalid {kind} port specified: {word}")
    return NO_BUS


def forget(node: ClusterNode, words: list[str]) -> Reply:
    """CLUSTER FORGET id: nodes that the file named can be forgotten; others are not known."""
    picture = node.picture
    other = _known(picture, words[0], "Unknown node")
    if other is picture.myself:
        return Error("ERR I tried hard but I can't forget myself...")
    if picture.myself.primary is other:
        return Error("ERR Can't forget my master!")
    _remove(picture, other)
    node.changed()
    return OK


def _remove(picture: Cluster, other: Node) -> None:
    for slot in picture.slots_of(other):
        picture.assign(slot, None)
    for moving in (picture.migrating, picture.importing):
        for slot in [slot for slot, node in moving.items() if node is other]:
            del moving[slot]
    del picture.nodes[other.id]
    for node in picture.nodes.values():
        if node.primary is other:
            node.primary = None


def replicate(node: ClusterNode, words: list[str]) -> Reply:
    """CLUSTER REPLICATE id, or NO ONE."""
    picture = node.picture
    if [word.lower() for word in words] == ["no", "one"]:
        return OK if not picture.myself.is_replica else NO_BUS
    if len(words) > 1:
        return _unknown("replicate")
    other = _known(picture, words[0], "Unknown node")
    if other is picture.myself:
        return Error("ERR Can't replicate myself")
    if other.is_replica:
        return Error("ERR I can only replicate a master, not a replica.")
    mine = picture.slots_of(picture.myself)
    if not picture.myself.is_replica and (mine or door.slots_with_keys()):
        return Error("ERR To set a master the node must be empty and without assigned slots.")
    return NO_BUS


def failover(node: ClusterNode, words: list[str]) -> Reply:
    """CLUSTER FAILOVER [FORCE|TAKEOVER]."""
    if len(words) > 1:
        return _unknown("failover")
    if words and words[0].lower() not in ("force", "takeover"):
        return Error("ERR syntax error")
    if not node.picture.myself.is_replica:
        return Error("ERR You should send CLUSTER FAILOVER to a replica")
    return NO_BUS


def count_failure_reports(node: ClusterNode, words: list[str]) -> Reply:
    """CLUSTER COUNT-FAILURE-REPORTS id: without a bus nobody reports."""
    _known(node.picture, words[0], "Unknown node")
    return 0


def links(_node: ClusterNode, _words: list[str]) -> Reply:
    """CLUSTER LINKS: there are none without a bus."""
    return []


def slot_migrations(_node: ClusterNode, _words: list[str]) -> Reply:
    """CLUSTER GETSLOTMIGRATIONS: none was ever begun."""
    return []


def cancel_slot_migrations(_node: ClusterNode, _words: list[str]) -> Reply:
    """CLUSTER CANCELSLOTMIGRATIONS."""
    return Error("ERR No migrations ongoing")


def migrate_slots(_node: ClusterNode, _words: list[str]) -> Reply:
    """CLUSTER MIGRATESLOTS needs another node to take them."""
    return NO_BUS


def sync_slots(_node: ClusterNode, _words: list[str]) -> Reply:
    """CLUSTER SYNCSLOTS, by which nodes hand slots over among themselves."""
    return NO_BUS


HANDLERS: dict[str, Callable[[Server, door.Call], Reply]] = {
    "cluster|addslots": _of(_one_by_one(take=True)),
    "cluster|addslotsrange": _of(_by_range("addslotsrange", take=True)),
    "cluster|bumpepoch": _of(bump_epoch),
    "cluster|cancelslotmigrations": _of(cancel_slot_migrations),
    "cluster|count-failure-reports": _of(count_failure_reports),
    "cluster|delslots": _of(_one_by_one(take=False)),
    "cluster|delslotsrange": _of(_by_range("delslotsrange", take=False)),
    "cluster|failover": _of(failover),
    "cluster|flushslots": _of(flush_slots),
    "cluster|forget": _of(forget),
    "cluster|getslotmigrations": _of(slot_migrations),
    "cluster|info": _of(info),
    "cluster|links": _of(links),
    "cluster|meet": _of(meet),
    "cluster|migrateslots": _of(migrate_slots),
    "cluster|replicate": _of(replicate),
    "cluster|reset": _of(reset),
    "cluster|saveconfig": _of(save_config),
    "cluster|set-config-epoch": _of(set_config_epoch),
    "cluster|setslot": _of(set_slot),
    "cluster|syncslots": _of(sync_slots),
}
