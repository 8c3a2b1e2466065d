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


class TooManyPhotos(Refusal):
    code = "too_many_photos"
    message = _("Please send nine photos at most. What you wrote is kept.")


class UnfitPhoto(Refusal):
    code = "unfit_photo"
    message = _("A photo cannot be read. Please send JPEG, PNG or WebP pictures of at most 10 MB.")


class NoRoom(Refusal):
    code = "no_room_for_photos"
    message = _("There is no room for photos just now. Please send your request without them.")


class PlaceAbroad(Refusal):
    code = "place_abroad"
    message = _("This place is not in the country. Please choose a place here, or leave it out.")


class SentBackEnough(Refusal):
    code = "sent_back_enough"
    message = _("It was sent back twice already. What the hotline decides now is final.")


class EvidenceMissing(Refusal):
    code = "evidence_missing"
    message = _("Say what was done, when and by whom, or add a photo. Nothing closes without it.")


class NotVisited(Refusal):
    code = "not_visited"
    message = _("Whoever asked has to be asked back before this can be closed.")


class NothingAbove(Refusal):
    code = "nothing_above"
    message = _(
        "The highest level has answered. You can ask for administrative reconsideration "
        "or go to court."
    )


class TooLate(Refusal):
    code = "request_contested_too_late"
    message = _("The time for this is over. Please write a new request.")


class AtAnotherPlatform(Refusal):
    code = "request_elsewhere"
    message = _("Another platform deals with this request now.")


class CannotJoin(Refusal):
    code = "cannot_join_requests"
    message = _("It can be joined only with another open request at your desk.")


class SeenByChief(Refusal):
    code = "only_the_chief_answers"
    message = _("It was contested. Only the chief answers now.")


class SentBefore(Refusal):
    code = "request_sent_before"
    message = _("This request was sent before. Look at your list of requests.")


class NotClosed(Refusal):
    code = "request_not_closed"
    message = _("Only what is closed, and whose asker agreed, may be shown to everybody.")


class ProblemGone(Refusal):
    code = "problem_gone"
    message = _("This problem is not at your office.")


class ProblemOver(Refusal):
    code = "problem_over"
    message = _("This problem is closed already.")


class ResultMissing(Refusal):
    code = "result_missing"
    message = _("Write what came of it.")


class DayTooLate(Refusal):
    code = "day_too_late"
    message = _("Promise a working day that is at most fifteen working days after it came in.")


class NotCalled(Refusal):
    code = "rater_not_called"
    message = _("Call back first; the result comes after.")


class NotTheirs(Refusal):
    code = "request_not_theirs"
    message = _("That platform does not have this request.")


class HandledIt(Refusal):
    code = "problem_handled_by_you"
    message = _("This is about your own work, or your own appeal. A colleague has to decide it.")


class NoCallWanted(Refusal):
    code = "no_call_wanted"
    message = _("Whoever rated does not want to be called. Write what came of it.")
