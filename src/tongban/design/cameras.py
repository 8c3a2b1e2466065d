"""The script that reads QR codes for browsers that cannot themselves, where it was brought."""

from typing import Final

from django.contrib.staticfiles import finders
from django.templatetags.static import static

READER: Final = "browser/qr/decode.js"  # with what it imports; only where npm brought it


def reader() -> str:
    """The address of the script, if there is one here."""
    try:
        return static(READER) if finders.find(READER) else ""
    except ValueError:  # brought, but not collected yet
        return ""
