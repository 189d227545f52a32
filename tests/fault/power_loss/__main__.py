"""The long run: python -m tests.fault.power_loss --points 2000 --policy always --server ours."""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path

from tests.fault.power_loss.check import (
    POLICIES,
    Recording,
    keep_state,
    record,
    summary,
    try_states,
)

KINDS = ("journal", "posix")


def options() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--server", default="ours", help="ours, or the path of another server")
    parser.add_argument("--policy", default="always", choices=POLICIES)
    parser.add_argument("--disk", default="both", choices=(*KINDS, "both"))
    parser.add_argument("--points", type=int, default=2000)
    parser.add_argument("--units", type=int, default=400, help="of each of 3 clients")
    parser.add_argument("--pause", type=float, default=0.0, help="seconds between bursts")
    parser.add_argument("--sync-us", type=int, default=500, help="how long an fsync takes")
    parser.add_argument("--swallow", action="store_true", help="fsync does nothing")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path, help="a folder for the states that are wrong")
    return parser.parse_args()


def tell(recording: Recording, kind: str, chosen: argparse.Namespace) -> int:
    """Judge one kind of disk; return how many states were wrong."""
    points = chosen.points // 2 if chosen.disk == "both" else chosen.points
    began, before = time.monotonic(), recording.states
    verdicts = try_states(recording, kind, points, chosen.seed)
    spent = time.monotonic() - began
    alike = f"{recording.states - before} states"
    print(f"{recording.policy} on {kind}: {summary(verdicts)}; {alike}, {spent:.0f} s", flush=True)
    wrong = [verdict for verdict in verdicts if verdict.wrong]
    for verdict in wrong[:10]:
        print(f"  position {verdict.position}, seed {verdict.seed}: {verdict.wrong[0]}")
        if chosen.keep:
            name = f"{recording.policy}-{kind}-{verdict.position}-{verdict.seed}"
            keep_state(recording, kind, verdict, chosen.keep / name)
    return len(wrong)


def main() -> int:
    """Record once, judge on each kind of disk; 1 when a state was wrong."""
    chosen = options()
    pause = chosen.pause or (0.04 if chosen.policy == "everysec" else 0.0)
    with tempfile.TemporaryDirectory(prefix="vk-record-") as base:
        recording = record(
            chosen.server,
            chosen.policy,
            Path(base),
            chosen.units,
            pause=pause,
            sync_us=chosen.sync_us,
            swallow=chosen.swallow,
        )
        done = [client.done for client in recording.work.clients]
        print(f"recorded {len(recording.operations)} operations, units {done}", flush=True)
        kinds = KINDS if chosen.disk == "both" else (chosen.disk,)
        return int(sum(tell(recording, kind, chosen) for kind in kinds) > 0)


if __name__ == "__main__":
    sys.exit(main())
