"""HSCAN and HRANDFIELD: a hash's fields in steps, and at random."""

from __future__ import annotations

import random
from collections.abc import Mapping

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
        if glob.selects(options.get("match", b"*"), name):
            found += [name] if "novalues" in options else [name, text]
    return [b"0", found]


@command("hrandfield")
def hrandfield(call: Call) -> Reply:
    """HRANDFIELD key [count [WITHVALUES]]: a negative count may show a field again"""
    if len(call.words) == 2:
        fields = live(call)
        if isinstance(call.witness, bytes) and call.witness in fields:
            return call.witness
        return random.choice(list(fields)) if fields else None
    count = call.symmetric(2)
    with_values = len(call.words) == 4 and call.option(3) == "withvalues"
    if len(call.words) > 3 and not with_values:
        raise CommandError(SYNTAX)
    if with_values and not -(INT64_MAX // 2) <= count <= INT64_MAX // 2:
        raise CommandError("ERR value is out of range")
    fields = live(call)
    if not fields or count == 0:
        return []
    names = drawn(call, fields, count, with_values)
    return Pairs([(name, fields[name]) for name in names]) if with_values else list(names)


def drawn(call: Call, known: Mapping[bytes, object], count: int, paired: bool) -> list[bytes]:
    """Return so many names at random; those that the other server drew, if that is right."""
    seen: list[Reply] = call.witness if isinstance(call.witness, list) else []
    if paired and call.session.protocol == 3:
        seen = [pair[0] for pair in seen if isinstance(pair, list) and pair]
    elif paired:
        seen = seen[::2]
    names = [name for name in seen if isinstance(name, bytes) and name in known]
    wanted = -count if count < 0 else min(count, len(known))
    if len(names) == wanted and (count < 0 or len(set(names)) == wanted):
        return names
    if count < 0:
        return random.choices(list(known), k=wanted)
    return random.sample(list(known), wanted)
