"""`python -m benchmarks [NAME ...] [-- ARGUMENTS]`: every bench, or the named ones."""

from __future__ import annotations

import sys
from importlib import import_module

NAMES = ("start", "paired", "types", "scripts", "tails", "watching", "memory", "saves")


def main(argv: list[str]) -> int:
    """Run the benches one after the other."""
    at = argv.index("--") if "--" in argv else len(argv)
    chosen, arguments = argv[:at] or list(NAMES), argv[at + 1 :]
    unknown = [name for name in chosen if name not in NAMES]
    if unknown:
        print(f"bench: no {unknown[0]}; there are {', '.join(NAMES)}", file=sys.stderr)
        return 2
    for name in chosen:
        print(f"-- {name}", flush=True)
        status: int = import_module(f"benchmarks.{name}").main(arguments)
        if status:
            return status
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
