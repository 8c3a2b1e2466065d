"""Who applies in the measurement, and for what."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import count

from bench.load import Ask

CASES = "/api/v1/cases"
PLAIN = "employee-pension-claim"  # a real form of twelve questions, decided by an official
RICH = "hukou-book"  # takes the ID card from the wallet
ANSWERS: Mapping[str, Mapping[str, object]] = {
    PLAIN: {
        "phone": "13912345678",
        "for_whom": "self",
        "retire_kind": "statutory",
        "post": "woman_worker",
        "retire_on": "2027-03-01",
        "deemed_service": False,
        "employer": "示例纺织厂",
        "card_no": "DEMO0000001",
        "pledge": True,
    },
    RICH: {
        "phone": "13912345678",
        "role": "head",
        "reason": "lost",
        "lost_on": "2026-02-20",
        "register_address": "示例路100号",
        "delivery": "counter",
    },
}
_keys = count(1)


@dataclass(frozen=True)
class Applicant:
    """A person with an ID card in the wallet, and the token that a program holds."""

    pk: int
    token: str

    def asks(self, service: str, prefix: str = "bench") -> Ask:
        key = f"{prefix}-{next(_keys)}"
        headers = {"Authorization": f"Bearer {self.token}", "Idempotency-Key": key}
        return Ask(CASES, {"service": service, "answers": ANSWERS[service]}, headers, key)


def applicants(how_many: int) -> list[Applicant]:
    """Invented people in the demonstration's database."""
    import django

    django.setup()
    from django.utils.timezone import now

    from tongban.certificates import operations as certificates
    from tongban.certificates.queries import type_called
    from tongban.certificates.rules import Content
    from tongban.identity import operations
    from tongban.identity.rules import Level

    at, card = now(), type_called("idcard")
    made = []
    for n in range(how_many):
        number = f"41010219900101{n:03d}X"
        person = operations.register_person(
            phone=f"1990099{n:04d}",
            name=f"测试{n}",
            number=number,
            facts={"sex": "女", "birth_on": "1990-01-01", "region": "310104", "address": "示例路"},
            level=Level.PRESENT,
            region="310104",
            synthetic=True,
            at=at,
        )
        certificates.issue(
            type=card,
            holder=person,
            content=Content({"name": person.name, "id_no": number}, date(2020, 1, 1)),
            office=None,
            issuer=card.issuer,
            about="bench",
            by=person,
            at=at,
        )
        token = operations.issue_token(person=person, label="bench", by=person, at=at)
        made.append(Applicant(person.pk, token))
    return made
