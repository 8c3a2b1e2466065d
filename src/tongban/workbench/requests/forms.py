from django import forms
from django.utils.translation import gettext_lazy as _

from tongban.hotline.rules import Kind
from tongban.workbench.http import OfficialRequest
from tongban.workbench.requests.boxes import Box, Wanted


class BoxForm(forms.Form):
    """Which box to show and what to leave of it. Whatever makes no sense is left out."""

    box = forms.ChoiceField(choices=[(box.value, box.value) for box in Box], required=False)
    q = forms.CharField(label=_("Request number"), max_length=24, required=False)
    kind = forms.ChoiceField(
        label=_("Kind"), choices=[("", _("Every kind")), *Kind.choices], required=False
    )
    page = forms.IntegerField(min_value=1, max_value=100_000, required=False)

    def wanted(self) -> Wanted:
        self.is_valid()
        kept = self.cleaned_data
        return Wanted(
            box=kept.get("box") or Box.OFFICE,
            kind=kept.get("kind", ""),
            reference=kept.get("q", "").replace(" ", "").upper(),
            page=kept.get("page") or 1,
        )


def box_form(request: OfficialRequest) -> BoxForm:
    return BoxForm(request.GET, auto_id="box_%s")


class ReplyForm(forms.Form):
    answer = forms.CharField(
        label=_("Answer"),
        help_text=_(
            "Whoever asked reads this. Say what was found, what was done and what follows."
        ),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": _("Please write the answer.")},
    )
