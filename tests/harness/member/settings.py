"""The program's settings as a member of a fleet has them: its own topics, and other times if told.

This is read before anything else asks for the time, so whoever imports `now` gets this one.
"""

import os
from datetime import UTC, datetime, timedelta

from django.utils import timezone

from tests.harness.member.timing import retime

_wrong = timedelta(seconds=float(os.environ.get("FLEET_CLOCK", "0")))
if _wrong:
    timezone.now = lambda: datetime.now(tz=UTC) + _wrong

for _pair in os.environ.get("FLEET_TIMING", "").split():  # such as `LANE_LEASE=2 EVENTS_SENT=1`
    retime(*_pair.split("="))

from tongban.config.settings import *  # noqa: E402, F403

TONGBAN_TOPICS = "tests.harness.member.topics"
