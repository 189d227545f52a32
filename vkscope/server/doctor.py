"""SCOPE DOCTOR: the doctor's rules on what the server counted of itself.

Words: sample: a small picture taken every SAMPLE_NS; findings compare the server now with the
older of the last two, so they are about the last 5 to 10 seconds, as native's own windows are.

Rules: no I/O; one crossing a picture. Sections whose size grows with the server's data are not
asked for; commands and databases are few.

Cost: a sample 0.2 ms every 5 s, an answer 0.4 ms.
"""

from __future__ import annotations

import json
from collections import deque
from typing import TYPE_CHECKING, Any, Final

from vkscope.native import door
from vkscope.server.replies import Error, Verbatim
from vkscope.tables import events
from vkscope.tracing.doctor.diagnose import report
from vkscope.tracing.doctor.finding import Report, to_text
from vkscope.tracing.doctor.observation import Observation, section
from vkscope.tracing.events import Decoder
from vkscope.tracing.snapshot import Snapshot, from_plain

if TYPE_CHECKING:
    from vkscope.server.app import Server

SAMPLED: Final = (
    "server",
    "totals",
    "stats",
    "clients",
    "cpu",
    "tick",
    "expiry",
    "eviction",
    "lookups",
    "blocking",
    "pubsub",
    "scripts",
    "stream",
    "redirects",
    "acl",
    "persist",
    "host",
)
ASKED: Final = (*SAMPLED, "keyspace", "memory", "worst", "happened")
SAMPLE_NS: Final = 5_000_000_000
SETTINGS: Final = ("maxmemory-policy",)


def picture(*sections: str) -> Snapshot:
    """Take a snapshot of these sections, histograms left out."""
    return from_plain(json.loads(door.snapshot(*sections)))


class Doctor:
    """One server's: keeps samples, answers with findings."""

    def __init__(self, where: str) -> None:
        self.where = where
        self._samples: deque[Snapshot] = deque(maxlen=2)
        self._decoder = Decoder(events.load())

    def sample(self, now_ns: int) -> None:
        """Take a sample if one is due; called by cron, any number of times."""
        if not self._samples or now_ns - self._samples[-1].time_ns >= SAMPLE_NS:
            self._samples.append(picture(*SAMPLED))

    def forget(self) -> None:
        """Begin anew: CONFIG RESETSTAT has set the counters back."""
        self._samples.clear()
        self._samples.append(picture(*SAMPLED))

    def observe(self, settings: dict[str, str]) -> Observation:
        """Look at the last seconds."""
        now = picture(*ASKED)
        before = self._samples[0] if self._samples else None
        happened, since = section(now, self._commands_known())
        seconds = (now.time_ns - since) / 1e9 if since else 0.0
        return Observation(
            "server", self.where, now, before, happened, seconds, settings, self._decoder
        )

    def _commands_known(self) -> Decoder:
        if not self._decoder.commands:
            names = json.loads(door.snapshot("command_names"))["command_names"]
            self._decoder = Decoder(self._decoder.catalogue, names)
        return self._decoder


def observe(server: Server) -> Observation:
    """The server's last seconds."""
    return server.doctor.observe({name: server.config.show(name) for name in SETTINGS})


def examine(server: Server) -> Report:
    """What is wrong with this server now."""
    return report(observe(server))


def scope_doctor(server: Server, call: door.Call) -> Any:
    """SCOPE DOCTOR [JSON]."""
    words = [word.upper() for word in call.argv[2:]]
    if words not in ([], [b"JSON"]):
        return Error("ERR syntax error")
    found = examine(server)
    return json.dumps(found.as_json()) if words else Verbatim(to_text(found))
