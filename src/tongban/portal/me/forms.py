from django import forms
from django.utils.translation import gettext_lazy as _

LONGEST = 1000


class WhyForm(forms.Form):
    words = forms.CharField(
        label=_("What would you like to know?"),
        help_text=_("You need not write anything. They must say why they looked in any case."),
        max_length=LONGEST,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class WrongForm(forms.Form):
    what = forms.ChoiceField(
        label=_("What is wrong?"),
        choices=[
            ("name", _("Name")),
            ("id_number", _("ID number")),
            ("birth_on", _("Date of birth")),
            ("region", _("Region")),
            ("other", _("Something else")),
        ],
        widget=forms.RadioSelect,
    )
    words = forms.CharField(
        label=_("How should it be?"),
        help_text=_("And how one can see that it is so, if you know."),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Please write how it should be.")},
    )


class CloseForm(forms.Form):
    sure = forms.BooleanField(
        label=_("I have read what goes and what stays, and want my account closed."),
        error_messages={"required": _("Tick this if you are sure.")},
    )
