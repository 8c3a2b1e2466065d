"""Words for certificates: how one stands today, and what its card shows."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django import template
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tongban.certificates.models import Certificate
from tongban.certificates.rules import Status
from tongban.design.templatetags.design import day, tone
from tongban.portal.wallet.lines import Line
from tongban.portal.wallet.lines import face as face_of

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

register = template.Library()


@dataclass(frozen=True)
class Stand:
    """How a certificate stands today: `name` for the program, `text` for people."""

    name: str  # valid, soon, later, over, changed, cancelled
    text: "StrOrPromise"
    pill: str = "ok"

    @property
    def is_good(self) -> bool:
        """Whether it may be shown as proof of anything."""
        return self.name in {"valid", "soon"}


@register.filter
def stand(certificate: Certificate) -> Stand:
    """No certificate looks good that is not: ended, run out, or not begun."""
    today, until = localdate(), certificate.valid_until
    if certificate.status == Status.CANCELLED:
        return Stand("cancelled", _("Cancelled"), "bad")
    if certificate.status == Status.CHANGED:
        return Stand("changed", _("Replaced by a newer version"), "plain")
    if until and until < today:
        return Stand("over", _("Expired on %(day)s") % {"day": day(until)}, "bad")
    if certificate.valid_from > today:
        text = _("Valid only from %(day)s") % {"day": day(certificate.valid_from)}
        return Stand("later", text, "warn")
    if until and (until - today).days <= max(certificate.type.remind, default=0):
        return Stand("soon", _left(until, today), "warn")
    if until:
        return Stand("valid", _("Valid until %(day)s") % {"day": day(until)})
    return Stand("valid", _("Valid without end"))


@register.filter
def face(certificate: Certificate) -> list[Line]:
    return face_of(certificate)


@register.filter
def colour(certificate: Certificate) -> int:
    """One of six colours: the one of its guide, else always the same for its kind."""
    known = certificate.type.guide.get("tone")
    return int(known) if known is not None else tone(certificate.type.type_code[18:])


@register.filter
def icon(certificate: Certificate) -> str:
    return str(certificate.type.guide.get("icon", "file-badge"))


def _left(until: date, today: date) -> str:
    days = (until - today).days
    if not days:
        return _("Ends today")
    text = ngettext("Ends in %(days)d day", "Ends in %(days)d days", days)
    return text % {"days": days}
