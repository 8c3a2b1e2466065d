"""The doors to registers, tried about somebody real."""

from uuid import uuid4

from django.urls import reverse
from django.utils.timezone import now

from tests.architecture.trials import NAME, PEER, STREET, Scene, asked, content_of
from tests.builders import DAY, HOUR
from tests.sharing.registers import a_resource, a_row, an_approval
from tongban.crypto.documents import sign_document
from tongban.crypto.keys import INTL, generate
from tongban.crypto.sealing import seal_for
from tongban.federation.models import Peer
from tongban.federation.providers import keyring
from tongban.federation.queries import here
from tongban.sharing.models import Resource
from tongban.sharing.operations.proving import KIND


def a_register(scene: Scene) -> Resource:
    a_row(number=scene.person.id_number, name=NAME, address=STREET)
    return a_resource(office=scene.handler.office, published_at=now())


def a_keeper_opens_an_entry(scene: Scene) -> bytes:
    address = reverse("work_register_person", args=[a_register(scene).code])
    said = {"number": scene.person.id_number, "reason": "She objects"}
    return content_of(scene.at_work().post(address, said))


def a_peer_asks_a_register(scene: Scene) -> bytes:
    """About her, for a case that it has and signs for."""
    a_register(scene)
    at, key, fields = now(), generate(INTL), ["address"]
    approval = an_approval(asker=PEER, until=at + DAY, granted=fields, fields=fields)
    since = {"not_before": (at - HOUR).isoformat(), "not_after": None}
    Peer.objects.filter(name=PEER).update(keys=[{"jwk": key.public.to_jwk(), **since}])
    said = {
        **{"id": str(uuid4()), "request": str(approval.public_id), "resource": "realestate"},
        **{"purpose": "decide", "fields": fields, "from": PEER, "to": here(), "open": True},
        **{"case": f"case/{uuid4()}", "reference": "20260302-7K3F-9QX2", "service": "hf-rent"},
        **{"applicant": scene.known_to_the_peer(), "by": {"sub": "clerk", "name": "Otto"}},
        **{"under": "post/1", "office": {"zh": "北方"}, "at": at.isoformat()},
    }
    whom = {"sub": "theirs", "name": NAME, "number": scene.person.id_number}
    [sealing, *_others] = keyring.sealing_keys()
    return asked(
        "resource.read",
        proof=sign_document(said, [key], kind=KIND),
        whom=seal_for(sealing.public_jwk, whom),
    )
