from tongban.identity.models.firms import Actor, Grant, GrantQuerySet, Organisation
from tongban.identity.models.links import Link
from tongban.identity.models.mandates import Mandate, MandateQuerySet
from tongban.identity.models.openid import (
    Client,
    Consent,
    DeviceAsk,
    LogoutNotice,
    Permit,
    PermitQuerySet,
    Token,
    UsedAssertion,
)
from tongban.identity.models.people import (
    Person,
    PersonManager,
    RegisterEntry,
    id_index,
    new_login_name,
    phone_index,
)
from tongban.identity.models.phones import PhoneChange, PhoneChangeQuerySet
from tongban.identity.models.sign_ins import (
    Authenticator,
    Budget,
    Challenge,
    LentPasskey,
    Passkey,
    SignIn,
    SignInQuerySet,
)
from tongban.identity.models.tokens import ApiToken

__all__ = [
    "Actor",
    "ApiToken",
    "Authenticator",
    "Budget",
    "Challenge",
    "Client",
    "Consent",
    "DeviceAsk",
    "Grant",
    "GrantQuerySet",
    "LentPasskey",
    "Link",
    "LogoutNotice",
    "Mandate",
    "MandateQuerySet",
    "Organisation",
    "Passkey",
    "Permit",
    "PermitQuerySet",
    "Person",
    "PersonManager",
    "PhoneChange",
    "PhoneChangeQuerySet",
    "RegisterEntry",
    "SignIn",
    "SignInQuerySet",
    "Token",
    "UsedAssertion",
    "id_index",
    "new_login_name",
    "phone_index",
]
