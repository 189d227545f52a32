"""The executable specification: every command that exists, in plain Python. See docs/model.md."""
