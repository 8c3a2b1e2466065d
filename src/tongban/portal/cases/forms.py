"""Turning a page of a service package into form fields. They take anything; the case checks it."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from tongban.catalog.models import in_language

MANY = 6  # more choices than this become a list instead of cards

Texts = dict[str, str]


class PageForm(forms.Form):
    """The questions of one page, filled in with what is already known.

    `sources` says where a filled-in answer comes from; locked fields are shown, not asked.
    """

    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        data: QueryDict | None,
        *,
        schema: Mapping[str, Any],
        keys: list[str],
        answers: Mapping[str, Any],
        sources: Mapping[str, str],
        revision: int,
    ) -> None:
        super().__init__(data, initial={**_shown(answers), "revision": revision})
        required = set(schema.get("required", ()))
        for key in keys:
            part = schema["properties"][key]
            field = question(part, required=key in required or "x-when" in part)
            field.source = sources.get(key, "")  # type: ignore[attr-defined]
            self.fields[key] = field
        self.keys = [key for key in keys if not self.fields[key].disabled]

    @property
    def answers(self) -> dict[str, Any]:
        """What was typed, in the types of the schema; empty answers are left out by the case."""
        return {key: self.cleaned_data.get(key) for key in self.keys if key in self.cleaned_data}


def _shown(answers: Mapping[str, Any]) -> dict[str, Any]:
    yes_no = {True: "yes", False: "no"}
    return {k: yes_no[v] if isinstance(v, bool) else v for k, v in answers.items()}


def question(part: Mapping[str, Any], *, required: bool) -> forms.Field:
    """One form field for one property of the schema."""
    field = _field(part)
    field.label = in_language(part["x-label"])
    field.help_text = in_language(part["x-hint"]) if "x-hint" in part else ""
    field.required = False
    field.disabled = bool(part.get("x-locked"))
    field.optional = not required  # type: ignore[attr-defined]
    if "x-when" in part:
        ((key, value),) = part["x-when"].items()
        field.widget.attrs["data-when"] = f"{key}={_plain(value)}"
    return field


def _plain(value: object) -> str:
    return (
        {True: "yes", False: "no"}.get(value, str(value)) if isinstance(value, bool) else str(value)
    )


def _field(part: Mapping[str, Any]) -> forms.Field:
    if "enum" in part:
        return _choice(part["enum"], part.get("x-choices", {}))
    kind = part.get("type")
    if kind == "boolean":
        return YesNoField()
    if kind == "integer":
        return forms.IntegerField(widget=forms.NumberInput(attrs={"inputmode": "numeric"}))
    if kind == "number":
        return forms.FloatField(
            widget=forms.NumberInput(attrs={"inputmode": "decimal", "step": "any"})
        )
    return forms.CharField(widget=_widget(part), strip=True)


def _widget(part: Mapping[str, Any]) -> forms.Widget:
    form = part.get("format", "")
    if form == "date":
        return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    if form == "cn-mobile":
        return forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel"})
    if part.get("x-widget") == "textarea":
        return forms.Textarea(attrs={"rows": 4})
    attrs = {"autocomplete": "name"} if part.get("x-prefill") == "person.name" else {}
    return forms.TextInput(attrs=attrs)


def _choice(values: list[str], texts: Mapping[str, Texts]) -> forms.ChoiceField:
    choices = [(value, in_language(texts.get(value, {"zh": value}))) for value in values]
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
            empty_value=None,
        )


class UploadForm(forms.Form):
    """One file for one material."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("A photo or PDF, at most 10 MB. It is checked and stored encrypted."),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp,application/pdf"}),
        error_messages={
            "required": _("Choose a photo or PDF first."),
            "empty": _("This file is empty. Please choose another."),
        },
    )


class RateForm(forms.Form):
    """How it went: nothing is chosen beforehand."""

    level = forms.TypedChoiceField(
        label=_("How did it go?"),
        coerce=int,
        choices=[
            (5, _("Very satisfied")),
            (4, _("Satisfied")),
            (3, _("Just about satisfied")),
            (2, _("Not satisfied")),
            (1, _("Very dissatisfied")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Please choose one of the five.")},
    )
    norms = forms.MultipleChoiceField(
        label=_("What describes it?"), required=False, widget=forms.CheckboxSelectMultiple
    )
    comment = forms.CharField(
        label=_("Anything to add"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
