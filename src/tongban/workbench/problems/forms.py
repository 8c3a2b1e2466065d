from django import forms
from django.utils.translation import gettext_lazy as _

LONGEST = 2000


def _words(label: object) -> forms.CharField:
    return forms.CharField(
        label=label,  # type: ignore[arg-type]
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Write what came of it.")},
    )


class PromiseForm(forms.Form):
    on = forms.DateField(label=_("Put right by"), widget=forms.DateInput(attrs={"type": "date"}))


class SettleForm(forms.Form):
    fixed = forms.TypedChoiceField(
        label=_("How it ended"),
        choices=[("yes", _("Put right")), ("no", _("Not put right, with the reason"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    result = _words(_("What came of it"))


class AppealForm(forms.Form):
    reason = _words(_("Why the rating was not given in good faith"))


class JudgeForm(forms.Form):
    malicious = forms.TypedChoiceField(
        label=_("The rating"),
        choices=[("yes", _("was not given in good faith")), ("no", _("stands"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    reason = _words(_("Why"))
