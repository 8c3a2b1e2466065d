"""The answers that operations on cases may give instead of doing it."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from tongban.catalog.models import in_language
from tongban.core.refusal import Refusal


class NotOnline(Refusal):
    code = "not_online"
    message = _("This cannot be done online. The guide says where to go instead.")


class NeedsStepUp(Refusal):
    code = "needs_step_up"
    message = _("This service needs to be surer that it is you. Please verify yourself first.")


class NotForYou(Refusal):
    code = "not_for_you"
    message = _(
        "This service is not offered to you in this role. Change whom you act for, and try again."
    )


class NotGranted(Refusal):
    code = "not_granted"
    message = _("Your power to act for this firm does not cover this. Ask the firm to extend it.")


class NotEntrusted(Refusal):
    code = "not_entrusted"
    message = _("You may not act for this person in this matter, or no longer.")


class NotFromHere(Refusal):
    """Another platform decides it, and it cannot be applied for from afar."""

    code = "not_from_here"
    message = _("This is applied for at the platform of another place. Change the region and try.")


class NoOffice(Refusal):
    code = "no_office"
    message = _("No office takes this service yet where you live. Please go to a counter.")


class CaseGone(Refusal):
    code = "case_gone"
    message = _("This case is not yours, or it is no longer there. Look at your list of cases.")


class NotStuck(Refusal):
    code = "not_stuck"
    message = _("This case is on its way, or it has arrived. There is nothing to take back.")


class CaseElsewhere(Refusal):
    """Names the platform that has the case."""

    code = "case_elsewhere"
    message = _("Another platform has this case now. Go on there.")

    def __init__(self, *, platform: Mapping[str, str]) -> None:
        super().__init__()
        self.platform = dict(platform)

    def __str__(self) -> str:
        return _("%(platform)s has this case now. Go on there.") % {
            "platform": in_language(self.platform)
        }


class DecidedElsewhere(Refusal):
    code = "decided_elsewhere"
    message = _("Another platform decides this. Check it, then hand it over.")


class HandedOutElsewhere(Refusal):
    code = "handed_out_elsewhere"
    message = _("The applicant collects this at another counter. Hand the case over to it.")


class StagesLeft(Refusal):
    code = "stages_left"
    message = _("Another place still has to do its part. Finish this stage instead.")


class ConsentGone(Refusal):
    code = "consent_gone"
    message = _("Nobody waits for your consent to this any more.")


class NoSuchPlatform(Refusal):
    code = "no_such_platform"
    message = _("The case cannot go to that platform now. Choose one of those that are offered.")


class NotTheirs(Refusal):
    """What another node is told that speaks about a case it does not have."""

    code = "not_theirs"
    message = _("That platform did not have the case, so what it says does not count.")


class NotNow(Refusal):
    code = "not_now"
    message = _("The case has moved on, so this is no longer possible. Look at it again.")


class ChangedElsewhere(Refusal):
    """Carries both versions, so that nothing typed is lost."""

    code = "changed_elsewhere"
    message = _(
        "This form was changed on another device. Compare both versions and save the right one."
    )

    def __init__(self, *, typed: Mapping[str, Any], saved: Mapping[str, Any], revision: int):
        super().__init__()
        self.typed, self.saved, self.revision = dict(typed), dict(saved), revision


class TooLong(Refusal):
    code = "too_long"
    message = _("This is more text than the form can hold. Shorten it, or add it as a file.")


class Incomplete(Refusal):
    """`faults` has a sentence for each field and each material that needs mending."""

    code = "incomplete"
    message = _("Something is still missing. Please look at the marked places.")


class ServiceChanged(Refusal):
    """The draft is on the new version now, with all its answers; `faults` says what is new."""

    code = "service_changed"
    message = _(
        "This service was changed while you filled in the form. Your answers are kept. "
        "Please check what is new and send it again."
    )


class NoSuchMaterial(Refusal):
    code = "no_such_material"
    message = _("This service does not ask for that material. Look at the list again.")


class WrongCertificate(Refusal):
    code = "wrong_certificate"
    message = _("This certificate cannot be used here. Choose another or upload a photo.")


class WhyNeeded(Refusal):
    code = "why_needed"
    message = _(
        "You hold a certificate that proves this. Present it, or say why you hand in a file."
    )


class CertificateOver(Refusal):
    code = "certificate_over"
    message = _(
        "A certificate of this case was cancelled by its issuer. It proves nothing any more."
    )


class FileTooLarge(Refusal):
    code = "file_too_large"
    message = _(
        "This file is larger than 10 MB. Take the photo again with a lower resolution, "
        "or send a smaller PDF."
    )


class UnreadableFile(Refusal):
    code = "unreadable_file"
    message = _(
        "This is not a photo or PDF that can be opened, whatever its name says. "
        "Send a JPEG, PNG, WebP or PDF file."
    )


class LockedFile(Refusal):
    code = "locked_file"
    message = _("This PDF is protected by a password. Save it without a password and try again.")


class ActiveFile(Refusal):
    code = "active_file"
    message = _(
        "This PDF contains a program or other files. Print it to a new PDF and send that one."
    )


class TooManyPixels(Refusal):
    code = "too_many_pixels"
    message = _("This picture is too large to open. Send one with at most 64 million pixels.")


class TooManyFiles(Refusal):
    code = "too_many_files"
    message = _("There are 20 files for this already. Remove one first, or join them in one PDF.")


class QuotaUsedUp(Refusal):
    code = "quota_used_up"
    message = _("You have no room left for files. Remove some from your drafts and try again.")


class NoSpace(Refusal):
    code = "no_space"
    message = _("There is no room to store this right now. Nothing was saved. Try again later.")


class MayNot(Refusal):
    code = "may_not"
    message = _("Your post does not let you do this. Ask a case officer or the chief.")


class SomeoneElses(Refusal):
    code = "someone_elses"
    message = _("Someone else handles this case. Ask the chief to assign it to you.")


class CodeShownBefore(Refusal):
    code = "code_shown_before"
    message = _("This very code was used here already. Wait for the next one.")


class OwnCase(Refusal):
    code = "own_case"
    message = _("Nobody handles their own application. Leave it to a colleague.")


class ReasonNeeded(Refusal):
    code = "reason_needed"
    message = _("Please give a reason. The applicant will read it.")


class SaysNothing(Refusal):
    code = "says_nothing"
    message = _("Name at least one thing to correct, and say what is wrong with it.")


class AlreadyPaused(Refusal):
    code = "already_paused"
    message = _("The clock of this case stands still already.")


class NotFinished(Refusal):
    code = "not_finished"
    message = _("A case can be rated once it is decided.")
