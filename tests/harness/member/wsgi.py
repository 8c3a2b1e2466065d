"""The door for the web server of a member of a fleet."""

from tests.harness.member.dying import lay_the_trap
from tongban.config.wsgi import application

lay_the_trap()
__all__ = ["application"]
