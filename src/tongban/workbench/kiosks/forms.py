from django import forms
from django.utils.translation import gettext_lazy as _

from tongban.catalog.queries import published_services


class KioskForm(forms.Form):
    """Where a machine stands, and what it offers."""

    name = forms.CharField(
        label=_("Name of the machine"),
        help_text=_("As it stands on the machine: 一楼大厅 1 号机."),
        max_length=60,
    )
    code = forms.SlugField(
        label=_("Short name"), help_text=_("Letters, digits and hyphens: hall-1."), max_length=40
    )
    days = forms.TypedChoiceField(
        label=_("For how long"),
        coerce=int,
        choices=[(365, _("A year")), (90, _("90 days")), (30, _("30 days"))],
    )


class ServicesForm(forms.Form):
    """The set of services of one machine."""

    services = forms.MultipleChoiceField(
        label=_("What it offers"),
        help_text=_("Up to 24 services; the first ones stand first on the screen."),
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        online = published_services().filter(online=True).order_by("code")
        self.fields["services"].choices = [(each.code, str(each)) for each in online]  # type: ignore[attr-defined]


class NewKioskForm(ServicesForm, KioskForm):
    """Both, for a new one."""

    field_order = ("name", "code", "days", "services")
