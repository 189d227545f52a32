"""INFO: what it counts, and how that is laid out."""

from vkscope.server.info.collect import render

__all__ = ["render"]
