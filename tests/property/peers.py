"""Other servers beside the model, and every difference from it that has a reason.

Words: a *difference* names commands that a peer does not know or answers otherwise, and says why.
They are not sent to it: what they would have changed, later commands would stumble over.
"""

from __future__ import annotations

import shutil
import socket
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tests.conftest import unused_port
from vkscope.model.numbers import parse_integer


def name_of(words: list[bytes]) -> bytes:
    """The command's name in capitals."""
    return words[0].upper()


def has(words: list[bytes], option: bytes) -> bool:
    """Whether a word behind the first key is this one."""
    return option in (word.upper() for word in words[2:])


def has_word(words: list[bytes], *subcommands: bytes) -> bool:
    """Whether the subcommand is one of these."""
    return words[1:2] != [] and words[1].upper() in subcommands


def has_bad_time(words: list[bytes]) -> bool:
    """Whether a time option's value is none, or too large."""
    options = (b"EX", b"PX", b"EXAT", b"PXAT")
    values = [v for o, v in zip(words[2:], words[3:], strict=False) if o.upper() in options]
    return any(not 0 < (parse_integer(value) or 0) < 2**53 for value in values)


def has_past_time(words: list[bytes]) -> bool:
    """Whether EXAT or PXAT names a time before the year 2020."""
    units = {b"EXAT": 1000, b"PXAT": 1}
    values = [
        (parse_integer(value) or 0) * units[option.upper()]
        for option, value in zip(words[2:], words[3:], strict=False)
        if option.upper() in units
    ]
    return any(0 < value < 1_577_836_800_000 for value in values)


def has_bad_range(words: list[bytes]) -> bool:
    """Whether a range of BITCOUNT or BITPOS is none, or words stand behind it."""
    at = {b"BITCOUNT": 2, b"BITPOS": 3}.get(name_of(words), len(words))
    numbers, unit = words[at : at + 2], words[at + 2 : at + 3]
    too_many = len(words) > at + 3
    return None in map(parse_integer, numbers) or unit not in ([], [b"BIT"], [b"byte"]) or too_many


def has_odd_cursor(words: list[bytes]) -> bool:
    """Whether a scan's cursor is no plain number."""
    at = {b"SCAN": 1, b"HSCAN": 2, b"SSCAN": 2, b"ZSCAN": 2}.get(name_of(words), 0)
    return 0 < at < len(words) and not words[at].isdigit()


@dataclass(frozen=True)
class Difference:
    """What a peer does in another way, and which commands show it."""

    why: str
    concerns: Callable[[list[bytes]], bool]


@dataclass(frozen=True)
class Peer:
    """A server that is not ours."""

    program: str
    differences: tuple[Difference, ...]
    other_encodings: frozenset[str] = frozenset()
    """Types whose encodings it names otherwise."""
    wordings: tuple[tuple[bytes, bytes], ...] = ()
    """Errors that it says otherwise: how the model's begins, and how its own does."""
    digits: bool = True
    """Whether it writes floating-point numbers with the same digits."""
    limits: bool = True
    """Whether its limits of encodings mean the same."""

    def path(self) -> str | None:
        """Where it is installed; None if it is not."""
        return shutil.which(self.program)

    def words_so(self, ours: bytes, theirs: bytes) -> bool:
        """Whether two errors are the same in other words."""
        return any(ours.startswith(a) and theirs.startswith(b) for a, b in self.wordings)

    def difference(self, words: list[bytes]) -> Difference | None:
        """The reason not to send this command, if there is one."""
        return next((d for d in self.differences if d.concerns(words)), None)


