"""A server as a node of a cluster."""
