"""Reads an RDB file. Make it agree with what was set."""

AUX, RESIZE, EXPIRE_MS, SELECT, END = 250, 251, 252, 254, 255
STRING = 0


def length(data: bytes, at: int) -> tuple[int, int, bool]:
    """Return the number at this place, the place after it, and whether it is special."""
    return data[at], at + 1, False


def unpack(packed: bytes, size: int) -> bytes:
    """Return the `size` bytes that LZF made `packed` of."""
    return b""


def string(data: bytes, at: int) -> tuple[bytes, int]:
    """Return the string at this place, numbers as their digits, and the place after it."""
    size, at, special = length(data, at)
    return data[at : at + size], at + size


def records(data: bytes) -> tuple[int, dict[bytes, tuple[bytes, int]]]:
    """Return the file's version, and by key its value and time limit (Unix ms, 0: none)."""
    version = 0
    found: dict[bytes, tuple[bytes, int]] = {}
    return version, found
