"""Whom a case is for: a person, or a firm through a person."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from tongban.cases.models import Case
from tongban.identity.models import Actor, Organisation, Person
from tongban.identity.queries import who_may_act

FACTS = ("sex", "ethnicity", "birth_on", "address", "region")


@dataclass(frozen=True)
class Party:
    """`brought` is what the platform where the case was begun knew, by source; it comes first."""

    person: Person
    organisation: Organisation | None
    brought: Mapping[str, Any] = field(default_factory=dict)

    @property
    def holder(self) -> Person | Organisation:
        return self.organisation or self.person

    @property
    def home(self) -> str:
        """Where they are registered."""
        if self.organisation:
            return self.organisation.region
        return str(self.says("person", "region") or "")

    @property
    def lives_in(self) -> str:
        return self.organisation.region if self.organisation else self.person.region or self.home

    def says(self, origin: str, name: str) -> Any:
        """What the registers know: `person.name`, `organisation.uscc`."""
        if f"{origin}.{name}" in self.brought:
            return self.brought[f"{origin}.{name}"]
        if origin == "person":
            return self.person.facts.get(name) if name in FACTS else getattr(self.person, name)
        if self.organisation is None:
            return None
        if name == "legal_representative":
            return self.organisation.legal_representative.name
        return getattr(self.organisation, name)


def whom_to_tell(case: Case, *, at: datetime) -> list[Person]:
    """The applicant. For a firm's case: while her power lasts; then everyone who has it now."""
    firm = case.organisation
    if firm is None:
        return [case.applicant]
    able = who_may_act(firm, service=case.service.code, at=at)
    if case.applicant in able:
        return [case.applicant]
    return able or [firm.legal_representative]


def party_of(about: Actor | Case) -> Party:
    if isinstance(about, Actor):
        return Party(about.person, about.organisation)
    return Party(about.applicant, about.organisation, about.brought or {})
