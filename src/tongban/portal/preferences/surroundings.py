"""What every page knows about its reader: region, language, elder mode, unread messages."""

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import cached_property

from tongban.catalog.models import Region
from tongban.catalog.queries import region_with_code
from tongban.certificates.models import Kiosk
from tongban.identity.models import Actor, Mandate, Organisation, Person
from tongban.messages.queries import messages_of
from tongban.portal.neighbours import Neighbour, above

ELDER, REGION = settings.ELDER_COOKIE_NAME, settings.REGION_COOKIE_NAME


class Reader:
    """The person in front of the screen, signed in or not. Looks up only what a page uses."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request

    @cached_property
    def person(self) -> Person | None:
        return self.actor.hand if self.actor else None

    @cached_property
    def actor(self) -> Actor | None:
        actor = getattr(self._request, "actor", None)
        if isinstance(actor, Actor):
            return actor
        user = getattr(self._request, "user", None)
        return Actor(user) if isinstance(user, Person) else None

    @cached_property
    def organisation(self) -> Organisation | None:
        return self.actor.organisation if self.actor else None

    @property
    def kiosk(self) -> Kiosk | None:
        """The machine in a hall in front of which the reader stands, if it is one."""
        return getattr(self._request, "kiosk", None)

    @property
    def counts(self) -> bool:
        """Whether the machine counts down: everywhere but at its home, before anybody signed in."""
        match = self._request.resolver_match
        return self.person is not None or match is None or match.url_name != "kiosk"

    @cached_property
    def mandate(self) -> Mandate | None:
        """The power under which the reader acts for somebody else."""
        helper = getattr(self._request, "helper", None)
        return helper.mandate if isinstance(helper, Actor) else None

    @cached_property
    def elder(self) -> bool:
        chosen = self._request.COOKIES.get(ELDER)
        if chosen in {"0", "1"}:
            return chosen == "1"
        return bool(self.person and self.person.elder)

    @cached_property
    def chosen_region(self) -> str:
        """What the reader said, on this device or ever; empty when that was nothing."""
        if self.kiosk:
            return str(self.kiosk.office.region.code)
        chosen = self._request.COOKIES.get(REGION, "")
        return chosen if chosen.isdigit() else (self.person.region if self.person else "")

    @cached_property
    def region_code(self) -> str:
        return self.chosen_region or settings.TONGBAN_REGION

    @cached_property
    def region(self) -> Region | None:
        return region_with_code(self.region_code) or region_with_code(settings.TONGBAN_REGION)

    @cached_property
    def unread(self) -> int:
        return messages_of(self.person).filter(read_at=None).count() if self.person else 0

    @cached_property
    def above(self) -> list[Neighbour]:
        """The platforms that this one belongs to."""
        return above()


def reader_of(request: HttpRequest) -> Reader:
    """The reader of this request; the same one for the view and for the templates."""
    reader: Reader | None = getattr(request, "reader", None)
    if reader is None:
        reader = Reader(request)
        request.reader = reader  # type: ignore[attr-defined]
    return reader


def surroundings(request: HttpRequest) -> dict[str, object]:
    return {
        "reader": reader_of(request),
        "platform": settings.PLATFORM,
        "platform_name": settings.PLATFORM_NAME,
        "languages": settings.LANGUAGES,
        "demo": settings.TONGBAN_DEMO,
    }
