"""The doctor: says why a server is or was slow, from what SCOPE or INFO tell.

Design: observation.py gathers numbers into one frozen Observation; the rules (commands.py,
collection.py, keyspace.py, encoding.py, memory.py, clients.py, host.py, control.py,
persistence.py, waiting.py, scripts.py, stream.py, tls.py) are pure functions from it to findings,
worst.py shares the longest commands out among them; diagnose.py runs them all, drops what another
finding explains, and puts the worst first.
"""
