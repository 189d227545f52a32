"""The sandbox: scripts that try what they may not, and what came of each."""

from __future__ import annotations

import tomllib
from pathlib import Path

from vkscope.labs.bench import Bench
from vkscope.labs.trace import Trace
from vkscope.labs.verdict import Check, same
from vkscope.tracing.events import Event
from vkscope.tracing.resp import RespError

PREFIX, SHOWN = "lab:", 20
"""Events show 44 bytes of a key."""
SCRIPTS = {
    "global": "x = 1",
    "local": "local x = 1 return x",
    "unknown": "return y",
    "caught": "return tostring(pcall(function() x = 1 end))",
    "library": "string.upper = nil",
    "metatable": "getmetatable('').__index = nil",
    "files": "return io.open('/etc/passwd')",
    "process": "return os.execute('true')",
    "clock": "return tostring(os.clock() >= 0)",
    "source": "return loadstring('return 1 + 1')()",
    "reader": "#!lua flags=no-writes\nreturn redis.call('SET', KEYS[1], 'x')",
    "halfway": "redis.call('SET', KEYS[1], 'x') error('stop')",
}
KEYS = {"reader": "readers-key", "halfway": "half"}


async def run(bench: Bench) -> None:
    """Load each script, tell the trace its name, run it."""
    client = await bench.client("writer")
    for name, source in SCRIPTS.items():
        sha1 = (await client.call("SCRIPT", "LOAD", source)).decode()
        await client.call("EXISTS", f"{PREFIX}{name}:{sha1[:SHOWN]}")
        keys = [KEYS[name]] if name in KEYS else []
        try:
            await client.call("EVALSHA", sha1, len(keys), *keys)
        except RespError:
            continue  # that is what the lesson is about; the trace tells


def _names(trace: Trace) -> dict[str, str]:
    """Return the beginning of the SHA1 of each script by its name."""
    keys = (trace.key(event) for event in trace.commands("exists"))
    pairs = (key.removeprefix(PREFIX).split(":") for key in keys if key.startswith(PREFIX))
    return {name: sha1 for name, sha1, *_ in pairs}


def judge(work: Path, trace: Trace) -> list[Check]:
    """Compare the answers with what the trace says."""
    with (work / "answers.toml").open("rb") as file:
        written = tomllib.load(file)
    answers, predictions = written.get("answers", {}), written.get("predictions", {})
    made = bool(predictions.get("caught")) and bool(predictions.get("half_is_set"))
    checks = [same("the predictions are made", "yes", "yes" if made else "no", "guess first")]
    names = _names(trace)
    runs = {trace.key(event)[:SHOWN]: event for event in trace.of("ScriptRan")}
    for name in SCRIPTS:
        ran = runs.get(names.get(name, ""))
        ended = "not run" if ran is None else "error" if ran["failed"] else "ok"
        answer = answers.get(name, "")
        checks.append(same(f"{name}: how it ended", ended, answer, "", trace.where(ran)))
    for name, key in (("half_is_set", "half"), ("readers_key_is_set", "readers-key")):
        sets: list[Event] = [e for e in trace.of("CommandPropagated") if trace.key(e) == key]
        jump = trace.where(sets[0]) if sets else ""
        truth = "yes" if sets else "no"
        checks.append(same(f"was {key} written", truth, answers.get(name, ""), "", jump))
    return checks
