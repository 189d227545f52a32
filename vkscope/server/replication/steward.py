"""Carries the primary's decisions out: answers SYNC and PSYNC, and looks after replicas.

Rules: decides nothing itself (primary.py does); holds no socket and no byte of the stream.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any, Final

from vkscope.native import door
from vkscope.server.config import Config
from vkscope.server.log import Log
from vkscope.server.replication import farewell, primary
from vkscope.server.replication.primary import Child, Refusal, Rules, State, Stream, View
from vkscope.server.replies import OK, SILENCE, Error

if TYPE_CHECKING:
    from vkscope.server.app import Server

NUMBERS: Final = {
    "backlog_bytes": "repl-backlog-size",
    "min_replicas": "min-replicas-to-write",
    "max_lag_s": "min-replicas-max-lag",
}
SWITCHES: Final = {
    "disable_nodelay": "repl-disable-tcp-nodelay",
    "del_sync_files": "rdb-del-sync-files",
}
"""Fields of native's vkReplSettings and the parameters that they hold."""
LEAST_BACKLOG: Final = 16384
"""Bytes; a smaller repl-backlog-size counts as this."""
FOR_EVER: Final = (1 << 63) - 1
REFUSED: Final = b"-ERR BGSAVE failed, replication can't continue\r\n"
LATER: Final = "ERR becoming a replica is not here yet: this server can only be a primary"


def _view(each: dict[str, Any]) -> View:
    return View(
        slot=each["slot"],
        generation=each["generation"],
        state=State(each["state"]),
        name=each["name"],
        capa=each["capa"],
        alike=each["alike"],
        psync=each["psync"],
        ack_ms=each["ack_ms"],
        asked_ms=each["asked_ms"],
        stuck_ms=each["stuck_ms"],
    )


def _stream(state: dict[str, Any]) -> Stream:
    return Stream(
        id=state["id"],
        id2=state["id2"],
        second=state["second_offset"],
        end=state["offset"],
        backlog=state["backlog"],
        first=state["backlog_first"],
    )


