from django import forms
from django.utils.translation import gettext_lazy as _


class ArriveForm(forms.Form):
    """What people have at hand at the door."""

    TOO_OFTEN = _("Too many tries at this door. Please wait a moment, or ask at the desk.")

    said = forms.CharField(
        label=_("Code or mobile number"),
        help_text=_("The eight letters and digits of your appointment, or your mobile number."),
        max_length=20,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autofocus": True, "class": "code-text"}
        ),
    )
