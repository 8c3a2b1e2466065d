"""Who can look at somebody's data, and what that person then reads."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from tongban.identity.rules import PLATFORMS

Names = Mapping[str, str]

# What is personal on many screens. What a form asks has its own words, which come with it.
LABELS: Final[Mapping[str, Names]] = {
    "name": {"zh": "姓名", "en": "Name", "ko": "성명"},
    "masked_name": {
        "zh": "姓名（部分隐藏）",
        "en": "Name, partly hidden",
        "ko": "성명(일부 숨김)",
    },
    "id_number": {"zh": "身份号码", "en": "ID number", "ko": "신분번호"},
    "phone": {"zh": "手机号码", "en": "Mobile number", "ko": "휴대전화 번호"},
    "address": {"zh": "通信地址", "en": "Postal address", "ko": "우편 주소"},
    "region": {"zh": "所在地区", "en": "Region", "ko": "지역"},
    "birth_on": {"zh": "出生日期", "en": "Date of birth", "ko": "생년월일"},
    "sex": {"zh": "性别", "en": "Sex", "ko": "성별"},
    "kind": {"zh": "个人或法人", "en": "Person or firm", "ko": "개인 또는 법인"},
    "level": {
        "zh": "实名等级",
        "en": "How surely you are known",
        "ko": "본인 확인 수준",
    },
    "is_sixty": {"zh": "是否满60岁", "en": "Sixty or older", "ko": "만 60세 이상 여부"},
    "firm": {"zh": "企业名称", "en": "Name of the firm", "ko": "기업명"},
    "uscc": {
        "zh": "统一社会信用代码",
        "en": "Credit code of the firm",
        "ko": "통합사회신용코드",
    },
    "text": {"zh": "您写的内容", "en": "What you wrote", "ko": "작성한 내용"},
    "photos": {"zh": "照片", "en": "Pictures", "ko": "사진"},
    "place": {"zh": "地点", "en": "The place", "ko": "장소"},
    "materials": {"zh": "提交的材料", "en": "Papers of the case", "ko": "제출 서류"},
    "progress": {"zh": "办理进度", "en": "How far the case is", "ko": "처리 현황"},
    "certificates": {"zh": "持有的证照", "en": "Certificates", "ko": "보유 증명서"},
}


class By(TextChoices):
    """Who looked."""

    OFFICIAL = "official", _("An official")
    VERIFIER = "verifier", _("A place where codes are checked")
    NODE = "node", _("Another platform")
    PROGRAM = "program", _("A program")
    RELATIVE = "relative", _("Somebody who may act for you")


@dataclass(frozen=True)
class Shown:
    """What the person reads about a look, in the words that held then.

    `post` is what the post is called, `authority` the code of who answers for it, `matter` what
    the case is about, `labels` the names of fields, `purpose` a code of the register.
    """

    kind: By = By.OFFICIAL
    post: Names = field(default_factory=dict)
    authority: str = ""
    region: str = ""
    matter: Names = field(default_factory=dict)
    labels: Mapping[str, Names] = field(default_factory=dict)
    purpose: str = ""


ALONE: Final = "purpose:"
STANDS_ALONE: Final = frozenset({"wallet"})  # purposes that concern no program in particular


def alone(purpose: str) -> str:
    """To whom a consent is given that is about a purpose and nobody in particular."""
    return f"{ALONE}{purpose}"


def purpose_of(to: str) -> str:
    """The purpose that a consent serves, by whom it was given to."""
    if to.startswith(ALONE):
        return to.removeprefix(ALONE)
    return "one-identity" if to == PLATFORMS else "sign-in-elsewhere"
