"""Security: what was denied and why, the ACL log, users and their clients."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import Container

from vkscope.tui.screens.base import ScopeScreen
from vkscope.tui.widgets.grid import Grid


class Security(ScopeScreen):
    """Who may not do what they try."""

    CSS_PATH = "security.tcss"
    VIEW = "security"
    MAIN = "log"
    ABOUT = (
        "Who is refused what, and why: a wrong password, or a command, key or channel that the "
        "user has no right to? Does it go on now? Who is connected as which user?"
    )
    RESP: ClassVar[tuple[str, ...]] = (
        "SCOPE SNAPSHOT acl",
        "ACL LOG",
        "ACL LIST",
        "ACL DRYRUN <user> <command> ...",
        "CLIENT LIST",
    )

    def body(self) -> ComposeResult:
        """The log; figures beside users."""
        yield Grid("log")
        with Container(id="below"):
            yield Grid("security", most=6)
            yield Grid("users")
