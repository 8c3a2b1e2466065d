"""The outside world: the key file, the wire to peers, the table of who listens."""
