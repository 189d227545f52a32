"""Scripts and functions, as far as the control plane is asked about them."""

from vkscope.server.scripting.library import lua_library

__all__ = ["lua_library"]
