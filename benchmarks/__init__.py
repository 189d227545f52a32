"""Measurements beside a peer; `make bench`."""
