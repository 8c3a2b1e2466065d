"""How a certificate stands today. No certificate looks good that is not."""

from dataclasses import dataclass
from datetime import date

from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tongban.certificates.models import Certificate
from tongban.certificates.rules import Status
from tongban.design.templatetags.design import day


@dataclass(frozen=True)
class Stand:
    """How a certificate stands: `name` for the program, `text` for people."""

    name: str  # valid, soon, later, over, changed, cancelled
    text: str
    pill: str = "ok"

    @property
    def is_good(self) -> bool:
        """Whether it may be shown as proof of anything."""
        return self.name in {"valid", "soon"}


def stand(certificate: Certificate) -> Stand:
    """Ended, run out, not begun, near its end, or simply good."""
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


def _left(until: date, today: date) -> str:
    days = (until - today).days
    if not days:
        return _("Ends today")
    text = ngettext("Ends in %(days)d day", "Ends in %(days)d days", days)
    return text % {"days": days}
