"""The names of the shop's keys: what a user's keys share is hashed."""

from __future__ import annotations


def cart(user: int) -> str:
    return f"cart:{{user:{user}}}"


def profile(user: int) -> str:
    return f"profile:{{user:{user}}}"


def wishes(user: int) -> str:
    return f"wishes:{{user:{user}}}"


def bought(user: int) -> str:
    return f"bought:{{user:{user}}}"


def both(user: int) -> str:
    return f"both:{{user:{user}}}"


def visits(user: int) -> str:
    return f"visits:{{user:{user}}}"
