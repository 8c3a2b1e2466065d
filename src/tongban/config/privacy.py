"""Who deletes what, and what stands in the way of closing an account.

Apps that keep personal data are named here once: privacy itself lies below them.
"""

from collections.abc import Mapping
from typing import Final

# By the name that the register of purposes (`keeps`) uses: a function of `kept`, a length of time, and `at`.
KEEPERS: Final[Mapping[str, str]] = {
    "calls": "tongban.sharing.operations.forget_calls",
    "accesses": "tongban.privacy.operations.forget_accesses",
    "drafts": "tongban.cases.operations.forget_drafts",
    "messages": "tongban.messages.operations.forget_messages",
    "requests": "tongban.hotline.operations.forget_requests",
    "sign-ins": "tongban.identity.operations.forget_sign_ins",
    "visits": "tongban.appointments.operations.forget_visits",
}

# A function of `person` and `at` each. The account itself goes last.
ERASERS: Final[tuple[str, ...]] = (
    "tongban.messages.operations.erase_for",
    "tongban.cases.operations.forget_drafts_of",
    "tongban.hotline.operations.erase_for",
    "tongban.appointments.operations.erase_for",
    "tongban.sharing.operations.erase_for",
    "tongban.ratings.operations.erase_for",
    "tongban.certificates.operations.erase_for",
    "tongban.privacy.operations.erase_for",
    "tongban.identity.operations.close_account",
)

# A function of `person` and `at` that counts what waits for them.
HOLDERS: Final[Mapping[str, str]] = {
    "cases": "tongban.cases.queries.open_cases_of",
    "requests": "tongban.hotline.queries.open_requests_of",
    "visits": "tongban.appointments.queries.live_visits_of",
    "firms": "tongban.identity.queries.powers_of",
    "posts": "tongban.catalog.queries.posts_held_by",
}
