"""What the worker does without being asked, and how often."""

from tongban.config.running.loop import Chore

CHORES: list[Chore] = []
