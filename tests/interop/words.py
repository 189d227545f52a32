"""Commands word by word."""

from __future__ import annotations

from typing import Any

import redis


def run(client: redis.Redis, *words: Any) -> Any:
    """Send one command; the reply as it came."""
    client.response_callbacks.clear()
    execute: Any = client.execute_command
    return execute(*words)
