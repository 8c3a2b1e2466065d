from django import forms
from django.utils.translation import gettext_lazy as _


class FindForm(forms.Form):
    """What is looked for among the services of a zone."""

    q = forms.CharField(label=_("Search in this zone"), max_length=200, required=False)

    @property
    def words(self) -> str:
        return str(self.cleaned_data["q"]).strip() if self.is_valid() else ""
