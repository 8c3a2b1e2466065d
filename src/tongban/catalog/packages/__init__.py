"""Packs: reading, judging and starting the data a platform runs on. Knows nothing of tables."""
