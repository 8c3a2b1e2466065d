"""No video: both speak on the telephone. It is complete, and says what it is."""

from typing import Final

from tongban.cases.models import Window

HOTLINE: Final = "12345"
NOTE: Final = {
    "zh": "本平台此处不提供视频，双方通过这个号码通话",
    "en": "There is no video here. Both speak with each other on this number.",
    "ko": "여기에서는 영상을 제공하지 않으며, 양쪽이 이 번호로 통화합니다.",
}


def begin(window: Window) -> dict[str, object]:
    return {"kind": "telephone", "address": window.office.phone or HOTLINE, "note": NOTE}


def end(window: Window) -> None:
    """There is nothing to hang up."""
