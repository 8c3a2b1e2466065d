"""Turning a page of a service package into form fields. They take anything; the case checks it."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import ErrorDict
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from tongban.cases.rules.package import Package, Question
from tongban.cases.rules.presenting import WhyUploaded
from tongban.catalog.models import in_language
from tongban.identity.rules import masked_number
from tongban.portal.cases.places import PlaceField
from tongban.portal.cases.summary import in_words

MANY = 6  # more choices than this become a list instead of cards


class PageForm(forms.Form):
    """The questions of one page, filled in with what is already known.

    `sources` says where a filled-in answer comes from, and `settled` which ones a presented
    certificate answers, with the way to present it no longer. Whatever was typed is kept and shown
    again; whether it will do is for the case to say. `asked` is what an official wants mended.
    """

    use_required_attribute = False

    def __init__(
        self,
        data: QueryDict | None,
        *,
        package: Package,
        keys: Sequence[str],
        answers: Mapping[str, Any],
        sources: Mapping[str, str],
        settled: Mapping[str, str],
        asked: Mapping[str, str],
    ) -> None:
        super().__init__(data)
        self._questions = package.questions
        for key in keys:
            question = package.questions[key]
            field = question_field(question)
            field.initial = _filled(question, answers.get(key))
            field.source = sources.get(key, "")  # type: ignore[attr-defined]
            if key in settled:
                field.disabled = True
                field.dispute = settled[key]  # type: ignore[attr-defined]
            field.asked = asked.get(key, "")  # type: ignore[attr-defined]
            self.fields[key] = field
        self.has_places = any(isinstance(field, PlaceField) for field in self.fields.values())
        self.asked = [key for key in keys if key in asked]

    def full_clean(self) -> None:
        """Read what was typed, as far as it can be read."""
        self._errors, self.cleaned_data = ErrorDict(), {}
        if not self.is_bound:
            return
        for key, field in self.fields.items():
            if not field.disabled:
                raw = field.widget.value_from_datadict(self.data, self.files, self.add_prefix(key))
                self.cleaned_data[key] = _read(field, raw)

    def compare(self, saved: Mapping[str, Any]) -> None:
        """Say under each answer that differs what another device has saved."""
        for key in self.cleaned_data.keys() & saved.keys():
            if self.cleaned_data[key] != saved[key]:
                other = in_words(self._questions[key], saved[key]) or "—"
                note = _("On the other device: %(answer)s") % {"answer": other}
                self.fields[key].note = note  # type: ignore[attr-defined]

    def blame(self, faults: Mapping[str, str]) -> None:
        """Put each fault of this page under its field."""
        for key in self.fields.keys() & faults.keys():
            self.add_error(key, str(faults[key]))


def _filled(question: Question, value: Any) -> Any:
    """What stands in a field; a number that is only shown is masked."""
    if question.locked and question.schema.get("format") == "cn-id-number" and value:
        return masked_number(str(value))
    return _shown(value)


def _shown(value: Any) -> Any:
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else value


def _read(field: forms.Field, raw: Any) -> Any:
    if raw in (None, ""):
        return None
    try:
        return field.clean(raw)
    except ValidationError:
        return raw


def question_field(question: Question) -> forms.Field:
    """One form field for one question of the package."""
    field = _field(question)
    field.label = in_language(dict(question.label))
    field.help_text = in_language(dict(question.schema.get("x-hint") or {}))
    field.required = question.required
    field.disabled = question.locked
    when = question.schema.get("x-when") or {}
    if when:
        field.widget.attrs["data-when"] = "&".join(f"{k}={_wanted(v)}" for k, v in when.items())
    return field


def _wanted(value: Any) -> str:
    values = value if isinstance(value, list) else [value]
    return "|".join(str(_shown(each)) for each in values)


def _field(question: Question) -> forms.Field:
    if "enum" in question.schema:
        return _choice(question)
    kind = question.schema.get("type")
    if kind == "boolean":
        return YesNoField()
    if kind == "integer":
        return forms.IntegerField(widget=_number("numeric"))
    if kind == "number":
        return forms.FloatField(widget=_number("decimal"))
    if question.schema.get("format") == "cn-region":
        return PlaceField()
    return forms.CharField(widget=_widget(question.schema), strip=True)


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


def _choice(question: Question) -> forms.ChoiceField:
    values = question.schema["enum"]
    texts = question.choices
    choices = [(value, in_language(dict(texts.get(value, {"zh": value})))) for value in values]
    if len(choices) > MANY:
        return forms.ChoiceField(choices=[("", _("Please choose")), *choices])
    return forms.ChoiceField(choices=choices, widget=forms.RadioSelect)


class YesNoField(forms.TypedChoiceField):
    """Yes or no, with neither chosen beforehand."""

    def __init__(self) -> None:
        super().__init__(
            choices=[("yes", _("Yes")), ("no", _("No"))],
            coerce=lambda value: value == "yes",
            widget=forms.RadioSelect,
        )


class UploadForm(forms.Form):
    """One file for one material."""

    file = forms.FileField(
        label=_("Photo or PDF"),
        help_text=_("At most 10 MB. It is checked and stored encrypted."),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp,application/pdf"}),
        error_messages={
            "required": _("Choose a photo or PDF first."),
            "empty": _("This file is empty. Please choose another."),
        },
    )


class InsteadForm(UploadForm):
    """A file in place of a certificate that proves the same."""

    reason = forms.ChoiceField(
        label=_("Why not your certificate?"),
        help_text=_("We count this, so that the service gets mended."),
        choices=WhyUploaded.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Say why, so that we can mend it.")},
    )
