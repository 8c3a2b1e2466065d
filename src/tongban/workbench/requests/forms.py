from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from tongban.catalog.models import in_language
from tongban.catalog.queries import authorities_by_code
from tongban.files.judging import LARGEST
from tongban.hotline.models import Request
from tongban.hotline.queries import suggest
from tongban.hotline.rules import TO_THE_HOTLINE, Channel, Kind
from tongban.hotline.rules.contents import LONGEST, MOST_PHOTOS, Asked, masked
from tongban.workbench.http import OfficialRequest
from tongban.workbench.requests.boxes import Box, Wanted

READ = _("Whoever asked reads this.")


class BoxForm(forms.Form):
    """Which box to show and what to leave of it. Whatever makes no sense is left out."""

    box = forms.ChoiceField(choices=[(box.value, box.value) for box in Box], required=False)
    q = forms.CharField(label=_("Request number"), max_length=24, required=False)
    kind = forms.ChoiceField(
        label=_("Kind"), choices=[("", _("Every kind")), *Kind.choices], required=False
    )
    page = forms.IntegerField(min_value=1, max_value=100_000, required=False)

    def wanted(self) -> Wanted:
        self.is_valid()
        kept = self.cleaned_data
        return Wanted(
            box=kept.get("box") or Box.OFFICE,
            kind=kept.get("kind", ""),
            reference=kept.get("q", "").replace(" ", "").upper(),
            page=kept.get("page") or 1,
        )


def box_form(request: OfficialRequest) -> BoxForm:
    return BoxForm(request.GET, auto_id="box_%s")


class MoveForm(forms.Form):
    """What a move takes. It is shown the request that it is about."""

    use_required_attribute = False

    def __init__(self, data: QueryDict | None, *, asked: Request) -> None:
        super().__init__(data)
        self.asked = asked


def _words(label: Any, missing: Any, hint: Any = READ, rows: int = 4) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=hint,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={"required": missing},
    )


class ReplyForm(MoveForm):
    answer = _words(
        _("Answer"),
        _("Please write the answer."),
        _("Whoever asked reads this. Say what was found, what was done and what follows."),
        rows=6,
    )
    evidence = forms.CharField(
        label=_("What was done, when and by whom"),
        help_text=_("For a complaint, a report or a call for help: this, or a photo."),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class SendBackForm(MoveForm):
    reason = _words(_("Why another authority is responsible"), _("Please say why, in a sentence."))


class RefuseForm(MoveForm):
    reason = _words(_("Why it cannot be taken up"), _("Please say why, in a sentence."))


class SuperviseForm(MoveForm):
    note = _words(_("What has to be done by when"), _("Please say why, in a sentence."))


class JoinForm(MoveForm):
    main = forms.CharField(
        label=_("Number of the other request"),
        help_text=_("Both get the same answer; whoever asked is told."),
        max_length=24,
    )


class VisitForm(MoveForm):
    solved = forms.TypedChoiceField(
        label=_("What whoever asked says"),
        choices=[("yes", _("It is solved")), ("no", _("It is not solved: one level up"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    note = _words(_("In their words"), _("Please say why, in a sentence."))


class DispatchForm(MoveForm):
    """The likeliest authorities with the words that point to them, then all others."""

    authority = forms.ChoiceField(label=_("Authority"), widget=forms.RadioSelect, required=False)
    other = forms.ChoiceField(label=_("Another one"), required=False)
    note = forms.CharField(label=_("Note"), help_text=READ, max_length=400, required=False)

    def __init__(self, data: QueryDict | None, *, asked: Request) -> None:
        super().__init__(data, asked=asked)
        likely = suggest(asked.text).options[:3]
        every = authorities_by_code()
        self.fields["authority"].choices = [  # type: ignore[attr-defined]
            (option.code, _reasoned(str(option), option.because, option.confidence))
            for option in likely
        ]
        if likely:
            self.fields["authority"].initial = likely[0].code
        names = sorted((in_language(a.names), code) for code, a in every.items())
        self.fields["other"].choices = [  # type: ignore[attr-defined]
            ("", "—"),
            *((code, name) for name, code in names),
        ]

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        said["authority"] = said.pop("other", "") or said.get("authority", "")
        if not said["authority"]:
            self.add_error("authority", _("Please choose the authority."))
        return said


def _reasoned(name: str, because: Any, confidence: float) -> str:
    why = "、".join(because)
    return f"{name} · {round(confidence * 100)} %" + (f" · {why}" if why else "")


class PublishForm(MoveForm):
    """Masked by rule beforehand; the official reads it before anybody does."""

    text = _words(_("The request, as everybody reads it"), _("Please write what it is about."), "")
    answer = _words(_("The answer, as everybody reads it"), _("Please write the answer."), "")

    def __init__(self, data: QueryDict | None, *, asked: Request) -> None:
        super().__init__(data, asked=asked)
        name = asked.asker.name if asked.asker else str(asked.caller.get("name", ""))
        self.fields["text"].initial = masked(asked.text, name)
        self.fields["answer"].initial = masked(asked.answer, name)


class CallForm(forms.Form):
    """What somebody says on the telephone or at the counter, typed while they say it."""

    use_required_attribute = False

    text = forms.CharField(
        label=_("What they say"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 6, "autofocus": True}),
        error_messages={"required": _("Please write what it is about.")},
    )
    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=[(kind.value, kind.label) for kind in TO_THE_HOTLINE],
        required=False,
        help_text=_("Left alone, the words decide."),
    )
    authority = forms.CharField(
        label=_("Authority"),
        max_length=32,
        required=False,
        help_text=_("Its code; left alone, it is dispatched later."),
    )
    region = forms.CharField(label=_("Region code"), max_length=12, required=False)
    words = forms.CharField(label=_("Place"), max_length=200, required=False)
    name = forms.CharField(label=_("Name of the caller"), max_length=60, required=False)
    phone = forms.CharField(label=_("Their telephone"), max_length=20, required=False)
    channel = forms.ChoiceField(
        label=_("How they come"),
        choices=[
            (Channel.PHONE.value, Channel.PHONE.label),
            (Channel.COUNTER.value, Channel.COUNTER.label),
        ],
        widget=forms.RadioSelect,
        initial=Channel.PHONE,
    )
    confidential = forms.BooleanField(label=_("Keep their name"), required=False)

    def __init__(self, data: QueryDict | None, *, region: str) -> None:
        super().__init__(data, initial={"region": region, "channel": Channel.PHONE})
        self.fields["kind"].choices = [("", "—"), *self.fields["kind"].choices]  # type: ignore[attr-defined]

    def asked(self) -> Asked:
        said = self.cleaned_data
        return Asked(
            kind=said["kind"] or suggest(said["text"]).kind or Kind.HELP,
            text=said["text"],
            authority=said["authority"].strip().upper(),
            region=said["region"],
            channel=said["channel"],
            place={"words": said["words"]},
            confidential=said["confidential"],
            caller={"name": said["name"], "phone": said["phone"]},
        )


def photos_in(request: OfficialRequest) -> list[bytes]:
    chosen = request.FILES.getlist("photos")[: MOST_PHOTOS + 1]
    return [file.read(LARGEST + 1) for file in chosen]
