"""What is said about answers: one sentence for each field, which says what to do."""

from datetime import date
from typing import Any

import pytest
from django.utils.translation import override
from stdnum.cn import uscc

from tongban.cases.rules.answers import asked, faults, tidied
from tongban.cases.rules.package import Package, parsed

TODAY = date(2026, 3, 2)
GOOD_ID = "110101199003070011"


def a_form(**fields: dict[str, Any]) -> Package:
    required = [key for key, part in fields.items() if part.pop("required", False)]
    return parsed(
        {
            "names": {"zh": "试"},
            "limits": {"promised": {"days": 5, "unit": "working"}},
            "form": {
                "pages": [],
                "schema": {"type": "object", "required": required, "properties": fields},
            },
        }
    )


def fault(part: dict[str, Any], value: Any) -> str:
    with override("en"):
        return faults(a_form(it=part), {"it": value}, today=TODAY).get("it", "")


TEXT = {"type": "string"}


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        ("1391234567", "1 character is missing. A mobile number has 11 digits."),
        ("139123456789", "There is 1 too many. A mobile number has 11 digits."),
        ("139 1234 567", "Use digits only, without spaces or signs."),
        ("12912345678", "A mobile number has 11 digits and begins with 1."),
        ("13912345678", ""),
    ],
)
def test_a_mobile_number_is_counted(value: str, sentence: str) -> None:
    said = fault(TEXT | {"format": "cn-mobile"}, value)
    assert said.startswith(sentence) if sentence else not said


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("11010119900307001", "1 character is missing"),
        ("110101900307001", "old 15-digit"),
        ("110101199013070011", "not a date of birth"),
        ("999901199003070011", "name no place"),
        ("110101203003070012", "in the future"),
        ("110101199003070012", "is wrong"),
    ],
)
def test_an_id_number_says_what_is_wrong_with_it(value: str, words: str) -> None:
    assert words in fault(TEXT | {"format": "cn-id-number"}, value)


@pytest.mark.parametrize(
    ("part", "value", "sentence"),
    [
        (TEXT | {"minLength": 5}, "abc", "Write at least 5 characters; there are 3 now."),
        (TEXT | {"maxLength": 2}, "abc", "Shorten this by 1 character; 2 fit."),
        (TEXT | {"enum": ["a", "b"]}, "c", "Choose one of the answers."),
        (TEXT | {"format": "date"}, "2026-02-30", "This day does not exist."),
        (TEXT | {"format": "date", "x-past": True}, "2026-03-03", "This day is still to come."),
        (TEXT | {"format": "date", "x-future": True}, "2026-03-01", "This day is over."),
        (TEXT | {"pattern": "^[0-9]+$"}, "x", "This is not written the way it has to be."),
        ({"type": "integer"}, "1", "Write a whole number."),
        ({"type": "integer", "minimum": 3}, 1, "Write a number of at least 3."),
        ({"type": "number", "maximum": 3}, 4, "Write a number of at most 3."),
        ({"type": "number", "multipleOf": 5}, 4, "Write a multiple of 5."),
        ({"type": "boolean", "const": True}, False, "Tick this to go on."),
        ({"type": "boolean"}, "yes", "Answer yes or no."),
        (TEXT | {"format": "cn-region"}, "0", "Choose a province, a city and a district"),
        (TEXT | {"format": "cn-uscc"}, "9131", "14 characters are missing."),
    ],
)
def test_each_kind_of_fault_has_its_sentence(part: Any, value: Any, sentence: str) -> None:
    assert fault(part, value).startswith(sentence)


@pytest.mark.parametrize(
    ("part", "value"),
    [
        (TEXT | {"format": "date", "x-past": True}, "2026-03-02"),
        (TEXT | {"format": "date", "x-future": True}, "2026-03-02"),
        (TEXT | {"format": "cn-region"}, "310104"),
        (TEXT | {"format": "cn-uscc"}, "91310000MA1FL0LX06"),
    ],
)
def test_what_is_right_is_left_alone(part: Any, value: Any) -> None:
    if part.get("format") == "cn-uscc":
        value = value[:17] + str(uscc.calc_check_digit(value[:17]))
    assert not fault(part, value)


def test_a_required_field_that_is_missing_says_how_to_fill_it() -> None:
    form = a_form(
        a=TEXT | {"required": True},
        b=TEXT | {"required": True, "enum": ["x"], "x-choices": {"x": {"zh": "x"}}},
        c={"type": "boolean", "required": True},
        d=TEXT,
    )
    with override("en"):
        assert faults(form, {}, today=TODAY) == {
            "a": "Fill this in.",
            "b": "Choose one of the answers.",
            "c": "Tick this to go on.",
        }


def test_a_field_is_asked_and_required_only_when_its_condition_holds() -> None:
    form = a_form(how=TEXT | {"required": True}, where=TEXT | {"x-when": {"how": ["post", "van"]}})
    assert faults(form, asked(form, {"how": "post"}), today=TODAY).keys() == {"where"}
    assert not faults(form, asked(form, {"how": "counter"}), today=TODAY)
    assert asked(form, {"how": "counter", "where": "left over"}) == {"how": "counter"}


def test_a_draft_keeps_half_answers_and_nothing_that_was_not_asked() -> None:
    form = a_form(a=TEXT | {"minLength": 5})
    assert tidied(form, {"a": " x ", "evil": "1"}) == {"a": "x"}


@pytest.mark.parametrize(
    ("said", "coded"), [("女", "2"), ("Female", "2"), ("1", "1"), ("其他", "其他"), (None, None)]
)
def test_what_a_document_says_in_words_becomes_an_answer_to_choose(
    said: str | None, coded: str | None
) -> None:
    sex = {
        "type": "string",
        "enum": ["1", "2"],
        "x-choices": {"1": {"zh": "男", "en": "Male"}, "2": {"zh": "女", "en": "Female"}},
    }
    assert a_form(it=sex).questions["it"].coded(said) == coded
