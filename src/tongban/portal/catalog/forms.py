from django import forms
from django.utils.translation import gettext_lazy as _

from tongban.catalog.rules import Audience

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


class ChoiceForm(forms.Form):
    """What a list is narrowed by. A value that makes no sense counts as not given."""

    audience = forms.ChoiceField(choices=Audience, required=False)
    doable = forms.BooleanField(label=_("Can be done here"), required=False)
    theme = forms.SlugField(max_length=40, required=False)
    authority = forms.CharField(max_length=32, required=False)
    letter = forms.ChoiceField(choices=[(each, each) for each in (*LETTERS, "#")], required=False)

    @property
    def chosen(self) -> dict[str, str]:
        """The valid choices that were made, as text."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


class SearchForm(ChoiceForm):
    q = forms.CharField(label=_("Search"), max_length=200, required=False)
