"""Loading a whole pack: what each app keeps of it, all of it or nothing."""

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import transaction

from tongban.catalog import queries as catalog
from tongban.catalog.operations import frequent, loading, publishing
from tongban.catalog.operations.loading import Loaded, Tell
from tongban.catalog.packages import contents, overlays
from tongban.catalog.packages import pack as packs
from tongban.catalog.packages.overlays import ALONE, Overlays
from tongban.certificates import operations as certificates
from tongban.config import registers
from tongban.config.platform import PLATFORMS, Platform
from tongban.hotline import operations as hotline
from tongban.privacy import operations as privacy
from tongban.ratings import operations as ratings

TAUGHT = ("duties", "examples", "classes", "words")


@dataclass(frozen=True)
class Console:
    """Whoever sits at the machine itself; in the trail it has the empty name."""

    public_id: UUID = field(default_factory=lambda: UUID(int=0))


def overlays_of(platform: Platform) -> Overlays:
    """What a platform does differently, and what only it does."""
    if not platform.id:
        return ALONE
    region = next(iter(platform.regions), "")
    return overlays.read(PLATFORMS / platform.id, platform=platform.id, region=region)


@transaction.atomic
def load(folder: Path, *, at: datetime, tell: Tell) -> Loaded:
    """Load the country's pack as this platform does it, and tell other nodes what changed.

    Raises PackBroken, and changes nothing, when the pack or the platform has a fault.
    """
    pack, ours = packs.read(folder), overlays_of(settings.PLATFORM)
    done = loading.load(pack=pack, overlays=ours, by=Console(), at=at, tell=tell)
    issuers = catalog.authorities_by_code()
    kinds = certificates.load_types(contents.certificate_types(pack), issuers=issuers)
    tell("kinds of certificates", kinds)
    tell("scenes of codes", certificates.load_scenes(contents.scenes(pack)))
    tell("purposes", privacy.load_purposes(contents.purposes(pack)))
    taught = {name: pack.rows(f"hotline_{name}") for name in TAUGHT}
    tell("examples of requests", hotline.load_lessons(**taught))
    tell("rating tags", ratings.load_norms(contents.norms(pack)))
    tell("registers that are shared", registers.load(pack, settings.PLATFORM, at=at))
    tell("lists of what everybody uses", frequent.load_lists(pack, by=Console(), at=at))
    if settings.PLATFORM.id:
        tell("events for other platforms", publishing.publish(by=Console(), at=at))
    return done
