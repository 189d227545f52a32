"""rename-command: gives commands the names that the configuration wants.

Rules: a command of Valkey that is not there yet cannot be called under any name, so renaming it
changes nothing and is no mistake: files made for Valkey keep working. The commands table is read
only when native refuses a rename.
"""

from __future__ import annotations

from collections.abc import Callable

from vkscope.server.config import Config


def apply(config: Config, rename: Callable[[str, str], bool]) -> None:
    """Renames in the order of the lines; `rename` says whether it could. Raises ConfigError."""
    done: list[tuple[str, str]] = []
    for index, (old, new) in enumerate(config.renames):
        if rename(old, new):
            done.append((old.lower(), new.lower()))
            continue
        if not exists(old, done):
            raise config.rename_error(index, "No such command in rename-command")
        if new and exists(new, done):
            raise config.rename_error(index, "Target command name already exists")


def exists(name: str, done: list[tuple[str, str]]) -> bool:
    """Whether Valkey has a command of that name after the renames that were done."""
    for old, new in reversed(done):
        if name.lower() == new:
            return True
        if name.lower() == old:
            return False
    from vkscope.tables.commands import load  # a hundred milliseconds, for mistakes alone

    return name.lower() in load().commands
