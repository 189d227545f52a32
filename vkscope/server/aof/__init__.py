"""The append-only files: which there are, how they are loaded, when they are rewritten.

Rules: the write path and the loader are native (persist/aof.h, aof_load.h, aof_rewrite.h); here are
names, order and decisions. Texts of the log are Valkey's.
"""
