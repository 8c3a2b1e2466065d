"""What somebody says about a case of theirs that has ended."""

from collections.abc import Sequence

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from tongban.catalog.models import in_language
from tongban.ratings.models import Norm


class RateForm(forms.Form):
    """How it went. Nothing is chosen beforehand."""

    use_required_attribute = False

    level = forms.TypedChoiceField(
        label=_("How did it go?"),
        coerce=int,
        choices=[
            (5, _("Very satisfied")),
            (4, _("Satisfied")),
            (3, _("Just about satisfied")),
            (2, _("Not satisfied")),
            (1, _("Very dissatisfied")),
        ],
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

    def __init__(self, data: QueryDict | None, *, norms: Sequence[Norm]) -> None:
        super().__init__(data)
        field = self.fields["norms"]
        assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101
        field.choices = [(norm.code, in_language(norm.names)) for norm in norms]
