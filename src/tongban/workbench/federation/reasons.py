"""Why something did not go through, in a sentence, and what to do about it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from tongban.core.refusal import Refusal

WAIT: Final = _("Nothing to do here. It is tried again by itself.")
CLOCK: Final = _("Set this machine's clock by a time server; so should they.")
THEIRS: Final = _("Ask the operators over there; the code says what they have to look for.")
NEWER: Final = _("One of the two programs is older. When both are the same, send it again.")
KEYS: Final = _("Compare the registry and the keys on both sides; ask the hub's operators.")

WORDS: Final[Mapping[str, tuple[StrOrPromise, StrOrPromise]]] = {
    "unreachable": (_("There was no connection, or no answer in time."), WAIT),
    "over_budget": (_("They take no more for the moment."), WAIT),
    "too_many_at_once": (_("They take no more for the moment."), WAIT),
    "clock_skew": (_("The clocks of the two platforms differ by more than two minutes."), CLOCK),
    "unknown_node": (_("They do not find us in their registry."), KEYS),
    "key_not_valid_now": (_("Their registry says that our key does not count now."), KEYS),
    "revoked": (_("They say that we were excluded."), KEYS),
    "signature_wrong": (_("They could not check our signature."), KEYS),
    "our_registry_expired": (_("Their copy of the registry has expired."), WAIT),
    "answer_signature_missing": (_("Their answer was not signed."), THEIRS),
    "answer_signature_key_unknown": (_("Their answer was signed with a key we do not know."), KEYS),
    "answer_signature_wrong": (_("The signature of their answer is wrong."), THEIRS),
    "answer_clock_skew": (_("Their clock and ours differ by more than two minutes."), CLOCK),
    "answer_malformed": (_("Their answer could not be read."), THEIRS),
    "no_receipt": (_("They answered without a receipt."), THEIRS),
    "unknown_topic": (_("Nobody there listens to events of this kind."), NEWER),
    "wrong_data": (_("The event does not have the form that its kind asks for."), NEWER),
    "authority_unknown": (_("We do not know the authority of this service."), WAIT),
    "bad_batch": (_("The event is not written as platforms write events."), NEWER),
    "too_large": (_("The event is larger than one request may be."), THEIRS),
    "gave_up": (
        _("For a week nobody took it."),
        _("When the other platform is there again, send it again."),
    ),
    "fault": (
        _("A fault of the program. It is in the log of the worker."),
        _("Mend the program; it is tried again by itself, and at last given up after a week."),
    ),
    "registry_rolled_back": (_("The hub gave out an older registry than before."), KEYS),
    "registry_not_trusted": (_("The registry is not signed with a key of our hub."), KEYS),
}
TELLS: Final = _("Read the reason, mend its cause, and send it again. If it is right, leave it.")


@dataclass(frozen=True)
class Reason:
    """A code, what it means, and what an operator can do."""

    code: str
    says: StrOrPromise
    advice: StrOrPromise


def reason_for(code: str) -> Reason:
    """The sentence of a code: of the federation, or of a refusal that some part of us gives."""
    if code in WORDS:
        return Reason(code, *WORDS[code])
    found = _refusal(code)
    return Reason(code, found.message if found else "", TELLS if found else THEIRS)


def _refusal(code: str) -> type[Refusal] | None:
    waiting = list(Refusal.__subclasses__())
    while waiting:
        each = waiting.pop()
        if getattr(each, "code", "") == code:
            return each
        waiting += each.__subclasses__()
    return None
