"""Requests of officials: at which post they work, and what happens when they have none."""

from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any, Concatenate, Final, ParamSpec
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django_htmx.http import HttpResponseClientRedirect

from tongban.catalog.models import Post
from tongban.catalog.rules import Role
from tongban.federation.queries import here
from tongban.identity.models import Person

POST: Final = "work.post"
SIGN_IN: Final = "/work/sign-in/"


class OfficialRequest(HttpRequest):
    """A request from an official who works at `post`; `posts` are all they hold."""

    user: Person
    post: Post
    posts: Sequence[Post]
    is_chief: bool
    operates: bool  # sees how the platform and its neighbours are doing


OPERATORS: Final = frozenset({Role.OPERATOR, Role.CHIEF})
P = ParamSpec("P")
View = Callable[Concatenate[OfficialRequest, P], HttpResponse]
Door = Callable[Concatenate[HttpRequest, P], HttpResponse]


def at_any_post(view: View[P]) -> Door[P]:
    """Only for officials with a post. Strangers sign in; for others there is no such page."""

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not _came_in_by_the_door(request) or not isinstance(request.user, Person):
            return _led_to_sign_in(request)
        posts = list(
            request.user.posts.filter(ended_at=None)
            .exclude(role=Role.HELPER)
            .select_related("office")
            .order_by("pk")
        )
        if not posts:
            raise Http404
        chosen = request.session.get(POST)
        post = next((post for post in posts if str(post.public_id) == chosen), posts[0])
        post.person = request.user  # spares asking the table again
        official: Any = request
        official.post, official.posts = post, posts
        official.is_chief = post.role == Role.CHIEF
        official.operates = bool(here()) and post.role in OPERATORS
        return view(official, *args, **kwargs)

    return guarded


def at_a_post(view: View[P]) -> Door[P]:
    """Only where cases are handled. An operator is led to the platform, since no case is theirs."""

    @wraps(view)
    def guarded(request: OfficialRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if request.post.role != Role.OPERATOR:
            return view(request, *args, **kwargs)
        if request.method == "POST" or not request.operates:
            raise Http404
        return redirect("work_federation")

    return at_any_post(guarded)


def as_operator(view: View[P]) -> Door[P]:
    """Only for operators and chiefs of a platform that belongs to a federation."""

    @wraps(view)
    def guarded(request: OfficialRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not request.operates:
            raise Http404
        return view(request, *args, **kwargs)

    return at_any_post(guarded)


def as_chief(view: View[P]) -> Door[P]:
    """Only for the chief of an office."""

    @wraps(view)
    def guarded(request: OfficialRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if request.post.role != Role.CHIEF:
            raise Http404
        return view(request, *args, **kwargs)

    return at_a_post(guarded)


def _came_in_by_the_door(request: HttpRequest) -> bool:
    """Signed in as an official; a citizen's sign-in in the same browser does not count."""
    return getattr(request, "sign_in", None) is not None


def _led_to_sign_in(request: HttpRequest) -> HttpResponse:
    here = request.get_full_path() if request.method in {"GET", "HEAD"} else "/work/"
    target = f"{SIGN_IN}?{urlencode({'next': here})}"
    if request.headers.get("HX-Request") == "true":
        return HttpResponseClientRedirect(target)
    return redirect(target)
