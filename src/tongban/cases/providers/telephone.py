"""No video: both speak on the telephone. It is complete, and says what it is."""

from typing import Final

from tongban.cases.models import Window

HOTLINE: Final = "12345"
NOTE: Final = {
    "zh": "此处没有视频，请用电话与工作人员通话",
    "en": "There is no video here. Speak with the officer by telephone.",
    "ko": "여기에는 영상이 없습니다. 담당자와 전화로 통화하세요.",
}


def begin(window: Window) -> dict[str, object]:
    return {"kind": "telephone", "address": window.office.phone or HOTLINE, "note": NOTE}


def end(window: Window) -> None:
    """There is nothing to hang up."""
