"""Loading a whole pack: what each app keeps of it, all of it or nothing."""

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from uuid import UUID

from django.db import transaction

from tongban.catalog import queries as catalog
from tongban.catalog.operations import loading
from tongban.catalog.operations.loading import Loaded, Tell
from tongban.catalog.packages import contents
from tongban.catalog.packages import pack as packs
from tongban.certificates import operations as certificates
from tongban.ratings import operations as ratings


@dataclass(frozen=True)
class Console:
    """Whoever sits at the machine itself; in the trail it has the empty name."""

    public_id: UUID = field(default_factory=lambda: UUID(int=0))


@transaction.atomic
def load(folder: Path, *, at: datetime, tell: Tell) -> Loaded:
    """Raises PackBroken, and changes nothing, when the pack has a fault."""
    pack = packs.read(folder)
    done = loading.load(pack=pack, by=Console(), at=at, tell=tell)
    issuers = catalog.authorities_by_code()
    kinds = certificates.load_types(contents.certificate_types(pack), issuers=issuers)
    tell("kinds of certificates", kinds)
    tell("rating tags", ratings.load_norms(contents.norms(pack)))
    return done
