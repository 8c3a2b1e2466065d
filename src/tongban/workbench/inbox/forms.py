from collections.abc import Mapping, Sequence

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from tongban.cases.queries import Box
from tongban.cases.rules import OPEN, Status
from tongban.catalog.models import in_language
from tongban.workbench.http import OfficialRequest
from tongban.workbench.inbox.boxes import PAGE, SIZES, Wanted, services_at

NOBODYS = {Status.DRAFT, Status.CORRECTION, Status.IN_PARTS}
WAITING = [(status.value, status.label) for status in Status if status in OPEN]
WAITING = [choice for choice in WAITING if choice[0] not in NOBODYS]
DONE = [(s.value, s.label) for s in Status if s not in OPEN and s != Status.WITHDRAWN]


class BoxForm(forms.Form):
    """Which box to show and what to leave of it. Whatever makes no sense is left out."""

    box = forms.ChoiceField(choices=[(box.value, box.value) for box in Box], required=False)
    q = forms.CharField(label=_("Case number"), max_length=24, required=False)
    service = forms.ChoiceField(label=_("Service"), required=False)
    status = forms.ChoiceField(label=_("Status"), required=False)
    size = forms.TypedChoiceField(
        label=_("Rows"), coerce=int, choices=[(n, n) for n in SIZES], required=False
    )
    page = forms.IntegerField(min_value=1, max_value=100_000, required=False)

    def __init__(
        self, data: QueryDict, *, services: Sequence[tuple[str, Mapping[str, str]]] = ()
    ) -> None:
        super().__init__(data, auto_id="box_%s")
        self._box = data.get("box") or Box.MINE
        self.fields["service"].choices = [  # type: ignore[attr-defined]
            ("", _("All services")),
            *((code, in_language(dict(names))) for code, names in services),
        ]
        states = DONE if self._box == Box.DONE else WAITING
        self.fields["status"].choices = [("", _("Every status")), *states]  # type: ignore[attr-defined]

    def wanted(self) -> Wanted:
        self.is_valid()
        kept = self.cleaned_data
        return Wanted(
            box=kept.get("box") or Box.MINE,
            service=kept.get("service", ""),
            status=kept.get("status", ""),
            reference=kept.get("q", "").replace(" ", "").upper(),
            page=kept.get("page") or 1,
            size=kept.get("size") or PAGE,
        )


def box_form(request: OfficialRequest) -> BoxForm:
    """The form as this request filled it in, with the services of the official's office."""
    return BoxForm(request.GET, services=services_at(request.post))
