"""What people type for machines."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from tongban.portal.identity.forms import plain

LENGTH = 8


class UserCodeForm(forms.Form):
    code = forms.CharField(
        label=_("Code on the screen of the machine"),
        help_text=_("8 letters. Capital or small does not matter."),
        max_length=24,
        widget=forms.TextInput(
            attrs={
                "autocomplete": "off",
                "autocapitalize": "characters",
                "spellcheck": "false",
                "class": "code-text",
            }
        ),
    )

    def clean_code(self) -> str:
        code = plain(self.cleaned_data["code"]).upper()
        if len(code) != LENGTH or not code.isalpha():
            raise ValidationError(_("The code has 8 letters, as in WDJB-MJHT. Please check it."))
        return f"{code[:4]}-{code[4:]}"
