"""A notification can be read by the browser that asked for it, and by nobody on the way."""

import base64
import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, HTTPServer

import http_ece
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from joserfc import jwt
from joserfc.jwk import ECKey

from tests.builders import MONDAY, a_person
from tongban.messages import operations, queries, tasks
from tongban.messages.models import Delivery, PushDevice
from tongban.messages.providers.webpush import public_key
from tongban.messages.rules import Channel, State

pytestmark = pytest.mark.django_db


@dataclass
class Service:
    """The place at which a browser listens."""

    address: str
    answer: int = 201
    heard: list[tuple[dict[str, str], bytes]] = field(default_factory=list)


@pytest.fixture
def service(settings) -> Iterator[Service]:
    class Listening(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            made.heard.append(({k.lower(): v for k, v in self.headers.items()}, body))
            self.send_response(made.answer)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_words: object) -> None: ...

    server = HTTPServer(("127.0.0.1", 0), Listening)
    made = Service(f"http://127.0.0.1:{server.server_port}")
    settings.PUSH_SERVICES = [f"127.0.0.1:{server.server_port}"]
    settings.TONGBAN_DEMO = True
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    yield made
    server.shutdown()
    server.server_close()
    thread.join(timeout=10)


class Browser:
    """Its keys, and what it tells us of them."""

    def __init__(self, address: str) -> None:
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.secret = b"0123456789abcdef"
        point = self.key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        self.told = {"endpoint": f"{address}/1", "p256dh": _text(point), "auth": _text(self.secret)}

    def opened(self, body: bytes) -> dict[str, str]:
        plain = http_ece.decrypt(
            body, private_key=self.key, auth_secret=self.secret, version="aes128gcm"
        )
        said: dict[str, str] = json.loads(plain)
        return said


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def listening(service: Service) -> Browser:
    browser = Browser(service.address)
    ana = a_person()
    operations.add_push_device(
        person=ana, subscription=browser.told, name="Phone", by=ana, at=MONDAY
    )
    operations.queue("cases/granted", to=ana, about="case/1", at=MONDAY)
    tasks.carry(at=MONDAY)
    return browser


def test_it_arrives_sealed_and_signed(service: Service) -> None:
    browser = listening(service)
    assert tasks.deliver(at=MONDAY) == 1
    [(headers, body)] = service.heard
    said = browser.opened(body)
    assert said["title"].encode() not in body
    assert said["title"] == Delivery.objects.get().title
    token, key = headers["authorization"].removeprefix("vapid t=").split(", k=")
    assert key == public_key()
    point = base64.urlsafe_b64decode(key + "=" * (-len(key) % 4))
    public = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)
    claims = jwt.decode(token, ECKey.import_key(public), algorithms=["ES256"]).claims
    assert claims["aud"] == service.address


def test_a_browser_that_no_longer_listens_is_let_go_and_a_text_is_sent(service: Service) -> None:
    listening(service)
    service.answer = 410
    tasks.deliver(at=MONDAY)
    assert PushDevice.objects.get().ended_at == MONDAY
    assert [each.channel for each in Delivery.objects.order_by("pk")] == [Channel.PUSH, Channel.SMS]


def test_a_busy_service_is_tried_again(service: Service) -> None:
    listening(service)
    service.answer = 503
    tasks.deliver(at=MONDAY)
    assert Delivery.objects.get().state == State.WAITING


@pytest.mark.parametrize(
    "endpoint",
    [
        "https://evil.example/1",
        "http://127.0.0.1:9/1",
        "https://127.0.0.1@evil.example/",
        "file:///etc/passwd",
        "",
    ],
)
def test_nothing_is_sent_to_places_that_are_not_in_the_settings(
    service: Service, endpoint: str
) -> None:
    ana = a_person()
    told = {**Browser(service.address).told, "endpoint": endpoint}
    with pytest.raises(operations.NoPushHere):
        operations.add_push_device(person=ana, subscription=told, name="", by=ana, at=MONDAY)
    assert not PushDevice.objects.exists()


def test_a_browser_that_changes_hands_shows_only_its_new_owners_messages(
    service: Service,
) -> None:
    browser, ana, ben = Browser(service.address), a_person(), a_person()
    for person in (ana, ben):
        operations.add_push_device(
            person=person, subscription=browser.told, name="", by=person, at=MONDAY
        )
    assert not queries.push_devices_of(ana)
    assert queries.push_devices_of(ben)
