"""Start and end of the process: arguments, pid file, background, supervisors, title, checks."""
