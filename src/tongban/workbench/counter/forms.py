"""The questions of a service as an official fills them in with the applicant, all on one page."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from tongban.cases.rules.package import Package, Question
from tongban.catalog.models import in_language


class CounterForm(forms.Form):
    """Takes anything that was said; the case checks it. Locked answers are only shown."""

    use_required_attribute = False

    def __init__(
        self,
        data: QueryDict | None,
        *,
        package: Package,
        answers: Mapping[str, Any],
    ) -> None:
        super().__init__(data)
        for page in package.pages:
            for key in page["fields"]:
                self.fields[key] = _field(package.questions[key], answers.get(key))

    def said(self) -> dict[str, Any]:
        """What was typed, as far as it can be read; what cannot is kept as it is."""
        found: dict[str, Any] = {}
        for key, field in self.fields.items():
            if field.disabled:
                continue
            raw = field.widget.value_from_datadict(self.data, self.files, self.add_prefix(key))
            try:
                found[key] = field.clean(raw) if raw not in (None, "") else None
            except ValidationError:
                found[key] = raw
        return found

    def blame(self, faults: Mapping[str, str]) -> None:
        """Put each fault under its field."""
        self._errors = forms.utils.ErrorDict()
        self.cleaned_data = {}
        for key in self.fields.keys() & faults.keys():
            self.add_error(key, str(faults[key]))


def _field(question: Question, answer: Any) -> forms.Field:
    field = _kind(question)
    field.label = in_language(dict(question.label))
    field.required = False
    field.disabled = question.locked
    field.initial = {True: "yes", False: "no"}[answer] if isinstance(answer, bool) else answer
    return field


def _kind(question: Question) -> forms.Field:
    schema = question.schema
    if "enum" in schema:
        texts = question.choices
        chosen = [(v, in_language(dict(texts.get(v, {"zh": v})))) for v in schema["enum"]]
        return forms.ChoiceField(choices=[("", _("Please choose")), *chosen])
    if schema.get("type") == "boolean":
        return forms.TypedChoiceField(
            choices=[("", _("Please choose")), ("yes", _("Yes")), ("no", _("No"))],
            coerce=lambda value: value == "yes",
        )
    if schema.get("type") == "integer":
        return forms.IntegerField(widget=forms.TextInput(attrs={"inputmode": "numeric"}))
    if schema.get("type") == "number":
        return forms.FloatField(widget=forms.TextInput(attrs={"inputmode": "decimal"}))
    if schema.get("format") == "date":
        return forms.CharField(widget=forms.DateInput(attrs={"type": "date"}))
    return forms.CharField(max_length=2000)
