from django import forms
from django.utils.translation import gettext_lazy as _

from tongban.messages.models import Unreached
from tongban.messages.operations.senders import MOST_A_DAY
from tongban.messages.rules import Channel

IN_VAIN = "in_vain"


class SettleForm(forms.Form):
    """What came of calling or writing."""

    how = forms.ChoiceField(
        label=_("What did you do?"),
        choices=[
            (Unreached.Result.CALLED, _("Called and reached them")),
            (IN_VAIN, _("Called in vain; it stays on the list")),
            (Unreached.Result.LETTER, _("Sent a letter")),
            (Unreached.Result.GIVEN_UP, _("They cannot be reached by any way")),
        ],
        widget=forms.RadioSelect,
    )
    note = forms.CharField(
        label=_("Note"),
        help_text=_("For your colleagues, for example the number of the registered letter."),
        max_length=500,
        required=False,
        widget=forms.Textarea({"rows": 2}),
    )


class ProgramForm(forms.Form):
    """A program that sends messages in the name of this office."""

    name = forms.CharField(label=_("Name"), max_length=60)
    a_day = forms.IntegerField(
        label=_("At most a day"), min_value=1, max_value=MOST_A_DAY, initial=1000
    )


class TemplateForm(forms.Form):
    """A text. Without one in another language, the Chinese one is sent."""

    after = forms.UUIDField(required=False, widget=forms.HiddenInput)
    name = forms.CharField(label=_("Name"), max_length=60)
    channel = forms.ChoiceField(
        label=_("Sent as"), choices=[(each, each.label) for each in (Channel.SMS, Channel.EMAIL)]
    )
    subject = forms.CharField(label=_("Subject, for e-mail"), max_length=120, required=False)
    body_zh = forms.CharField(
        label=_("Text in Chinese"),
        help_text=_("((name)) in double brackets is filled in by the program."),
        max_length=2000,
        widget=forms.Textarea({"rows": 3}),
    )
    body_en = forms.CharField(
        label=_("In English"), max_length=2000, required=False, widget=forms.Textarea({"rows": 2})
    )
    body_ko = forms.CharField(
        label=_("In Korean"), max_length=2000, required=False, widget=forms.Textarea({"rows": 2})
    )

    def bodies(self) -> dict[str, str]:
        told = self.cleaned_data
        return {each: told[f"body_{each}"] for each in ("zh", "en", "ko") if told[f"body_{each}"]}

    def subjects(self) -> dict[str, str]:
        subject = self.cleaned_data["subject"]
        return {"zh": subject} if subject else {}
