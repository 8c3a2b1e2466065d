"""What every request keeps, whoever makes it."""

from collections.abc import Callable
from typing import Any

from django.contrib.sessions.middleware import SessionMiddleware
from django.db import connection
from django.http import HttpRequest, HttpResponse

SAFE_METHODS = {"GET", "HEAD", "OPTIONS"}
READS = ("SELECT", "SAVEPOINT", "RELEASE SAVEPOINT")
View = Callable[..., HttpResponse]


class SessionsStay(SessionMiddleware):
    """A request that was under way while somebody signed in does not sign them out again.

    Signing in gives the session a new name. What still asks under the old one finds nothing,
    and Django would answer by deleting the cookie: by then, the new one.
    """

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        session = getattr(request, "session", None)
        if session is not None and session.is_empty() and not session.modified:
            return response
        return super().process_response(request, response)


def carries_proof(view: View) -> View:
    """A view whose link works once, and only in the browser that asked for it.

    For the way back from an OpenID provider, which is a link by its nature: the `state` in it is
    what the token of a form is elsewhere.
    """
    view.carries_proof = True  # type: ignore[attr-defined]
    return view


def leaves_a_line(*tables: str) -> Callable[[View], View]:
    """A view that writes down that it was read: new rows in these tables, and nothing else.

    For pages that show one person's data to another. Whoever follows the link has looked.
    """

    def mark(view: View) -> View:
        view.leaves = tuple(f"INSERT INTO {table} " for table in tables)  # type: ignore[attr-defined]
        return view

    return mark


class SafeMethodsDoNotWrite:
    """Following a link changes nothing, whoever follows it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        if request.method not in SAFE_METHODS or getattr(view, "carries_proof", False):
            return None
        leaves = getattr(view, "leaves", ())
        with connection.execute_wrapper(
            _refusing(READS + (leaves and (*leaves, "BEGIN", "ROLLBACK")))
        ):
            return view(request, *args, **kwargs)


def _refusing(allowed: tuple[str, ...]) -> Callable[..., Any]:
    def refuse(execute: Callable[..., Any], sql: str, *args: Any) -> Any:
        if not sql.lstrip().replace('"', "").startswith(allowed):
            raise RuntimeError(f"A safe request tried to write: {sql[:60]}")
        return execute(sql, *args)

    return refuse
