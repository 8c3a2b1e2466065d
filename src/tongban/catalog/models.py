from uuid import uuid4

from django.db import models
from django.db.models import Exists, OuterRef, Q

from tongban.catalog.rules import Role
from tongban.core.languages import in_language as in_language  # noqa: PLC0414  known from here
from tongban.identity.models import Person


class Region(models.Model):
    """An administrative division (行政区划, GB/T 2260)."""

    code = models.CharField(max_length=12, unique=True)
    name = models.CharField(max_length=60)
    names = models.JSONField(default=dict)  # zh, and en/ko where the pack knows them
    level = models.CharField(max_length=16)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="children")
    pinyin = models.CharField(max_length=120, blank=True)
    initials = models.CharField(max_length=40, blank=True)
    lon = models.FloatField(null=True)
    lat = models.FloatField(null=True)

    class Privacy:
        personal = ()

    def __str__(self) -> str:
        return in_language(self.names) or self.name


class Authority(models.Model):
    """A department of government (部门)."""

    code = models.CharField(max_length=32, unique=True)
    names = models.JSONField(default=dict)
    short_name = models.CharField(max_length=60, blank=True)
    level = models.CharField(max_length=24, blank=True)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    uscc = models.CharField(max_length=18, blank=True)
    confidence = models.CharField(max_length=24, blank=True)

    class Privacy:
        personal = ()

    def __str__(self) -> str:
        return in_language(self.names)


class Office(models.Model):
    """A place with counters, and the desk to which cases go (政务服务中心/窗口)."""

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    code = models.CharField(max_length=32, unique=True)
    names = models.JSONField(default=dict)
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="offices")
    authority = models.ForeignKey(
        Authority, on_delete=models.PROTECT, null=True, related_name="offices"
    )
    address = models.CharField(max_length=200, blank=True)
    hours = models.CharField(max_length=200, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    confidence = models.CharField(max_length=24, blank=True)
    synthetic = models.BooleanField(default=False)

    class Privacy:
        personal = ()

    def __str__(self) -> str:
        return in_language(self.names)

    @property
    def ref(self) -> str:
        return f"office/{self.public_id}"

    @classmethod
    def directory(cls) -> "models.QuerySet[Office]":
        """Every office with its region and authority, for deciding where something goes.

        `staffed` says whether anybody works on cases there.
        """
        at_work = Post.objects.filter(office=OuterRef("pk"), ended_at=None).exclude(
            role__in=[Role.OPERATOR, Role.HELPER]
        )
        every = cls.objects.select_related("region", "authority").order_by("pk")
        return every.annotate(staffed=Exists(at_work))


class Post(models.Model):
    """An official's place at an office; all their powers come from it (岗位)."""

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="posts")
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="posts")
    role = models.CharField(max_length=16, choices=Role)
    title = models.CharField(max_length=60, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Privacy:
        personal = ("person",)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "office", "role"],
                condition=Q(ended_at=None),
                name="post_is_held_once",
            )
        ]

    def __str__(self) -> str:
        return self.ref

    @property
    def ref(self) -> str:
        return f"post/{self.public_id}"


class Theme(models.Model):
    """A life event or topic that people browse by (主题)."""

    code = models.CharField(max_length=40, unique=True)
    names = models.JSONField(default=dict)
    icon = models.CharField(max_length=40, blank=True)
    audience = models.CharField(max_length=16)
    position = models.PositiveSmallIntegerField(default=0)

    class Privacy:
        personal = ()

    def __str__(self) -> str:
        return in_language(self.names)


class Service(models.Model):
    """Something government does for people (事项).

    `online`: it can be done here, by its current version. Otherwise it is a listing that says
    where to go instead, or only other nodes do it: then `node` is the one that told us of it
    first. `code` is the id in the pack and in addresses.
    """

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    code = models.SlugField(max_length=64, unique=True)
    names = models.JSONField(default=dict)
    summary = models.JSONField(default=dict)
    aliases = models.JSONField(default=list)
    kind = models.CharField(max_length=24)
    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="services")
    region = models.ForeignKey(
        Region, on_delete=models.PROTECT, null=True, related_name="+"
    )  # null: national
    for_person = models.BooleanField(default=True)
    for_organisation = models.BooleanField(default=False)
    themes = models.ManyToManyField(Theme, related_name="services")
    basic_code = models.CharField(max_length=40, blank=True)
    item_code = models.CharField(max_length=80, blank=True)
    online = models.BooleanField(default=False)
    elsewhere = models.JSONField(default=dict)  # where to go instead, in three languages
    bundle = models.JSONField(default=list)  # service codes of a 一件事
    source = models.JSONField(default=dict)
    node = models.CharField(max_length=40, blank=True)
    version = models.ForeignKey(
        "ServiceVersion", on_delete=models.PROTECT, null=True, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Privacy:
        personal = ()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(online=False) | Q(version__isnull=False),
                name="online_service_has_a_version",
            )
        ]

    def __str__(self) -> str:
        return in_language(self.names)

    @property
    def ref(self) -> str:
        return f"service/{self.code}"


class ServiceVersion(models.Model):
    """One published state of a service package. A running case keeps the one it started with.

    With `node` it was published there, and a case brought it here.
    """

    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    package = models.JSONField()
    published_at = models.DateTimeField()
    node = models.CharField(max_length=40, blank=True)

    class Privacy:
        personal = ()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["service", "node", "number"], name="service_version_is_numbered_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.service_id} v{self.number}"


class Offer(models.Model):
    """One node's implementation of a service, as it published it (各地实施).

    `node` is empty for what we told others ourselves, and `heard` then says whom. `code` is how
    the node calls the service. `package` is its own; None says that it does what the nation does,
    by the package with this `digest`. `document` is the signed proof of it.
    """

    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="offers")
    node = models.CharField(max_length=40, blank=True)
    code = models.SlugField(max_length=64)
    digest = models.CharField(max_length=64)
    package = models.JSONField(null=True)
    item_code = models.CharField(max_length=80, blank=True)
    document = models.TextField(blank=True)
    published_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    heard = models.JSONField(default=list)

    class Privacy:
        personal = ()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["service", "node"], name="offer_is_one_per_node"),
            models.UniqueConstraint(fields=["node", "code"], name="offer_is_named_once_per_node"),
        ]

    def __str__(self) -> str:
        return f"{self.node or 'here'}/{self.code}"


class FrequentList(models.Model):
    """One version of the national list of services that everybody uses (高频政务服务事项清单).

    `node` is the hub that signed it; empty for what our pack brought, and `heard` says whom we told.
    """

    node = models.CharField(max_length=40, blank=True)
    number = models.PositiveIntegerField()
    published_on = models.DateField()
    content = models.JSONField()
    digest = models.CharField(max_length=64)
    document = models.TextField(blank=True)
    heard = models.JSONField(default=list)

    class Privacy:
        personal = ()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["node", "number"], name="frequent_list_is_numbered_once_per_node"
            )
        ]

    def __str__(self) -> str:
        return self.ref

    @property
    def ref(self) -> str:
        return f"frequent/{self.number}"


class SearchMiss(models.Model):
    """A search that found nothing, for the staff who mend the catalogue."""

    query = models.CharField(max_length=100)
    region = models.CharField(max_length=12, blank=True)
    language = models.CharField(max_length=10, blank=True)
    count = models.PositiveIntegerField(default=1)
    last_at = models.DateTimeField()

    class Privacy:
        personal = ()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["query", "region", "language"], name="search_miss_is_counted_once"
            )
        ]
