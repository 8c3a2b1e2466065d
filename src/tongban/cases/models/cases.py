"""Cases: who applies for what, where it stands, and which node has it."""

from uuid import uuid4

from django.db import models
from django.db.models import Q

from tongban.cases.rules import NOT_CORRECTED, WITH_OFFICIALS, Channel, Mode, Status
from tongban.catalog.models import Office, Service, ServiceVersion
from tongban.certificates.models import Certificate
from tongban.core.fields import SealedJSON, SealedText
from tongban.federation.queries import HERE
from tongban.identity.models import Actor, Organisation, Person

WITHOUT_AN_OFFICE = [
    *(Status.DRAFT, Status.WITHDRAWN, Status.NOT_ACCEPTED, Status.IN_PARTS, Status.CLOSED)
]


class CaseQuerySet(models.QuerySet["Case"]):
    def of(self, actor: Actor) -> "CaseQuerySet":
        """A person's own cases, or those of the firm they act for, as far as the grant reaches."""
        if actor.grant:
            found = self.filter(organisation=actor.organisation)
            reach = actor.grant.services
            return found.filter(service__code__in=reach) if reach else found
        own = self.filter(applicant=actor.person, organisation=None)
        return own.filter(service__code__in=actor.mandate.services) if actor.mandate else own

    def at(self, office: Office) -> "CaseQuerySet":
        """What an office was given. Drafts are nobody's business but the applicant's."""
        return self.filter(office=office, submitted_at__isnull=False)

    def drafts(self) -> "CaseQuerySet":
        return self.filter(status=Status.DRAFT)

    def waiting_at(self, office: Office) -> "CaseQuerySet":
        """What lies on the office's desk now."""
        return self.filter(desk=office)

    def here(self) -> "CaseQuerySet":
        """Those that we have; the others are copies of what another node has."""
        return self.filter(custodian=HERE)


