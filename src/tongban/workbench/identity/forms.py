"""What officials type to sign in."""

import unicodedata

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from tongban.identity.rules.numbers import mobile_fault


class PasswordForm(forms.Form):
    login_name = forms.CharField(
        label=_("Sign-in name"),
        max_length=64,
        widget=forms.TextInput(
            attrs={
                "autocomplete": "username",
                "autocapitalize": "none",
                "spellcheck": "false",
                "autofocus": True,
            }
        ),
    )
    password = forms.CharField(
        label=_("Password"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )


class SecondFactorForm(forms.Form):
    code = forms.CharField(
        label=_("Code of your authenticator app"),
        max_length=12,
        widget=forms.TextInput(
            attrs={
                "inputmode": "numeric",
                "autocomplete": "one-time-code",
                "autofocus": True,
                "class": "code-text",
            }
        ),
    )

    def clean_code(self) -> str:
        return _plain(self.cleaned_data["code"])


class PasskeyForm(forms.Form):
    """The browser's answer, as JSON in a hidden field."""

    answer = forms.JSONField()


class NewNumberForm(forms.Form):
    """Who stands at the counter, as the ID card says, and which number they have now."""

    name = forms.CharField(label=_("Name"), max_length=60)
    number = forms.CharField(label=_("ID number"), max_length=40)
    phone = forms.CharField(
        label=_("New mobile number"), max_length=24, widget=forms.TextInput(attrs={"type": "tel"})
    )
    seen = forms.BooleanField(
        label=_("I have seen the ID card, and it shows the person in front of me"),
        error_messages={"required": _("Look at the ID card first, then tick this.")},
    )

    def clean_name(self) -> str:
        return unicodedata.normalize("NFKC", self.cleaned_data["name"]).strip()

    def clean_number(self) -> str:
        return _plain(self.cleaned_data["number"]).upper()

    def clean_phone(self) -> str:
        phone = _plain(self.cleaned_data["phone"])
        fault = mobile_fault(phone)
        if fault:
            raise ValidationError(fault.message)
        return phone


class NumberCodeForm(forms.Form):
    code = forms.CharField(
        label=_("6-digit code"),
        max_length=12,
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "autocomplete": "off", "class": "code-text"}
        ),
    )

    def clean_code(self) -> str:
        return _plain(self.cleaned_data["code"])


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())
