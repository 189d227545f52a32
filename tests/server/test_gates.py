"""Commands and parameters that only a configuration file can allow."""

from __future__ import annotations

from collections.abc import Callable

from tests.conftest import Running

REFUSED = (
    b'-ERR DEBUG command not allowed. If the enable-debug-command option is set to "local", you '
    b"can run it from a local connection, otherwise you need to set this option in the "
    b"configuration file, and then restart the server.\r\n"
)


def test_debug_must_be_allowed(start: Callable[..., Running]) -> None:
    # The fixture allows it; what comes later on the command line wins.
    refused = start("--enable-debug-command", "no")
    assert refused.talk(b"DEBUG SLEEP 0\r\n") == REFUSED
    assert b"cmdstat_debug:calls=0" in refused.talk(b"INFO commandstats\r\n")
    local = start("--enable-debug-command", "local")
    assert local.talk(b"DEBUG SLEEP 0\r\n") == b"+OK\r\n"
    answer = local.talk(b"CONFIG SET enable-debug-command no\r\n")
    assert answer.endswith(b"- can't set immutable config\r\n")


def test_protected_parameters_must_be_allowed(start: Callable[..., Running]) -> None:
    running = start()
    answer = running.talk(b"CONFIG SET dbfilename x.rdb\r\n")
    assert answer.endswith(b"- can't set protected config\r\n")
    allowed = start("--enable-protected-configs", "local")
    assert allowed.talk(b"CONFIG SET dbfilename x.rdb\r\n") == b"+OK\r\n"
