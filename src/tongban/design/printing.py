"""Pages on paper: the same HTML that a browser prints, or a PDF made from it."""

from collections.abc import Mapping

from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from tongban.core.refusal import Refusal
from tongban.design.pages import page


class NoPrinter(Refusal):
    code = "no_printer"
    message = _("This installation cannot make PDF files. Use your browser's print button instead.")


def answer(
    request: HttpRequest, template: str, context: Mapping[str, object], *, name: str, file: bool
) -> HttpResponse:
    """The page for the browser's own printing; as a `file` where this installation can make PDF."""
    if not file:
        return page(request, template, context)
    try:
        return as_file(made(request, template, context), name=name)
    except NoPrinter as refusal:
        return page(request, template, {**context, "refusal": refusal})


def made(request: HttpRequest, template: str, context: Mapping[str, object]) -> bytes:
    """The page as PDF. Refuses with NoPrinter."""
    try:
        import weasyprint
    except OSError as error:
        raise NoPrinter from error
    html = render_to_string(template, {**context, "paper": True}, request=request)
    sheet = weasyprint.CSS(filename=str(finders.find("design/paper.css")))
    page = weasyprint.HTML(string=html, url_fetcher=_nothing_from_outside)
    return bytes(page.write_pdf(stylesheets=[sheet]))


def as_file(content: bytes, *, name: str) -> HttpResponse:
    """What a browser shows as a PDF file of this name, and keeps nowhere."""
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    response["Cache-Control"] = "no-store"
    return response


def _nothing_from_outside(url: str, *_args: object, **_named: object) -> dict[str, object]:
    raise ValueError(f"A printed page may not fetch anything, but asked for {url}")
