"""What a certificate hides until its holder asks to see it in full."""

import pytest

from tongban.certificates.rules.masking import masked


@pytest.mark.parametrize(
    ("rule", "value", "shown"),
    [
        ("保留姓氏，其余*", "林晓", "林*"),
        ("保留前1后1", "410102199405169986", "4****************6"),
        ("保留后4", "DEMO0000001", "*******0001"),
        ("保留到区县", "河南省郑州市中原区示例路100号", "河南省郑州市中原区****"),
        ("", "公安部", "公安部"),
    ],
)
def test_each_field_is_hidden_as_its_rule_says(rule: str, value: str, shown: str) -> None:
    assert masked(value, {"key": "any", "mask": rule}) == shown


def test_an_id_number_is_never_shown_whole_by_oversight() -> None:
    assert "19940516" not in masked("410102199405169986", {"key": "x", "type": "cn_rid18"})
