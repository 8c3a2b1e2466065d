"""What somebody fills in to ask something of an authority."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from tongban.catalog.queries import naming
from tongban.design.questions import PlaceField
from tongban.files.judging import LARGEST
from tongban.hotline.rules import TO_THE_HOTLINE, Channel, Kind
from tongban.hotline.rules.contents import LONGEST, MOST_PHOTOS, Asked

HINTS = {
    Kind.CONSULTATION: _("You want to know something"),
    Kind.HELP: _("Something is broken, or you need somebody"),
    Kind.COMPLAINT: _("Something is not as it should be"),
    Kind.REPORT: _("Somebody does what is forbidden"),
    Kind.SUGGESTION: _("Something could be better"),
    Kind.PRAISE: _("Somebody did well"),
}


class AskForm(forms.Form):
    """Whatever was typed is kept and shown again; the operation says what will not do."""

    use_required_attribute = False

    kind = forms.ChoiceField(
        label=_("What is it?"),
        choices=[(kind.value, kind.label) for kind in TO_THE_HOTLINE],
        widget=forms.RadioSelect,
        error_messages={"required": _("Please choose what kind of request it is.")},
    )
    text = forms.CharField(
        label=_("What happened, where and since when?"),
        help_text=_("In your own words. Leave out ID numbers."),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 6, "maxlength": LONGEST}),
        error_messages={"required": _("Please write what it is about.")},
    )
    region = PlaceField(naming)
    words = forms.CharField(
        label=_("Place"),
        help_text=_("A street, a building or what stands next to it"),
        max_length=200,
        required=False,
    )
    lon = forms.FloatField(label=_("Longitude"), required=False)
    lat = forms.FloatField(label=_("Latitude"), required=False)
    confidential = forms.BooleanField(label=_("Keep my name from those who answer"), required=False)
    may_publish = forms.BooleanField(
        label=_("Others may read it with the answer, without anything that points to me"),
        required=False,
    )

    def __init__(self, data: QueryDict | None, *, region: str = "") -> None:
        super().__init__(data, initial={"region": region})
        self.fields["region"].label = _("District")
        self.fields["region"].required = True
        for name in ("lon", "lat"):
            self.fields[name].widget.attrs |= {"step": "any", "inputmode": "decimal"}
        self.hints = HINTS

    def asked(self, photos: Sequence[bytes], *, channel: str = Channel.PORTAL) -> Asked:
        said = self.cleaned_data
        return Asked(
            kind=said["kind"],
            text=said["text"],
            region=said["region"],
            channel=channel,
            place={"words": said["words"], "lon": said["lon"], "lat": said["lat"]},
            confidential=said["confidential"],
            may_publish=said["may_publish"],
            photos=photos,
        )

    def clean_region(self) -> str:
        code = str(self.cleaned_data["region"])
        if not code.isdigit():
            raise forms.ValidationError(_("Please choose the district."))
        return code

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        if (said.get("lon") is None) != (said.get("lat") is None):
            self.add_error("lon", _("Give both numbers, or none."))
        return said


def photos_of(files: MultiValueDict[str, Any]) -> list[bytes]:
    """What was chosen, one more than may be, so that too many are refused unread."""
    return [file.read(LARGEST + 1) for file in files.getlist("photos")[: MOST_PHOTOS + 1]]


class ReasonForm(forms.Form):
    use_required_attribute = False

    reason = forms.CharField(
        label=_("What is still not right?"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Please say why, in a sentence.")},
    )


class StuckForm(forms.Form):
    """办不成事: whatever could not be got done, wherever that was."""

    use_required_attribute = False

    text = forms.CharField(
        label=_("What could you not get done, and what stood in the way?"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("Please write what it is about.")},
    )
    service = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)
