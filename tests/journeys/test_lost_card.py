"""Somebody has lost the ID card. The whole way, from the search to the rating, in five manners."""

from datetime import date, timedelta

from playwright.sync_api import BrowserContext

from tests.harness.live import Live
from tests.journeys.citizen import Citizen
from tests.journeys.official import Official

LIN = "19900000001"


def test_with_a_finger(phone: BrowserContext, desk: BrowserContext, live: Live) -> None:
    the_whole_way(Citizen(phone, name="finger"), Official(desk, name="desk"), live)


def the_whole_way(citizen: Citizen, officer: Official, live: Live) -> None:
    # Given somebody who asks in their own words, and is led to the right service
    citizen.searches("身份证丢了")
    citizen.opens_the_guide("id-reissue")

    # When they apply, with most of the form filled in
    citizen.wants_to_apply()
    citizen.signs_in(LIN)
    citizen.goes_on()
    citizen.shows_presence()
    citizen.goes_on()
    citizen.fills_in("about")
    citizen.fills_in("loss", reason="=lost", lost_on=days_ago(30), lost_where="西藏南路地铁站")
    citizen.fills_in("delivery", delivery="=post")
    citizen.passes_the_materials()
    number = citizen.hands_in()

    # And the officer wants one thing corrected
    officer.signs_in(live, "officer", office="郑州")
    officer.takes(number)
    officer.asks_to_correct("lost_on", "请写清楚是哪一天丢的。")

    # Then nothing but that has to be written again
    citizen.corrects(
        number, "loss", "请写清楚是哪一天丢的。", lost_on=days_ago(31)
    )
    officer.grants(number, "符合条件。")

    # And the new card is in the wallet, every step was told, and the whole is rated once
    citizen.sees_the_certificate(number, "居民身份证")
    citizen.reads_the_messages(at_least=4)
    citizen.rates(number, 5)

    citizen.must_have_found_no_fault()
    officer.must_have_found_no_fault()


def days_ago(days: int) -> str:
    return (date.today() - timedelta(days=days)).isoformat()
