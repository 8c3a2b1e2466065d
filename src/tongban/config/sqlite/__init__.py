"""Django's door to SQLite, with a queue before it."""
