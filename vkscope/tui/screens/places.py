"""Places: all screens and their keys over the one on top; a digit goes to one beyond the ninth."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Static

from vkscope.tui.actions import DIGITS, SCREENS, key_of


class Places(ModalScreen[str]):
    """Ends with the name of a screen, or with nothing."""

    CSS_PATH = "help.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        *(Binding(str(digit), f"go({digit})", show=False) for digit in range(1, DIGITS + 1)),
        Binding("up,k", "move(-1)", show=False),
        Binding("down,j", "move(1)", show=False),
        Binding("enter", "choose", show=False),
        Binding("escape,q,0", "dismiss", "Close"),
    ]

    def __init__(self, top: str) -> None:
        super().__init__()
        self.cursor = [name for name, _ in SCREENS].index(top)

    def compose(self) -> ComposeResult:
        """A box in the middle."""
        with VerticalScroll(can_focus=False) as box:
            box.border_title = "screens"
            box.border_subtitle = f"1-{len(SCREENS) - DIGITS}, or arrows and Enter; Esc closes"
            yield Static(self.text(), markup=False)

    def text(self) -> str:
        """Return a line for each screen."""
        return "\n".join(
            f"{'>' if i - 1 == self.cursor else ' '} {key_of(i):>3}  {title}"
            for i, (_, title) in enumerate(SCREENS, 1)
        )

    def action_go(self, digit: int) -> None:
        """Go to a screen beyond the ninth."""
        if digit + DIGITS <= len(SCREENS):
            self.dismiss(SCREENS[digit + DIGITS - 1][0])

    def action_move(self, count: int) -> None:
        """Move the cursor."""
        self.cursor = (self.cursor + count) % len(SCREENS)
        self.query_one(Static).update(self.text())

    def action_choose(self) -> None:
        """Go where the cursor is."""
        self.dismiss(SCREENS[self.cursor][0])
