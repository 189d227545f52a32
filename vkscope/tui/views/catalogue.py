"""The views by name, in the order of their keys."""

from __future__ import annotations

from collections.abc import Callable

from vkscope.tracing.frame import Frame
from vkscope.tui.views.blocking import blocking
from vkscope.tui.views.commands import commands
from vkscope.tui.views.eventloop import eventloop
from vkscope.tui.views.events import events
from vkscope.tui.views.keyspace import keyspace
from vkscope.tui.views.latency import latency
from vkscope.tui.views.memory import memory
from vkscope.tui.views.overview import overview
from vkscope.tui.views.persist import persist
from vkscope.tui.views.pubsub import pubsub
from vkscope.tui.views.scripts import scripts
from vkscope.tui.views.security import security
from vkscope.tui.views.slots import slots
from vkscope.tui.views.stream import stream
from vkscope.tui.views.table import Table

View = Callable[[Frame], tuple[Table, ...]]

VIEWS: dict[str, View] = {
    "overview": overview,
    "eventloop": eventloop,
    "commands": commands,
    "events": events,
    "keyspace": keyspace,
    "memory": memory,
    "latency": latency,
    "blocking": blocking,
    "pubsub": pubsub,
    "scripts": scripts,
    "stream": stream,
    "slots": slots,
    "persist": persist,
    "security": security,
}
TITLES = {
    "overview": "Overview",
    "eventloop": "Event loop",
    "commands": "Commands",
    "events": "Events",
    "keyspace": "Keyspace",
    "memory": "Memory",
    "latency": "Latency",
    "blocking": "Blocking",
    "pubsub": "Pub/sub",
    "scripts": "Scripts",
    "stream": "Write stream",
    "slots": "Slots",
    "persist": "Persistence",
    "security": "Security",
}
