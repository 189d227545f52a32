"""The dashboard; knows only tracing and a RESP client."""
