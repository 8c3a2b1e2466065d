"""A service package as the case sees it: parsed once, then only read."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import jsonschema_rs

from tongban.cases.rules.custody import MODES
from tongban.catalog.rules import Mode

Texts = Mapping[str, str]


@dataclass(frozen=True)
class Limit:
    """A promised or legal time. Zero days means at once."""

    days: int
    working: bool

    @classmethod
    def of(cls, raw: Mapping[str, Any] | None) -> "Limit | None":
        if not raw:
            return None
        return cls(days=int(raw.get("days") or 0), working=raw.get("unit", "working") == "working")


@dataclass(frozen=True)
class Question:
    """One field of the form."""

    key: str
    schema: Mapping[str, Any]
    required: bool

    @property
    def label(self) -> Texts:
        return dict(self.schema.get("x-label") or {"zh": self.key})

    @property
    def prefill(self) -> str:
        return str(self.schema.get("x-prefill", ""))

    @property
    def locked(self) -> bool:
        return bool(self.schema.get("x-locked"))

    @property
    def purpose(self) -> str:
        return str(self.schema.get("x-purpose", ""))

    @property
    def choices(self) -> Mapping[str, Texts]:
        return dict(self.schema.get("x-choices") or {})

    def coded(self, said: Any) -> Any:
        """What a document says in words (男), as this question has it among its answers (1)."""
        if str(said) in self.choices:
            return said
        codes = (code for code, names in self.choices.items() if said in names.values())
        return next(codes, said)

    def is_asked(self, answers: Mapping[str, Any]) -> bool:
        """Whether its `x-when` holds for what was answered so far."""
        for other, wanted in (self.schema.get("x-when") or {}).items():
            allowed = wanted if isinstance(wanted, list) else [wanted]
            if answers.get(other) not in allowed:
                return False
        return True


@dataclass(frozen=True)
class Need:
    """One entry of the list of materials."""

    key: str
    names: Texts
    required: bool
    source: str  # certificate:<type> | resource:<register> | upload | on_site | form
    fields: tuple[str, ...]  # what of the certificate is presented
    otherwise: str  # upload | counter | ""
    holder: str
    note: Texts
    asks: tuple[str, ...] = ()  # what the register is asked
    purpose: str = ""

    @property
    def register(self) -> str:
        """The register that is asked in place of a paper."""
        kind, _, code = self.source.partition(":")
        return code if kind == "resource" else ""

    @property
    def certificate(self) -> str:
        """The type of certificate that will do, if the applicant holds it."""
        kind, _, code = self.source.partition(":")
        return (
            code if kind == "certificate" and self.holder in {"applicant", "organisation"} else ""
        )

    @property
    def may_be_uploaded(self) -> bool:
        return self.source == "upload" or self.otherwise == "upload"

    @property
    def comes_later(self) -> bool:
        """Nothing has to be handed in on the phone."""
        return self.source in {"on_site", "form"} or self.otherwise == "counter"


@dataclass(frozen=True)
class Stage:
    """A part of a joint case that one place does (多地联办). `at` says which, as `decides` does."""

    id: str
    names: Texts
    at: str


@dataclass(frozen=True)
class Part:
    """One case of a bundle (一件事). It begins when those it comes `after` were granted.

    `answers` says where each of its answers comes from: `answers.x` of the bundle, `=text`, or
    `part:SERVICE.x`, what another part ended with. `materials` names those of the bundle.
    """

    service: str
    after: tuple[str, ...]
    answers: Texts
    materials: Texts


@dataclass(frozen=True)
class Assent:
    """Somebody else who has to agree before a bundle begins; answers say who."""

    id: str
    names: Texts
    name: str
    number: str


@dataclass(frozen=True)
class Package:
    """One version of a service, ready to be asked."""

    raw: Mapping[str, Any]
    questions: Mapping[str, Question]
    needs: tuple[Need, ...]
    promised: Limit
    legal: Limit | None
    validator: Any = field(repr=False, compare=False)

    @property
    def names(self) -> Texts:
        return dict(self.raw["names"])

    @property
    def assurance(self) -> int:
        return int(self.raw.get("assurance", 1))

    @property
    def audience(self) -> tuple[str, ...]:
        return tuple(self.raw.get("audience") or ("person",))

    @property
    def decides(self) -> str:
        return str((self.raw.get("regions") or {}).get("decides", "own"))

    @property
    def mode(self) -> Mode | None:
        """How it is done when another platform decides; None when it cannot be done from afar."""
        return MODES.get(str((self.raw.get("regions") or {}).get("mode") or ""))

    @cached_property
    def stages(self) -> tuple[Stage, ...]:
        """In the order in which they are done; the last one decides."""
        told = (self.raw.get("regions") or {}).get("stages") or ()
        return tuple(Stage(id=each["id"], names=each["names"], at=each["at"]) for each in told)

    @cached_property
    def parts(self) -> tuple[Part, ...]:
        """The cases of a bundle in their order; none for any other service."""
        told = (self.raw.get("bundle") or {}).get("parts") or ()
        return tuple(
            Part(
                service=each["service"],
                after=tuple(each.get("after") or ()),
                answers=each.get("answers") or {},
                materials=each.get("materials") or {},
            )
            for each in told
        )

    @cached_property
    def assents(self) -> tuple[Assent, ...]:
        """Who else has to agree before a bundle begins."""
        told = (self.raw.get("bundle") or {}).get("assents") or ()
        return tuple(
            Assent(each["id"], each["names"], each["name"], each["number"]) for each in told
        )

    def stage_after(self, stage: str) -> Stage | None:
        """The stage that follows this one; the first one after nothing, None after the last."""
        ids = [each.id for each in self.stages]
        place = ids.index(stage) + 1 if stage in ids else 0
        return self.stages[place] if place < len(self.stages) else None

    @property
    def decide(self) -> Mapping[str, Any]:
        return dict(self.raw.get("decide") or {"by": "official"})

    @property
    def result(self) -> Mapping[str, Any]:
        return dict(self.raw.get("result") or {"kind": "record", "fields": {}})

    @property
    def pages(self) -> tuple[Mapping[str, Any], ...]:
        return tuple(self.raw["form"]["pages"])

    @cached_property
    def sources(self) -> frozenset[str]:
        """What a platform must know of the applicant to decide: nothing else travels with a case."""
        named = {q.prefill for q in self.questions.values() if q.locked}
        named |= {str(source) for source in self.result["fields"].values()}
        named.add(str((self.result.get("valid") or {}).get("until", "")))
        if self.decide.get("by") == "table":
            named |= {"person.sex", "person.birth_on", "person.region"}
        known = ("person.", "organisation.", "certificate:")
        return frozenset(source for source in named if source.startswith(known))

    @cached_property
    def depends_on_certificates(self) -> bool:
        """Whether an application stands or falls with something in the applicant's wallet."""
        locked = [q.prefill for q in self.questions.values() if q.locked]
        return (
            any(need.certificate for need in self.needs)
            or any(source.startswith("cert") for source in locked)
            or self.decide.get("by") == "table"
        )

    @cached_property
    def asks_certificates(self) -> bool:
        """Whether anything of this service looks into the applicant's wallet."""
        sources = [need.certificate for need in self.needs]
        sources += [q.prefill for q in self.questions.values() if q.prefill.startswith("cert")]
        return any(sources) or self.decide.get("by") == "table"


