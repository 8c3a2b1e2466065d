"""A counter that asks somebody real for a certificate, for the table of looks."""

from datetime import timedelta

from django.urls import reverse
from django.utils.timezone import now

from tests.architecture.trials import NAME, Scene, content_of
from tests.builders import a_certificate
from tongban.certificates import operations, queries

WINDOW = {
    "id": "window",
    "names": {"zh": "窗口"},
    "purposes": {"zh": "办事"},
    "fields": [],
    "certificates": {"residence-permit": ["name"]},
}


def a_counter_is_shown_a_certificate(scene: Scene) -> bytes:
    """Asked at the counter, agreed to in the wallet here, and read at the counter, twice."""
    card = a_certificate("residence-permit", holder=scene.person, name=NAME)
    card.type.fields = [{"key": "name", "label": {"zh": "姓名"}, "type": "string"}]
    card.type.save()
    operations.load_scenes([WINDOW])
    verifier, _key = operations.register_verifier(
        code="window-1",
        names={"zh": "一号窗口"},
        scene="window",
        fields=[],
        certificates={"residence-permit": ["name"]},
        until=now() + timedelta(days=1),
        by=scene.handler,
        at=now(),
    )
    asked = operations.ask_for_certificate(
        verifier=verifier, kind="residence-permit", by=scene.handler, at=now()
    )
    uri = f"{queries.own_address()}/vc/requests/{asked.public_id}/"
    told = {"client_id": asked.client_id, "request_uri": uri}
    wanted = queries.wanted_by(told, at=now())
    operations.present_certificate(wanted=wanted, certificate=card, by=scene.actor, at=now())
    desk, page = scene.at_work(), reverse("work_presentation", args=[asked.public_id])
    desk.get(page)
    return content_of(desk.get(page))
