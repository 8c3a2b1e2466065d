"""What officials fill in about registers."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from tongban.catalog.models import in_language
from tongban.catalog.queries import published_services
from tongban.privacy.queries import purpose_names
from tongban.sharing.models import RegisterRow, Resource, SharingRequest

PERIODS = [(30, _("30 days")), (90, _("90 days")), (180, _("Half a year")), (365, _("A year"))]
YES_NO = [("true", _("Yes")), ("false", _("No")), ("", _("Not said"))]


class RequestForm(forms.Form):
    """To be allowed to ask a register, for one service."""

    service = forms.ChoiceField(label=_("For which service"))
    fields_asked = forms.MultipleChoiceField(
        label=_("What you need to know"),
        help_text=_("As little as decides the matter."),
        widget=forms.CheckboxSelectMultiple,
    )
    purpose = forms.ChoiceField(label=_("What for"), widget=forms.RadioSelect)
    basis = forms.CharField(
        label=_("Legal basis"),
        help_text=_("Law and article, as you would cite it."),
        max_length=200,
    )
    why = forms.CharField(
        label=_("Why it is needed"), max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )
    a_day = forms.IntegerField(label=_("How many questions a day"), min_value=1)

    def __init__(self, data: QueryDict | None, *, resource: Resource) -> None:
        super().__init__(data, initial={"a_day": min(50, resource.a_day)})
        services = published_services().filter(online=True)
        _choose(self, "service", [(each.code, str(each)) for each in services])
        _choose(self, "fields_asked", fields_of(resource, resource.keys))
        purposes = purpose_names()
        _choose(
            self,
            "purpose",
            [(each, in_language(purposes.get(each, {}))) for each in resource.purposes],
        )
        self.fields["a_day"].help_text = _("At most %(most)d.") % {"most": resource.a_day}


class DecisionForm(forms.Form):
    """How far an approval reaches."""

    fields_granted = forms.MultipleChoiceField(
        label=_("What may be asked"),
        help_text=_("Take away what the purpose does not need."),
        widget=forms.CheckboxSelectMultiple,
    )
    a_day = forms.IntegerField(label=_("How many questions a day"), min_value=1)
    days = forms.TypedChoiceField(label=_("For how long"), coerce=int, choices=PERIODS)

    def __init__(
        self, data: QueryDict | None, *, request: SharingRequest, resource: Resource
    ) -> None:
        start = {"fields_granted": request.fields, "a_day": request.a_day, "days": 90}
        super().__init__(data, initial=start)
        _choose(self, "fields_granted", fields_of(resource, request.fields))
        _choose(self, "days", [each for each in PERIODS if each[0] <= resource.days])

    def until(self, *, at: datetime) -> datetime:
        return at + timedelta(days=self.cleaned_data["days"])


class WhyForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("Those who asked read this."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class PersonForm(forms.Form):
    """Whose row is opened, and why. The person reads the reason."""

    number = forms.CharField(label=_("ID number"), max_length=20)
    reason = forms.CharField(
        label=_("Why do you look?"), help_text=_("The person reads this."), max_length=200
    )


class RowForm(forms.Form):
    """What a register says about somebody, to be mended."""

    def __init__(self, data: QueryDict | None, *, row: RegisterRow, resource: Resource) -> None:
        super().__init__(data, initial=row.content)
        for each in resource.fields:
            key = str(each["key"])
            if key in row.content:
                self.fields[key] = _field(each)
        self.fields["reason"] = forms.CharField(
            label=_("What was wrong, and how do you know?"), max_length=200
        )

    def values(self) -> dict[str, str]:
        return {key: str(v) for key, v in self.cleaned_data.items() if key != "reason"}


def fields_of(resource: Resource, keys: Any) -> list[tuple[str, str]]:
    """The fields of a register among these, by their names."""
    names = {str(each["key"]): in_language(dict(each["names"])) for each in resource.fields}
    return [(key, names.get(key, key)) for key in keys]


def _field(each: Mapping[str, Any]) -> forms.Field:
    label = in_language(dict(each["names"]))
    if each["kind"] == "yes_no":
        return forms.ChoiceField(label=label, choices=YES_NO, required=False)
    if each["kind"] == "date":
        widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        return forms.CharField(label=label, required=False, widget=widget)
    return forms.CharField(label=label, max_length=200, required=False)


def _choose(form: forms.Form, name: str, choices: Any) -> None:
    form.fields[name].choices = choices  # type: ignore[attr-defined]
