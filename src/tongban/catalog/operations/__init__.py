"""Writing the catalogue."""
