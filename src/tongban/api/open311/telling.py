"""Topics and requests as GeoReport v2 names their parts."""

from datetime import datetime, time
from typing import Any

from django.utils.timezone import get_current_timezone, make_aware
from django.utils.translation import gettext as _

from tongban.catalog.models import in_language
from tongban.hotline.models import Publication, Request
from tongban.hotline.queries import topic_names
from tongban.hotline.rules import OVER, TO_THE_HOTLINE
from tongban.hotline.rules.lessons import Topic


def service(topic: Topic) -> dict[str, Any]:
    return {
        "service_code": topic.code,
        "service_name": in_language(dict(topic.names)),
        "description": in_language(dict(topic.names)),
        "metadata": True,
        "type": "realtime",
        "keywords": ",".join(topic.words),
        "group": topic.code[:2],
    }


def definition(topic: Topic) -> dict[str, Any]:
    values = [{"key": kind.value, "name": str(kind.label)} for kind in TO_THE_HOTLINE]
    kind = {
        "variable": True,
        "code": "kind",
        "datatype": "singlevaluelist",
        "required": False,
        "datatype_description": "",
        "order": 1,
        "description": _("What is it?"),
        "values": values,
    }
    return {"service_code": topic.code, "attributes": [kind]}


def of_request(request: Request) -> dict[str, Any]:
    """Somebody's own request, for them."""
    updated = request.closed_at or request.answered_at or request.opened_at
    return _row(request, request.text, request.answer, updated)


def of_publication(shown: Publication) -> dict[str, Any]:
    """What everybody may read, without the exact place."""
    row = _row(shown.request, shown.text, shown.answer, shown.published_at)
    return row | {"address": "", "lat": None, "long": None}


def _row(request: Request, text: str, answer: str, updated: datetime) -> dict[str, Any]:
    due = request.due_on
    expected = make_aware(datetime.combine(due, time(17)), get_current_timezone()) if due else None
    return {
        "service_request_id": request.reference,
        "status": "closed" if request.status in OVER else "open",
        "status_notes": answer,
        "service_name": in_language(dict(topic_names(request.category))),
        "service_code": request.category,
        "description": text,
        "agency_responsible": str(request.authority or ""),
        "service_notice": "",
        "requested_datetime": _moment(request.opened_at),
        "updated_datetime": _moment(updated),
        "expected_datetime": _moment(expected) if expected else "",
        "address": str(request.place.get("words", "")),
        "address_id": "",
        "zipcode": "",
        "lat": request.place.get("lat"),
        "long": request.place.get("lon"),
        "media_url": "",
        "jurisdiction_id": request.region,
    }


def _moment(at: datetime) -> str:
    return at.astimezone(get_current_timezone()).isoformat(timespec="seconds")
