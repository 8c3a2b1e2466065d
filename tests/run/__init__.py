"""`./tongban test`: everything that must pass before a change is taken."""
