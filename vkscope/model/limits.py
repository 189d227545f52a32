"""The parameters at which values change how they are kept: CONFIG SET names them.

Rules: looked at when a value grows, and never by themselves: a lower limit changes nothing that is
already there.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(slots=True)
class Limits:
    """The limits, at their defaults; the comments name the parameters."""

    hash_entries: int = 512
    """hash-max-listpack-entries"""
    hash_value: int = 64
    """hash-max-listpack-value"""
    set_integers: int = 512
    """set-max-intset-entries"""
    set_entries: int = 128
    """set-max-listpack-entries"""
    set_value: int = 64
    """set-max-listpack-value"""
    zset_entries: int = 128
    """zset-max-listpack-entries"""
    zset_value: int = 64
    """zset-max-listpack-value"""
    list_size: int = -2
    """list-max-listpack-size: elements, or -1 to -5 for 4, 8, 16, 32, 64 kB"""
    hll_sparse: int = 3000
    """hll-sparse-max-bytes"""
    stream_bytes: int = 4096
    """stream-node-max-bytes"""
    stream_entries: int = 100
    """stream-node-max-entries"""


PARAMETERS: dict[str, str] = {
    "hash-max-listpack-entries": "hash_entries",
    "hash-max-listpack-value": "hash_value",
    "set-max-intset-entries": "set_integers",
    "set-max-listpack-entries": "set_entries",
    "set-max-listpack-value": "set_value",
    "zset-max-listpack-entries": "zset_entries",
    "zset-max-listpack-value": "zset_value",
    "list-max-listpack-size": "list_size",
    "hll-sparse-max-bytes": "hll_sparse",
    "stream-node-max-bytes": "stream_bytes",
    "stream-node-max-entries": "stream_entries",
}
