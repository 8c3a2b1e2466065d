"""What holds for every request of a program, whatever it asks for."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from tongban.api import problems

PROGRAMS = ("/api/", "/v2/")


class ForPrograms:
    """No cookies, so no session and no forged requests; nothing kept by anyone unless said so.

    A program may do only what its token lets it do, even when a browser carries it along.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path.startswith(PROGRAMS):
            return self.get_response(request)
        request.META.pop("HTTP_COOKIE", None)
        answer = self.get_response(request)
        if answer.status_code == 405 and "Allow" in answer and not _is_problem(answer):
            answer = problems.not_allowed(answer["Allow"])
        answer.headers.setdefault("Cache-Control", "no-store")
        return answer


def _is_problem(answer: HttpResponse) -> bool:
    return answer["Content-Type"] == problems.MEDIA_TYPE
