"""The language somebody chose follows her to a device that knows nothing of it."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

from tongban.portal.preferences.surroundings import reader_of


class ReadersLanguage:
    """Where the device has no choice of its own, speak the language of who has signed in."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.LANGUAGE_COOKIE_NAME not in request.COOKIES:
            person = reader_of(request).person
            if person and person.language in dict(settings.LANGUAGES):
                translation.activate(person.language)
                request.LANGUAGE_CODE = person.language
        return self.get_response(request)
