"""Making our copy of a case what its custodian says."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction

from tongban.cases.models import Case, Correction, Pause, Step
from tongban.cases.operations.moving import tell_applicant
from tongban.cases.operations.rating import invite
from tongban.cases.rules import Status
from tongban.cases.rules.custody import HERE
from tongban.catalog.operations.carrying import service_like
from tongban.federation.queries import here
from tongban.federation.rules import NotYet
from tongban.identity.operations import firm_from, person_from

Said = Mapping[str, Any]
PLAIN = ("reference", "mode", "stage", "region", "channel", "status", "decision_reason")
TOLD = frozenset(  # steps about which there is a message
    {
        *(
            "handed_over",
            "handed_back",
            "reclaimed",
            "sent_on",
            "sent_to_counter",
            "stage_done",
            "submitted",
            "resubmitted",
            "accepted",
        ),
        *("correction_asked", "not_accepted", "review_begun", "paused", "resumed", "granted"),
        *("refused", "delivered", "withdrawn", "correction_due", "not_corrected"),
    }
)
NUMBERS = ("epoch", "progress", "arrived")


def copied(case: Case | None, said: Said, *, source: str, at: datetime) -> Case:
    """Our row of the case as the source says it is; a new one if we had none. Saved."""
    case = case or _new(said, source=source, at=at)
    for name in (*PLAIN, *NUMBERS, "holders", "rule_explained"):
        setattr(case, name, said[name])
    case.stage_nodes = said.get("stages", {})
    case.custodian = _node(said["custodian"])
    case.decided_by_rule = said["rule"]
    case.elsewhere = said["office"]
    case.result = said.get("result", case.result)
    case.desk_id = case.handler_id = None
    if case.custodian == HERE:  # `arrive` finds the place for it, and says so
        case.custodian, case.arrived = source, True
    for name, value in _times(said["times"]):
        setattr(case, name, value)
    _saved(case)
    _history(case, said)
    return case


def _saved(case: Case) -> None:
    """Another worker may just be making the same copy; then this news waits a little."""
    try:
        with transaction.atomic():
            case.save()
    except IntegrityError as error:
        raise NotYet("case_is_being_copied") from error


def _new(said: Said, *, source: str, at: datetime) -> Case:
    about = said["service"]
    service = service_like(
        code=about["code"], basic=about["basic"], names=about["names"], kind=about["kind"], at=at
    )
    firm = said["organisation"]
    return Case(
        public_id=said["case"],
        service=service,
        version=service.version,
        applicant=person_from(subject=said["subject"], source=source, at=at),
        organisation=firm_from(said=firm, source=source, at=at) if firm else None,
        origin=_node(said["origin"]),
        saved_at=at,
    )


def _times(said: Said) -> Iterator[tuple[str, Any]]:
    for name, value in said.items():
        if name == "due_on":
            yield name, date.fromisoformat(value) if value else None
        elif name == "due_provisional":
            yield name, bool(value)
        else:
            yield name, datetime.fromisoformat(value) if value else None


def _history(case: Case, said: Said) -> None:
    """Requests to mend it and pauses, as the custodian has them."""
    for each in said["corrections"]:
        answered = each["answered_at"]
        fresh = {
            "case": case,
            "defects": each["defects"],
            "asked_at": datetime.fromisoformat(each["asked_at"]),
            "due_on": date.fromisoformat(each["due_on"]),
        }
        now = {"answered_at": datetime.fromisoformat(answered) if answered else None}
        Correction.objects.update_or_create(
            public_id=each["id"], defaults=now, create_defaults=fresh | now
        )
    case.pauses.all().delete()
    for each in said["pauses"]:
        ended = each["ended_at"]
        Pause.objects.create(
            case=case,
            kind=each["kind"],
            reason=each["reason"],
            started_at=datetime.fromisoformat(each["started_at"]),
            ended_at=datetime.fromisoformat(ended) if ended else None,
        )


def with_steps(case: Case, said: Said, *, at: datetime) -> None:
    """Add the steps that we did not know yet; where the case was begun, tell the applicant."""
    known = set(case.steps.values_list("number", flat=True))
    fresh = [each for each in said["steps"] if each["number"] not in known]
    for each in fresh:
        Step.objects.create(
            case=case,
            number=each["number"],
            action=each["action"],
            status=Status(each["status"]),
            note=each["note"],
            stage=each["stage"],
            node=_node(each["node"]),
            to=each["to"],
            who=each["who"],
            at=datetime.fromisoformat(each["at"]),
        )
        node, moment = _node(each["node"]), datetime.fromisoformat(each["at"])
        invite(case, each["action"], number=each["number"], node=node, clerk=None, at=moment)
        if each["tell"] and case.origin == HERE and each["action"] in TOLD:
            tell_applicant(case, each["action"], _params(each["params"]), at=at)


def _params(said: Said) -> dict[str, object]:
    """What our messages have a use for; another node cannot put anything else into them."""
    kept: dict[str, object] = {
        key: said[key] for key in ("platform", "reason", "count", "stage") if key in said
    }
    if "due_on" in said:
        kept["due_on"] = date.fromisoformat(said["due_on"]).isoformat()
    return kept


def _node(name: str) -> str:
    return HERE if name == here() else name
