"""Access: the values of all parameters, by name and by type.

Rules: reads only; settings.py changes. Names are in lower case. Methods are called after the types
that they answer, so annotations in the class say `builtins.int`.
"""

from __future__ import annotations

import builtins
from collections.abc import Iterable

from vkscope.server.config.kinds import Kind, kind_of
from vkscope.server.config.values import OutputLimit, Value
from vkscope.tables._configs_generated import SPECS
from vkscope.tables.configs import Spec


class Access:
    """What there is, and what it is set to; at first every default."""

    def __init__(self) -> None:
        self._kinds: dict[builtins.str, Kind] = {}
        self._main_name: dict[builtins.str, builtins.str] = {}
        self._ignored: set[builtins.str] = set()
        self.values: dict[builtins.str, Value] = {}
        for spec in SPECS:
            if spec.type == "ignored":
                self._ignored.add(spec.name)
                continue
            self._kinds[spec.name] = kind = kind_of(spec)
            self._main_name[spec.name] = spec.name
            if spec.alias:
                self._main_name[spec.alias] = spec.name
            self.values[spec.name] = kind.default()

    def has(self, name: builtins.str) -> builtins.bool:
        """Whether it is a parameter's name or alias (in lower case)."""
        return name in self._main_name

    def is_ignored(self, name: builtins.str) -> builtins.bool:
        """Whether files may hold it although it means nothing."""
        return name in self._ignored

    def spec(self, name: builtins.str) -> Spec:
        """What the table says of the parameter; aliases work."""
        return self._kinds[self._main_name[name]].spec

    def kind(self, name: builtins.str) -> Kind:
        """The rules of the parameter; aliases work."""
        return self._kinds[self._main_name[name]]

    def names(self) -> Iterable[builtins.str]:
        """Parameters, without aliases, in the table's order."""
        return self._kinds.keys()

    def all_names(self) -> Iterable[builtins.str]:
        """Parameters and aliases."""
        return self._main_name.keys()

    def takes_several(self, name: builtins.str) -> builtins.bool:
        """Whether it is written with any number of words."""
        return "multi_arg" in self.spec(name).flags

    def show(self, name: builtins.str) -> builtins.str:
        """The value as CONFIG GET answers."""
        kind = self.kind(name)
        return kind.show(self.values[kind.spec.name])

    # Typed access. Asking for the wrong type is our mistake, and asserted.

    def int(self, name: builtins.str) -> builtins.int:
        """A number."""
        value = self.values[name]
        assert type(value) is builtins.int, name
        return value

    def bool(self, name: builtins.str) -> builtins.bool:
        """A switch."""
        value = self.values[name]
        assert isinstance(value, builtins.bool), name
        return value

    def str(self, name: builtins.str) -> builtins.str:
        """A text; unset is empty."""
        value = self.values[name]
        assert value is None or isinstance(value, builtins.str), name
        return value or ""

    def enum(self, name: builtins.str) -> builtins.str:
        """One of the table's values."""
        value = self.values[name]
        assert isinstance(value, builtins.str), name
        return value

    def enum_index(self, name: builtins.str) -> builtins.int:
        """Which of the table's values it is, counted from 0."""
        return self.spec(name).values.index(self.enum(name))

    def words(self, name: builtins.str) -> tuple[Value, ...]:
        """A parameter of several words."""
        value = self.values[name]
        assert isinstance(value, tuple), name
        return value

    @property
    def client_output_buffer_limits(self) -> dict[builtins.str, OutputLimit]:
        """By class: normal, replica, pubsub."""
        limits = self.words("client-output-buffer-limit")
        named = zip(("normal", "replica", "pubsub"), limits, strict=True)
        return {name: limit for name, limit in named if isinstance(limit, OutputLimit)}

    @property
    def save_points(self) -> list[tuple[builtins.int, builtins.int]]:
        """Seconds and changes."""
        return [
            (seconds, changes)
            for seconds, changes in (p for p in self.words("save") if isinstance(p, tuple))
            if isinstance(seconds, builtins.int) and isinstance(changes, builtins.int)
        ]

    @property
    def percentiles(self) -> list[float]:
        """Of INFO latencystats."""
        found = self.words("latency-tracking-info-percentiles")
        return [p for p in found if isinstance(p, float)]

    @property
    def binds(self) -> list[builtins.str]:
        """Addresses to listen on."""
        return [str(address) for address in self.words("bind")]

    @property
    def database_count(self) -> builtins.int:
        """Databases there are, in a cluster or outside."""
        return self.int("cluster-databases" if self.bool("cluster-enabled") else "databases")

    @property
    def mode(self) -> builtins.str:
        """standalone or cluster, as logs and INFO say it."""
        return "cluster" if self.bool("cluster-enabled") else "standalone"

    def unheeded(self) -> list[builtins.str]:
        """Parameters that ask for something, not by default, of a subsystem that is not there yet.

        Switching off what is not there needs no remark.
        """
        return [
            name
            for name, kind in self._kinds.items()
            if kind.spec.later and self.values[name] and self.values[name] != kind.default()
        ]
