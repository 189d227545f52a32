"""Power loss: what a server asked of its disk is recorded, and every state it may be left in is
built.

Words: shim.c records one life of a server; `recording` reads that; `disk` builds states of the
disk after a crash at any operation; `workload` gives the server work and says what it must still
have; `check` starts servers on the states. `python -m tests.fault.power_loss` is the long run.
"""
