"""The C cores, and door.py, the one way in."""
