"""One star for a finished case: a named person calls back, it is put right and rated again."""

from playwright.sync_api import BrowserContext, expect

from tests.harness.live import Live
from tests.harness.tables import Tables
from tests.journeys.citizen import RATED, Citizen
from tests.journeys.official import Official
from tests.journeys.test_lost_card import LIN, days_ago

ORDER = r"/work/problems/[0-9a-f-]{36}/"
WORDS = "窗口说缺材料，指南里没有写"
RESULT = "已向您说明并改了指南，窗口人员重新培训"


def test_one_star_becomes_a_call_back_and_a_second_rating(
    phone: BrowserContext, desk: BrowserContext, live: Live
) -> None:
    citizen, officer = Citizen(phone, name="star"), Official(desk, name="handler", strict=False)
    # Given somebody whose case an officer has decided, who gives it one star and may be called
    number = a_finished_case(citizen, officer, live)
    mine = gives_one_star(citizen, number)

    # When who decided sees nothing of it yet, and somebody else calls, with nothing but keys
    officer.goes_to("/work/problems/")
    expect(officer.find("main")).not_to_contain_text(WORDS)
    desk.clear_cookies()
    chief = Official(desk, name="keys", keyboard=True)
    chief.signs_in(live, "chief", office=LIN.office)
    follows_it_up(chief)

    # Then it is rated again, the first one stays, and everybody can see what came of it
    citizen.goes_to(mine)
    citizen.reads(RESULT)
    citizen.choose("[name=level][value='4']")
    citizen.press("form[data-norms] .btn.big")
    citizen.is_on(RATED)
    assert [each.inner_text() for each in citizen.find("main b:has-text(' / 5')").all()] == [
        "1 / 5",
        "4 / 5",
    ]
    a_day_passes_and_others_rate(live)
    citizen.goes_to("/ratings/public/?by=service")
    citizen.is_on(r"/ratings/public/")
    figures = citizen.find("main .facts dd").all_inner_texts()
    assert figures == ["5", "80 %", "100 %"], "five ratings, one of them bad, and put right"
    for somebody in (citizen, chief):
        somebody.must_have_found_no_fault()


def a_finished_case(citizen: Citizen, officer: Official, live: Live) -> str:
    """The number of it."""
    citizen.goes_to("/services/id-reissue/")
    citizen.wants_to_apply()
    citizen.signs_in(LIN.phone)
    citizen.shows_presence()
    citizen.fills_in("about")
    citizen.fills_in("loss", reason="=lost", lost_on=days_ago(3), lost_where="地铁站")
    citizen.fills_in("delivery", delivery="=counter")
    citizen.passes_the_materials()
    number = citizen.hands_in()
    officer.signs_in(live, "officer", office=LIN.office)
    officer.takes(number)
    officer.grants(number, "符合条件。")
    return number


def gives_one_star(citizen: Citizen, number: str) -> str:
    """The page on which it was given."""
    citizen.opens_the_case(number, finished=True)
    citizen.press("main a[href$='/rate/']")
    citizen.is_on(RATED)
    assert citizen.find("form[data-norms] input:checked").count() == 0, "nothing is chosen for them"
    citizen.choose("[name=level][value='1']")
    citizen.write("[name=comment]", WORDS)
    citizen.choose("[name=may_call][value=yes]")
    citizen.press("form[data-norms] .btn.big")
    citizen.is_on(RATED)
    return citizen.page.url


def follows_it_up(chief: Official) -> None:
    chief.goes_to("/work/problems/")
    chief.is_on(r"/work/problems/$")
    chief.press("#rows tbody a")
    chief.is_on(ORDER)
    chief.reads(WORDS)
    expect(chief.find("main")).not_to_contain_text(LIN.phone)
    chief.press("form[action$='/call/'] button")
    expect(chief.find("main")).to_contain_text(LIN.phone)
    chief.press("a[href*='/settle/']")
    chief.is_on(f"{ORDER}settle/")
    chief.choose("[name=fixed][value=yes]")
    chief.write("[name=result]", RESULT)
    chief.press("[data-submit]")
    chief.is_on(f"{ORDER}$")


def a_day_passes_and_others_rate(live: Live) -> None:
    """Ratings are opened after a day, and fewer than five are not shown."""
    tables = Tables(live.home)
    tables.change("UPDATE ratings_rating SET sealed_at = rated_at")
    columns = ", ".join(
        str(row[1])
        for row in tables.rows("PRAGMA table_info(ratings_rating)")
        if row[1] not in {"id", "public_id", "about", "level", "mended", "occasion_id", "rater_id"}
    )
    for other in range(4):
        tables.change(
            f"INSERT INTO ratings_rating (public_id, about, level, {columns})"
            f" SELECT ?, ?, 5, {columns} FROM ratings_rating WHERE level = 1",
            f"{other:032x}",
            f"visit/{other}",
        )
