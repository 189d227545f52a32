"""The paired bench over the types that are collections, and over PUBLISH.

make bench BENCH=types [PEER=...] [BENCH_ARGS="--rounds 3 --tests lpush,spop"]
"""

from __future__ import annotations

from benchmarks import paired
from benchmarks.loads import TYPES


def main(arguments: list[str]) -> int:
    """Print what `paired` prints, over these loads at 50 clients."""
    return paired.main(["--tests", TYPES, "--shapes", "50x1,50x16", *arguments])
