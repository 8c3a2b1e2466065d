"""The program's settings as a member of a fleet has them: its own topics, and maybe a wrong clock.

This is read before anything else asks for the time, so whoever imports `now` gets this one.
"""

import os
from datetime import UTC, datetime, timedelta

from django.utils import timezone

_wrong = timedelta(seconds=float(os.environ.get("FLEET_CLOCK", "0")))
if _wrong:
    timezone.now = lambda: datetime.now(tz=UTC) + _wrong

from tongban.config.settings import *  # noqa: E402, F403

TONGBAN_TOPICS = os.environ.get("FLEET_TOPICS", "tests.harness.member.topics")
