"""The identifier of a certificate (GB/T 36904): made, and is it right?"""

import re

from django.utils.translation import gettext_lazy as _
from stdnum.iso7064 import mod_37_36

from tongban.catalog.rules.codes import region_fault, type_code_fault
from tongban.identity.rules.numbers import CodeFault, is_digits, uscc_fault

CERTIFICATE_ROOT = "1.2.156.3005.2"
_SERIAL = re.compile(r"[0-9A-Z]{1,40}")

CERTIFICATE_FORM = CodeFault(
    "certificate_form", _("This is not written like a certificate identifier.")
)
CERTIFICATE_CHECK = CodeFault(
    "certificate_check", _("The check character of the certificate identifier is wrong.")
)


def certificate_identifier(*, type_code: str, issuer: str, serial: str, version: int = 1) -> str:
    """The identifier of a certificate (GB/T 36904), with its check character."""
    parts = (type_code, issuer, serial, f"{version:03d}")
    check = mod_37_36.calc_check_digit("".join(parts))
    return ".".join((CERTIFICATE_ROOT, *parts, check))


def certificate_identifier_fault(identifier: str) -> CodeFault | None:
    """What is wrong with a certificate identifier. Old ones have a region code as issuer."""
    parts = identifier.removeprefix(CERTIFICATE_ROOT + ".").split(".")
    if not identifier.startswith(CERTIFICATE_ROOT + ".") or len(parts) != 5:
        return CERTIFICATE_FORM
    type_code, issuer, serial, version, check = parts
    if not (_SERIAL.fullmatch(serial) and len(version) == 3 and is_digits(version)):
        return CERTIFICATE_FORM
    issuer_fault = region_fault(issuer) if len(issuer) == 6 else uscc_fault(issuer)
    if fault := type_code_fault(type_code) or issuer_fault:
        return fault
    right = mod_37_36.calc_check_digit("".join(parts[:4])) == check
    return None if right else CERTIFICATE_CHECK
