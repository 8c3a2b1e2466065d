"""Letting other programs know who somebody is. Each function is one whole thing, or nothing."""

from tongban.identity.operations.logouts import (
    tell_clients as tell_clients,
)
from tongban.identity.operations.openid.clients import (
    AddressFaulty as AddressFaulty,
)
from tongban.identity.operations.openid.clients import (
    ClientEnded as ClientEnded,
)
from tongban.identity.operations.openid.clients import (
    end_client as end_client,
)
from tongban.identity.operations.openid.clients import (
    register_client as register_client,
)
from tongban.identity.operations.openid.clients import (
    use_assertion as use_assertion,
)
from tongban.identity.operations.openid.consents import (
    NothingAllowed as NothingAllowed,
)
from tongban.identity.operations.openid.consents import (
    give_consent as give_consent,
)
from tongban.identity.operations.openid.consents import (
    set_consent as set_consent,
)
from tongban.identity.operations.openid.consents import (
    withdraw_consent as withdraw_consent,
)
from tongban.identity.operations.openid.devices import (
    DeviceGone as DeviceGone,
)
from tongban.identity.operations.openid.devices import (
    answer_device as answer_device,
)
from tongban.identity.operations.openid.devices import (
    ask_for_device as ask_for_device,
)
from tongban.identity.operations.openid.devices import (
    find_device as find_device,
)
from tongban.identity.operations.openid.devices import (
    note_poll as note_poll,
)
from tongban.identity.operations.openid.entering import (
    end_from_hub as end_from_hub,
)
from tongban.identity.operations.openid.entering import (
    sign_in_from_hub as sign_in_from_hub,
)
from tongban.identity.operations.openid.tokens import (
    CodeUsed as CodeUsed,
)
from tongban.identity.operations.openid.tokens import (
    SignInOver as SignInOver,
)
from tongban.identity.operations.openid.tokens import (
    TokenReused as TokenReused,
)
from tongban.identity.operations.openid.tokens import (
    end_permit as end_permit,
)
from tongban.identity.operations.openid.tokens import (
    issue_tokens as issue_tokens,
)
from tongban.identity.operations.openid.tokens import (
    renew_tokens as renew_tokens,
)
