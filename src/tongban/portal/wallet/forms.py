"""What people type in the wallet. Forms turn text into values."""

import unicodedata
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class DateInput(forms.DateInput):
    input_type = "date"

    def __init__(self, **attrs: Any) -> None:
        super().__init__(format="%Y-%m-%d", attrs=attrs or None)


class CopyForm(forms.Form):
    """What a copy is for, for whom, and until when."""

    purpose = forms.CharField(
        label=_("What for"),
        help_text=_("For example: to rent the flat at 5 Example Road"),
        min_length=2,
        max_length=60,
    )
    receiver = forms.CharField(
        label=_("For whom"),
        help_text=_("The person or firm that gets the copy"),
        min_length=2,
        max_length=60,
    )
    until = forms.DateField(label=_("Until when it counts"), widget=DateInput())

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["until"].initial = today + timedelta(days=30)

    def clean_purpose(self) -> str:
        return unicodedata.normalize("NFKC", self.cleaned_data["purpose"]).strip()

    def clean_receiver(self) -> str:
        return unicodedata.normalize("NFKC", self.cleaned_data["receiver"]).strip()
