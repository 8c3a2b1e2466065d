"""Ratings by text message: what is asked, and how an answer is read."""

import re
import unicodedata

from django.utils.translation import gettext as _

from tongban.ratings.rules.scale import Opinion

LONGEST = 500
REPLY = re.compile(
    r"([1-5])(?:\s*(?:分|星|점))?(?:$|[\s,.;:!、,。;:!-]+(.*)$|(?=\D)(.+)$)", re.DOTALL
)


def opinion_in(text: str) -> Opinion | None:
    """One number from 1 to 5, and then words if there are any; None if that is not what it says.

    "5", "５", "1 等太久", "1等太久" and "3星" are answers; "10", "1.5", "好" and "" are not.
    """
    said = REPLY.match(unicodedata.normalize("NFKC", text).strip())
    if said is None or re.match(r"[1-5]\s*[.,:/-]\s*\d", said[0]):
        return None
    words = (said[2] or said[3] or "").strip()
    return Opinion(int(said[1]), (), words[:LONGEST])


def asked_by_text(platform: str) -> str:
    """The text that asks; the scale is read out and nothing is suggested."""
    return _(
        "%(platform)s: How did it go just now? Answer with one number: 5 very satisfied,"
        " 4 satisfied, 3 just about, 2 not satisfied, 1 very dissatisfied. You may add words."
        " Those who served you do not see who answered. Nothing follows if you do not."
    ) % {"platform": platform}
