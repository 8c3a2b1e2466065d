"""What people type to sign in and to say who they are. Forms turn text into values."""

import json
import unicodedata
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any, Final, cast

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from tongban.identity.rules import CODE_LENGTH, GrantKind
from tongban.identity.rules.numbers import mobile_fault

LONGEST: Final = timedelta(days=3 * 366)
PHONE = forms.TextInput(
    attrs={
        "inputmode": "tel",
        "autocomplete": "tel-national",
        "type": "tel",
        "maxlength": 24,
        "autofocus": True,
    }
)
CODE = forms.TextInput(
    attrs={
        "inputmode": "numeric",
        "autocomplete": "one-time-code",
        "maxlength": 12,
        "autofocus": True,
        "class": "code-text",
    }
)


def plain(text: str) -> str:
    """Without spaces and dashes, full-width digits made narrow: what people paste and type."""
    narrow = unicodedata.normalize("NFKC", text)
    return "".join(sign for sign in narrow if not sign.isspace() and sign not in "-–—()")


class PhoneForm(forms.Form):
    phone = forms.CharField(label=_("Mobile number"), widget=PHONE)

    def clean_phone(self) -> str:
        phone = plain(self.cleaned_data["phone"]).removeprefix("+86")
        phone = phone[4:] if phone.startswith("0086") else phone
        if not phone.isdecimal():
            raise ValidationError(_("A mobile number has only digits. Please check it."))
        if len(phone) != 11:
            raise ValidationError(
                ngettext(
                    "A mobile number has 11 digits; this one has %(count)d. Please check it.",
                    "A mobile number has 11 digits; this one has %(count)d. Please check it.",
                    len(phone),
                )
                % {"count": len(phone)}
            )
        fault = mobile_fault(phone)
        if fault:
            raise ValidationError(fault.message)
        return phone


class AgentForm(PhoneForm):
    """Who shall act for the firm, in which matters, and until when."""

    name = forms.CharField(label=_("Name"), max_length=60)
    kind = forms.ChoiceField(label=_("Power"), widget=forms.RadioSelect)
    until = forms.DateField(
        label=_("Last day"),
        help_text=_("At most three years; you can end it on any day before."),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )
    services = forms.MultipleChoiceField(
        label=_("In which matters"),
        help_text=_("Choose none to allow all."),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(
        self,
        data: QueryDict | None,
        *,
        kinds: Iterable[GrantKind],
        matters: Iterable[tuple[str, str]] = (),
        today: date,
    ) -> None:
        super().__init__(data)
        self.today = today
        self.fields["phone"].widget.attrs.pop("autofocus")
        kind = cast("forms.ChoiceField", self.fields["kind"])
        kind.choices = [(kind.value, kind.label) for kind in sorted(kinds)]
        cast("forms.ChoiceField", self.fields["services"]).choices = list(matters)
        self.fields["until"].initial = today + timedelta(days=365)

    def clean_name(self) -> str:
        return unicodedata.normalize("NFKC", self.cleaned_data["name"]).strip()

    def clean_until(self) -> date:
        until: date = self.cleaned_data["until"]
        if not self.today <= until <= self.today + LONGEST:
            raise ValidationError(_("The last day is between today and three years from now."))
        return until


class CodeForm(forms.Form):
    code = forms.CharField(label=_("6-digit code"), widget=CODE)

    def clean_code(self) -> str:
        code = plain(self.cleaned_data["code"])
        if len(code) != CODE_LENGTH or not code.isdecimal():
            raise ValidationError(_("The code has 6 digits. Please check it."))
        return code


class NameForm(forms.Form):
    name = forms.CharField(
        label=_("Name"),
        max_length=60,
        help_text=_("As it stands on your ID card"),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    number = forms.CharField(
        label=_("ID number"),
        max_length=40,
        help_text=_("18 characters; the last may be X"),
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )

    def clean_name(self) -> str:
        return unicodedata.normalize("NFKC", self.cleaned_data["name"]).strip()

    def clean_number(self) -> str:
        return plain(self.cleaned_data["number"]).upper()


class PasskeyForm(forms.Form):
    """The browser's answer, as JSON in a hidden field."""

    name = forms.CharField(required=False, max_length=60)
    answer = forms.JSONField(
        error_messages={"invalid": _("The passkey did not work."), "required": ""}
    )

    def clean_answer(self) -> dict[str, Any]:
        answer = self.cleaned_data["answer"]
        if not isinstance(answer, dict) or len(json.dumps(answer)) > 20_000:
            raise ValidationError(_("The passkey did not work."))
        return answer
