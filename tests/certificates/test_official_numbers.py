import csv
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from stdnum.cn import ric, uscc

from tongban.catalog.rules import codes
from tongban.certificates.rules import identifiers
from tongban.identity.rules import numbers

TODAY = date(2026, 3, 2)
VECTORS = Path(__file__).parents[1] / "data" / "identifier_test_vectors.csv"
REAL_IDENTIFIER = (
    "1.2.156.3005.2.11100000000013338W011.11430000006122244L.20230000403.001.U"  # recorded example
)
USCC_LETTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"

births = st.dates(min_value=numbers.FIRST_BIRTH, max_value=TODAY)
regions = st.sampled_from(["110101", "310104", "410102", "440106", "511602", "810000"])


@st.composite
def id_numbers(draw: st.DrawFn) -> str:
    born = draw(births)
    front = f"{draw(regions)}{born:%Y%m%d}{draw(st.integers(0, 999)):03d}"
    return front + ric.calc_check_digit(front + "0")


@st.composite
def usccs(draw: st.DrawFn) -> str:
    body = draw(st.text("ABCDEFGHJKLMNPQRTUWXY0123456789", min_size=9, max_size=9))
    front = draw(st.sampled_from(["11", "91", "92", "12"])) + draw(regions) + body
    return front + uscc.calc_check_digit(front)


def vectors(kind: str) -> list[str]:
    with VECTORS.open(encoding="utf-8", newline="") as file:
        return [row["value"] for row in csv.DictReader(file) if row["kind"] == kind]


@given(id_numbers())
def test_a_right_id_number_has_no_fault(number: str) -> None:
    assert numbers.id_number_fault(number, on=TODAY) is None
    assert numbers.id_number_fault(number.lower(), on=TODAY) is None


@given(id_numbers(), st.data())
def test_one_wrong_character_never_passes(number: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, 17))
    digit = data.draw(st.sampled_from("0123456789"))
    assume(digit != number[place])
    assert numbers.id_number_fault(number[:place] + digit + number[place + 1 :], on=TODAY)


@given(id_numbers(), st.integers(0, 15))
def test_two_neighbours_swapped_never_pass(number: str, place: int) -> None:
    assume(number[place] != number[place + 1])
    swapped = number[:place] + number[place + 1] + number[place] + number[place + 2 :]
    assert numbers.id_number_fault(swapped, on=TODAY)


@given(st.text(max_size=20))
def test_any_text_gets_an_answer_and_never_an_accident(text: str) -> None:
    numbers.id_number_fault(text, on=TODAY)
    numbers.uscc_fault(text)
    numbers.mobile_fault(text)
    codes.region_fault(text)
    codes.basic_code_fault(text)
    codes.item_code_fault(text)
    codes.type_code_fault(text)
    identifiers.certificate_identifier_fault(text)


def with_check(front: str) -> str:
    return front + ric.calc_check_digit(front + "0")


@pytest.mark.parametrize(
    ("number", "fault"),
    [
        ("31010419900101001", numbers.ID_LENGTH),
        ("3101019001010010", numbers.ID_LENGTH),  # a region of four digits
        ("310104900101001", numbers.ID_OLD),
        ("31010419900101O01X", numbers.ID_FORM),
        ("３１０１０４１９９００１０１００１Ｘ", numbers.ID_FORM),
        (with_check("99999919900101001"), numbers.ID_REGION),
        (with_check("31010419900230001"), numbers.ID_BIRTH),
        (with_check("31010418000101001"), numbers.ID_BIRTH),
        (with_check("31010420260303001"), numbers.ID_FUTURE),
    ],
)
def test_a_wrong_id_number_is_told_what_is_wrong(number: str, fault: numbers.CodeFault) -> None:
    assert numbers.id_number_fault(number, on=TODAY) == fault
    assert str(fault).endswith(".")


def test_a_birth_date_is_in_the_future_only_until_the_day_comes() -> None:
    number = with_check("31010420260302001")
    assert numbers.id_number_fault(number, on=TODAY) is None
    assert numbers.id_number_fault(number, on=TODAY - timedelta(days=1)) == numbers.ID_FUTURE


