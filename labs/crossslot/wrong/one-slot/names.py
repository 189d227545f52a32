"""One tag for the whole shop."""

from __future__ import annotations


def cart(user: int) -> str:
    return f"{{shop}}:cart:{user}"


def profile(user: int) -> str:
    return f"{{shop}}:profile:{user}"


def wishes(user: int) -> str:
    return f"{{shop}}:wishes:{user}"


def bought(user: int) -> str:
    return f"{{shop}}:bought:{user}"


def both(user: int) -> str:
    return f"{{shop}}:both:{user}"


def visits(user: int) -> str:
    return f"{{shop}}:visits:{user}"
