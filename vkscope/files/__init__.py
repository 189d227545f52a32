"""What the server's files mean: RDB, append-only files, manifests. A second reader of each format.

Rules: knows no server and no native module, so that it can judge what they write. Reads from start
to end and holds one record, so that a file may be larger than memory.
"""
