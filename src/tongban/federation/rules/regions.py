"""Which places lie inside which."""


def prefix_of(region: str) -> str:
    """What every region inside this one begins with: 410000 → 41, 440300 → 4403."""
    significant = region[:6]
    while significant.endswith("00"):
        significant = significant[:-2]
    return significant
