"""Compiled: a user as native/exec/acl.c enforces it; that file draws the layout."""

from __future__ import annotations

import struct
from collections.abc import Iterable

from vkscope.files.quoting import to_bytes
from vkscope.server.acl.catalogue import EVERYTHING, MOST
from vkscope.server.acl.rules import Selector, User

_ENABLED, _NOPASS, _SKIPS = 1, 2, 4
_COMMANDS, _KEYS, _CHANNELS = 1, 2, 4


def compiled(user: User) -> bytes:
    """The user's rules as one block."""
    flags = user.enabled * _ENABLED | user.no_password * _NOPASS | user.skips_sanitizing * _SKIPS
    parts = [struct.pack("<BH", flags, len(user.passwords))]
    parts += (bytes.fromhex(password) for password in user.passwords)
    parts.append(struct.pack("<H", len(user.selectors)))
    for selector in user.selectors:
        parts += _selector(selector)
    return b"".join(parts)


def _selector(selector: Selector) -> Iterable[bytes]:
    everything = selector.commands == EVERYTHING
    flags = everything * _COMMANDS | selector.all_keys * _KEYS | selector.all_channels * _CHANNELS
    yield struct.pack("<B", flags)
    yield (selector.commands & (1 << MOST) - 1).to_bytes(MOST // 8, "little")
    first = [(ident, word) for ident, words in selector.first_words.items() for word in words]
    yield struct.pack("<H", len(first))
    for ident, word in first:
        yield struct.pack("<H", ident) + _text(word)
    yield struct.pack("<I", len(selector.keys))
    for pattern, rights in selector.keys.items():
        yield struct.pack("<B", rights) + _text(pattern)
    yield struct.pack("<I", len(selector.channels))
    for channel in selector.channels:
        yield _text(channel)


def _text(text: str) -> bytes:
    data = to_bytes(text)
    return struct.pack("<I", len(data)) + data
