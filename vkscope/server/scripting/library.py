"""Where Lua is: the shared library of the `lupa` wheel that exports LuaJIT's C API.

Rules: lupa itself is never imported: its file is found through the import system, and native
opens it.
"""

from __future__ import annotations

import importlib.util
from pathlib import Path


def lua_library() -> str:
    """The path of LuaJIT's library; empty where lupa is not installed."""
    spec = importlib.util.find_spec("lupa")
    for folder in (spec.submodule_search_locations or ()) if spec else ():
        for found in sorted(Path(folder).glob("luajit21*.so")):
            return str(found)
    return ""
