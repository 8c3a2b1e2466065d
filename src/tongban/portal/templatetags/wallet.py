"""Words for certificates: how one stands today, and what its card shows."""

from django import template

from tongban.certificates.models import Certificate
from tongban.design.templatetags.design import tone
from tongban.portal.wallet.lines import face
from tongban.portal.wallet.standing import stand

register = template.Library()
register.filter("stand", stand)
register.filter("face", face)


@register.filter
def colour(certificate: Certificate) -> int:
    """One of six colours: the one of its guide, else always the same for its kind."""
    known = certificate.type.guide.get("tone")
    return int(known) if known is not None else tone(certificate.type.type_code[18:])
