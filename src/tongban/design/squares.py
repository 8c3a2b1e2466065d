"""Squares (QR) of addresses, drawn at the server: they are there without a script."""

import segno


def square(text: str) -> str:
    """An image of it as a `data:` address, dark on light whatever the page looks like."""
    drawn = segno.make(text, error="m", micro=False)
    address: str = drawn.svg_data_uri(scale=4, border=4, light="#fff", dark="#000")
    return address
