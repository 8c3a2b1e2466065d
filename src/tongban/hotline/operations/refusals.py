"""How the hotline says no."""

from django.utils.translation import gettext_lazy as _

from tongban.core.refusal import Refusal


class NothingSaid(Refusal):
    code = "request_says_nothing"
    message = _("Please write what it is about.")


class TooLong(Refusal):
    code = "request_too_long"
    message = _("That is more than 4,000 characters. Please shorten it; nothing typed is lost.")


class NoSuchAuthority(Refusal):
    code = "no_such_authority"
    message = _("There is no authority with this code.")


class NoSuchKind(Refusal):
    code = "no_such_request_kind"
    message = _("Please choose what kind of request it is.")


class NobodyThere(Refusal):
    code = "nobody_answers_requests"
    message = _("No office of this platform takes requests yet. Please call 12345.")


class RequestGone(Refusal):
    code = "request_gone"
    message = _("This request is not at your office.")


class NotNow(Refusal):
    code = "request_not_now"
    message = _("This cannot be done with the request as it is now. Look at it again.")


class NotYours(Refusal):
    code = "request_someone_elses"
    message = _("A colleague deals with this request.")


class OwnRequest(Refusal):
    code = "own_request"
    message = _("This is your own request. A colleague must deal with it.")


class NotAtThisPost(Refusal):
    code = "request_not_at_this_post"
    message = _("Your post does not allow this.")


class ReasonMissing(Refusal):
    code = "request_reason_missing"
    message = _("Please say why, in a sentence.")


class AnswerMissing(Refusal):
    code = "request_answer_missing"
    message = _("Please write the answer.")
