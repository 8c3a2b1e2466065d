"""The invented officials of a platform, made from one pattern; the same ones every time."""

from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from typing import Any

from stdnum.cn import ric

from tongban.config.platform import Platform

Row = Mapping[str, Any]


def officials(
    platform: Platform, *, office: Row, counties: Sequence[str], made: Row
) -> Iterator[dict[str, Any]]:
    """One person for each post of the pattern, as people.yaml would describe them.

    `office` is a row of offices.csv, `counties` the codes that an ID number may begin with.
    """
    for place, post in enumerate(made["posts"]):
        drawn = _number(f"{platform.id}/{post['id']}")
        born = f"{1970 + drawn % 28}-{1 + drawn // 28 % 12:02d}-{1 + drawn // 336 % 28:02d}"
        number = f"{counties[0]}{born.replace('-', '')}{900 + 2 * place + drawn % 2:03d}"
        yield {
            "id": post["id"],
            "name": _name(made, _number(platform.id), place),
            "about": about(post, office),
            "phone": f"198{drawn % 10**8:08d}",
            "id_number": number + ric.calc_check_digit(f"{number}0"),
            "sex": "男" if drawn % 2 else "女",
            "ethnicity": "汉",
            "birth_on": born,
            "address": office["address"] or office["name"],
            "region": office["region_code"],
            "posts": [{"office": office["id"], "role": post["role"], "title": post["title"]}],
        }


def about(post: Row, office: Row) -> dict[str, str]:
    """What somebody with this post does, in three languages."""
    called = {"zh": office["name"], "en": office["name_en"], "ko": office["name_ko"]}
    return {key: text.format(office=called[key]) for key, text in post["about"].items()}


def _name(made: Row, drawn: int, place: int) -> str:
    """Neighbours in the pattern have different surnames and different given names."""
    surnames, given = made["surnames"], made["given"]
    return str(
        surnames[(drawn + place) % len(surnames)]
        + given[(drawn // len(surnames) + place) % len(given)]
    )


def _number(text: str) -> int:
    return int.from_bytes(sha256(text.encode()).digest()[:8])
