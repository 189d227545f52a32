"""Reads an RDB file. Make it agree with what was set."""

AUX, RESIZE, EXPIRE_MS, SELECT, END = 250, 251, 252, 254, 255
STRING = 0
MAGIC = 9
NUMBERS = {0: 1, 1: 2, 2: 4}
LZF = 3


def length(data: bytes, at: int) -> tuple[int, int, bool]:
    """Return the number at this place, the place after it, and whether it is special."""
    kind, low = data[at] >> 6, data[at] & 63
    if kind == 0:
        return low, at + 1, False
    if kind == 1:
        return low << 8 | data[at + 1], at + 2, False
    if kind == 3:
        return low, at + 1, True
    size = 8 if low == 1 else 4
    return int.from_bytes(data[at + 1 : at + 1 + size], "big"), at + 1 + size, False


def unpack(packed: bytes, size: int) -> bytes:
    """Return the `size` bytes that LZF made `packed` of."""
    out, at = bytearray(), 0
    while at < len(packed):
        control = packed[at]
        at += 1
        if control < 32:
            out += packed[at : at + control + 1]
            at += control + 1
            continue
        count = control >> 5
        if count == 7:
            count += packed[at]
            at += 1
        back = (control & 31) << 8 | packed[at]
        at += 1
        for _ in range(count + 2):
            out.append(out[-back - 1])
    return bytes(out[:size])


def string(data: bytes, at: int) -> tuple[bytes, int]:
    """Return the string at this place, numbers as their digits, and the place after it."""
    size, at, special = length(data, at)
    if not special:
        return data[at : at + size], at + size
    if size in NUMBERS:
        end = at + NUMBERS[size]
        return str(int.from_bytes(data[at:end], "little", signed=True)).encode(), end
    packed, at, _ = length(data, at)
    whole, at, _ = length(data, at)
    return unpack(data[at : at + packed], whole), at + packed


def records(data: bytes) -> tuple[int, dict[bytes, tuple[bytes, int]]]:
    """Return the file's version, and by key its value and time limit (Unix ms, 0: none)."""
    version, at, until = int(data[6:MAGIC]), MAGIC, 0
    found: dict[bytes, tuple[bytes, int]] = {}
    while data[at] != END:
        what, at = data[at], at + 1
        if what == AUX:
            _, at = string(data, at)
            _, at = string(data, at)
        elif what == SELECT:
            _, at, _ = length(data, at)
        elif what == RESIZE:
            _, at, _ = length(data, at)
            _, at, _ = length(data, at)
        elif what == EXPIRE_MS:
            until, at = int.from_bytes(data[at : at + 4], "little"), at + 8
        elif what == STRING:
            key, at = string(data, at)
            value, at = string(data, at)
            found[key], until = (value, until), 0
        else:
            raise ValueError(f"{what} at byte {at - 1} is neither an opcode nor a string")
    return version, found
