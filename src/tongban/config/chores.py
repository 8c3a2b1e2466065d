"""What the worker does without being asked, and how often."""

from datetime import timedelta

from tongban.config.running.loop import Chore
from tongban.identity import tasks as identity
from tongban.messages import tasks as messages

CHORES = [
    Chore("texts to phones", timedelta(seconds=0.5), messages.deliver_texts),
    Chore("old texts", timedelta(hours=1), messages.tidy),
    Chore("old codes", timedelta(minutes=10), identity.tidy),
]