FIELD_EXPIRY = frozenset(
    b"HEXPIRE HPEXPIRE HEXPIREAT HPEXPIREAT HTTL HPTTL HEXPIRETIME HPEXPIRETIME HPERSIST HGETEX "
    b"HSETEX".split()
)
BEFORE_9_0 = (
    Difference("fields expire since Valkey 9.0", lambda w: name_of(w) in FIELD_EXPIRY),
    Difference("DELIFEQ came with Valkey 9.0", lambda w: name_of(w) == b"DELIFEQ"),
    Difference(
        "SET knows IFEQ since Valkey 8.1", lambda w: name_of(w) == b"SET" and has(w, b"IFEQ")
    ),
    Difference(
        "GETEX looks at its time before it looks at the key since 8.1",
        lambda w: name_of(w) == b"GETEX" and has_bad_time(w),
    ),
    Difference(
        "LSET looks at the lower 32 bits of its index there",
        lambda w: name_of(w) == b"LSET" and len(w) > 2 and abs(parse_integer(w[2]) or 0) >= 2**31,
    ),
    Difference(
        "SORT of numbers sees errors that earlier commands left behind in errno",
        lambda w: name_of(w) in (b"SORT", b"SORT_RO") and not has(w, b"ALPHA"),
    ),
    Difference(
        "BITFIELD takes what lies 2^63 below a field's range for what lies above it there",
        lambda w: name_of(w) == b"BITFIELD" and any((parse_integer(x) or 0) < -(2**62) for x in w),
    ),
    Difference(
        "whether a small integer is shared depends there on how it was made",
        lambda w: name_of(w) == b"OBJECT" and w[1:2] != [] and w[1].upper() == b"REFCOUNT",
    ),
)
REDIS_7_0 = Peer(
    "redis-server",
    (
        *BEFORE_9_0,
        Difference(
            "a timeout that is too large was negative",
            lambda w: name_of(w).startswith(b"B") and b"1e30" in w,
        ),
        Difference(
            "ZRANK knows WITHSCORE since 7.2",
            lambda w: name_of(w) in (b"ZRANK", b"ZREVRANK") and len(w) > 3,
        ),
        Difference(
            "consumers are made when they are named, and tell more, since 7.2",
            lambda w: (
                (name_of(w) == b"XINFO" and (len(w) != 3 or has_word(w, b"CONSUMERS", b"GROUPS")))
                or (name_of(w) == b"XGROUP" and has_word(w, b"CREATECONSUMER"))
            ),
        ),
        Difference(
            "SET with a time that has passed kept the key until it was touched",
            lambda w: name_of(w) == b"SET" and has_past_time(w),
        ),
        Difference(
            "LREM and LPOS knew no least number",
            lambda w: name_of(w) in (b"LREM", b"LPOS") and b"-9223372036854775808" in w,
        ),
        Difference(
            "what ZADD does not add made no skip list",
            lambda w: name_of(w) in (b"ZADD", b"GEOADD") and max(map(len, w)) > 64,
        ),
        Difference(
            "XREAD knows + since 8.0", lambda w: name_of(w).startswith(b"XREAD") and b"+" in w
        ),
        Difference("ZSCAN wrote scores as %.17g always", lambda w: name_of(w) == b"ZSCAN"),
        Difference("cursors were read by strtoul", has_odd_cursor),
        Difference(
            "BITCOUNT takes a start alone since 8.0",
            lambda w: name_of(w) == b"BITCOUNT" and len(w) == 3,
        ),
        Difference(
            "BITCOUNT and BITPOS looked for the key before they read their range", has_bad_range
        ),
        Difference(
            "an unknown type of SCAN is an error since 8.0",
            lambda w: name_of(w) == b"SCAN" and has(w, b"TYPE"),
        ),
        Difference(
            "scans know NOVALUES and NOSCORES since 7.4 and 8.0",
            lambda w: has(w, b"NOVALUES") or has(w, b"NOSCORES"),
        ),
    ),
    other_encodings=frozenset({"list", "set"}),
    wordings=((b"ERR Unbalanced 'xread", b"ERR Unbalanced XREAD"),),
    digits=False,
    limits=False,
)
VALKEY_8_1_DEV = Peer(
    "valkey-server",
    (
        *BEFORE_9_0,
        Difference(
            "XREAD + of a stream that never had an entry was an error",
            lambda w: name_of(w) == b"XREAD" and b"+" in w,
        ),
    ),
)
PEERS = {"redis": REDIS_7_0, "valkey": VALKEY_8_1_DEV}


def launch(program: str, folder: Path) -> tuple[subprocess.Popen[bytes], int]:
    """Start a peer with the thresholds of the model; return it and its port."""
    port = unused_port()
    parameters = {
        "port": port, "bind": "127.0.0.1", "save": "", "dir": folder, "proto-max-bulk-len": "1mb",
        "hash-max-listpack-entries": 512, "hash-max-listpack-value": 64,
        "enable-debug-command": "yes",
    }  # fmt: skip
    words = [text for name, value in parameters.items() for text in (f"--{name}", str(value))]
    with (folder / "peer.log").open("wb") as log:
        process = subprocess.Popen([program, *words], stdout=log, stderr=log)
    for _ in range(200):
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return process, port
        except OSError:
            time.sleep(0.02)
    process.kill()
    raise RuntimeError(f"{program} did not answer")
