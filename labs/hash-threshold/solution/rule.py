"""The rule by which a hash leaves its small form. Make it agree with the server."""


def converts(fields: int, longest: int, max_entries: int, max_value: int) -> bool:
    """Say whether a hash in listpack form becomes a table.

    fields: how many fields it has after the write
    longest: bytes of the longest element that the write brought; say below which elements count
    max_entries, max_value: hash-max-listpack-entries and hash-max-listpack-value
    """
    return fields > max_entries or longest > max_value


LONGEST_COUNTS = ("name", "value")
"""Which elements of a field count for `longest`: "name", "value", or both."""
