"""The page of metrics for Prometheus, on a port of its own."""
