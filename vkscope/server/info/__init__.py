"""INFO: what it counts, and how that is laid out."""

from vkscope.server.info.collect import render, report_of

__all__ = ["render", "report_of"]
