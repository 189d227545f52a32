"""Policies that turn knobs at cron's rate: each a pure function from a snapshot to knobs."""
