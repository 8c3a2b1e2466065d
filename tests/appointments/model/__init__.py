"""A checker of bookings: what a few lines of Python say should happen, next to what does."""
