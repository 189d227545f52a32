"""A node of a cluster: who serves which slot, the nodes' file, CLUSTER's decisions."""
