"""HSCAN and HRANDFIELD: a hash's fields in steps, and at random."""

from __future__ import annotations

import random

from vkscope.model import glob
from vkscope.model.call import SYNTAX, Call
from vkscope.model.commands.hashes import live
from vkscope.model.commands.scans import read_scan_options
from vkscope.model.numbers import INT64_MAX
from vkscope.model.registry import command
from vkscope.model.replies import CommandError, Pairs, Reply


@command("hscan")
def hscan(call: Call) -> Reply:
    """HSCAN key cursor [MATCH pattern] [COUNT count] [NOVALUES]"""
    call.cursor(2)
    value = call.hash(call.key)
    if value is None:
        return [b"0", []]
    options = read_scan_options(call, 3, ("match", "count", "novalues"))
    found: list[Reply] = []
    for name, text in value.live_fields(call.keyspace.now).items():
        if glob.matches(options.get("match", b"*"), name):
            found += [name] if "novalues" in options else [name, text]
    return [b"0", found]


@command("hrandfield")
def hrandfield(call: Call) -> Reply:
    """HRANDFIELD key [count [WITHVALUES]]: a negative count may show a field again"""
    if len(call.words) == 2:
        names = list(live(call))
        return random.choice(names) if names else None
    count = call.integer(2)
    if count < -INT64_MAX:
        bounds = f"value must between {-INT64_MAX} and {INT64_MAX}"
        raise CommandError(f"ERR value is out of range, {bounds}")
    with_values = len(call.words) == 4 and call.option(3) == "withvalues"
    if len(call.words) > 3 and not with_values:
        raise CommandError(SYNTAX)
    if with_values and not -(INT64_MAX // 2) <= count <= INT64_MAX // 2:
        raise CommandError("ERR value is out of range")
    pairs = list(live(call).items())
    if not pairs:
        return []
    if count < 0:
        chosen = random.choices(pairs, k=-count)
    else:
        chosen = random.sample(pairs, min(count, len(pairs)))
    return Pairs(chosen) if with_values else [name for name, _ in chosen]
