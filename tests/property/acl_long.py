"""Many users: `python -m tests.property.acl_long USERS SEED`; exits with 1 if one differs."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from random import Random

from tests.conftest import end, launch
from tests.property.acl_judge import Judge

ATTEMPTS = 20


def main() -> int:
    """Run, and say what was tried and what differs."""
    users, seed = int(sys.argv[1]), int(sys.argv[2])
    random = Random(seed)
    with tempfile.TemporaryDirectory() as folder:
        running = launch(Path(folder))
        judge = Judge(running.port)
        for _ in range(users):
            judge.user(random, ATTEMPTS)
        end(running)
    for what, times in sorted(judge.seen.items()):
        print(f"{times:8,} {what}")
    for line in judge.wrong[:50]:
        print(line)
    print(f"{users} users, seed {seed}: {len(judge.wrong)} differences")
    return 1 if judge.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
