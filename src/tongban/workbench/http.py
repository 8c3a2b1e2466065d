"""Requests of officials: who they are, and at which post."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, Final, ParamSpec
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import rotate_token
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django_htmx.http import HttpResponseClientRedirect

from tongban.catalog.models import Post
from tongban.design.pages import page
from tongban.identity.models import Person, SignIn
from tongban.identity.rules import Door

POST: Final = "work.post"


class OfficialRequest(HttpRequest):
    """A request from an official on duty. All of an official's powers come from `post`."""

    user: Person
    sign_in: SignIn | None
    source: str
    post: Post
    posts: list[Post]


P = ParamSpec("P")
View = Callable[Concatenate[OfficialRequest, P], HttpResponse]


def on_duty(view: View[P]) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Only for officials who came in by their own door and hold a post now."""

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not _is_official_here(request):
            return _led_to_sign_in(request)
        posts = posts_of(request.user)  # type: ignore[arg-type]
        if not posts:
            return page(request, "workbench/identity/no_post.html", {}, status=403)
        wanted = request.session.get(POST)
        request.posts = posts  # type: ignore[attr-defined]
        request.post = next(  # type: ignore[attr-defined]
            (post for post in posts if str(post.public_id) == wanted), posts[0]
        )
        return view(request, *args, **kwargs)  # type: ignore[arg-type]

    return guarded


def posts_of(person: Person) -> list[Post]:
    """The posts that an official holds now, with their offices."""
    held = person.posts.filter(ended_at=None).select_related("office__region")
    return list(held.order_by("office__code", "pk"))


def begin(request: HttpRequest, sign_in: SignIn) -> None:
    """Bind the session to an official's new sign-in; a citizen's part in it stays."""
    request.session.cycle_key()
    rotate_token(request)
    for left in (POST, "signed_out"):
        request.session.pop(left, None)
    request.session[Door.WORK] = str(sign_in.public_id)


def finish(request: HttpRequest) -> None:
    """Take an official's part out of the session."""
    for ours in (Door.WORK, POST, "signed_out"):
        request.session.pop(ours, None)
    request.session.cycle_key()
    rotate_token(request)


def safe_next(request: HttpRequest) -> str:
    """Where to go afterwards: a page of the workbench that was asked for, else its first."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    ours = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if ours and wanted.startswith("/work/") else "/work/"


def _is_official_here(request: HttpRequest) -> bool:
    came_in = getattr(request, "sign_in", None)
    return bool(came_in) and isinstance(request.user, Person) and request.user.is_official


def _led_to_sign_in(request: HttpRequest) -> HttpResponse:
    here = request.get_full_path() if request.method == "GET" else "/work/"
    target = f"{reverse('work_sign_in')}?{urlencode({'next': here})}"
    if request.headers.get("HX-Request") == "true":
        return HttpResponseClientRedirect(target)
    return redirect(target)
