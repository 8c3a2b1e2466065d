"""What every request knows, and what happens to those who may not do what they ask for."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import include, path
from django.utils.timezone import now
from pytest_django import DjangoAssertNumQueries

from tests.builders import a_person
from tests.doors import sign_in, sign_in_at_work
from tongban.identity import operations
from tongban.identity.models import Person, SignIn
from tongban.portal.http import CitizenRequest, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]


@signed_in
def anyone(request: CitizenRequest) -> HttpResponse:
    said = request.POST.getlist("word") or "nothing"
    return HttpResponse(f"{request.actor.person.name} {request.level} {said}")


@signed_in(level=3)
def careful(request: CitizenRequest) -> HttpResponse:
    return HttpResponse(f"careful {request.POST.get('word', '')}")


urlpatterns = [
    path("anyone/", anyone),
    path("careful/", careful),
    path("work/anyone/", anyone),
    path("", include("tongban.config.urls")),
]


def go_on_after_signing_in(client: Client, person: Person) -> str:
    """Sign in by code, as a browser would, and return where it leads."""
    from tests.portal.identity.test_signing_in import code_on

    client.post("/sign-in/", {"phone": person.phone, "next": "/anyone/"})
    return client.post("/sign-in/code/", {"code": code_on(person.phone), "next": "/anyone/"})[
        "Location"
    ]


def test_a_stranger_is_led_to_sign_in_and_back(client: Client) -> None:
    assert client.get("/anyone/?a=1")["Location"] == "/sign-in/?next=%2Fanyone%2F%3Fa%3D1"


def test_a_live_part_leads_the_whole_page_to_sign_in(client: Client) -> None:
    headers = {"HX-Request": "true", "HX-Current-URL": "http://testserver/cases/"}
    response = client.get("/anyone/", headers=headers)
    assert response.headers["HX-Redirect"] == "/sign-in/?next=%2Fcases%2F"


def test_what_was_typed_is_kept_and_saved_after_signing_in(client: Client) -> None:
    ana = a_person("Ana")
    sign_in(client, ana)
    SignIn.objects.update(ended_at=now())
    file = SimpleUploadedFile("photo.jpg", b"...")
    typed = {"word": ["长文", "two"], "photo": file}
    assert client.post("/anyone/", typed)["Location"].startswith("/sign-in/")
    assert "长文" not in str(dict(client.session.items()))
    assert 'role="status"' in client.get("/sign-in/?next=/anyone/").text

    assert go_on_after_signing_in(client, ana) == "/sign-in/go-on/?next=%2Fanyone%2F"
    page = client.get("/sign-in/go-on/")
    assert "长文" in page.text
    assert "photo.jpg" in page.text

    again = client.post("/sign-in/go-on/", {"word": ["长文", "two"]})
    assert (again.status_code, again["Location"]) == (307, "/anyone/")
    done = client.post("/anyone/", {"word": ["长文", "two"]})
    assert done.text == "Ana 2 ['长文', 'two']"
    assert client.get("/sign-in/go-on/").status_code == 302


def test_what_was_typed_can_be_thrown_away(client: Client) -> None:
    client.post("/anyone/", {"word": "x"})
    go_on_after_signing_in(client, a_person("Ana"))
    assert client.post("/sign-in/go-on/", {"discard": "1"})["Location"] == "/anyone/"
    assert client.get("/sign-in/go-on/")["Location"] == "/"


def test_what_somebody_typed_is_never_shown_to_the_next_person_at_that_browser(
    client: Client,
) -> None:
    sign_in(client, a_person("Ana"))
    SignIn.objects.update(ended_at=now())
    client.post("/anyone/", {"word": "secret"})
    assert go_on_after_signing_in(client, a_person("Ben")) == "/anyone/"
    assert client.get("/sign-in/go-on/").status_code == 302


def test_signing_out_leaves_nothing_behind(client: Client) -> None:
    sign_in(client, a_person("Ana"), level=2)
    client.post("/careful/", {"word": "secret"})
    client.post("/sign-out/")
    assert client.get("/anyone/").status_code == 302
    assert set(client.session.keys()) == set()


def test_what_strangers_leave_goes_after_two_hours(client: Client) -> None:
    client.post("/anyone/", {"word": "x"})
    assert client.session.get_expiry_age() <= 2 * 3600
    go_on_after_signing_in(client, a_person("Ana"))
    assert client.session.get_expiry_age() > 2 * 3600


def test_too_much_text_is_not_kept(client: Client) -> None:
    client.post("/anyone/", {"word": "长" * 40_000})
    assert go_on_after_signing_in(client, a_person("Ana")) == "/anyone/"


def test_a_low_level_leads_to_the_step_up_page_and_keeps_what_was_typed(client: Client) -> None:
    sign_in(client, a_person("Ana"), level=2)
    assert client.get("/careful/")["Location"] == "/step-up/?next=%2Fcareful%2F&level=3"
    assert client.post("/careful/", {"word": "x"})["Location"].startswith("/step-up/")
    sign_in(client, a_person("Ana"), level=3)
    assert client.get("/careful/").text == "careful "


def test_a_citizen_and_an_official_live_side_by_side_in_one_browser(client: Client) -> None:
    sign_in(client, a_person("Ana"))
    sign_in_at_work(client, a_person("Clerk"))
    assert client.get("/anyone/").text.startswith("Ana")
    assert client.get("/work/anyone/").text.startswith("Clerk")


def test_an_official_who_is_idle_is_told_so(client: Client) -> None:
    sign_in_at_work(client, a_person("Clerk"))
    SignIn.objects.update(seen_at=now() - timedelta(minutes=21))
    client.get("/work/anyone/")
    assert client.session["signed_out"] == "idle"


def test_an_official_at_work_stays_signed_in(client: Client) -> None:
    sign_in_at_work(client, a_person("Clerk"))
    SignIn.objects.update(seen_at=now() - timedelta(minutes=15))
    client.get("/work/anyone/")
    assert SignIn.objects.get().seen_at > now() - timedelta(minutes=1)


def test_a_sign_in_that_was_ended_elsewhere_is_over_at_once(client: Client) -> None:
    ana = a_person("Ana")
    opened = sign_in(client, ana)
    operations.end_sign_in(sign_in=opened, by=ana, at=now())
    assert client.get("/anyone/").status_code == 302
    assert client.session["signed_out"] == "elsewhere"


def test_a_closed_account_is_out_at_once(client: Client) -> None:
    ana = a_person("Ana")
    sign_in(client, ana)
    type(ana).objects.update(is_active=False)
    assert client.get("/anyone/").status_code == 302


def test_a_signed_in_request_costs_two_questions(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    sign_in(client, a_person("Ana"))
    with django_assert_num_queries(2):
        client.get("/anyone/")


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example", "javascript:1"])
def test_nobody_is_led_off_this_site(client: Client, target: str) -> None:
    ana = a_person("Ana")
    from tests.portal.identity.test_signing_in import code_on

    client.post("/sign-in/", {"phone": ana.phone, "next": target})
    done = client.post("/sign-in/code/", {"code": code_on(ana.phone), "next": target})
    assert done["Location"] == "/"