class Case(models.Model):
    """An application for one service, from draft to result (办件).

    `answers` holds what the applicant said, by field of the package's form. `revision` grows
    with every save of the draft, so that two devices cannot overwrite each other unseen.
    `office` is where the case belongs; `desk` is the same office while it is an official's turn.

    Exactly one node has a case. Where `custodian` is empty we do; otherwise it names the node that
    does, and this is our copy. `epoch` grows with every hand-over and `progress` with every step,
    so both together say which news is newer. What a copy does not have is null or empty.
    """

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    reference = models.CharField(max_length=24, unique=True)
    # No index for a foreign key alone: those below begin with the ones that are looked up.
    service = models.ForeignKey(Service, on_delete=models.PROTECT, db_index=False, related_name="+")
    version = models.ForeignKey(
        ServiceVersion, on_delete=models.PROTECT, db_index=False, null=True, related_name="+"
    )
    applicant = models.ForeignKey(
        Person, on_delete=models.PROTECT, db_index=False, related_name="cases"
    )
    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        db_index=False,
        null=True,
        blank=True,
        related_name="cases",
    )
    status = models.CharField(max_length=16, choices=Status, default=Status.DRAFT)
    channel = models.CharField(max_length=12, choices=Channel, default=Channel.MOBILE)
    office = models.ForeignKey(
        Office, on_delete=models.PROTECT, db_index=False, null=True, blank=True, related_name="+"
    )
    desk = models.ForeignKey(
        Office, on_delete=models.PROTECT, db_index=False, null=True, blank=True, related_name="+"
    )
    handler = models.ForeignKey(
        Person, on_delete=models.PROTECT, db_index=False, null=True, blank=True, related_name="+"
    )
    answers = SealedJSON(default=dict)
    revision = models.PositiveIntegerField(default=0)
    idempotency_key = models.CharField(max_length=80, null=True, blank=True)  # noqa: DJ001
    request_digest = models.CharField(max_length=64, blank=True)
    started_at = models.DateTimeField()
    saved_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True, blank=True)
    accepted_at = models.DateTimeField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    due_on = models.DateField(null=True, blank=True)
    due_provisional = models.BooleanField(default=False)
    decision_reason = SealedText(blank=True)
    decided_by_rule = models.CharField(max_length=64, blank=True)
    rule_explained = models.JSONField(default=dict)  # why, in three languages
    certificate = models.ForeignKey(
        Certificate,
        on_delete=models.PROTECT,
        db_index=False,
        null=True,
        blank=True,
        related_name="+",
    )
    result = SealedJSON(default=dict)  # what a document or record says, by field
    custodian = models.CharField(max_length=40, default=HERE, blank=True)
    epoch = models.PositiveIntegerField(default=1)
    progress = models.PositiveIntegerField(default=0)
    arrived = models.BooleanField(default=True)  # the custodian said that it has it
    origin = models.CharField(max_length=40, default=HERE, blank=True)  # where it was begun
    holders = models.JSONField(default=list)  # names of the nodes that have or had it
    mode = models.CharField(max_length=12, choices=Mode, blank=True)
    stage = models.CharField(max_length=48, blank=True)  # id in the package, of a joint case
    region = models.CharField(max_length=12, blank=True)  # whose node decides, or has the stage
    stage_nodes = models.JSONField(default=dict)  # who does which, where the answers are not
    # What the registers and the wallet said where it was begun, by source; only what is needed.
    brought = SealedJSON(null=True)
    bundle = models.ForeignKey(  # what this is a part of
        "self",
        on_delete=models.PROTECT,
        db_index=False,
        null=True,
        blank=True,
        related_name="parts",
    )
    elsewhere = models.JSONField(default=dict)  # names of the office that the custodian gave it to

    objects = CaseQuerySet.as_manager()

    class Privacy:
        personal = ("applicant", "answers", "decision_reason", "result", "brought")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["applicant", "idempotency_key"], name="case_is_created_once_per_key"
            ),
            models.UniqueConstraint(
                fields=["applicant", "service"],
                condition=Q(status=Status.DRAFT, organisation=None),
                name="person_has_one_draft_per_service",
            ),
            models.UniqueConstraint(
                fields=["organisation", "service"],
                condition=Q(status=Status.DRAFT, organisation__isnull=False),
                name="organisation_has_one_draft_per_service",
            ),
            models.CheckConstraint(
                condition=Q(status__in=sorted(WITH_OFFICIALS), desk__isnull=False)
                | (~Q(status__in=sorted(WITH_OFFICIALS)) & Q(desk=None))
                | (~Q(custodian=HERE) & Q(desk=None)),
                name="case_is_on_a_desk_while_officials_have_it",
            ),
            models.CheckConstraint(
                condition=Q(custodian=HERE) | Q(desk=None),
                name="case_elsewhere_lies_on_no_desk_here",
            ),
            models.CheckConstraint(
                condition=Q(custodian=HERE) | ~Q(status=Status.DRAFT),
                name="draft_is_where_it_was_begun",
            ),
            models.CheckConstraint(
                condition=Q(arrived=True) | ~Q(custodian=HERE),
                name="case_that_is_here_has_arrived",
            ),
            models.CheckConstraint(
                condition=Q(version__isnull=False) | ~Q(custodian=HERE),
                name="case_that_is_here_has_a_version",
            ),
            models.UniqueConstraint(
                fields=["bundle", "service"],
                condition=Q(bundle__isnull=False),
                name="bundle_has_each_part_once",
            ),
            models.CheckConstraint(condition=Q(epoch__gte=1), name="case_has_had_a_custodian"),
            models.CheckConstraint(
                condition=Q(desk=None) | Q(due_on__isnull=False),
                name="case_on_a_desk_has_a_due_day",
            ),
            models.CheckConstraint(
                condition=Q(status__in=[Status.DRAFT, Status.WITHDRAWN])
                | Q(submitted_at__isnull=False),
                name="case_is_draft_or_submitted",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=[Status.GRANTED, Status.REFUSED, Status.DELIVERED])
                | Q(decided_at__isnull=False),
                name="decided_case_has_a_time",
            ),
            models.CheckConstraint(
                condition=Q(status__in=WITHOUT_AN_OFFICE)
                | Q(office__isnull=False)
                | ~Q(custodian=HERE),
                name="submitted_case_has_an_office",
            ),
        ]
        indexes = [
            models.Index(fields=["applicant", "-started_at"], name="case_by_applicant"),
            models.Index(fields=["organisation", "-started_at"], name="case_by_organisation"),
            models.Index(fields=["desk", "due_on", "id"], name="case_by_desk_and_due"),
            models.Index(fields=["handler", "due_on", "id"], name="case_by_handler_and_due"),
            models.Index(fields=["office", "-decided_at", "-id"], name="case_by_office_and_end"),
            models.Index(fields=["service", "-decided_at"], name="case_by_service_and_end"),
            models.Index(
                fields=["office", "-submitted_at", "-id"],
                condition=~Q(custodian=HERE),
                name="case_elsewhere_by_office",
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def ref(self) -> str:
        return f"case/{self.public_id}"

    @property
    def is_decided_by_rule(self) -> bool:
        """Whether a rule decided it; a table may also leave it to an official, and say why."""
        at_once = bool(self.decided_at) and self.decided_at == self.submitted_at
        return bool(self.decided_by_rule and at_once) or self.decided_by_rule == NOT_CORRECTED