class Replication:
    """Replicas of this server."""

    def __init__(self, config: Config, log: Log) -> None:
        self._config = config
        self._log = log
        self._next_second = 0.0
        self._seconds = 0

    def follow(self) -> None:
        """Apply everything now, and again whenever CONFIG SET changes it."""
        for name in (*NUMBERS.values(), *SWITCHES.values()):
            self._config.on_apply(name, self._apply)
        self._apply(self._config)

    def _apply(self, config: Config) -> None:
        values: dict[str, int | bool] = {field: config.int(name) for field, name in NUMBERS.items()}
        values["backlog_bytes"] = max(LEAST_BACKLOG, values["backlog_bytes"])
        values |= {field: config.bool(name) for field, name in SWITCHES.items()}
        door.replication_settings(values)

    @property
    def rules(self) -> Rules:
        """The parameters as they are now."""
        config = self._config
        return Rules(
            diskless=config.bool("repl-diskless-sync"),
            delay=config.int("repl-diskless-sync-delay"),
            max_replicas=config.int("repl-diskless-sync-max-replicas"),
            ping_period=config.int("repl-ping-replica-period"),
            timeout=config.int("repl-timeout"),
            backlog_ttl=config.int("repl-backlog-ttl"),
        )

    def restore(self) -> None:
        """The file that was just loaded may say where the stream stood: replicas can go on."""
        if door.restore_stream():
            self._log.say("notice", "Replication backlog restored from the RDB file's offset")

    # -------------------------------------------------------------------------- before the end

    def lagging(self) -> int:
        """Count replicas that still lack something."""
        return len(farewell.lagging(door.replicas(), door.replication()["offset"]))

    def last_words(self) -> list[str]:
        """What the log says of replicas in the end."""
        return farewell.lines(door.replicas(), door.replication()["offset"], _wall_ms())

    def stop_writes(self) -> None:
        """Let the stream stand still, and ask replicas how far they are."""
        door.pause_writes(1, FOR_EVER)
        door.ask_acks()

    def resume_writes(self) -> None:
        """Clients write again."""
        door.pause_writes(1, 0)

    # ----------------------------------------------------------------------------- SYNC, PSYNC

    def sync(self, call: door.Call) -> Any:
        """Answer SYNC, or PSYNC id offset: the stream from there on, or a snapshot first."""
        slot, generation, _ = call.client
        asking = door.replica_asks(slot, generation)
        if asking is None:
            return SILENCE
        if asking["waits_bytes"]:
            return Error("ERR SYNC and PSYNC are invalid with pending output")
        if asking["filtered"] and not asking["capa"] & primary.CAPA_EOF:
            return Error("ERR Filtered replica requires EOF capability")
        psync = call.argv[0].lower() == b"psync"
        if psync and len(call.argv) > 3 and call.argv[3].lower() == b"failover":
            return Error("ERR PSYNC FAILOVER can't be sent to a master.")
        self._log.say("notice", f"Replica {asking['name']} asks for synchronization")
        why, offset = Refusal.NONE, 0
        if psync:
            try:
                offset = int(call.argv[2])
            except ValueError:
                return Error("ERR value is not an integer or out of range")
            why = self._go_on(call, offset, asking["name"])
            if why is Refusal.NONE:
                return SILENCE
        self._full(call, asking, psync=psync, offset=max(0, offset), why=why)
        return SILENCE

    def _go_on(self, call: door.Call, offset: int, name: str) -> Refusal:
        """Try to let a replica go on; NONE: it does."""
        slot, generation, _ = call.client
        asked_id = call.argv[1].decode("utf-8", "replace")
        stream = _stream(door.replication())
        why = primary.judge(asked_id, offset, stream)
        if why is not Refusal.NONE:
            for line in primary.explain(why, asked_id, offset, name, stream):
                self._log.say("warning" if line.startswith("Warning") else "notice", line)
            return why
        if not door.replica_continue(slot, generation, offset):
            return Refusal.NO_BACKLOG
        self._log.say(
            "notice",
            f"Partial resynchronization request from {name} accepted. Sending "
            f"{stream.end + 1 - offset} bytes of backlog starting from offset {offset}.",
        )
        return why

    def _full(
        self, call: door.Call, asking: dict[str, Any], *, psync: bool, offset: int, why: Refusal
    ) -> None:
        slot, generation, _ = call.client
        rules = self.rules
        diskless = primary.diskless_for(asking["capa"], rules, filtered=asking["filtered"])
        door.create_backlog()
        door.replica_waits(slot, generation, psync, diskless, offset, why)
        state = door.replication()
        child = Child(state["child"])
        if child is Child.DISK and door.replica_joins(slot, generation):
            self._log.say("notice", "Waiting for end of BGSAVE for SYNC")
        elif child is Child.DISK:
            text = (
                "Can't attach the replica to the current BGSAVE. Waiting for next BGSAVE for SYNC"
            )
            self._log.say("notice", text)
        elif child is Child.DISKLESS:
            text = "Current BGSAVE has socket target. Waiting for next BGSAVE for SYNC"
            self._log.say("notice", text)
        elif state["busy"]:
            text = (
                "No BGSAVE in progress, but another BG operation is active. "
                "BGSAVE for replication delayed"
            )
            self._log.say("notice", text)
        elif diskless and rules.diskless and rules.delay:
            self._log.say("notice", "Delay next BGSAVE for diskless SYNC")
        else:
            self._start(slot, generation, diskless=diskless)

    def _start(self, slot: int, generation: int, *, diskless: bool) -> None:
        target = "replicas sockets" if diskless else "disk"
        text = f"Starting BGSAVE for SYNC with target: {target} using: normal sync"
        self._log.say("notice", text)
        try:
            door.snapshot_start(slot, generation, diskless=diskless)
        except door.DoorError as error:
            if diskless:  # native says it of a child that saves to the file
                self._log.say("warning", f"Can't save in background: fork: {error.strerror}")
            self._log.say("warning", "BGSAVE for replication failed")
            for view in map(_view, door.replicas()):
                if view.state is State.WAITS:
                    door.replica_fail(view.slot, view.generation, REFUSED)

    # ------------------------------------------------------------------------------------ cron

    def cron(self, now: float) -> None:
        """Look after replicas, any number of times a second; `now` is monotonic seconds."""
        state = door.replication()
        replicas = [_view(each) for each in door.replicas()] if state["replicas"] else []
        if replicas and state["child"] == Child.NONE and not state["busy"]:
            due = primary.due_snapshot(replicas, self.rules, _wall_ms())
            if due is not None:
                self._start(due.replica.slot, due.replica.generation, diskless=due.diskless)
        if now < self._next_second:
            return
        self._next_second = max(self._next_second + 1.0, now + 0.5)
        if replicas or state["backlog"]:
            self._second(replicas, state)
        self._seconds += 1

    def _second(self, replicas: list[View], state: dict[str, Any]) -> None:
        door.replica_newlines()
        commands = primary.each_second(
            replicas,
            self.rules,
            child=Child(state["child"]),
            seconds=self._seconds,
            now_ms=_wall_ms(),
            none_since_ms=state["none_since_ms"],
            backlog=state["backlog"],
        )
        for command in commands:
            self._do(command)
        door.count_replicas()

    def _do(self, command: primary.Command) -> None:
        match command:
            case primary.SendPing():
                door.ping_replicas()
            case primary.Disconnect(replica, why):
                self._log.say("warning", why)
                door.close_client(replica.slot, replica.generation)
            case primary.FreeBacklog(seconds):
                door.free_backlog(seconds)
            case primary.StartSnapshot(replica, diskless):
                self._start(replica.slot, replica.generation, diskless=diskless)


def _wall_ms() -> int:
    return time.time_ns() // 1_000_000


def sync(server: Server, call: door.Call) -> Any:
    """SYNC; PSYNC replicationid offset."""
    return server.replication.sync(call)


def replicaof(server: Server, call: door.Call) -> Any:
    """REPLICAOF host port, or NO ONE, which a primary is already."""
    host, port = (word.decode("utf-8", "replace") for word in call.argv[1:3])
    if (host.lower(), port.lower()) == ("no", "one"):
        return OK
    if not port.lstrip("-").isdigit():
        return Error("ERR value is not an integer or out of range")
    if not 0 <= int(port) <= 65535:
        return Error("ERR Invalid master port")
    return Error(LATER)
