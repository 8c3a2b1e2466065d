"""A small catalogue that every test of search shares."""

from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from tongban.catalog.search import Entry, Index, Words, build

WORDS = Path(__file__).parents[3] / "packs" / "china" / "words"
GUANGAN = "511602"

NAMES = {
    "id-reissue": ("居民身份证补领", "Replace a lost resident ID card", "주민 신분증 분실 재발급"),
    "id-renew": ("居民身份证换领", "Renew a resident ID card", "주민 신분증 갱신·교체"),
    "sscard-apply": ("社会保障卡申领", "Social security card", "사회보장카드 신청"),
    "sscard-lost": ("社会保障卡挂失、解挂", "Report a lost social security card", ""),
    "passport": ("普通护照签发", "Ordinary passport", "일반 여권 발급"),
    "foreign-visa": (
        "外国人签证延期、换发、补发",
        "Visa extension for foreigners",
        "외국인 비자 연장",
    ),
    "driver-replace": ("补领、换领机动车驾驶证", "Replace or renew a driving licence", ""),
    "newborn-hukou": ("新生儿上户", "Register a newborn", "신생아 호적 등록"),
    "death-hukou-cancel": ("死亡人员户口注销", "Cancel household registration upon death", ""),
    "unemployment-register": ("失业登记", "Unemployment registration", "실업 등록"),
    "labor-complaint": ("拖欠工资投诉", "Wage arrears complaint", "임금체불 신고"),
    "veteran-report": ("退役报到", "Reporting after leaving active service", "전역 신고"),
    "hf-rent": ("租房提取住房公积金", "Withdraw housing fund for rent", "월세 주택공적금 인출"),
    "marriage-register": ("内地居民结婚登记（预约）", "Marriage registration", "혼인 등록(예약)"),
}
LISTED = {"sscard-lost", "death-hukou-cancel", "labor-complaint", "foreign-visa"}


def national() -> list[Entry]:
    return [
        Entry(
            id=id_,
            names={"zh": chinese, "en": english, "ko": korean},
            authority="公安部" if "id-" in id_ else "人力资源和社会保障部",
            themes=("证件办理",) if "身份证" in chinese else ("社会保障",),
            audience=("person",),
            online=id_ not in LISTED,
        )
        for id_, (chinese, english, korean) in NAMES.items()
    ]


def local() -> list[Entry]:
    return [
        Entry(id="ga-register", names={"zh": "失业登记"}, region=GUANGAN, audience=("person",)),
        Entry(id="ga-coach", names={"zh": "教练车备案证办理（补办）"}, region=GUANGAN),
        Entry(id="sz-coach", names={"zh": "教练车备案证办理（补办）"}, region="440300"),
    ]


@pytest.fixture(scope="session")
def words() -> Words:
    return Words.load(WORDS)


@pytest.fixture(scope="session")
def index(words: Words, tmp_path_factory: pytest.TempPathFactory) -> Index:
    folder = tmp_path_factory.mktemp("search") / "index"
    build(folder, [*national(), *local()], words)
    return Index.open(folder)


@pytest.fixture
def built(tmp_path: Path) -> Callable[[Iterable[Entry]], Path]:
    """Builds a little index without word lists, quickly."""

    def built(entries: Iterable[Entry]) -> Path:
        build(tmp_path / "index", entries, Words())
        return tmp_path / "index"

    return built
