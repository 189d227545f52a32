"""The paired bench over scripts and functions: one GET in each, and a loop of 100 SETs.

make bench BENCH=scripts [PEER=...] [BENCH_ARGS="--rounds 3 --tests eval_get"]
"""

from __future__ import annotations

from benchmarks import paired
from benchmarks.loads import SCRIPTS


def main(arguments: list[str]) -> int:
    """Print what `paired` prints, over these loads at 50 clients."""
    return paired.main(["--tests", SCRIPTS, "--shapes", "50x1,50x16", *arguments])
