"""Letting another person act for oneself: the same form on a phone and, from paper, at a counter."""

import unicodedata
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any, cast

from django import forms
from django.utils.timezone import make_aware
from django.utils.translation import gettext_lazy as _


class PowerForm(forms.Form):
    """Who may act, in which matters, until when."""

    use_required_attribute = False

    name = forms.CharField(
        label=_("Their name"), max_length=60, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    phone = forms.CharField(
        label=_("Their mobile number"),
        help_text=_("They must have confirmed their name here."),
        max_length=24,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off", "type": "tel"}),
    )
    until = forms.DateField(
        label=_("Last day"),
        help_text=_("Within a year. It can be ended on any day before."),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )
    services = forms.MultipleChoiceField(
        label=_("In which matters"),
        help_text=_("Only in these; choose as few as will do."),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one matter.")},
    )

    def __init__(
        self, data: Any = None, *, matters: Sequence[tuple[str, str]], today: date
    ) -> None:
        super().__init__(data)
        cast("forms.ChoiceField", self.fields["services"]).choices = list(matters)
        self.fields["until"].initial = today + timedelta(days=90)

    def clean_name(self) -> str:
        return unicodedata.normalize("NFKC", self.cleaned_data["name"]).strip()

    def clean_phone(self) -> str:
        narrow = unicodedata.normalize("NFKC", self.cleaned_data["phone"])
        return "".join(sign for sign in narrow if sign.isdecimal())[-11:]

    def given(self) -> Mapping[str, Any]:
        """As operations take it; the last day ends at midnight."""
        said = dict(self.cleaned_data)
        after = said.pop("until") + timedelta(days=1)
        return {**said, "ends_at": make_aware(datetime.combine(after, time.min))}
