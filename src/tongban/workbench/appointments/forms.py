"""What chiefs write about the lines of their office, and clerks about their counter."""

from django import forms
from django.utils.translation import gettext_lazy as _


class LineForm(forms.Form):
    """A line: for what, when, how many at once, how far ahead."""

    use_required_attribute = False

    name = forms.CharField(label=_("Name of the line"), max_length=60)
    letter = forms.RegexField(
        r"^[A-Za-z]$",
        label=_("Letter"),
        help_text=_("Numbers of this line begin with it."),
        max_length=1,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    services = forms.CharField(
        label=_("Services"),
        help_text=_("Their ids, with spaces between. Empty: every service of the office."),
        required=False,
        max_length=2000,
    )
    hours = forms.CharField(
        label=_("Opening hours"),
        help_text=_("As in 工作日 9:00-12:00,13:30-17:00. Empty: those of the office."),
        required=False,
        max_length=200,
    )
    minutes = forms.IntegerField(
        label=_("Minutes for one visit"), min_value=5, max_value=240, initial=15
    )
    counters = forms.IntegerField(
        label=_("Counters at once"), min_value=1, max_value=200, initial=2
    )
    ahead_days = forms.IntegerField(
        label=_("Released so many days before"), min_value=1, max_value=90, initial=14
    )
    release_at = forms.TimeField(
        label=_("Released at"),
        initial="08:00",
        widget=forms.TimeInput(attrs={"inputmode": "numeric"}, format="%H:%M"),
    )
    waiting_room = forms.BooleanField(
        label=_("Waiting room: many come at the release, and chance decides"), required=False
    )


class AnnounceForm(forms.Form):
    """A day that differs."""

    use_required_attribute = False

    on = forms.DateField(label=_("Day"), widget=forms.DateInput(attrs={"type": "date"}))
    hours = forms.CharField(
        label=_("Open at other hours"),
        help_text=_("As in 9:00-12:00. Empty: closed."),
        required=False,
        max_length=100,
    )
    reason = forms.CharField(
        label=_("Why"), help_text=_("People who booked read this."), max_length=200
    )


class CounterForm(forms.Form):
    """Which counter one sits at, and which line one calls from."""

    counter = forms.RegexField(
        r"^[0-9A-Za-z]{1,4}$", label=_("My counter"), max_length=4, required=True
    )
    line = forms.ChoiceField(label=_("Line"), required=False)

    def __init__(self, *args: object, lines: list[tuple[str, str]], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["line"].choices = [("", _("All lines")), *lines]  # type: ignore[attr-defined]
