"""Labs: lessons that are software. Each has a workload, a trace of it, and checks on that trace."""
