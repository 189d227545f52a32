"""What the subcommands that look at a server share: its address, its password, its feed.

Rules: imports nothing of Textual.
"""

from __future__ import annotations

import argparse
import asyncio
import getpass
import sys
from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path

from vkscope.cli import secure
from vkscope.tracing.address import Endpoint
from vkscope.tracing.feed import ALWAYS
from vkscope.tracing.recording import RecordingError
from vkscope.tracing.resp import RespClient, RespError
from vkscope.tracing.sources import LiveSource, RecordedSource, ReducedSource, connect

LOCKED = ("NOAUTH", "WRONGPASS")
FAILURES = (OSError, EOFError, RespError, ValueError)


def recording_of(text: str) -> RecordedSource | None:
    """Return a recording when the text names one. RecordingError when it is damaged."""
    path = Path(text)
    if not path.is_file():
        return None
    try:
        return RecordedSource(path)
    except RecordingError:
        if path.suffix == ".vkt":
            raise
        return None


def unlocked(endpoint: Endpoint) -> Endpoint:
    """Try an address; ask a person at a terminal for the password it lacks."""
    try:
        asyncio.run(_try(endpoint))
        return endpoint
    except RespError as error:
        if error.code not in LOCKED or not sys.stdin.isatty():
            raise
        print(f"{endpoint}: {error}", file=sys.stderr)
    given = replace(endpoint, password=getpass.getpass(f"Password of {endpoint}: "))
    asyncio.run(_try(given))
    return given


async def _try(endpoint: Endpoint) -> None:
    client = await RespClient.connect(endpoint)
    try:
        await client.call("PING")
    finally:
        await client.close()


def endpoint_of(text: str, options: argparse.Namespace) -> Endpoint:
    """Read an address, make sure that it opens. OSError, RespError, ValueError."""
    return unlocked(secure.endpoint(text, options))


def opener(endpoint: Endpoint) -> Callable[[], Awaitable[LiveSource | ReducedSource]]:
    """Return what connects to an address, again and again."""
    return lambda: connect(endpoint, ALWAYS)


def said(error: BaseException) -> str:
    """Return an error as one line."""
    if isinstance(error, TimeoutError):
        return "no answer within 5 s"
    return str(error) or type(error).__name__
