from collections.abc import Iterable

from django import forms
from django.utils.translation import gettext_lazy as _

from tongban.cases.operations.windows import LONGEST
from tongban.cases.queries import SharedPage
from tongban.cases.rules.windows import Mark


class RemarkForm(forms.Form):
    """Pointing to a place of the case that both look at."""

    place = forms.ChoiceField(label=_("Which place"))
    mark = forms.ChoiceField(label=_("How it is"), choices=Mark.choices)
    text = forms.CharField(
        label=_("What to say"),
        help_text=_("The applicant reads it within seconds."),
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": LONGEST}),
        required=False,
    )

    def __init__(self, *args: object, sheets: Iterable[SharedPage], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["place"].choices = [  # type: ignore[attr-defined]
            (sheet.title, [(spot.place, spot.label) for spot in sheet.spots]) for sheet in sheets
        ]
