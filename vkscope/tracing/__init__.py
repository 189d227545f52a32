"""Readers of the event stream, recordings, exporters, the doctor."""
