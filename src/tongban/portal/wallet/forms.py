"""What people type in the wallet. Forms turn text into values."""

import unicodedata
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tongban.portal.identity.forms import NameForm, PhoneForm


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
        label=_("Who receives it"),
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


class ChildForm(NameForm):
    """Whose certificates a parent wants to keep."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Name of the child")
        self.fields["name"].help_text = _("As it stands in the household register")
        self.fields["number"].label = _("ID number of the child")


class RelativeForm(PhoneForm):
    """Who may keep one's own certificates, and until when."""

    field_order = ("name", "phone", "until")
    name = forms.CharField(label=_("Name of the relative"), max_length=60)
    until = forms.DateField(
        label=_("Last day"),
        help_text=_("At most three years; you can end it on any day before."),
        widget=DateInput(),
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["phone"].label = _("Mobile number of the relative")
        self.fields["phone"].widget.attrs.pop("autofocus", None)
        self.fields["until"].initial = today + timedelta(days=365)

    def clean_name(self) -> str:
        return unicodedata.normalize("NFKC", self.cleaned_data["name"]).strip()
