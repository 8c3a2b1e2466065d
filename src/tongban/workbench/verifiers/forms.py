from django import forms
from django.utils.translation import gettext as translated
from django.utils.translation import gettext_lazy as _

from tongban.certificates import queries
from tongban.certificates.rules.scenes import FIELDS


class VerifierForm(forms.Form):
    """Who checks codes, where, what they may see, and for how long."""

    name = forms.CharField(
        label=_("Name"),
        help_text=_("As the people who show their code will read it."),
        max_length=60,
    )
    code = forms.SlugField(
        label=_("Short name"),
        help_text=_("Letters, digits and hyphens, for the sign at the door: hall-3-gate-1."),
        max_length=40,
    )
    scene = forms.ChoiceField(label=_("Where codes are shown"))
    fields_seen = forms.MultipleChoiceField(
        label=_("What is seen"),
        help_text=_("As little as possible. What the purpose does not allow is refused."),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    days = forms.TypedChoiceField(
        label=_("For how long"),
        coerce=int,
        choices=[(30, _("30 days")), (90, _("90 days")), (365, _("A year"))],
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["scene"].choices = [(each.code, str(each)) for each in queries.scenes()]  # type: ignore[attr-defined]
        self.fields["fields_seen"].choices = [  # type: ignore[attr-defined]
            (name, translated(text)) for name, text in FIELDS.items()
        ]
