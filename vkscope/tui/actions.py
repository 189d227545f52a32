"""What the dashboard can be asked to do: written once, for keys, help, footer and palette."""

from __future__ import annotations

from dataclasses import dataclass

from textual.binding import Binding


@dataclass(frozen=True, slots=True)
class Action:
    """A key, what it calls, a word for the footer and a sentence for the help.

    Without a key it is reached by another way, which `shown` tells.
    """

    key: str
    call: str
    word: str
    sentence: str
    shown: str = ""
    in_footer: bool = False
    first: bool = False
    """The key means this even where a widget would take it."""


SCREENS = (
    ("overview", "Overview"),
    ("eventloop", "Event loop"),
    ("commands", "Commands"),
    ("events", "Events"),
    ("keyspace", "Keyspace"),
    ("memory", "Memory"),
    ("latency", "Latency"),
    ("blocking", "Blocking"),
    ("pubsub", "Pub/sub"),
    ("scripts", "Scripts"),
    ("stream", "Write stream"),
    ("slots", "Slots"),
    ("persist", "Persistence"),
    ("security", "Security"),
)
DIGITS = 9
"""Screens that a digit alone opens; the others are `0` and a digit."""


def key_of(number: int) -> str:
    """Return what to type for the screen of a number, counted from 1."""
    return str(number) if number <= DIGITS else f"0 {number - DIGITS}"


ACTIONS = (
    Action("question_mark", "help", "Help", "keys and what they do", "?", True),
    *(
        Action(
            str(i) if i <= DIGITS else "", f"view('{name}')", title, f"screen {title}", key_of(i)
        )
        for i, (name, title) in enumerate(SCREENS, 1)
    ),
    Action("0", "places", "Screens", "all screens; a digit more opens those beyond the ninth"),
    Action("less_than_sign", "turn(-1)", "Screen before", "the screen before", "<"),
    Action("greater_than_sign", "turn(1)", "Next screen", "the next screen", ">"),
    Action("slash", "filter", "Filter", "show matching rows alone; -word leaves out", "/", True),
    Action("space", "pause", "Pause", "hold the picture; collecting goes on", "", True, True),
    Action("comma", "step(-1)", "Back", "one picture back", ","),
    Action("full_stop", "step(1)", "On", "one picture on", "."),
    Action("left_square_bracket", "seek(-10)", "10 s back", "ten seconds back", "["),
    Action("right_square_bracket", "seek(10)", "10 s on", "ten seconds on", "]"),
    Action("end", "end", "Newest", "back to live, or to a recording's end", "End", first=True),
    Action("e", "export", "Export", "write this screen to a file, as JSON", "", True),
    Action("s", "shoot", "Screenshot", "write this screen to a file, as SVG"),
    Action("at", "commands", "RESP", "the commands behind this screen", "@", True),
    Action("q", "quit", "Quit", "leave", "", True),
)


def bindings() -> list[Binding]:
    """Return the actions as Textual binds them."""
    return [
        Binding(
            action.key,
            action.call,
            action.word,
            show=action.in_footer,
            key_display=action.shown or None,
            priority=action.first,
        )
        for action in ACTIONS
        if action.key
    ]
