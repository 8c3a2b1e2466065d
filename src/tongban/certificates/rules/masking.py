"""Hiding most of what a certificate says, until its holder asks for it."""

import re
from collections.abc import Mapping
from typing import Final

from tongban.identity.rules import masked_name, masked_number

KEPT_ENDS: Final = re.compile(r"保留(?:前(?P<front>\d+))?后(?P<back>\d+)")
UP_TO_COUNTY: Final = re.compile(r".+?(?:区|县|旗)|.+?市")


def masked(value: str, field: Mapping[str, object]) -> str:
    """Hidden as the kind of certificate says (its rules are the standard's, in Chinese)."""
    rule = str(field.get("mask") or "")
    ends = KEPT_ENDS.fullmatch(rule)
    if ends:
        return masked_number(value, front=int(ends["front"] or 0), back=int(ends["back"]))
    if rule.startswith("保留姓氏"):
        return masked_name(value)
    if rule.startswith("保留到区县"):
        known = UP_TO_COUNTY.match(value)
        return f"{known[0] if known else value[:2]}****"
    return masked_number(value) if rule or field.get("type") == "cn_rid18" else value
