"""Sets: integers in order (intset), few short members in a listpack, or a hash table."""

from __future__ import annotations

from dataclasses import dataclass, field

from vkscope.model.limits import Limits
from vkscope.model.numbers import parse_integer

MOST_INTEGERS = 1 << 30


@dataclass(slots=True)
class Set:
    """Members, each once. The order is that of a listpack; a hash table has none."""

    members: dict[bytes, None] = field(default_factory=dict)
    encoding: str = "intset"
    type_name = "set"

    @classmethod
    def for_member(cls, member: bytes, expected: int, limits: Limits) -> Set:
        """Return an empty set in the encoding that suits its first member and expected size."""
        if parse_integer(member) is not None and expected <= limits.set_integers:
            return cls()
        return cls(encoding="listpack" if expected <= limits.set_entries else "hashtable")

    def copy(self) -> Set:
        """Return a set of its own, in the same encoding."""
        return Set(dict(self.members), self.encoding)

    def __len__(self) -> int:
        return len(self.members)

    def in_order(self) -> list[bytes]:
        """Return the members as they stand: integers ascend."""
        return sorted(self.members, key=int) if self.encoding == "intset" else list(self.members)

    def make_room(self, expected: int, limits: Limits) -> None:
        """Before so many members come: more than a compact encoding holds, and it is a table."""
        most = {"intset": limits.set_integers, "listpack": limits.set_entries}
        if expected > most.get(self.encoding, expected):
            self.encoding = "hashtable"

    def add(self, member: bytes, limits: Limits) -> bool:
        """Add a member; tell whether it is new."""
        if member in self.members:
            return False
        if self.encoding == "intset" and parse_integer(member) is None:
            longest = max((len(m) for m in self.members), default=0)
            self.encoding = "listpack" if longest <= limits.set_value else "hashtable"
            self.members = dict.fromkeys(sorted(self.members, key=int))
        if self.encoding == "listpack":
            fits = len(self) < limits.set_entries and len(member) <= limits.set_value
            self.encoding = "listpack" if fits else "hashtable"
        self.members[member] = None
        if self.encoding == "intset" and len(self) > min(limits.set_integers, MOST_INTEGERS):
            self.encoding = "hashtable"
        return True

    def remove(self, member: bytes) -> bool:
        """Remove a member; tell whether it was there. The encoding stays."""
        return self.members.pop(member, self) is None

    def to_integers(self, limits: Limits) -> None:
        """Make an intset of a set whose members are all integers, if they are not too many."""
        if len(self) <= min(limits.set_integers, MOST_INTEGERS):
            self.encoding = "intset"
