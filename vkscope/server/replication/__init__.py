"""What a primary decides about replicas: who gets what, who must leave, when to snapshot."""
