"""How rating says no."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from tongban.core.refusal import KeyReused, Refusal


class AlreadyRated(Refusal):
    code = "already_rated"
    message = _("You have rated this already. Thank you.")


class NoSuchLevel(Refusal):
    code = "no_such_level"
    message = _("Please choose one of the five levels.")


class WrongTag(Refusal):
    code = "wrong_tag"
    message = _("One of these remarks does not go with this level. Please choose again.")


class NothingToRate(Refusal):
    code = "nothing_to_rate"
    message = _("There is nothing of yours to rate here.")


class TooLateToRate(Refusal):
    code = "too_late_to_rate"
    message = _("This can be rated for 30 days, and they are over.")


class HandledIt(Refusal):
    code = "handled_it"
    message = _("You handled this yourself. A colleague has to do it.")


class NotFollowedUp(Refusal):
    code = "not_followed_up"
    message = _("It can be rated again once it is said what came of it.")


class NotUnderstood(Refusal):
    code = "not_understood"
    message = _(
        "We could not read that. Please answer with one number from 1 (very dissatisfied)"
        " to 5 (very satisfied), and then words if you like."
    )


class NotTheirs(Refusal):
    code = "not_their_rating"
    message = _("That platform has nothing to do with what was rated.")


ONCE: Mapping[str, type[Refusal]] = {
    "rating_is_given_once": AlreadyRated,
    "rating_is_created_once_per_key": KeyReused,
}
