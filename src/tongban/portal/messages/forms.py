from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tongban.messages.models import Wishes
from tongban.messages.rules import USUAL, Channel, Kind


class WishesForm(forms.Form):
    """Which kinds come by which ways, and when it is quiet."""

    quiet_since = forms.TimeField(
        label=_("Begins at"), required=False, widget=forms.TimeInput({"type": "time"}, "%H:%M")
    )
    quiet_until = forms.TimeField(
        label=_("Ends at"), required=False, widget=forms.TimeInput({"type": "time"}, "%H:%M")
    )

    def __init__(self, data: Mapping[str, Any] | None, *, wishes: Wishes) -> None:
        chosen = {kind.value: list(wishes.channels.get(kind, USUAL[kind])) for kind in Kind}
        hours = {"quiet_since": wishes.quiet_since, "quiet_until": wishes.quiet_until}
        super().__init__(data, initial={**chosen, **hours})
        for kind in Kind:
            self.fields[kind.value] = forms.MultipleChoiceField(
                label=kind.label,
                choices=Channel.choices,
                widget=forms.CheckboxSelectMultiple,
                required=False,
            )

    def kinds(self) -> list[forms.BoundField]:
        return [self[kind.value] for kind in Kind]

    def channels(self) -> dict[str, list[str]]:
        return {kind.value: list(self.cleaned_data[kind.value]) for kind in Kind}


class EmailForm(forms.Form):
    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        widget=forms.EmailInput({"autocomplete": "email", "inputmode": "email"}),
    )


class DeviceForm(forms.Form):
    """What a browser says of itself when it lets us show notifications."""

    endpoint = forms.CharField(max_length=2000)
    p256dh = forms.CharField(max_length=200)
    auth = forms.CharField(max_length=60)
