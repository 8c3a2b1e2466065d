"""What a GeoReport client asks for."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.http import HttpRequest
from django.utils.dateparse import parse_datetime
from django.utils.timezone import is_aware, make_aware, now

from tongban.api.open311.answers import Fault
from tongban.catalog.queries import region_with_code
from tongban.identity.models import Person
from tongban.identity.queries import person_with_token

LONGEST_SPAN: Final = timedelta(days=90)


@dataclass(frozen=True)
class Wanted:
    """Which requests; ids count before everything else, as the standard says."""

    ids: tuple[str, ...]
    codes: tuple[str, ...]
    statuses: tuple[str, ...]
    region: str
    start: datetime
    end: datetime
    after: datetime | None
    before: datetime | None
    words: str

    def fits(self, row: Mapping[str, Any]) -> bool:
        if self.ids:
            return row["service_request_id"] in self.ids
        asked, updated = (
            datetime.fromisoformat(row[name]) for name in ("requested_datetime", "updated_datetime")
        )
        return (
            (not self.codes or row["service_code"] in self.codes)
            and (not self.statuses or row["status"] in self.statuses)
            and str(row["jurisdiction_id"]).startswith(self.region)
            and self.start <= asked <= self.end
            and (self.after is None or updated >= self.after)
            and (self.before is None or updated <= self.before)
        )


def wanted(request: HttpRequest) -> Wanted:
    """Refused as a fault when a date cannot be read, or the span is too long."""
    said = request.GET
    end = _moment(said.get("end_date")) or now()
    start = _moment(said.get("start_date")) or end - LONGEST_SPAN
    after = _moment(said.get("updated_after"))
    if after:  # what changed since then may have been asked long before
        start = datetime.min.replace(year=2000, tzinfo=end.tzinfo)
    elif end - start > LONGEST_SPAN + timedelta(days=1):
        raise Fault(400, "start_date and end_date span more than 90 days")
    statuses = _parts(said.get("status"))
    if not set(statuses) <= {"open", "closed"}:
        raise Fault(400, "status is open or closed")
    return Wanted(
        ids=_parts(said.get("service_request_id")),
        codes=_parts(said.get("service_code")),
        statuses=statuses,
        region=_prefix(jurisdiction(request)),
        start=start,
        end=end,
        after=after,
        before=_moment(said.get("updated_before")),
        words=said.get("q", "").replace("\0", "")[:100],
    )


def jurisdiction(request: HttpRequest) -> str:
    """The code of a region, or empty for all of them. An unknown one is a fault."""
    sent = request.POST if request.method == "POST" else request.GET
    code = sent.get("jurisdiction_id") or request.GET.get("jurisdiction_id", "")
    if code and region_with_code(code) is None:
        raise Fault(404, "jurisdiction_id was not found")
    return code


def person_of(request: HttpRequest, *, needed: bool) -> Person | None:
    """Whose `api_key` it is. Reading needs none; writing does."""
    sent = request.POST if request.method == "POST" else request.GET
    key = sent.get("api_key") or request.GET.get("api_key", "")
    if not key and not needed:
        return None
    person = person_with_token(key, at=now()) if key and key.isascii() else None
    if person is None:
        raise Fault(403, "api_key was not provided or is not valid")
    return person


def place_of(said: Mapping[str, str]) -> dict[str, Any]:
    """Coordinates, or an address; the standard wants one of them."""
    lat, lon = said.get("lat"), said.get("long")
    words = said.get("address_string", "") or said.get("address_id", "")
    if not (lat and lon) and not words.strip():
        raise Fault(400, "lat and long, or address_string, were not provided")
    if not (lat and lon):
        return {"words": words}
    try:
        point = {"lon": float(lon), "lat": float(lat)}
    except ValueError as error:
        raise Fault(400, "lat and long are numbers") from error
    if not all(map(math.isfinite, point.values())):
        raise Fault(400, "lat and long are numbers")
    return {**point, "words": words}


def _parts(text: str | None) -> tuple[str, ...]:
    return tuple(part.strip() for part in (text or "").split(",") if part.strip())


def _prefix(code: str) -> str:
    return code.removesuffix("0000") if code.endswith("0000") else code.removesuffix("00")


def _moment(text: str | None) -> datetime | None:
    if not text:
        return None
    try:
        found = parse_datetime(text.replace(" ", "+"))
    except ValueError:
        found = None
    if found is None:
        raise Fault(400, "a date is written like 2026-03-02T09:00:00Z")
    return found if is_aware(found) else make_aware(found)
