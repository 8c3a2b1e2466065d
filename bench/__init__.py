"""Measurements: each prints a table, or with `--json` the same as one object, next to a floor."""
