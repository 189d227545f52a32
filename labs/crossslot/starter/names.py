"""The names of the shop's keys."""

from __future__ import annotations


def cart(user: int) -> str:
    return f"cart:{user}"


def profile(user: int) -> str:
    return f"profile:{user}"


def wishes(user: int) -> str:
    return f"wishes:{user}"


def bought(user: int) -> str:
    return f"bought:{user}"


def both(user: int) -> str:
    return f"both:{user}"


def visits(user: int) -> str:
    return f"visits:{user}"
