"""Commands word by word, and replies as they come."""

from __future__ import annotations

from typing import Any

import pytest
import redis


def run(client: redis.Redis, *words: Any) -> Any:
    """Send one command; the reply as it came, without redis-py's conversions."""
    client.response_callbacks.clear()
    execute: Any = client.execute_command
    return execute(*words)


def refused(client: redis.Redis, *words: Any) -> str:
    """Send one command that must be refused; the error's text, without the code ERR."""
    with pytest.raises(redis.ResponseError) as caught:
        run(client, *words)
    return str(caught.value)
