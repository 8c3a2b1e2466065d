"""Who may open an address, from anybody to another platform."""

from enum import Enum


class Who(Enum):
    """The least that somebody must be to be served."""

    ANYONE = "anyone, without signing in"
    CITIZEN = "somebody who signed in, and only their own things"
    OFFICIAL = "somebody with a post, and only what is at their office"
    TOKEN = "a program with a person's token"
    PROGRAM = "a department's program with a key of its own"
    NODE = "another platform of the federation, by its signature"
