"""How sharing says no. The codes travel between nodes; the sentences do not."""

from collections.abc import Iterable, Mapping
from typing import Final

from django.utils.translation import gettext_lazy as _

from tongban.core.refusal import Refusal


class UnknownResource(Refusal):
    code = "unknown_resource"
    message = _("There is no such register, or it is not shared any more.")


class BeyondResource(Refusal):
    """`faults["fields"]` or `faults["purpose"]` says what."""

    code = "beyond_resource"
    message = _("This register does not share that, or not for this purpose.")


class BasisNeeded(Refusal):
    code = "basis_needed"
    message = _("Say which law allows you to ask, and why you need it.")


class AskedAlready(Refusal):
    code = "sharing_asked_already"
    message = _("Your office has asked for this already. Wait for the answer.")


class NotTheOwner(Refusal):
    code = "not_the_owner"
    message = _("Only the office that keeps the register decides this.")


class FourEyes(Refusal):
    code = "four_eyes"
    message = _("You asked for this yourself. A colleague has to decide.")


class NotOpen(Refusal):
    code = "sharing_not_open"
    message = _("This was decided meanwhile.")


class ReasonMissing(Refusal):
    code = "sharing_reason_missing"
    message = _("Please give a reason. Those who asked will read it.")


class EndFaulty(Refusal):
    code = "sharing_end_faulty"
    message = _("An approval ends on a day that is to come, and no later than the register allows.")


class LimitFaulty(Refusal):
    code = "sharing_limit_faulty"
    message = _("The register does not allow that many questions a day.")


class NoCase(Refusal):
    code = "no_case"
    message = _("A register is asked for a case and for nothing else. There is no such case.")


class CaseNotOpen(Refusal):
    code = "case_not_open"
    message = _("This case is not with an office any more, so no register can be asked.")


class CaseOfAnother(Refusal):
    code = "case_of_another"
    message = _("This case is another person's. A register answers only about its applicant.")


class NotApproved(Refusal):
    code = "sharing_not_approved"
    message = _("Your authority was not allowed to ask this register for this service.")


class ApprovalOver(Refusal):
    code = "sharing_expired"
    message = _("The permission to ask this register has ended. Ask for a new one.")


class ApprovalRevoked(Refusal):
    code = "sharing_revoked"
    message = _("The owner of the register took the permission to ask back.")


class OfficeNotAllowed(Refusal):
    code = "office_not_allowed"
    message = _("Another office of this platform was allowed to ask. Yours has to ask for it, too.")


class PurposeMismatch(Refusal):
    code = "purpose_mismatch"
    message = _("The permission to ask was given for another purpose or another service.")


class BeyondApproval(Refusal):
    """`faults["fields"]` names them."""

    code = "beyond_approval"
    message = _("The permission to ask does not reach that far.")


class BudgetUsedUp(Refusal):
    code = "sharing_budget_used_up"
    message = _("No more questions today: the owner of the register allows only so many a day.")


class ProofFaulty(Refusal):
    code = "proof_faulty"
    message = _("The platform that asks did not sign which case it asks for.")


class AnsweredBefore(Refusal):
    code = "call_answered_before"
    message = _("This very question was answered already.")


class RegisterSilent(Refusal):
    """Also when the platform that keeps it is away. `why` is the code, for the operator."""

    code = "register_silent"
    message = _(
        "The register does not answer just now. Ask again later, or ask the applicant for the"
        " document."
    )

    def __init__(self, why: str = "") -> None:
        super().__init__()
        self.why = why


class NobodyOnRecord(Refusal):
    code = "nobody_on_record"
    message = _("The register has nobody with this number.")


class ValueFaulty(Refusal):
    """`faults` names the fields."""

    code = "register_value_faulty"
    message = _("That is nothing this register could say.")


TOLD: Final[tuple[type[Refusal], ...]] = (
    *(UnknownResource, NoCase, CaseNotOpen, CaseOfAnother, NotApproved, ApprovalOver),
    *(
        ApprovalRevoked,
        OfficeNotAllowed,
        PurposeMismatch,
        BeyondApproval,
        BudgetUsedUp,
        ProofFaulty,
    ),
    *(AnsweredBefore, RegisterSilent),
)
BY_CODE: Final[Mapping[str, type[Refusal]]] = {each.code: each for each in TOLD}


def too_much(kind: type[Refusal], fields: Iterable[str]) -> Refusal:
    return kind(faults={"fields": ", ".join(fields)})
