"""How an installation is set up, started and ended. Light enough to start in a blink."""
