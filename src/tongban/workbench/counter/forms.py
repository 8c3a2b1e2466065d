"""What a clerk enters about whoever stands at the counter."""

from collections.abc import Sequence
from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _

from tongban.design.powers import PowerForm


class CardForm(forms.Form):
    """The two things on an ID card by which the register knows somebody."""

    use_required_attribute = False

    name = forms.CharField(
        label=_("Name"), max_length=60, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    number = forms.CharField(
        label=_("ID number"),
        max_length=18,
        help_text=_("From the card that you have in hand; a card reader types it here by itself."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
    )


class PaperForm(PowerForm):
    """A power that somebody gives on paper, since they have no phone."""

    paper = forms.CharField(
        label=_("Where the signed paper is kept"),
        help_text=_("Folder and number. A colleague has to see it and confirm."),
        max_length=60,
    )

    def __init__(self, data: object, *, matters: Sequence[tuple[str, str]], today: date) -> None:
        super().__init__(data, matters=matters, today=today)
        self.order_fields(["name", "phone", "until", "paper", "services"])
