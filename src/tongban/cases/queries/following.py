"""What happened to a case, what comes next, and when."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_stubs_ext import StrOrPromise

from tongban.cases.models import Case, Step
from tongban.cases.queries.packages import package_of
from tongban.cases.queries.platforms import is_shared, platform_name
from tongban.cases.queries.reports import who_took
from tongban.cases.rules import Status
from tongban.cases.rules.clock import (
    TO_ACCEPT,
    Clock,
    Stretch,
    due,
    used_days,
    usual_days,
)
from tongban.cases.rules.package import Limit
from tongban.catalog.models import in_language
from tongban.catalog.rules import Role
from tongban.catalog.rules.workdays import after_working_days, working_days_between

BY_ITSELF = {
    "handed_over",
    "handed_back",
    "reclaimed",
    "received",
    "not_accepted",
    "correction_due",
}
SIMILAR = 50  # finished cases that a prediction looks back on

TITLES: dict[str, StrOrPromise] = {
    "submitted": gettext_lazy("You sent your application"),
    "resubmitted": gettext_lazy("You sent your corrections"),
    "correction_asked": gettext_lazy("The office asked you to correct something"),
    "correction_due": gettext_lazy("You were reminded to correct something"),
    "not_corrected": gettext_lazy("Nothing was corrected in time, so the case ended"),
    "accepted": gettext_lazy("The office accepted your application"),
    "not_accepted": gettext_lazy("The office did not accept your application"),
    "review_begun": gettext_lazy("The review began"),
    "paused": gettext_lazy("The clock was stopped for a special procedure"),
    "resumed": gettext_lazy("The clock runs again"),
    "granted": gettext_lazy("Your application was granted"),
    "refused": gettext_lazy("Your application was refused"),
    "delivered": gettext_lazy("You got the result"),
    "closed": gettext_lazy("The case was closed"),
    "withdrawn": gettext_lazy("You withdrew your application"),
    "handed_over": gettext_lazy("The case went to %(platform)s"),
    "bundle_begun": gettext_lazy("You sent one form for everything"),
    "consent_given": gettext_lazy("The other person agreed"),
    "consent_refused": gettext_lazy("The other person did not agree, so nothing was begun"),
    "stage_done": gettext_lazy("Done: %(stage)s"),
    "sent_on": gettext_lazy("The counter checked it and sent it to %(platform)s"),
    "sent_to_counter": gettext_lazy("The result is on its way to the counter of %(platform)s"),
    "handed_back": gettext_lazy("The case went back to %(platform)s"),
    "reclaimed": gettext_lazy("The case could not be taken there, so it came back"),
    "received": gettext_lazy("%(platform)s received the case"),
}
AHEAD: dict[str, StrOrPromise] = {
    Status.ACCEPTED: gettext_lazy("The office checks that nothing is missing"),
    Status.REVIEWING: gettext_lazy("The office reviews your application"),
    Status.GRANTED: gettext_lazy("You get the decision"),
}


@dataclass(frozen=True)
class Event:
    """One line of the timeline. Without `at` it is still to come, perhaps by `expected_on`.

    `platform` says where, if more than one has to do with the case.
    """

    title: str
    state: str  # done | now | ahead
    at: datetime | None = None
    note: str = ""
    who: str = ""
    action: str = ""
    expected_on: date | None = None
    platform: str = ""


def timeline(case: Case, *, at: datetime) -> list[Event]:
    """Everything that happened, and what is still to come. Applicant and handlers may ask."""
    steps = list(case.steps.select_related("by", "post__office").order_by("number"))
    names = _platforms(steps) if is_shared(case) else {}
    stages = {stage.id: in_language(dict(stage.names)) for stage in package_of(case).stages}
    return [_done(step, names, stages) for step in steps] + _ahead(case, at)


def _platforms(steps: Sequence[Step]) -> dict[str, str]:
    nodes = {node for step in steps for node in (step.node, step.to)}
    return {node: platform_name(node) for node in nodes}


def _done(step: Step, names: Mapping[str, str], stages: Mapping[str, str]) -> Event:
    title = str(TITLES.get(step.action, step.action))
    if "%(" in title:
        meant = step.node if step.action == "received" else step.to
        platform, stage = names.get(meant, meant), stages.get(step.stage, step.stage)
        title %= {"platform": platform, "stage": stage}
    return Event(
        title=title,
        state="done",
        at=step.at,
        note=step.note,
        who=_who(step),
        action=step.action,
        platform=names.get(step.node, ""),
    )


def _who(step: Step) -> str:
    """Who took a step: an office, the applicant, or the rules that decide by themselves."""
    who = step.who or who_took(step)
    if "office" in who:
        office, role = in_language(who["office"]), Role(who["role"]).label
        return _("%(office)s, %(role)s") % {"office": office, "role": role}
    if "person" in who:
        return str(who["person"])
    return "" if step.action in BY_ITSELF else _("Decided by published rules")


def _ahead(case: Case, at: datetime) -> list[Event]:
    status = Status(case.status)
    order = [Status.ACCEPTED, Status.REVIEWING, Status.GRANTED]
    passed = {
        Status.SUBMITTED: 0,
        Status.ACCEPTED: 1,
        Status.REVIEWING: 1,
        Status.PAUSED: 1,
    }.get(status)
    if passed is None:
        return []
    running = clock(case, at=at)
    days = {Status.ACCEPTED: case.due_on, Status.GRANTED: running.predicted_on}
    return [
        Event(
            title=str(AHEAD[step]),
            state="now" if place == 0 else "ahead",
            expected_on=days.get(step),
        )
        for place, step in enumerate(order[passed:])
    ]


def clock(case: Case, *, at: datetime) -> Clock:
    """How much time is gone and left. Applicant and handlers may ask."""
    status = Status(case.status)
    if status == Status.SUBMITTED and case.submitted_at:
        return _accepting(case, localdate(case.submitted_at), at)
    if status == Status.CORRECTION:
        correction = case.corrections.filter(answered_at=None).first()
        return Clock(stage="correcting", due_on=correction.due_on if correction else None)
    if status == Status.DRAFT:
        return Clock(stage="filling")
    if case.accepted_at and status in {Status.ACCEPTED, Status.REVIEWING, Status.PAUSED}:
        return _deciding(case, localdate(case.accepted_at), at)
    return Clock(stage="finished", due_on=case.due_on, provisional=case.due_provisional)


def _accepting(case: Case, start: date, at: datetime) -> Clock:
    promised = package_of(case).promised
    predicted, source = _predicted(case, start, promised, at)
    if source == "promise":  # it counts from the acceptance, which may take its own time
        predicted = due(promised, case.due_on or start).on
    return Clock(
        stage="accepting",
        limit=TO_ACCEPT,
        started_on=start,
        used=used_days(TO_ACCEPT, start, localdate(at)),
        due_on=case.due_on,
        provisional=case.due_provisional,
        predicted_on=predicted,
        predicted_from=source,
    )


def _deciding(case: Case, start: date, at: datetime) -> Clock:
    today = localdate(at)
    limit = package_of(case).promised
    stretches, since = stretches_of(case, today)
    running = due(limit, start, stretches)
    predicted, source = _predicted(case, start, limit, at)
    if source == "promise":
        predicted = running.on
    return Clock(
        stage="deciding",
        limit=limit,
        started_on=start,
        used=used_days(limit, start, today, stretches),
        due_on=running.on,
        provisional=running.provisional,
        paused_since=since,
        predicted_on=max(predicted, today),
        predicted_from=source,
    )


def stretches_of(case: Case, today: date) -> tuple[list[Stretch], date | None]:
    """The pauses of a case as stretches of days, and since when it is paused now."""
    stretches, since = [], None
    for pause in case.pauses.order_by("pk"):
        first = localdate(pause.started_at)
        stretches.append((first, localdate(pause.ended_at) if pause.ended_at else today))
        since = since if pause.ended_at else first
    return stretches, since


def _predicted(case: Case, start: date, promised: Limit, at: datetime) -> tuple[date, str]:
    """What similar cases took lately, else what was promised."""
    finished = (
        Case.objects.filter(service=case.service_id, decided_at__lte=at)
        .exclude(accepted_at=None)
        .order_by("-decided_at")
        .values_list("accepted_at", "decided_at")[:SIMILAR]
    )
    usual = usual_days(
        working_days_between(localdate(begun), localdate(ended))
        for begun, ended in finished
        if begun and ended
    )
    if usual is None:
        return due(promised, start).on, "promise"
    return after_working_days(start, usual).on, "similar"
