"""The program's settings with the floor in place of its addresses."""

from tongban.config.settings import *  # noqa: F403

ROOT_URLCONF = "bench.cases.floor"
