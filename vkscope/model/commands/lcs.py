"""LCS: the longest common subsequence of two strings.

Design: a table of lengths: cell (i, j) belongs to the first i bytes of a and the first j of b. The
answer is read backwards from the last cell: equal bytes step diagonally, others to the larger
neighbour, to the left on a tie.
"""

from __future__ import annotations

from vkscope.model.call import SYNTAX, Call
from vkscope.model.registry import command
from vkscope.model.replies import CommandError, Reply
from vkscope.model.values import String

CELL_BYTES = 4
TOO_LARGE = "ERR Insufficient memory, transient memory for LCS exceeds proto-max-bulk-len"
Match = tuple[int, int, int]
"""A run of equal bytes: where it begins in a, where in b, and how long it is."""


@command("lcs")
def lcs(call: Call) -> Reply:
    """LCS key key [LEN] [IDX] [MINMATCHLEN n] [WITHMATCHLEN]"""
    a, b = (operand(call, key) for key in call.words[1:3])
    said, shortest = read_lcs_options(call)
    if (len(a) + 1) * (len(b) + 1) * CELL_BYTES > call.keyspace.longest_string:
        raise CommandError(TOO_LARGE)
    table = lengths(a, b)
    total = table[len(a)][len(b)]
    runs = matches(a, b, table)
    if "idx" in said:
        shown = [describe(run, "withmatchlen" in said) for run in runs if run[2] >= shortest]
        return {b"matches": shown, b"len": total}
    if "len" in said:
        return total
    return b"".join(a[i : i + size] for i, _, size in reversed(runs))


def operand(call: Call, key: bytes) -> bytes:
    """Return the bytes of a key's string."""
    entry = call.db.find(key)
    if entry is None:
        return b""
    if not isinstance(entry.value, String):
        raise CommandError("ERR The specified keys must contain string values")
    return entry.value.data


def read_lcs_options(call: Call) -> tuple[set[str], int]:
    """Return the options, and the length that a match must have to be shown."""
    said, shortest, at = set[str](), 0, 3
    while at < len(call.words):
        option = call.option(at)
        if option == "minmatchlen" and at + 1 < len(call.words):
            at += 1
            shortest = max(call.integer(at), 0)
        elif option not in ("idx", "len", "withmatchlen"):
            raise CommandError(SYNTAX)
        said.add(option)
        at += 1
    if {"idx", "len"} <= said:
        text = "ERR If you want both the length and indexes, please just use IDX."
        raise CommandError(text)
    return said, shortest


def lengths(a: bytes, b: bytes) -> list[list[int]]:
    """Return the table of lengths, one row more and one column more than bytes."""
    table = [[0] * (len(b) + 1)]
    for byte in a:
        above, row = table[-1], [0]
        for j, other in enumerate(b):
            row.append(above[j] + 1 if byte == other else max(above[j + 1], row[j]))
        table.append(row)
    return table


def matches(a: bytes, b: bytes, table: list[list[int]]) -> list[Match]:
    """Return the runs of the subsequence, the last one first."""
    runs: list[Match] = []
    i, j, size = len(a), len(b), 0
    while i and j:
        if a[i - 1] == b[j - 1]:
            i, j, size = i - 1, j - 1, size + 1
            continue
        if size:
            runs.append((i, j, size))
        size = 0
        if table[i - 1][j] > table[i][j - 1]:
            i -= 1
        else:
            j -= 1
    if size:
        runs.append((i, j, size))
    return runs


def describe(run: Match, with_length: bool) -> list[Reply]:
    """Return a run as IDX shows it: first and last position in both strings."""
    i, j, size = run
    ranges: list[Reply] = [[i, i + size - 1], [j, j + size - 1]]
    return [*ranges, size] if with_length else ranges
