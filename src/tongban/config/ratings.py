"""Who does what about ratings.

The register of problems is named here: ratings lie below it and do not know it.
"""

from typing import Final

# A function of `rating` and `at`, called in the transaction in which a bad rating is given.
FOLLOWED_UP_BY: Final[str] = "tongban.hotline.operations.follow_up"
