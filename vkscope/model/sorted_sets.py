"""Sorted sets: members with scores, few short ones in a listpack, else a skip list.

Words: the *order* is by score, and by bytes among equal scores. A *rank* is a place in it, from 0.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field

from vkscope.model.limits import Limits


@dataclass(slots=True)
class SortedSet:
    """Members and their scores."""

    scores: dict[bytes, float] = field(default_factory=dict)
    encoding: str = "listpack"
    type_name = "zset"

    @classmethod
    def expecting(cls, count: int, longest: int, limits: Limits) -> SortedSet:
        """Return an empty one in the encoding that suits what will be put in."""
        value = cls()
        value.make_room(count, longest, limits)
        return value

    def copy(self) -> SortedSet:
        """Return a sorted set of its own, in the same encoding."""
        return SortedSet(dict(self.scores), self.encoding)

    def __len__(self) -> int:
        return len(self.scores)

    def ordered(self) -> list[tuple[bytes, float]]:
        """Return the members with their scores, in order."""
        return sorted(self.scores.items(), key=lambda item: (item[1], item[0]))

    def make_room(self, count: int, longest: int, limits: Limits) -> None:
        """Before so many members come: too many, or one too long, and it is a skip list."""
        if count > limits.zset_entries or longest > limits.zset_value:
            self.encoding = "skiplist"

    def put(self, member: bytes, score: float, limits: Limits) -> None:
        """Give a member a score; a listpack has no zero below zero."""
        if member not in self.scores:
            self.make_room(len(self) + 1, len(member), limits)
        elif self.scores[member] == score:
            return
        zero = self.encoding == "listpack" and score == 0
        self.scores[member] = 0.0 if zero else score

    def fit(self, limits: Limits) -> None:
        """A result that was made as a skip list becomes a listpack if it is small."""
        longest = max(map(len, self.scores), default=0)
        fits = len(self) <= limits.zset_entries and longest <= limits.zset_value
        self.encoding = "listpack" if fits else "skiplist"
        if fits:
            self.scores = {member: score or 0.0 for member, score in self.scores.items()}


def is_nan(score: float) -> bool:
    """Tell whether a sum of infinities is no number."""
    return math.isnan(score)
