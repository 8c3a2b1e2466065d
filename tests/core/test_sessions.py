"""Sessions and the requests that are under way while they change."""

from django.conf import settings
from django.test import Client


def test_a_request_with_an_outdated_session_leaves_the_cookie_alone(db: None) -> None:
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = "a-name-that-was-given-up"

    answer = client.get("/sign-in/")

    assert settings.SESSION_COOKIE_NAME not in answer.cookies
