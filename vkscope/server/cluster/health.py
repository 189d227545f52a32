"""Whether the cluster can answer, as this node sees it.

States: FAIL, where every node begins, and OK. A primary waits 2 s from its first look on before it
believes in OK, so that others can tell it of what happened while it was away. OK needs every slot
to have a node that has not failed (unless cluster-require-full-coverage is no), and more than half
of the primaries with slots to be reachable. Back from a minority a primary waits again.

Rules: no I/O; the clock is handed in, in milliseconds.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from vkscope.server.cluster.nodes import Cluster, Flag, Node

WRITABLE_DELAY: Final = 2000
REJOIN_DELAY: Final = (500, 5000)


@dataclass(slots=True)
class Health:
    """The state machine; `ok` is its state."""

    ok: bool = False
    _first_look: int | None = None
    _in_minority: int | None = None

    def update(self, cluster: Cluster, now: int, *, full_coverage: bool, node_timeout: int) -> bool:
        """Look again; whether the state changed."""
        if self._first_look is None:
            self._first_look = now
        is_primary = not cluster.myself.is_replica
        if is_primary and not self.ok and now - self._first_look < WRITABLE_DELAY:
            return False
        covered = not full_coverage or _is_covered(cluster)
        majority = _has_majority(cluster)
        if not majority:
            self._in_minority = now
        well = covered and majority
        if well == self.ok:
            return False
        if well and is_primary and self._in_minority is not None:
            delay = min(max(node_timeout, REJOIN_DELAY[0]), REJOIN_DELAY[1])
            if now - self._in_minority < delay:
                return False
        self.ok = well
        return True


def _failed(node: Node) -> bool:
    return Flag.FAIL in node.flags


def _is_covered(cluster: Cluster) -> bool:
    return all(node is not None and not _failed(node) for node in cluster.owner)


def _has_majority(cluster: Cluster) -> bool:
    owners = {id(node): node for node in cluster.owner if node is not None}.values()
    reachable = sum(1 for node in owners if not node.flags & (Flag.FAIL | Flag.PFAIL))
    return reachable >= len(owners) // 2 + 1
