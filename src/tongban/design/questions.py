"""The form of a service, whoever fills it in: on a phone, at a counter, or for somebody else.

The fields take anything; the case says whether it will do.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Protocol

from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import ErrorDict
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

MANY: Final = 6  # more choices than this become a list instead of cards
OFFERED: Final = 8


class Places(Protocol):
    """What knows places by name: the pairs are a code and the way to it in words."""

    def name_of(self, code: Any) -> str: ...
    def meant(self, text: str) -> Sequence[tuple[str, str]]: ...


@dataclass(frozen=True)
class Asked:
    """One question as its reader sees it. `schema` says what kind of answer it takes.

    `shown` is what stands there already, `source` where that comes from and `dispute` the way to
    put it right; `problem` is what an official wants mended.
    """

    key: str
    label: str
    schema: Mapping[str, Any]
    choices: Sequence[tuple[str, str]]
    required: bool
    locked: bool
    shown: Any = None
    source: str = ""
    dispute: str = ""
    problem: str = ""
    hint: str = ""


class QuestionsForm(forms.Form):
    """Whatever was typed is kept and shown again; a locked answer is only shown."""

    use_required_attribute = False

    def __init__(
        self, data: QueryDict | None, *, questions: Sequence[Asked], places: Places
    ) -> None:
        super().__init__(data)
        for asked in questions:
            self.fields[asked.key] = _field(asked, places)
        self.has_places = any(isinstance(field, PlaceField) for field in self.fields.values())
        self.asked = [asked.key for asked in questions if asked.problem]

    def full_clean(self) -> None:
        """Read what was typed, as far as it can be read."""
        self._errors, self.cleaned_data = ErrorDict(), {}
        if not self.is_bound:
            return
        for key, field in self.fields.items():
            if not field.disabled:
                raw = field.widget.value_from_datadict(self.data, self.files, self.add_prefix(key))
                self.cleaned_data[key] = _read(field, raw)

    def compare(self, saved: Mapping[str, Any], words: Mapping[str, str]) -> None:
        """Say under each answer that differs what another device has saved, in these words."""
        for key in self.cleaned_data.keys() & saved.keys():
            if self.cleaned_data[key] != saved[key]:
                note = _("On the other device: %(answer)s") % {"answer": words.get(key) or "—"}
                self.fields[key].note = note  # type: ignore[attr-defined]

    def blame(self, faults: Mapping[str, str]) -> None:
        """Put each fault of this page under its field."""
        if not self.is_bound:
            self._errors, self.cleaned_data = ErrorDict(), {}
        for key in self.fields.keys() & faults.keys():
            self.add_error(key, str(faults[key]))


class PlaceField(forms.CharField):
    """Takes a name or a code. What may mean several places becomes a choice between them."""

    def __init__(self, places: Places) -> None:
        attrs = {"list": "places", "autocomplete": "off", "data-places": ""}
        super().__init__(strip=True, widget=forms.TextInput(attrs=attrs))
        self.places = places
        self.note: StrOrPromise = _("Write the city or district, for example 郑州市.")

    def prepare_value(self, value: Any) -> str:
        return self.places.name_of(value)

    def clean(self, value: Any) -> str:
        text = str(super().clean(value))
        found = self.places.meant(text)
        if len(found) == 1:
            return found[0][0]
        if found:
            self.widget = forms.RadioSelect(choices=found[:OFFERED])
            self.note = ""
        return text


class YesNoField(forms.TypedChoiceField):
    """Yes or no, with neither chosen beforehand."""

    def __init__(self) -> None:
        super().__init__(
            choices=[("yes", _("Yes")), ("no", _("No"))],
            coerce=lambda value: value == "yes",
            widget=forms.RadioSelect,
        )


class UploadForm(forms.Form):
    """One file for one material; with `reasons`, in place of a certificate that proves the same."""

    file = forms.FileField(
        label=_("Photo or PDF"),
        help_text=_("At most 10 MB. It is checked and stored encrypted."),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp,application/pdf"}),
        error_messages={
            "required": _("Choose a photo or PDF first."),
            "empty": _("This file is empty. Please choose another."),
        },
    )

    def __init__(
        self,
        data: QueryDict | None = None,
        files: MultiValueDict[str, Any] | None = None,
        *,
        reasons: Sequence[tuple[str, StrOrPromise]] = (),
    ) -> None:
        super().__init__(data, files)
        if reasons:
            self.fields["reason"] = forms.ChoiceField(
                label=_("Why not your certificate?"),
                help_text=_("We count this, so that the service gets mended."),
                choices=reasons,
                widget=forms.RadioSelect,
                error_messages={"required": _("Say why, so that we can mend it.")},
            )


def _field(asked: Asked, places: Places) -> forms.Field:
    field = _kind(asked, places)
    field.label, field.help_text = asked.label, asked.hint
    field.required = asked.required
    field.disabled = asked.locked
    field.initial = _shown(asked.shown)
    for name in ("source", "dispute"):
        setattr(field, name, getattr(asked, name))
    field.asked = asked.problem  # type: ignore[attr-defined]
    when = asked.schema.get("x-when") or {}
    if when:
        field.widget.attrs["data-when"] = "&".join(f"{k}={_wanted(v)}" for k, v in when.items())
    return field


def _shown(value: Any) -> Any:
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else value


def _wanted(value: Any) -> str:
    values = value if isinstance(value, list) else [value]
    return "|".join(str(_shown(each)) for each in values)


def _read(field: forms.Field, raw: Any) -> Any:
    if raw in (None, ""):
        return None
    try:
        return field.clean(raw)
    except ValidationError:
        return raw


def _kind(asked: Asked, places: Places) -> forms.Field:
    if "enum" in asked.schema:
        return _choice(asked.choices)
    kind = asked.schema.get("type")
    if kind == "boolean":
        return YesNoField()
    if kind == "integer":
        return forms.IntegerField(widget=_number("numeric"))
    if kind == "number":
        return forms.FloatField(widget=_number("decimal"))
    if asked.schema.get("format") == "cn-region":
        return PlaceField(places)
    return forms.CharField(widget=_widget(asked.schema), strip=True)


def _choice(choices: Sequence[tuple[str, str]]) -> forms.ChoiceField:
    if len(choices) > MANY:
        return forms.ChoiceField(choices=[("", _("Please choose")), *choices])
    return forms.ChoiceField(choices=list(choices), widget=forms.RadioSelect)


def _number(inputmode: str) -> forms.Widget:
    # Not type=number: a wheel or a swipe must not change an amount.
    return forms.TextInput(attrs={"inputmode": inputmode})


def _widget(schema: Mapping[str, Any]) -> forms.Widget:
    form = schema.get("format", "")
    if form == "date":
        return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    if form == "cn-mobile":
        return forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel"})
    if schema.get("x-widget") == "textarea":
        return forms.Textarea(attrs={"rows": 4})
    return forms.TextInput()
