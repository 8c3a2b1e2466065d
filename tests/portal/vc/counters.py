"""A counter of ours that asks for a certificate, and what wallets answer it."""

import json
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

from django.test import Client
from django.urls import reverse
from django.utils.timezone import now

from tests.builders import PACK, a_post
from tests.doors import sign_in, sign_in_at_work
from tongban.catalog.models import Post
from tongban.catalog.packages import contents
from tongban.catalog.packages import pack as packs
from tongban.certificates import operations
from tongban.certificates.models import Presentation, Verifier
from tongban.crypto import request_objects, sd_jwt
from tongban.crypto.devices import Device
from tongban.identity.models import Person

DAY = timedelta(days=1)


def a_verifier(post: Post | None = None, **more: Any) -> Verifier:
    operations.load_scenes(contents.scenes(packs.read(PACK)))
    told: dict[str, Any] = {
        "code": "window-1",
        "names": {"zh": "一号窗口"},
        "scene": "counter",
        "fields": [],
        "certificates": {"idcard": ["name"]},
        "until": now() + DAY,
        "by": post or a_post("Clerk"),
        "at": now(),
    }
    verifier, _key = operations.register_verifier(**(told | more))
    return verifier


def asked(verifier: Verifier, post: Post, *, kind: str = "idcard") -> Presentation:
    return operations.ask_for_certificate(verifier=verifier, kind=kind, by=post, at=now())


def request_of(presentation: Presentation) -> dict[str, Any]:
    """As a wallet reads it from its address."""
    text = Client().get(reverse("vc_request", args=[presentation.public_id])).text
    return dict(request_objects.read(text).claims)


def shown(text: str, device: Device, told: dict[str, Any], *show: str, **more: Any) -> str:
    how = {"audience": told["client_id"], "nonce": told["nonce"], "at": now()} | more
    return sd_jwt.present(text, show=show, device=device, **how)


def answer(told: dict[str, Any], vp: str, **more: str) -> Any:
    form = {"vp_token": json.dumps({"certificate": [vp]}), "state": told["state"]} | more
    return Client().post(urlsplit(told["response_uri"]).path, form)


def links(post: Post, presentation: Presentation) -> dict[str, str]:
    """What stands on the page at the counter: for wallets here, and for others."""
    desk = Client()
    sign_in_at_work(desk, post.person)
    page = desk.get(reverse("work_presentation", args=[presentation.public_id]))
    return {"ours": page.context["ours"], "others": page.context["others"]}


def opened(holder: Person, link: str) -> tuple[Client, Any]:
    """The holder opens it, signed in on the phone."""
    phone = Client()
    sign_in(phone, holder)
    query = {name: values[0] for name, values in parse_qs(urlsplit(link).query).items()}
    return phone, phone.get(reverse("wallet_present"), query)


def pressed(phone: Client, page: Any, button: str = "agree", **more: Any) -> Any:
    form = {"ask": page.context["sealed"], button: "1"}
    for place, part in enumerate(page.context["asked"]):
        if part["fitting"]:
            form[f"certificate-{place}"] = str(part["fitting"][0].public_id)
    return phone.post(reverse("wallet_present"), form | more)
