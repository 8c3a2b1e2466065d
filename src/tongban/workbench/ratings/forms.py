from collections.abc import Iterable

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from tongban.catalog.models import in_language
from tongban.ratings.models import Norm
from tongban.ratings.rules import BY_STAFF, Level, Obtained, Opinion


class EnterForm(forms.Form):
    """What somebody wrote on a sheet, or said on the phone. Nothing is chosen beforehand."""

    use_required_attribute = False

    reference = forms.CharField(
        label=_("Number on the sheet"),
        help_text=_("Of the case, the request or the ticket"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "data-key": "i"}),
    )
    obtained = forms.ChoiceField(
        label=_("How you got it"),
        choices=[(way.value, way.label) for way in Obtained if way in BY_STAFF],
        widget=forms.RadioSelect,
    )
    level = forms.TypedChoiceField(
        label=_("What they chose"),
        coerce=int,
        choices=[(level.value, level.label) for level in sorted(Level, reverse=True)],
        widget=forms.RadioSelect,
        error_messages={"required": _("Please choose one of the five.")},
    )
    norms = forms.MultipleChoiceField(
        label=_("What describes it?"), required=False, widget=forms.CheckboxSelectMultiple
    )
    comment = forms.CharField(
        label=_("Their words"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    may_call = forms.TypedChoiceField(
        label=_("May they be called back?"),
        required=False,
        choices=[("yes", _("Yes, please call me")), ("no", _("No, do not call"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )

    def __init__(self, data: QueryDict | None, *, norms: Iterable[Norm]) -> None:
        super().__init__(data)
        field = self.fields["norms"]
        assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101
        field.choices = [(norm.code, f"{norm.level} · {in_language(norm.names)}") for norm in norms]

    @property
    def opinion(self) -> Opinion:
        said = self.cleaned_data
        return Opinion(said["level"], said["norms"], said["comment"], bool(said["may_call"]))
