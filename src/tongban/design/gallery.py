"""The page that shows every component under its name, for those who build screens."""

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from tongban.design.pages import page


class ExampleForm(forms.Form):
    """One field of each kind; the page shows it filled in, and wrong."""

    name = forms.CharField(label=_("Name"), disabled=True, required=False)
    phone = forms.RegexField(
        r"^1\d{10}$",
        label=_("Mobile number"),
        help_text=_("We only use it for this application."),
        error_messages={"invalid": _("A mobile number has 11 digits. Check the number.")},
    )
    day = forms.DateField(
        label=_("Day"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    delivery = forms.ChoiceField(
        label=_("How to collect it"),
        choices=[("post", _("Send by post")), ("counter", _("Collect at the counter"))],
        widget=forms.RadioSelect,
    )
    topics = forms.MultipleChoiceField(
        label=_("Topics"),
        required=False,
        choices=[("a", _("Clear")), ("b", _("Fast"))],
        widget=forms.CheckboxSelectMultiple,
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=[("1", "1"), ("2", "2")])
    story = forms.CharField(
        label=_("What happened"), required=False, max_length=200, widget=forms.Textarea
    )
    photo = forms.FileField(label=_("Photo"), required=False)
    sure = forms.BooleanField(label=_("What I have said is true"))


def _example() -> ExampleForm:
    form = ExampleForm({"phone": "1380013800", "delivery": "post", "kind": "1"})
    form.fields["name"].initial = "林晓"
    form.fields["name"].source = _("From your resident ID card")  # type: ignore[attr-defined]
    form.fields["name"].dispute = "/"  # type: ignore[attr-defined]
    return form


@require_safe
def gallery(request: HttpRequest) -> HttpResponse:
    pages = Paginator(range(1, 100), 20).get_page(request.GET.get("page"))
    return page(request, "design/gallery.html", {"form": _example(), "pages": pages})
