"""The slot of a key: how a cluster cuts its keyspace."""

from __future__ import annotations

from binascii import crc_hqx

SLOTS = 16_384


def slot_of(key: bytes) -> int:
    """Return the slot of a key: CRC16 of what stands between its first { and the next }, if any."""
    begin = key.find(b"{")
    end = key.find(b"}", begin + 1) if begin >= 0 else -1
    hashed = key[begin + 1 : end] if end > begin + 1 else key
    return crc_hqx(hashed, 0) % SLOTS
