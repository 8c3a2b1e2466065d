"""Where a request comes from: its network, and whether its device is known. No HTTP here."""

import secrets
from collections.abc import Mapping
from ipaddress import ip_address, ip_network
from typing import Any, Final

from django.conf import settings
from django.core import signing

COOKIE: Final = str(settings.KNOWN_COOKIE_NAME)
COOKIE_AGE: Final = 400 * 86400
MOST: Final = 5
SALT: Final = "tongban.known-device"
WORDS: Final = {
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Android": "Android",
    "HarmonyOS": "HarmonyOS",
    "Windows": "Windows",
    "Macintosh": "Mac",
    "Linux": "Linux",
}


def source_of(meta: Mapping[str, Any], *, proxies: int) -> str:
    """The network a request comes from: an IPv4 address, or the /64 of an IPv6 address.

    Only as many entries of X-Forwarded-For are believed as we have proxies of our own.
    """
    passed = str(meta.get("HTTP_X_FORWARDED_FOR", "")).split(",")
    text = str(meta.get("REMOTE_ADDR", ""))
    if proxies and len(passed) >= proxies:
        text = passed[-proxies].strip()
    try:
        address = ip_address(text)
    except ValueError:
        return "unknown"
    mapped = getattr(address, "ipv4_mapped", None)
    if address.version == 4 or mapped:
        return str(mapped or address)
    return str(ip_network((address, 64), strict=False).network_address)


def kind_of_device(agent: str) -> str:
    """A word for the device that a person will recognise, from what its browser says."""
    return next((word for mark, word in WORDS.items() if mark in agent), "")


def known_device(cookie: str, *, who: str) -> str:
    """The name of this device if `who` signed in on it before, else nothing."""
    content = _read(cookie)
    return str(content["id"]) if who in content["who"] else ""


def remember(cookie: str, *, who: str) -> str:
    """The cookie of this device once `who` has signed in on it."""
    content = _read(cookie)
    others = [other for other in content["who"] if other != who]
    return signing.dumps({"id": content["id"], "who": [who, *others][:MOST]}, salt=SALT)


def _read(cookie: str) -> dict[str, Any]:
    try:
        content: dict[str, Any] = signing.loads(cookie, salt=SALT, max_age=COOKIE_AGE)
    except signing.BadSignature:
        return {"id": secrets.token_hex(8), "who": []}
    return content
