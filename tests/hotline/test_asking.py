"""Handing in a request: photos, places, doubles, rude words, emergencies."""

from io import BytesIO

import pytest
from PIL import Image

from tests.builders import MONDAY, PACK, a_person, a_post, an_authority
from tests.hotline.asking import WORDS, a_chief, a_photo, a_request, an_answered
from tongban.catalog.models import Post, Region
from tongban.catalog.packages.reading import table
from tongban.core.refusal import KeyReused
from tongban.files import store
from tongban.hotline import operations, queries
from tongban.hotline.models import Photo, Request
from tongban.hotline.operations.refusals import (
    NotClosed,
    NothingSaid,
    PlaceAbroad,
    TooManyPhotos,
    UnfitPhoto,
)
from tongban.hotline.rules.contents import Asked, masked
from tongban.messages.models import Message

pytestmark = pytest.mark.django_db


@pytest.fixture
def taught() -> None:
    names = {"duties", "examples", "classes", "words"}
    operations.load_lessons(**{n: table(PACK / f"hotline_{n}.csv", ()).rows for n in names})


@pytest.fixture
def post() -> Post:
    return a_post("王建国")


def test_photos_are_kept_sealed_and_without_where_they_were_taken(post: Post) -> None:
    asked = a_request(photos=(a_photo(),))
    kept = store.read(queries.photos_of(asked)[0].stored_as)
    assert not dict(Image.open(BytesIO(kept)).getexif())
    assert b"Camera of Ana" not in kept


def test_the_same_photo_counts_once(post: Post) -> None:
    assert len(queries.photos_of(a_request(photos=(a_photo(), a_photo())))) == 1


@pytest.mark.parametrize(
    ("photos", "refusal"),
    [
        ((a_photo(),) * 50, TooManyPhotos),
        ((b"no picture",), UnfitPhoto),
        ((b"%PDF-1.4 nothing",), UnfitPhoto),
    ],
)
def test_what_is_no_photo_or_too_much_is_refused_and_nothing_stays(
    post, settings, photos, refusal
) -> None:
    from pathlib import Path

    folder = Path(settings.TONGBAN_FILES)
    before = set(folder.rglob("*"))
    with pytest.raises(refusal):
        a_request(photos=(a_photo(colour="blue"), *photos))
    assert not Request.objects.exists()
    assert not Photo.objects.exists()
    assert {path for path in set(folder.rglob("*")) - before if path.is_file()} == set()


def test_a_place_in_another_country_is_refused_in_words(post: Post) -> None:
    Region.objects.filter(code="310104").update(lon=121.44, lat=31.19)
    here = a_request(place={"words": "西门", "lon": 121.4, "lat": 31.2})
    assert (here.place["lon"], here.region) == (121.4, "310104")
    for lon, lat in ((139.7, 35.7), (0, 0), (500, 0)):
        with pytest.raises(PlaceAbroad):
            a_request(place={"lon": lon, "lat": lat})
    assert Request.objects.count() == 1


def test_sent_twice_with_one_key_it_is_one_request(post: Post) -> None:
    said, by = Asked("help", WORDS), a_person()
    first = operations.ask(said=said, by=by, at=MONDAY, idempotency_key="k")
    again = operations.ask(said=said, by=by, at=MONDAY, idempotency_key="k")
    assert first == again
    with pytest.raises(KeyReused):
        other = Asked("help", "别的事")
        operations.ask(said=other, by=by, at=MONDAY, idempotency_key="k")
    assert Request.objects.count() == Message.objects.count() == 1


def test_rude_words_are_taken_civilly_and_only_marked(post: Post, taught: None) -> None:
    asked = a_request(text="你们这些王八蛋什么时候修路灯")
    assert asked.abusive
    assert asked.status == "dispatched"


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("楼上着火了，快来人", "119"),
        ("家里有很重的煤气味", "119"),
        ("有人持刀抢劫", "110"),
        ("老人突然昏迷没有呼吸", "120"),
        ("路灯坏了", ""),
    ],
)
def test_an_emergency_is_pointed_to(post: Post, taught: None, text: str, number: str) -> None:
    asked = a_request(text=text)
    assert asked.emergency == number
    assert queries.suggest(text).emergency == number


