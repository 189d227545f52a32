"""`--check-system`, and the warnings at start: settings of the machine that slow a server down.

Words: a check answers None when all is well, a text when not, and raises OSError where the machine
does not say.

Rules: reads /proc and /sys; `root` lets tests put files of their own there.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

_CLOCK: Final = "sys/devices/system/clocksource/clocksource0"
_SPIN: Final = 0.05
"""Seconds for which the clock is read to see what it costs."""


def _read(root: Path, path: str) -> str:
    return (root / path).read_text(encoding="ascii", errors="replace").strip()


def _slow_clocksource(root: Path) -> str | None:
    """A clock that needs the kernel spends system time in a loop that only reads it."""
    before = os.times()
    end = time.monotonic() + _SPIN
    while time.monotonic() < end:
        pass
    after = os.times()
    system, user = after.system - before.system, after.user - before.user
    if system <= 0.02 or system < (system + user) * 0.3:
        return None
    current = _read(root, f"{_CLOCK}/current_clocksource")
    available = _read(root, f"{_CLOCK}/available_clocksource")
    return (
        f"Reading the clock costs a system call: the clock source is {current}, available are "
        f"{available}. If tsc is among them, write it to /{_CLOCK}/current_clocksource, and to "
        "the kernel's command line as clocksource=tsc."
    )


def _xen_clocksource(root: Path) -> str | None:
    if _read(root, f"{_CLOCK}/current_clocksource") != "xen":
        return None
    return "The clock source is xen, which can be slow: --check-system measures whether it is."


def _overcommit(root: Path) -> str | None:
    if _read(root, "proc/sys/vm/overcommit_memory") == "1":
        return None
    return (
        "Memory overcommit must be enabled! Otherwise a child that saves may be refused although "
        "there is enough memory. Run 'sysctl vm.overcommit_memory=1', and put "
        "'vm.overcommit_memory = 1' into /etc/sysctl.conf."
    )


def _huge_pages(root: Path) -> str | None:
    if "[always]" not in _read(root, "sys/kernel/mm/transparent_hugepage/enabled"):
        return None
    return (
        "Transparent huge pages are always on, which makes forks slow and memory grow. Write "
        "madvise to /sys/kernel/mm/transparent_hugepage/enabled, also after every boot, and "
        "restart the server."
    )


CHECKS: Final[tuple[tuple[str, Callable[[Path], str | None]], ...]] = (
    ("slow-clocksource", _slow_clocksource),
    ("xen-clocksource", _xen_clocksource),
    ("overcommit", _overcommit),
    ("THP", _huge_pages),
)
_AT_START: Final = ("xen-clocksource", "overcommit")


def report(root: Path = Path("/")) -> tuple[str, int]:
    """Every check with its result; the exit status is 1 if one complains."""
    lines: list[str] = []
    status = 0
    for name, check in CHECKS:
        try:
            text = check(root)
        except OSError:
            lines.append(f"[{name}]...skipped")
            continue
        lines.append(f"[{name}]...{'OK' if text is None else 'WARNING:'}")
        if text is not None:
            lines += [text, ""]
            status = 1
    return "\n".join(lines) + "\n", status


def warnings(root: Path = Path("/")) -> list[str]:
    """What the checks that run at every start complain about."""
    found: list[str] = []
    for name, check in CHECKS:
        if name in _AT_START:
            try:
                text = check(root)
            except OSError:
                continue
            if text is not None:
                found.append(f"WARNING {text}")
    return found
