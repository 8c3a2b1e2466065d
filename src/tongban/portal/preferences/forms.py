from django import forms
from django.conf import settings

from tongban.catalog.queries import regions


class PreferencesForm(forms.Form):
    """One choice at a time: language, elder mode or region. The others stay as they are."""

    language = forms.ChoiceField(choices=settings.LANGUAGES, required=False)
    elder = forms.ChoiceField(choices=[("0", "0"), ("1", "1")], required=False)
    region = forms.ModelChoiceField(regions(), to_field_name="code", required=False)


class PlaceForm(forms.Form):
    """What to look for, or which region to look into."""

    q = forms.CharField(max_length=40, required=False)


PlaceForm.base_fields["in"] = forms.ModelChoiceField(
    regions(), to_field_name="code", required=False
)
