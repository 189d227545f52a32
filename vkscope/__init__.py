"""vkscope: a Valkey-compatible server whose insides can be watched while it runs."""

__version__ = "0.1.0"
