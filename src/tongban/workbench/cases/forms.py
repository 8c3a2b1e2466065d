from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from tongban.cases.rules import PauseKind
from tongban.catalog.models import Post

LONGEST = 200
REASONS = [
    ("applicant", _("The applicant asked me about the case")),
    ("standing_in", _("I stand in for the handler")),
    ("advice", _("The handler asked me for advice")),
    ("supervision", _("Supervision or a complaint")),
    ("other", _("Another reason, written below")),
]
PROBLEMS = [
    _("It cannot be read. Please take a new photo."),
    _("A page or a side is missing."),
    _("It has run out. Please send a valid one."),
    _("It does not match the certificate."),
    _("The stamp or the signature is missing."),
    _("It belongs to another person."),
]
ASK = _("What is wrong? The applicant reads this.")


class OpenForm(forms.Form):
    """Why somebody who does not handle the case wants to see it."""

    why = forms.ChoiceField(
        label=_("Why do you open this case?"), choices=REASONS, widget=forms.RadioSelect
    )
    words = forms.CharField(
        label=_("In your own words"),
        help_text=_("The applicant reads this."),
        max_length=LONGEST - 40,
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("why") == "other" and not cleaned.get("words"):
            self.add_error("words", _("Write the reason. The applicant will read it."))
        return cleaned

    def reason(self) -> str:
        """The sentence that is kept, in the language of the state, and as the official wrote it."""
        why, words = self.cleaned_data["why"], self.cleaned_data["words"]
        with override(settings.LANGUAGE_CODE):
            chosen = "" if why == "other" else str(dict(REASONS)[why])
        return f"{chosen}: {words}" if chosen and words else chosen or words


class ReasonForm(forms.Form):
    """A reason that the applicant will read. The operation insists on it."""

    reason = forms.CharField(
        label=_("Reason"),
        help_text=_(
            "The applicant reads this. Say what is missing and which rule it follows from."
        ),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("Please give a reason. The applicant will read it.")},
    )


class NoteForm(forms.Form):
    reason = forms.CharField(
        label=_("Note for the applicant"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class StageForm(forms.Form):
    note = forms.CharField(
        label=_("Note"),
        help_text=_("The applicant and the next place read this."),
        max_length=LONGEST,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class PauseForm(forms.Form):
    kind = forms.ChoiceField(
        label=_("Special procedure"), choices=PauseKind.choices, widget=forms.RadioSelect
    )
    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("The applicant reads this."),
        max_length=LONGEST,
        error_messages={"required": _("Please give a reason. The applicant will read it.")},
    )


class AssignForm(forms.Form):
    def __init__(self, data: QueryDict | None, *, colleagues: QuerySet[Post]) -> None:
        super().__init__(data)
        self.fields["to"] = ColleagueField(
            colleagues, to_field_name="public_id", label=_("Colleague"), empty_label=None
        )


class HandOverForm(forms.Form):
    """Where a case goes, and what the applicant and the others read about it."""

    to = forms.ChoiceField(label=_("To"), widget=forms.RadioSelect)
    why = forms.CharField(
        label=_("Note"),
        help_text=_("The applicant and the other platform read this."),
        max_length=LONGEST,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, data: QueryDict | None, *, places: Mapping[str, str]) -> None:
        """`places` are names by node, the likeliest first."""
        super().__init__(data, initial={"to": next(iter(places), "")})
        self.fields["to"].choices = list(places.items())  # type: ignore[attr-defined]


class ColleagueField(forms.ModelChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.person.name}, {obj.get_role_display()}"


class CorrectionForm(forms.Form):
    """A tick and a line of words for every answer and every material."""

    def __init__(
        self,
        data: QueryDict | None,
        *,
        fields: Mapping[str, str],
        materials: Mapping[str, str],
    ) -> None:
        """Both are labels by key."""
        super().__init__(data, auto_id="mend_%s")
        places = [("field", *pair) for pair in fields.items()]
        places += [("material", *pair) for pair in materials.items()]
        self._places = [(kind, key) for kind, key, _label in places]
        for kind, key, label in places:
            self.fields[f"{kind}-{key}"] = forms.BooleanField(
                label=label,
                required=False,
                widget=forms.CheckboxInput(attrs={"form": "act"}),
            )
            self.fields[f"{kind}-{key}-problem"] = forms.CharField(
                label=label,
                required=False,
                max_length=LONGEST,
                widget=forms.TextInput(
                    attrs={"form": "act", "list": "problems", "placeholder": ASK}
                ),
            )

    def place(self, kind: str, key: str) -> "Place":
        return Place(self[f"{kind}-{key}"], self[f"{kind}-{key}-problem"])

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        for kind, key in self._places:
            name = f"{kind}-{key}"
            if cleaned.get(name) and not cleaned.get(f"{name}-problem"):
                self.add_error(f"{name}-problem", _("Write what is wrong with this."))
        return cleaned

    def defects(self) -> Sequence[dict[str, str]]:
        """What was ticked or written about. Words without a tick count too."""
        cleaned = self.cleaned_data
        return [
            {"kind": kind, "key": key, "problem": cleaned[f"{kind}-{key}-problem"]}
            for kind, key in self._places
            if cleaned[f"{kind}-{key}-problem"]
        ]


class Place:
    """The tick and the words that belong to one answer or material."""

    def __init__(self, tick: forms.BoundField, problem: forms.BoundField) -> None:
        self.tick, self.problem = tick, problem
