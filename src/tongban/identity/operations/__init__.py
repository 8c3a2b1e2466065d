"""Writing. Each function is one whole thing a person can do, or nothing at all."""

from tongban.identity.operations.closing import close_account, leave_hub
from tongban.identity.operations.codes import (
    CodeGone,
    CodeWrong,
    send_code,
    sign_in_with_code,
)
from tongban.identity.operations.firms import (
    AlreadyGiven,
    CodeFaulty,
    FirmElsewhere,
    GrantEnded,
    MayNotGive,
    NobodyLikeThat,
    OrganisationKnown,
    appoint,
    firm_from,
    give_grant,
    register_organisation,
    revoke_grant,
)
from tongban.identity.operations.lending import keep_lent
from tongban.identity.operations.limits import TooOften
from tongban.identity.operations.links import SubjectFaulty, person_from
from tongban.identity.operations.logouts import deliver_logouts
from tongban.identity.operations.names import (
    AlreadyNamed,
    NameNotMatched,
    NumberFaulty,
    NumberTaken,
    RegisterAway,
    confirm_name,
)
from tongban.identity.operations.officials import (
    NameOrPasswordWrong,
    SecondFactorWrong,
    check_official,
    register_official,
    sign_in_official,
)
from tongban.identity.operations.passkeys import (
    PasskeyGone,
    PasskeyKnown,
    PasskeyRefused,
    Site,
    TooManyPasskeys,
    add_passkey,
    offer_registration,
    offer_sign_in,
    remove_passkey,
    sign_in_with_passkey,
    step_up_with_passkey,
)
from tongban.identity.operations.people import load_register, register_person, set_preferences
from tongban.identity.operations.powers import (
    NotTheirFirm,
    end_all_powers,
    hear_ended,
    hear_given,
    keep_power,
)
from tongban.identity.operations.presence import NoPresenceCheck, NotNamedYet, confirm_presence
from tongban.identity.operations.sign_ins import (
    AccountClosed,
    NotSignedInThere,
    end_sign_in,
    note_seen,
    open_sign_in,
    raise_level,
)
from tongban.identity.operations.tidying import forget_sign_ins, forget_stale
from tongban.identity.operations.tokens import TokenEnded, issue_token, revoke_token

__all__ = [
    "AccountClosed",
    "AlreadyGiven",
    "AlreadyNamed",
    "CodeFaulty",
    "CodeGone",
    "CodeWrong",
    "FirmElsewhere",
    "GrantEnded",
    "MayNotGive",
    "NameNotMatched",
    "NameOrPasswordWrong",
    "NoPresenceCheck",
    "NobodyLikeThat",
    "NotNamedYet",
    "NotSignedInThere",
    "NotTheirFirm",
    "NumberFaulty",
    "NumberTaken",
    "OrganisationKnown",
    "PasskeyGone",
    "PasskeyKnown",
    "PasskeyRefused",
    "RegisterAway",
    "SecondFactorWrong",
    "Site",
    "SubjectFaulty",
    "TokenEnded",
    "TooManyPasskeys",
    "TooOften",
    "add_passkey",
    "appoint",
    "check_official",
    "close_account",
    "confirm_name",
    "confirm_presence",
    "deliver_logouts",
    "end_all_powers",
    "end_sign_in",
    "firm_from",
    "forget_sign_ins",
    "forget_stale",
    "give_grant",
    "hear_ended",
    "hear_given",
    "issue_token",
    "keep_lent",
    "keep_power",
    "leave_hub",
    "load_register",
    "note_seen",
    "offer_registration",
    "offer_sign_in",
    "open_sign_in",
    "person_from",
    "raise_level",
    "register_official",
    "register_organisation",
    "register_person",
    "remove_passkey",
    "revoke_grant",
    "revoke_token",
    "send_code",
    "set_preferences",
    "sign_in_official",
    "sign_in_with_code",
    "sign_in_with_passkey",
    "step_up_with_passkey",
]
