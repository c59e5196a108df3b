"""Fuzzing of what touches hostile bytes: `python -m bench.fuzz --help`."""