def test_danger_has_the_shortest_day(post: Post, taught: None) -> None:
    assert a_request(text="路面塌陷，有人受伤").due_on == MONDAY.date().replace(day=3)


def test_without_a_pack_nothing_is_suggested_and_everything_is_taken(post: Post) -> None:
    queries.suggesting.forget_lessons()
    made = queries.suggest("路灯坏了")
    assert (made.kind, made.best) == ("", None)
    assert a_request(authority="").status == "received"


def test_the_suggestion_says_why(post: Post, taught: None) -> None:
    an_authority("L-CG")
    made = queries.suggest("小区西门的路灯坏了快一个星期")
    assert made.best
    assert (made.best.code, "路灯" in made.best.because) == ("L-CG", True)
    assert made.topic == "050100"


def test_texts_that_the_model_never_saw_find_their_kind_and_authority() -> None:
    from bench.hotline.learning import cross_validated

    judged = cross_validated()
    assert judged.kind >= 0.85
    assert judged.third >= 0.85


def test_an_operator_writes_down_a_call_of_somebody_unknown(post: Post) -> None:
    caller = {"name": "张三", "phone": "13900000000"}
    said = Asked("help", WORDS, channel="phone", caller=caller)
    asked = operations.take_call(said=said, by=post, at=MONDAY)
    assert (asked.asker, asked.caller, asked.channel) == (None, caller, "phone")
    assert not Message.objects.exists()


def test_who_calls_from_their_own_phone_finds_it_among_their_own(post: Post) -> None:
    ana = a_person("李敏")
    known = {"name": "李敏", "phone": ana.phone}
    said = Asked("help", WORDS, channel="phone", caller=known)
    assert operations.take_call(said=said, by=post, at=MONDAY).asker == ana
    said = Asked("help", WORDS, channel="phone", caller={**known, "name": "别人"})
    assert operations.take_call(said=said, by=post, at=MONDAY).asker is None


def test_of_a_confidential_request_only_the_chief_at_the_desk_learns_who_asked(post) -> None:
    asked = a_request(confidential=True)
    assert not queries.shows_asker(asked, post)
    assert queries.shows_asker(asked, a_chief(post))
    operations.look(request=asked, by=post, at=MONDAY)
    assert "name" not in asked.asker.accesses.get().fields


def test_nobody_is_in_what_is_published(post: Post) -> None:
    chief = a_chief(post)
    asked = an_answered(
        post, may_publish=True, text="我叫李敏，电话13912345678，住3号楼502室，灯坏了"
    )
    with pytest.raises(NotClosed):
        operations.publish(request=asked, text="灯", answer="好", by=chief, at=MONDAY)
    operations.confirm(request=asked, by=asked.asker, at=MONDAY)
    with pytest.raises(NothingSaid):
        operations.publish(request=asked, text=" ", answer="好", by=chief, at=MONDAY)
    shown = operations.publish(request=asked, text=asked.text, answer="已修好", by=chief, at=MONDAY)
    for personal in ("李敏", "13912345678", "502"):
        assert personal not in shown.text
    assert [each.pk for each in queries.published("灯坏")] == [shown.pk]
    operations.take_off(request=asked, by=chief, at=MONDAY)
    assert not queries.published("灯坏").exists()


def test_without_consent_nothing_is_published(post: Post) -> None:
    asked = an_answered(post)
    operations.confirm(request=asked, by=asked.asker, at=MONDAY)
    with pytest.raises(NotClosed):
        operations.publish(request=asked, text="灯", answer="好", by=a_chief(post), at=MONDAY)


@pytest.mark.parametrize(
    ("text", "gone"),
    [
        ("车牌沪A12345违停", "A12345"),
        ("我的邮箱 ana@example.org", "ana@example"),
        ("身份证41010219900101123X", "41010219900101123X"),
        ("王建国医生态度差", "王建国"),
    ],
)
def test_what_points_to_somebody_is_masked(text: str, gone: str) -> None:
    assert gone not in masked(text)
