from django import forms
from django.utils.translation import gettext as translated
from django.utils.translation import gettext_lazy as _

from tongban.catalog.models import in_language
from tongban.certificates import queries
from tongban.certificates.rules.presentations import Program
from tongban.certificates.rules.scenes import FIELDS


class VerifierForm(forms.Form):
    """Who checks codes, where, what they may see, and for how long."""

    name = forms.CharField(
        label=_("Name"),
        help_text=_("As the people who show their code will read it."),
        max_length=60,
    )
    code = forms.SlugField(
        label=_("Short name"),
        help_text=_("Letters, digits and hyphens, for the sign at the door: hall-3-gate-1."),
        max_length=40,
    )
    scene = forms.ChoiceField(label=_("Where codes are shown"))
    fields_seen = forms.MultipleChoiceField(
        label=_("What is seen"),
        help_text=_("As little as possible. What the purpose does not allow is refused."),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    certificates_seen = forms.MultipleChoiceField(
        label=_("What is asked of certificates"),
        help_text=_("For counters and programs that ask for a certificate instead of a code."),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    address = forms.CharField(
        label=_("Address of their program"),
        help_text=_("Only if a program of somebody else asks by itself: https://rent.example/ask"),
        max_length=200,
        required=False,
    )
    client_id = forms.CharField(
        label=_("What their program calls itself"),
        help_text=_(
            "x509_hash: and the digest of its certificate, or redirect_uri: and its address."
        ),
        max_length=200,
        required=False,
    )
    days = forms.TypedChoiceField(
        label=_("For how long"),
        coerce=int,
        choices=[(30, _("30 days")), (90, _("90 days")), (365, _("A year"))],
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["scene"].choices = [(each.code, str(each)) for each in queries.scenes()]  # type: ignore[attr-defined]
        self.fields["fields_seen"].choices = [  # type: ignore[attr-defined]
            (name, translated(text)) for name, text in FIELDS.items()
        ]
        self.fields["certificates_seen"].choices = _of_certificates()  # type: ignore[attr-defined]

    of_certificates = ("certificates_seen", "address", "client_id")

    @property
    def asks_for_certificates(self) -> bool:
        """Whether something was said there already."""
        return any(self.data.get(name) for name in self.of_certificates)

    def certificates(self) -> dict[str, list[str]]:
        """The chosen fields by kind of certificate."""
        found: dict[str, list[str]] = {}
        for each in self.cleaned_data["certificates_seen"]:
            kind, _dot, field = each.partition(".")
            found.setdefault(kind, []).append(field)
        return found

    def program(self) -> Program | None:
        address, client_id = self.cleaned_data["address"], self.cleaned_data["client_id"]
        return Program(address.rstrip("/"), client_id) if address or client_id else None


def _of_certificates() -> list[tuple[str, list[tuple[str, str]]]]:
    """What some scene allows, by kind; what the chosen one does not is refused."""
    allowed: dict[str, set[str]] = {}
    for scene in queries.scenes():
        for kind, fields in scene.certificates.items():
            allowed.setdefault(kind, set()).update(fields)
    return [
        (
            str(kind),
            [
                (f"{kind.code}.{field['key']}", in_language(field["label"]))
                for field in kind.fields
                if field["key"] in allowed[kind.code]
            ],
        )
        for kind in queries.types_called(allowed)
    ]
