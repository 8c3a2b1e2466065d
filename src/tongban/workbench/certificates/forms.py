from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tongban.certificates.models import CertificateType
from tongban.certificates.rules import Ending


class OpenForm(forms.Form):
    """Which certificate, and why one looks."""

    number = forms.CharField(
        label=_("Number"),
        help_text=_("The identifier on the card, or the holder's ID number or credit code."),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    kind = forms.ChoiceField(
        label=_("Kind of certificate"),
        help_text=_("Needed with the number of a holder."),
        required=False,
    )
    reason = forms.CharField(
        label=_("Why you look"), help_text=_("The holder reads this."), min_length=4, max_length=200
    )

    def __init__(self, *args: Any, kinds: list[CertificateType], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", "—"), *((each.code, str(each)) for each in kinds)]
        self.fields["kind"].choices = choices  # type: ignore[attr-defined]


class EndForm(forms.Form):
    """Why a certificate ends."""

    why = forms.ChoiceField(label=_("Reason"), choices=Ending, widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("In your words"),
        help_text=_("The holder reads this, with what they can do."),
        min_length=4,
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
