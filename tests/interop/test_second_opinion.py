"""Damaged values: the server's loaders and the decoders in Python refuse the same ones.

Two readers were written from one description; where they disagree, one of them is wrong.
"""

from __future__ import annotations

from io import BytesIO
from random import Random

import pytest
import redis

from tests import payloads as p
from tests.conftest import Running
from tests.files.test_rdb import FORMS
from tests.interop.test_rdb_files import READ, connect
from tests.words import run
from vkscope.files.errors import FormatError
from vkscope.files.rdb_reader import Reader
from vkscope.files.rdb_values import DECODERS
from vkscope.files.source import Source

TRIES = 400
DAMAGED = [
    form for form, (type_byte, body, _) in FORMS.items() if type_byte != 7 and len(body) < 999
]


def opinion(type_byte: int, body: bytes) -> str:
    """Why the decoder refuses a value; "" when it does not. RESTORE lets bytes follow a value."""
    try:
        DECODERS[type_byte].decode(Reader(Source(BytesIO(body))))
    except FormatError as error:
        return error.text
    return ""


def restored(client: redis.Redis, type_byte: int, body: bytes) -> bool:
    """Whether the server takes a value."""
    payload = p.payload(bytes([type_byte]) + body, 80)
    try:
        return bool(run(client, "RESTORE", "k", 0, payload, "REPLACE") == b"OK")
    except redis.ResponseError as error:
        assert str(error) == "Bad data format", error
        return False


@pytest.mark.parametrize("form", DAMAGED)
def test_both_refuse_the_same(form: str, server: Running) -> None:
    client = connect(server.port)
    type_byte, body, _ = FORMS[form]
    random = Random(form)
    assert restored(client, type_byte, body)
    taken = 0
    for _ in range(TRIES):
        torn = bytearray(body)
        for _ in range(random.randint(1, 2)):
            at = random.randrange(len(torn))
            torn[at] = random.choice((torn[at] ^ 1 << random.randrange(8), random.randrange(256)))
        why = opinion(type_byte, bytes(torn))
        is_taken = restored(client, type_byte, bytes(torn))
        assert is_taken == (not why), (bytes(torn), why)
        taken += is_taken
        if is_taken:
            READ[run(client, "TYPE", "k")](client, b"k")
    assert taken < TRIES
