from collections.abc import Iterable

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from tongban.catalog.models import in_language
from tongban.ratings.models import Norm
from tongban.ratings.rules import Level, Opinion


class RateForm(forms.Form):
    """How it went. Nothing is chosen beforehand."""

    use_required_attribute = False

    level = forms.TypedChoiceField(
        label=_("How did it go?"),
        coerce=int,
        choices=[(level.value, level.label) for level in sorted(Level, reverse=True)],
        widget=forms.RadioSelect,
        error_messages={"required": _("Please choose one of the five.")},
    )
    norms = forms.MultipleChoiceField(
        label=_("What describes it?"), required=False, widget=forms.CheckboxSelectMultiple
    )
    comment = forms.CharField(
        label=_("Anything to add"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    may_call = forms.TypedChoiceField(
        label=_("May somebody call you back about it?"),
        help_text=_("Somebody else than who served you. Only they see your name and number."),
        required=False,
        choices=[("yes", _("Yes, please call me")), ("no", _("No, do not call"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )

    def __init__(self, data: QueryDict | None, *, norms: Iterable[Norm], call: bool = True) -> None:
        super().__init__(data)
        field = self.fields["norms"]
        assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101
        field.choices = [(norm.code, in_language(norm.names)) for norm in norms]
        if not call:
            del self.fields["may_call"]

    @property
    def opinion(self) -> Opinion:
        said = self.cleaned_data
        return Opinion(said["level"], said["norms"], said["comment"], bool(said.get("may_call")))
