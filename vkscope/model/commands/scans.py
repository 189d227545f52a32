"""Walks over keys: KEYS and SCAN.

Words: a *scan* is a walk in steps; the cursor says where the next step begins, and 0 ends it. The
specification says which keys a whole walk must show, not how many a step shows: the model's step is
the whole walk, which Valkey may do too.
"""

from __future__ import annotations

from vkscope.model import glob
from vkscope.model.call import SYNTAX, Call
from vkscope.model.registry import command, shown
from vkscope.model.replies import CommandError, Loose, Reply

TYPES = ("string", "list", "set", "zset", "hash", "stream")


@command("keys")
def keys(call: Call) -> Reply:
    """KEYS pattern"""
    return Loose(key for key in call.db.live_keys() if glob.selects(call.words[1], key))


@command("scan")
def scan(call: Call) -> Reply:
    """SCAN cursor [MATCH pattern] [COUNT count] [TYPE type]: expired keys are removed on the way"""
    call.cursor(1)
    options = read_scan_options(call, 2, ("match", "count", "type"))
    wanted = options.get("type", b"").decode("latin-1").lower()
    call.db.purge()
    found: list[Reply] = [
        key
        for key, entry in call.db.entries.items()
        if wanted in ("", entry.value.type_name) and glob.selects(options.get("match", b"*"), key)
    ]
    return [b"0", found]


def read_scan_options(call: Call, start: int, known: tuple[str, ...]) -> dict[str, bytes]:
    """Read the options of a scan from words[start] on; `known` names those of this command."""
    options: dict[str, bytes] = {}
    at = start
    while at < len(call.words):
        option = call.option(at)
        if option in known and option in ("novalues", "noscores"):
            options[option] = b""
            at += 1
            continue
        if option not in known or at + 1 == len(call.words):
            raise CommandError(FOREIGN.get(option if option not in known else "", SYNTAX))
        if option == "count" and call.integer(at + 1) < 1:
            raise CommandError(SYNTAX)
        if option == "type" and call.option(at + 1) not in TYPES:
            raise CommandError(b"ERR unknown type name '%b'" % shown(call.words[at + 1]))
        options[option] = call.words[at + 1]
        at += 2
    return options


FOREIGN = {
    "novalues": "ERR NOVALUES option can only be used in HSCAN",
    "noscores": "ERR NOSCORES option can only be used in ZSCAN",
}
