"""What people type, and what they find."""

import pytest

from tests.catalog.search.conftest import GUANGAN
from tongban.catalog.search import Index


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("居民身份证补领", "id-reissue"),
        ("身份证丢了怎么办", "id-reissue"),
        ("身份证快过期了", "id-renew"),
        ("我家娃儿咋个上户口", "newborn-hukou"),
        ("老人走了怎么销户口", "death-hukou-cancel"),
        ("老板不给工钱", "labor-complaint"),
        ("租房子能取公积金吗", "hf-rent"),
    ],
)
def test_everyday_words_find_the_official_service(index: Index, question: str, first: str) -> None:
    assert index.search(question).ids[0] == first


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("huzhao", "passport"),
        ("shiye dengji", "unemployment-register"),
        ("jiehun", "marriage-register"),
    ],
)
def test_pinyin_finds_what_it_spells(index: Index, question: str, first: str) -> None:
    assert index.search(question).ids[0] == first


def test_pinyin_as_it_is_misheard_finds_the_same(index: Index) -> None:
    assert index.search("senfenzen").ids[:2] == index.search("shenfenzheng").ids[:2]


@pytest.mark.parametrize(
    ("question", "first"),
    [("sfz bl", "id-reissue"), ("sbk", "sscard-apply"), ("jsz", "driver-replace")],
)
def test_initials_are_enough(index: Index, question: str, first: str) -> None:
    assert index.search(question).ids[0] == first


@pytest.mark.parametrize(
    ("question", "first", "meant"),
    [
        ("社包卡怎么办", "sscard-apply", "社保卡怎么办"),
        ("护造到期", "passport", "护照到期"),
        ("退伍报道", "veteran-report", "退伍报到"),
        ("身分正补领", "id-reissue", "身份证补领"),
    ],
)
def test_homophones_and_slips_find_what_was_meant_and_say_so(
    index: Index, question: str, first: str, meant: str
) -> None:
    result = index.search(question)
    assert (result.ids[0], result.suggestion) == (first, meant)


def test_misspelt_english_finds_what_was_meant_and_says_so(index: Index) -> None:
    result = index.search("drivng licence")
    assert result.ids[0] == "driver-replace"
    assert result.suggestion == "driving licence"


def test_a_question_typed_right_gets_no_correction(index: Index) -> None:
    for question in ("身份证补领", "passport", "여권", "失业登记"):
        assert index.search(question).suggestion is None


@pytest.mark.parametrize(
    ("question", "first"),
    [("身分證遺失補辦", "id-reissue"), ("社會保障卡申領", "sscard-apply"), ("護照", "passport")],
)
def test_traditional_characters_find_the_same(index: Index, question: str, first: str) -> None:
    assert index.search(question).ids[0] == first


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("lost my ID card", "id-reissue"),
        ("extend my visa", "foreign-visa"),
        ("unpaid wages", "labor-complaint"),
        ("passport丢了", "passport"),
    ],
)
def test_english_alone_or_mixed_finds_the_service(index: Index, question: str, first: str) -> None:
    assert index.search(question).ids[0] == first


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("여권 발급", "passport"),
        ("비자 연장", "foreign-visa"),
        ("운전면허증 갱신", "driver-replace"),
    ],
)
def test_korean_finds_services_even_without_a_korean_name(
    index: Index, question: str, first: str
) -> None:
    assert index.search(question).ids[0] == first


def test_what_can_be_done_here_goes_before_a_look_alike_that_is_only_listed(index: Index) -> None:
    assert index.search("失业登记").ids[:2] == ["unemployment-register", "ga-register"]


def test_the_own_region_goes_before_another(index: Index) -> None:
    assert index.search("教练车备案", region=GUANGAN).ids[:2] == ["ga-coach", "sz-coach"]
    assert index.search("教练车备案", region="440305").ids[:2] == ["sz-coach", "ga-coach"]


def test_filters_leave_only_what_they_say(index: Index) -> None:
    assert "ga-register" not in index.search("失业登记", online_only=True).ids
    assert "ga-register" in index.search("失业登记", audience="person").ids
    answered = index.search("身份证换领", theme="证件办理", authority="公安部").ids
    assert set(answered) == {"id-reissue", "id-renew"}
    assert index.search("失业登记", audience="organisation").total == 0


def test_an_empty_question_lists_everything_page_by_page(index: Index) -> None:
    pages = [index.search("", limit=6, offset=offset) for offset in (0, 6, 12)]
    ids = [id_ for page in pages for id_ in page.ids]
    assert len(set(ids)) == len(ids) == pages[0].total == 17


def test_pages_of_an_answer_neither_repeat_nor_lose_services(index: Index) -> None:
    whole = index.search("身份证")
    pages = [index.search("身份证", limit=1, offset=at).ids for at in range(whole.total)]
    assert [id_ for page in pages for id_ in page] == whole.ids


def test_nonsense_finds_nothing_and_total_says_so(index: Index) -> None:
    result = index.search("鑫曌囧")
    assert (result.ids, result.total, result.relaxed) == ([], 0, True)


def test_an_answer_that_fits_only_partly_says_so(index: Index) -> None:
    assert index.search("火星旅行社的老板想投资房地产登记").relaxed
    assert not index.search("失业登记").relaxed