def test_a_wrong_check_digit_is_called_so() -> None:
    right = with_check("31010419900101001")
    wrong = right[:-1] + ("0" if right[-1] != "0" else "1")
    assert numbers.id_number_fault(wrong, on=TODAY) == numbers.ID_CHECK


@given(usccs())
def test_a_right_credit_code_has_no_fault(code: str) -> None:
    assert numbers.uscc_fault(code) is None


@given(usccs(), st.data())
def test_a_credit_code_with_one_wrong_character_never_passes(
    code: str, data: st.DataObject
) -> None:
    place = data.draw(st.integers(0, 17))
    letter = data.draw(st.sampled_from(USCC_LETTERS))
    assume(letter != code[place])
    assert numbers.uscc_fault(code[:place] + letter + code[place + 1 :])


def test_the_letters_that_look_like_digits_are_not_in_a_credit_code() -> None:
    assert numbers.uscc_fault("91310000MA1FLOSIVZ") == numbers.USCC_FORM


@pytest.mark.parametrize("code", vectors("实施编码"))
def test_recorded_item_codes_are_right(code: str) -> None:
    assert codes.item_code_fault(code) is None


@pytest.mark.parametrize("code", vectors("办件编号(广东)"))
def test_recorded_case_numbers_begin_with_a_right_item_code(code: str) -> None:
    assert codes.item_code_fault(code[:31]) is None


def test_an_item_code_is_wrong_part_by_part() -> None:
    right = vectors("实施编码")[0]
    assert codes.item_code_fault(right[:30]) == codes.ITEM_LENGTH
    assert codes.item_code_fault(right[:18] + "9" + right[19:]) == codes.ITEM_LEVEL
    assert codes.item_code_fault("0" + right[1:]) == numbers.USCC_CHECK
    assert codes.item_code_fault(right[:19] + "0099" + right[23:]) == codes.BASIC_KIND
    assert codes.item_code_fault(right[:19] + "99" + right[21:]) == codes.BASIC_REGION


@pytest.mark.parametrize("identifier", vectors("电子证照标识"))
def test_recorded_certificate_identifiers_are_right(identifier: str) -> None:
    assert identifiers.certificate_identifier_fault(identifier) is None


def test_a_certificate_identifier_is_built_with_its_check_character() -> None:
    built = identifiers.certificate_identifier(
        type_code="11100000000013338W011", issuer="11430000006122244L", serial="20230000403"
    )
    assert built == REAL_IDENTIFIER


@given(usccs(), usccs(), st.from_regex(r"[0-9A-Z]{1,20}", fullmatch=True), st.integers(1, 999))
def test_what_we_build_we_can_verify(a: str, b: str, serial: str, version: int) -> None:
    built = identifiers.certificate_identifier(
        type_code=a + "001", issuer=b, serial=serial, version=version
    )
    assert identifiers.certificate_identifier_fault(built) is None


@given(st.integers(0, 40), st.sampled_from("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
def test_a_certificate_identifier_with_one_wrong_character_never_passes(n: int, put: str) -> None:
    place = len(identifiers.CERTIFICATE_ROOT) + 1 + n
    assume(REAL_IDENTIFIER[place] not in {".", put})
    wrong = REAL_IDENTIFIER[:place] + put + REAL_IDENTIFIER[place + 1 :]
    assert identifiers.certificate_identifier_fault(wrong)


@pytest.mark.parametrize("number", ["19900001234", "13800138000"])
def test_mobile_numbers_have_eleven_digits(number: str) -> None:
    assert numbers.mobile_fault(number) is None
    assert numbers.mobile_fault(number[1:]) == numbers.MOBILE_FORM
    assert numbers.mobile_fault("2" + number[1:]) == numbers.MOBILE_FORM


def test_region_codes_have_a_province_and_a_right_length() -> None:
    assert codes.region_fault("310104") is None
    assert codes.region_fault("310104001") is None
    assert codes.region_fault("310104001002") is None
    assert codes.region_fault("31010") == codes.REGION_FORM
    assert codes.region_fault("990104") == codes.REGION_UNKNOWN