def parsed(raw: Mapping[str, Any]) -> Package:
    """Read a checked package and compile its form."""
    schema = raw["form"]["schema"]
    required = set(schema.get("required", ()))
    questions = {
        key: Question(key=key, schema=part, required=key in required or "x-when" in part)
        for key, part in schema["properties"].items()
    }
    return Package(
        raw=raw,
        questions=questions,
        needs=tuple(_need(entry) for entry in raw.get("materials") or ()),
        promised=Limit.of(raw["limits"]["promised"]) or Limit(0, working=True),
        legal=Limit.of(raw["limits"].get("legal")),
        validator=_compiled(schema),
    )


def _need(entry: Mapping[str, Any]) -> Need:
    return Need(
        key=entry["id"],
        names=entry["names"],
        required=bool(entry.get("required")),
        source=entry["from"],
        fields=tuple(entry.get("fields") or ()),
        otherwise=entry.get("else", ""),
        holder=entry.get("holder", "applicant"),
        note=entry.get("note") or {},
        asks=tuple(entry.get("asks") or ()),
        purpose=entry.get("purpose", ""),
    )


def _compiled(schema: Mapping[str, Any]) -> jsonschema_rs.Draft202012Validator:
    # What is required depends on the other answers (x-when), and what a number may be depends on
    # the day: both are asked in `answers`.
    plain = {"type": "object", "properties": schema["properties"]}
    return jsonschema_rs.Draft202012Validator(plain, validate_formats=True)
