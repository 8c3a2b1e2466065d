"""The outside world of cases: where files lie."""
