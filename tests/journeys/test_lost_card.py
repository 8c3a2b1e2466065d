"""Somebody has lost the ID card. The whole way, from the search to the rating, in five manners."""

from dataclasses import dataclass
from datetime import timedelta

from django.utils.timezone import localdate
from playwright.sync_api import BrowserContext

from tests.harness.live import Live
from tests.journeys.citizen import Citizen
from tests.journeys.official import Official
from tests.journeys.screens import faults_for_elders, faults_in_chinese, faults_in_english


@dataclass(frozen=True)
class Story:
    """Who lost the card, how they put it, and which office decides."""

    phone: str
    words: str
    card: str
    office: str
    officer: str
    where: str


LIN = Story("19900000001", "身份证丢了", "居民身份证", "郑州市", "officer", "地铁站")
ZHOU = Story("19900000002", "身份证丢了", "居民身份证", "徐汇区", "officer", "菜场")
LIN_IN_ENGLISH = Story(
    "19900000001", "lost my ID card", "ID card", "郑州市", "officer", "In the metro"
)


def test_with_a_finger(phone: BrowserContext, desk: BrowserContext, live: Live) -> None:
    citizen, officer = (
        Citizen(phone, name="finger", look=faults_in_chinese),
        Official(desk, name="desk"),
    )
    the_whole_way(citizen, officer, live, LIN)
    officer.must_have_found_no_fault()


def test_without_scripts(
    phone_without_scripts: BrowserContext, desk: BrowserContext, live: Live
) -> None:
    citizen = Citizen(phone_without_scripts, name="plain", scripts=False)
    the_whole_way(citizen, Official(desk, name="desk", strict=False), live, LIN)


def test_with_the_keyboard_only(phone: BrowserContext, desk: BrowserContext, live: Live) -> None:
    citizen = Citizen(phone, name="keyboard", keyboard=True)
    officer = Official(desk, name="desk", keyboard=True, strict=False)
    the_whole_way(citizen, officer, live, LIN)


def test_in_elder_mode(phone: BrowserContext, desk: BrowserContext, live: Live) -> None:
    citizen = Citizen(phone, name="elder", look=faults_for_elders)
    citizen.prefers(elder="1")
    the_whole_way(citizen, Official(desk, name="desk", strict=False), live, ZHOU)


def test_in_english(phone: BrowserContext, desk: BrowserContext, live: Live) -> None:
    citizen = Citizen(phone, name="english", look=faults_in_english)
    citizen.prefers(language="en")
    the_whole_way(citizen, Official(desk, name="desk", strict=False), live, LIN_IN_ENGLISH)


def the_whole_way(citizen: Citizen, officer: Official, live: Live, story: Story) -> None:
    # Given somebody who asks in their own words, and is led to the right service
    citizen.searches(story.words)
    citizen.opens_the_guide("id-reissue")

    # When they apply, with most of the form filled in
    citizen.wants_to_apply()
    citizen.signs_in(story.phone)
    citizen.goes_on()
    citizen.shows_presence()
    citizen.goes_on()
    citizen.fills_in("about")
    citizen.fills_in("loss", reason="=lost", lost_on=days_ago(30), lost_where=story.where)
    citizen.fills_in("delivery", delivery="=counter")
    citizen.passes_the_materials()
    number = citizen.hands_in()

    # And the officer wants one thing corrected
    officer.signs_in(live, story.officer, office=story.office)
    officer.takes(number)
    officer.asks_to_correct("lost_on", "请写清楚是哪一天丢的。")

    # Then nothing but that has to be written again
    citizen.corrects(number, "loss", "请写清楚是哪一天丢的。", lost_on=days_ago(31))
    officer.grants(number, "符合条件。")

    # And the new card is in the wallet, every step was told, and the whole is rated once
    citizen.sees_the_certificate(number, story.card)
    citizen.reads_the_messages(at_least=4)
    citizen.rates(5)
    citizen.must_have_found_no_fault()


def days_ago(days: int) -> str:
    return (localdate() - timedelta(days=days)).isoformat()
