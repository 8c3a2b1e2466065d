"""What people answer to our texts, as the carrier brings it."""

from hmac import compare_digest

from django.conf import settings
from django.http import HttpRequest
from django.utils.timezone import now
from ninja import Router
from ninja.security import HttpBearer
from pydantic import BaseModel, ConfigDict, Field

from tongban.hotline.operations import take_text

router = Router(tags=["texts"])


class CarrierKey(HttpBearer):
    """The key that the carrier and we agreed on; without one in the settings nobody comes in."""

    def authenticate(self, request: HttpRequest, token: str) -> str | None:  # noqa: ARG002
        key = str(settings.TONGBAN_TEXTS_KEY)
        return "carrier" if key and compare_digest(key.encode(), token.encode()) else None


class AnswerIn(BaseModel):
    """A text that somebody sent to our number."""

    model_config = ConfigDict(extra="forbid")

    phone: str = Field(pattern=r"^1\d{10}$")
    text: str = Field(max_length=1000)


class AnswerOut(BaseModel):
    """What they are told."""

    answer: str


@router.post("", auth=CarrierKey(), response=AnswerOut, include_in_schema=False)
def take(request: HttpRequest, body: AnswerIn) -> AnswerOut:
    """For the carrier alone, so it is not part of what we describe to programs.

    A number from 1 to 5, and words if there are any, rates the latest thing of that phone.
    """
    return AnswerOut(answer=take_text(phone=body.phone, text=body.text, at=now()))
