"""Compares two results of Valkey's suite: which tests the real server passes and ours does not.

    python tests/compat/compare.py REAL.json OURS.json [UNIT ...]

Both files are what the suite's runner writes with --json. Exit status 0 when ours passes at least
98% of what the real server passes.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path

WANTED = 0.98


def compare(real: dict[str, dict[str, list[str]]], ours: dict[str, dict[str, list[str]]]) -> int:
    """Print a line a unit and every test that is missing; return the exit status."""
    total = passed = 0
    for unit, found in real.items():
        names = set(found["names"])
        mine = set(ours.get(unit, {}).get("names", []))
        missing = sorted(names - mine)
        total += len(names)
        passed += len(names) - len(missing)
        print(f"{unit:32} {len(names) - len(missing):4} of {len(names):4}")
        for name in missing:
            print(f"    missing: {name}")
    share = passed / total if total else 0.0
    print(f"{passed} of {total}: {share:.1%}, wanted {WANTED:.0%}")
    return 0 if share >= WANTED else 1


def main(argv: Sequence[str]) -> int:
    """Read the files and compare them."""
    real, ours = (json.loads(Path(path).read_text()) for path in argv[:2])
    units = list(argv[2:]) or list(real)
    return compare({u: real[u] for u in units if u in real}, ours)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
