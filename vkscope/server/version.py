"""What the server calls itself, wherever a client or a log may look."""

from __future__ import annotations

from typing import Final

from vkscope import __version__

SERVER_NAME: Final = "valkey"
VALKEY_VERSION: Final = "9.0.0"
"""The version whose behaviour is offered."""
RELEASE_STAGE: Final = "ga"
REDIS_VERSION: Final = "7.2.4"
"""What Valkey itself announces to clients that know only Redis."""
GIT_SHA1: Final = "00000000"
"""Valkey's word for a build that was not made in a git checkout."""
BUILD_ID: Final = "vkscope-" + __version__
