"""Whatever is typed into a form, its page answers: it says what to mend, or takes it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from itertools import cycle
from urllib.parse import quote, urlencode, urlsplit

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import now

from tests.builders import DAY, a_case, a_package, a_post, a_service, an_office
from tests.cases.filing import SERVICES, a_citizen, an_agent
from tests.doors import sign_in
from tests.workbench.desk import a_case_at, a_case_of, a_review_of, address, at_work
from tongban.cases import operations
from tongban.cases.models import Case
from tongban.cases.rules import Status
from tongban.cases.rules.package import parsed
from tongban.catalog.rules import Role
from tongban.identity.models import Grant
from tongban.identity.rules import GrantKind
from tongban.workbench.cases.moves import ALL, Move

pytestmark = pytest.mark.django_db
NUL = "a\0b"  # PostgreSQL keeps none
ODD = [
    *["", " ", "\u3000", "\u200b", "\0", "a\0b", "\x1b[31m", "\r\n\r\n", "\ufffe", "\U0010ffff"],
    *[
        "😀👨‍👩‍👧‍👦🇨🇳",
        "\u202eمرحبا\u202c",
        "é" * 40,
        "Ｆｕｌｌ ｗｉｄｔｈ １２３",
        "龘" * 10_000,
        "a" * 10_000,
    ],
    *["0", "-1", "1e400", "NaN", "Infinity", "9" * 400, "٣", "²", "1,5", "0x10", "+86", "½"],
    *["0001-01-01", "9999-12-31", "2026-02-30", "99999-01-01", "2026-1-1", "26-01-01", "today"],
    *["<script>alert(1)</script>", "{{ 7 }}{% x %}", "%s%n%00", "' OR 1=1 --", "../../etc/passwd"],
    *["true", "null", "[]", "{}", "00000000-0000-0000-0000-000000000000", "javascript:alert(1)"],
]
TYPED = {"text", "tel", "email", "number", "date", "search", "password", "url"}


@dataclass
class Form:
    """A form of a page: where it goes, and the names in it."""

    address: str
    method: str
    kept: dict[str, str] = field(default_factory=dict)
    open: list[str] = field(default_factory=list)


class Forms(HTMLParser):
    """All forms of a page."""

    def __init__(self, text: str, address: str) -> None:
        super().__init__()
        self.address, self.found = address, list[Form]()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        facts = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.found.append(Form(facts.get("action") or self.address, facts.get("method", "get")))
        elif self.found and facts.get("name"):
            self._note(tag, facts)

    def _note(self, tag: str, facts: dict[str, str]) -> None:
        last, name = self.found[-1], facts["name"]
        if tag in {"textarea", "select"} or facts.get("type", "text") in TYPED | {
            "radio",
            "checkbox",
        }:
            last.open.append(name)
        elif tag in {"input", "button"} and facts.get("type") != "file":
            last.kept.setdefault(name, facts.get("value", ""))


def forms_of(client: Client, page: str) -> list[Form]:
    answer = client.get(page)
    assert answer.status_code == 200, (page, answer.status_code)
    return Forms(answer.content.decode(), page).found


def answers_sanely(client: Client, method: str, where: str, said: dict[str, str]) -> None:
    """Never a broken page. The client raises what would be a 500."""
    raw = urlencode({name: value.encode("utf-8", "surrogatepass") for name, value in said.items()})
    if method == "get":
        answer = client.get(f"{urlsplit(where).path}?{raw}")
    else:
        answer = client.post(where, raw, content_type="application/x-www-form-urlencoded")
    assert answer.status_code < 500, (where, answer.status_code)


def everything_odd(client: Client, page: str, values: list[str]) -> None:
    """Each value into some field, several of them at once; in the end into the hidden ones too."""
    for form in forms_of(client, page):
        if "sign-out" in form.address or "/end/" in form.address:
            continue
        for said in in_turn(form.open, values):
            answers_sanely(client, form.method, form.address, form.kept | said)
        hidden = dict.fromkeys([*form.kept, *form.open], values[0])
        answers_sanely(client, form.method, form.address, hidden)


def in_turn(names: list[str], values: list[str]) -> Iterator[dict[str, str]]:
    """What is said so that every field gets another value, until all of them were said."""
    for start in range(0, len(values), len(names) or len(values)):
        rest = cycle([*values[start:], *values[:start]])
        yield dict(zip(names, rest, strict=False))


@pytest.mark.parametrize(
    "page",
    ["/", "/search/?q=a", "/services/", "/sign-in/", "/me/preferences/", "/offices/", "/regions/"],
)
def test_pages_for_everybody(client: Client, page: str) -> None:
    a_service("id-reissue", package=a_package())
    everything_odd(client, page, ODD[::2])


@pytest.mark.parametrize("page", ["/work/sign-in/", "/sign-in/code/"])
def test_pages_for_those_who_sign_in(client: Client, page: str) -> None:
    client.post("/sign-in/", {"phone": "13800138000"})
    everything_odd(client, page, ODD[::4])  # each guess of a password costs time, as it should


@pytest.mark.parametrize("page", ["/me/name/", "/me/acting/", "/step-up/?level=3&next=/", "/code/"])
def test_pages_about_oneself(client: Client, page: str) -> None:
    ana = a_citizen().person
    firm = an_agent().organisation
    assert firm is not None
    kind = GrantKind.LEGAL_REPRESENTATIVE
    grant = Grant.objects.create(organisation=firm, agent=ana, kind=kind, starts_at=now() - DAY)
    sign_in(client, ana, grant=grant, level=1 if "name" in page else 2 if "step" in page else None)
    everything_odd(client, page, ODD[::2])


@pytest.mark.parametrize("name", SERVICES)
def test_forms_of_services(client: Client, name: str) -> None:
    """Every form of the pack. Each value comes to some field of some page of some service."""
    package = parsed(a_package(name))
    actor = a_citizen() if "person" in package.audience else an_agent()
    an_office()
    service = a_service(name, package=a_package(name))
    case = operations.start(service=service, by=actor, at=now())
    sign_in(client, actor.person, grant=actor.grant)
    some = [NUL, *ODD[hash_of(name) % 15 :: 15]]
    for page in package.pages:
        everything_odd(client, reverse("case_form", args=[case.public_id, page["id"]]), some)
    for need in package.needs:
        everything_odd(client, reverse("case_material", args=[case.public_id, need.key]), some[:2])
    everything_odd(client, reverse("case_check", args=[case.public_id]), some[:2])


def hash_of(name: str) -> int:
    return sum(map(ord, name))


@pytest.mark.parametrize("page", ["rate", "withdraw"])
def test_pages_of_a_case(client: Client, page: str) -> None:
    case = a_decided_case() if page == "rate" else a_case()
    sign_in(client, case.applicant)
    everything_odd(client, reverse(f"case_{page}", args=[case.public_id]), ODD)


def a_decided_case() -> Case:
    officer = a_post(office=an_office())
    case = a_case()
    for step in (operations.accept, operations.begin_review, operations.grant):
        case = step(case=case, by=officer, at=now())
    return case


@pytest.mark.parametrize(
    "page", ["work", "work_ratings", "work_searches", "work_figures", "work_papers"]
)
def test_pages_of_an_office(client: Client, page: str) -> None:
    at_work(client, role=Role.CHIEF)
    everything_odd(client, reverse(page), ODD)


@pytest.mark.parametrize("move", [move for move in ALL if move.asks], ids=lambda move: move.name)
def test_what_officials_do_with_a_case(client: Client, move: Move) -> None:
    post = at_work(client, role=Role.CHIEF)
    a_post("Ben", office=post.office)
    case = a_case_of(post) if Status.SUBMITTED in move.when else a_review_of(post)
    some = ODD[hash_of(move.name) % 11 :: 11]
    for page in (address(case), address(case, move.name)):
        everything_odd(client, page, some)


def test_looking_into_a_case_of_the_office(client: Client) -> None:
    post = at_work(client)
    everything_odd(client, address(a_case_at(post.office)), ODD[::5])


ASKED = {
    "/": ["region"],
    "/search/": ["q", "audience", "doable", "page", "region"],
    "/search/suggestions/": ["q"],
    "/services/": ["theme", "authority", "letter", "audience", "doable", "page"],
    "/services/id-reissue/": ["at", "region"],
    "/regions/": ["q", "in", "next"],
    "/offices/": ["region", "q", "page"],
    "/sign-in/": ["next", "why"],
    "/step-up/": ["level", "next"],
    "/cases/": ["box", "page"],
    "/cases/places/": ["q", "name"],
    "/messages/": ["page"],
    "/wallet/": ["page"],
    "/code/": ["show"],
    "/me/access/": ["page"],
    "/me/acting/": ["next"],
    "/me/preferences/": ["next"],
    "/demo/phone/": ["number"],
    "/work/": ["box", "q", "page", "rows", "service", "status", "sort", "order"],
    "/work/sign-in/": ["next"],
    "/work/figures/": ["from", "to", "days"],
    "/work/ratings/": ["page", "level"],
    "/work/searches/": ["page", "region"],
}


@pytest.mark.parametrize("page", ASKED)
def test_whatever_an_address_asks_for(client: Client, page: str) -> None:
    a_service("id-reissue", package=a_package())
    if page.startswith("/work/") and "sign-in" not in page:
        at_work(client, role=Role.CHIEF)
    else:
        sign_in(client, a_citizen().person)
    for value in ODD[::2]:
        odd = quote(value.encode("utf-8", "surrogatepass"))
        assert (
            client.get(f"{page}?" + "&".join(f"{n}={odd}" for n in ASKED[page])).status_code < 500
        )
    assert client.get(f"{page}?{ASKED[page][0]}=%ff%fe%80").status_code < 500


@pytest.mark.parametrize("name", ["elder", "region", "django_language", "sessionid", "csrftoken"])
def test_whatever_a_cookie_says(client: Client, name: str) -> None:
    for value in ODD:
        client.cookies[name] = quote(value.encode("utf-8", "surrogatepass"))
        assert client.get("/").status_code == 200
        assert client.post("/preferences/", {"elder": "1"}).status_code < 500


@pytest.mark.parametrize("name", ["Accept-Language", "Referer", "HX-Current-URL", "X-Autosave"])
def test_whatever_a_header_says(client: Client, name: str) -> None:
    for value in ODD:
        headers = {name: value.encode().decode("latin-1"), "HX-Request": "true"}
        assert client.get("/search/?q=a", headers=headers).status_code < 500
        assert client.post("/cases/", headers=headers).status_code < 500
