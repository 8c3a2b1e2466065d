"""People: loading, preferences, tokens, and the list of one's sign-ins."""

import pytest
from pytest_django import DjangoAssertNumQueries

from tests.builders import DAY, MONDAY, a_person
from tongban.audit.queries import trail_of
from tongban.identity import operations, queries
from tongban.identity.models import ApiToken, Person
from tongban.identity.rules import TOKEN_LIVES, Door, Level, Method

pytestmark = pytest.mark.django_db


def test_loading_a_person_again_changes_and_does_not_double() -> None:
    for elder in (False, True):
        person = operations.register_person(
            phone="13800138000",
            name="周桂兰",
            number="310104195402039984",
            level=Level.PRESENT,
            elder=elder,
            synthetic=True,
            login_name="elder",
            at=MONDAY,
        )
    assert Person.objects.get() == person
    assert person.elder
    assert list(queries.invented_people()) == [person]
    assert queries.person_named("elder") == person


def test_preferences_change_only_what_was_said() -> None:
    ana = a_person("Ana")
    operations.set_preferences(person=ana, language="ko", by=ana, at=MONDAY)
    operations.set_preferences(person=ana, elder=True, region="310104", by=ana, at=MONDAY)
    ana.refresh_from_db()
    assert (ana.language, ana.elder, ana.region) == ("ko", True, "310104")
    assert [entry.detail for entry in trail_of(ana.ref)] == [
        {"changed": ["language"]},
        {"changed": ["elder", "region"]},
    ]


def test_a_token_opens_for_its_person_in_one_question(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    ana = a_person("Ana")
    plain = operations.issue_token(person=ana, label="test", by=ana, at=MONDAY)
    with django_assert_num_queries(1):
        assert queries.person_with_token(plain, at=MONDAY) == ana
    assert plain not in str(ApiToken.objects.values_list().get())
    assert queries.person_with_token(plain + "x", at=MONDAY) is None


def test_a_token_ends_by_age_by_hand_and_with_its_person() -> None:
    ana = a_person("Ana")
    plain = operations.issue_token(person=ana, label="test", by=ana, at=MONDAY)
    token = ApiToken.objects.get()
    assert queries.person_with_token(plain, at=MONDAY + TOKEN_LIVES) is None
    operations.revoke_token(token=token, by=ana, at=MONDAY)
    assert queries.person_with_token(plain, at=MONDAY) is None
    with pytest.raises(operations.TokenEnded):
        operations.revoke_token(token=token, by=ana, at=MONDAY)
    other = operations.issue_token(person=ana, label="test", by=ana, at=MONDAY)
    Person.objects.update(is_active=False)
    assert queries.person_with_token(other, at=MONDAY) is None


def test_a_token_is_ended_by_its_owner_only() -> None:
    ana, ben = a_person("Ana"), a_person("Ben")
    operations.issue_token(person=ana, label="test", by=ana, at=MONDAY)
    with pytest.raises(operations.TokenEnded):
        operations.revoke_token(token=ApiToken.objects.get(), by=ben, at=MONDAY)


def test_a_sign_in_is_listed_until_it_ends_and_ended_by_its_owner_only() -> None:
    ana, ben = a_person("Ana"), a_person("Ben")
    sign_in = operations.open_sign_in(
        person=ana,
        door=Door.PORTAL,
        method=Method.CODE,
        level=Level.MATCHED,
        device="iPhone",
        at=MONDAY,
    )
    assert list(queries.sign_ins_of(ana, at=MONDAY)) == [sign_in]
    with pytest.raises(operations.NotSignedInThere):
        operations.end_sign_in(sign_in=sign_in, by=ben, at=MONDAY)
    operations.end_sign_in(sign_in=sign_in, by=ana, at=MONDAY)
    assert not queries.sign_ins_of(ana, at=MONDAY).exists()
    with pytest.raises(operations.NotSignedInThere):
        operations.end_sign_in(sign_in=sign_in, by=ana, at=MONDAY)


def test_a_citizens_sign_in_lasts_half_a_day() -> None:
    sign_in = operations.open_sign_in(
        person=a_person("Ana"),
        door=Door.PORTAL,
        method=Method.CODE,
        level=Level.MATCHED,
        device="",
        at=MONDAY,
    )
    assert queries.live_sign_in(sign_in.public_id, at=MONDAY + DAY / 3) == sign_in
    assert queries.live_sign_in(sign_in.public_id, at=MONDAY + DAY / 2) is None
