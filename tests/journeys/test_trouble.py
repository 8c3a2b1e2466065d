"""What goes wrong on the way, and that nothing typed is lost by it."""

import os
import re
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from tests.harness.browsers import PHONE
from tests.harness.live import ROOT, Live
from tests.journeys import files
from tests.journeys.citizen import CASE, Citizen

LIN = "19900000001"
PACK = ROOT / "packs" / "china"
QUESTION = """      police:
        type: boolean
        x-label: {zh: 是否已报警, en: Reported to the police, ko: 경찰 신고 여부}
        x-purpose: decide
"""


@pytest.fixture
def citizen(phone: BrowserContext) -> Citizen:
    """Lin, with the application for a new card begun."""
    lin = Citizen(phone, name="trouble", strict=False)  # these screens were looked at elsewhere
    begin(lin)
    lin.strict = True
    return lin


@pytest.fixture
def second(browser: Browser, live: Live) -> Citizen:
    """Lin on another device."""
    context = browser.new_context(viewport=PHONE, base_url=live.url)
    context.set_default_timeout(10_000)
    return Citizen(context, name="second", strict=False)


def begin(lin: Citizen) -> None:
    lin.goes_to("/services/id-reissue/")
    lin.wants_to_apply()
    lin.signs_in(LIN)
    lin.goes_on()
    lin.shows_presence()
    lin.goes_on()


def test_a_session_that_ends_in_the_middle_of_a_form(citizen: Citizen, second: Citizen) -> None:
    # Given somebody in the middle of a form, who is signed out from another device
    citizen.fills_in("about")
    citizen.is_on("/form/loss/")
    citizen.choose("[name=reason][value=lost]")
    citizen.write("[name=lost_where]", "地铁站")
    second.goes_to("/me/sign-ins/")
    second.signs_in(LIN)
    second.is_on("/me/sign-ins/")
    second.press("form[action$='/end/'] button")

    # When they save
    citizen.press("form[data-autosave] .btn.big")
    citizen.signs_in(LIN)
    citizen.is_on("/sign-in/go-on/")
    citizen.press("form.card .btn.big")
    citizen.shows_presence()
    citizen.is_on("/sign-in/go-on/")
    citizen.press("form.card .btn.big")

    # Then what they typed is there
    citizen.is_on("/form/loss/")
    expect(citizen.find("[name=lost_where]")).to_have_value("地铁站")
    expect(citizen.find("[name=reason][value=lost]")).to_be_checked()
    citizen.must_have_found_no_fault()


def test_two_devices_with_one_draft(citizen: Citizen, second: Citizen) -> None:
    # Given one draft, open on two devices
    citizen.fills_in("about")
    citizen.is_on("/form/loss/")
    begin(second)
    second.fills_in("about")
    second.fills_in("loss", reason="=lost", lost_on="2026-03-02", lost_where="商场")
    second.is_on("/form/delivery/")

    # When the first one, which knows nothing of it, saves something else
    citizen.choose("[name=reason][value=stolen]")
    citizen.write("[name=lost_on]", "2026-03-01")
    citizen.write("[name=lost_where]", "地铁站")
    expect(citizen.find("[data-autosave-status]")).not_to_be_empty()
    citizen.press("form[data-autosave] .btn.big")

    # Then both versions are shown, and the one that is saved on purpose counts
    expect(citizen.find("[role=alert]")).to_be_visible()
    expect(citizen.find(".field:has([name=lost_where])")).to_contain_text("商场")
    expect(citizen.find("[name=lost_where]")).to_have_value("地铁站")
    citizen.looks("changed-elsewhere")
    citizen.press("form[data-autosave] .btn.big")
    citizen.is_on("/form/delivery/")
    citizen.must_have_found_no_fault()


def test_files_that_are_not_what_they_seem(citizen: Citizen, tmp_path: Path) -> None:
    # Given somebody whose certificate is to be replaced by a file
    citizen.fills_in("about")
    citizen.fills_in("loss", reason="=lost", lost_on="2026-03-01")
    citizen.fills_in("delivery", delivery="=counter")

    for file in [files.a_zip(tmp_path / "photo.jpg"), files.a_huge_photo(tmp_path)]:
        # When they hand in a zip with another name, or a photo of 20 MB
        citizen.hands_over("hukou-book", file)

        # Then a sentence says what to do
        citizen.is_on(rf"{CASE}/materials/hukou-book/")
        expect(citizen.find("[role=alert]")).to_be_visible()
        citizen.press(".bar a.round")
    citizen.hands_over("hukou-book", files.a_photo(tmp_path))
    citizen.is_on(rf"{CASE}/materials/$")
    citizen.must_have_found_no_fault()


def test_a_form_posted_twice_is_one_case(citizen: Citizen) -> None:
    # Given the last page before handing in, open twice
    citizen.fills_in("about")
    citizen.fills_in("loss", reason="=lost", lost_on="2026-03-01")
    citizen.fills_in("delivery", delivery="=counter")
    citizen.passes_the_materials()
    again = citizen.page.context.new_page()
    again.goto(citizen.page.url)

    # When both are sent
    number = citizen.hands_in()
    again.locator("main form .btn.big").click()

    # Then there is one case, and both show its receipt
    expect(again.locator("main")).to_contain_text(number)
    citizen.goes_to("/cases/")
    expect(citizen.find("main a.row")).to_have_count(1)
    citizen.must_have_found_no_fault()


def test_the_back_button_shows_nothing_after_signing_out(citizen: Citizen) -> None:
    # Given somebody who saw their number in a form and their name on their page
    citizen.is_on("/form/about/")
    expect(citizen.find("[name=name]")).to_have_value("林晓")
    citizen.goes_to("/me/")
    citizen.press("form[action$='/sign-out/'] button")

    # When whoever has the phone next goes back
    for _step in range(2):
        citizen.page.go_back()
        citizen.page.wait_for_load_state()

        # Then nothing of them is there
        expect(citizen.find("body")).not_to_contain_text(re.compile(r"林\*|4101"))
        assert citizen.find("[name=name]").count() == 0


def test_typing_goes_on_without_a_connection(citizen: Citizen) -> None:
    # Given somebody who loses the connection while typing
    citizen.fills_in("about")
    citizen.is_on("/form/loss/")
    status = citizen.find("[data-autosave-status]")
    citizen.page.context.set_offline(True)
    citizen.write("[name=lost_where]", "隧道里")
    expect(status).to_have_text(words_of(citizen, "offline"))

    # When it comes back
    citizen.page.context.set_offline(False)

    # Then it is saved by itself
    expect(status).to_have_text(words_of(citizen, "saved"))
    citizen.goes_to(citizen.page.url)
    expect(citizen.find("[name=lost_where]")).to_have_value("隧道里")


def test_pages_that_are_not_there_and_pages_that_break(phone: BrowserContext, live: Live) -> None:
    # Given an address of nothing
    visitor = Citizen(phone, name="broken")
    visitor.expects(404)
    visitor.goes_to("/services/no-such-thing/")
    visitor.looks("not-found")
    visitor.press("main a.btn")
    visitor.is_on("/$")

    # When something breaks behind a page
    visitor.expects(503)
    with tables_of(live) as tables:
        tables.execute("ALTER TABLE catalog_theme RENAME TO catalog_theme_away")
    visitor.goes_to("/")
    visitor.looks("broken")

    # Then it says so, and the same page comes when it is mended
    with tables_of(live) as tables:
        tables.execute("ALTER TABLE catalog_theme_away RENAME TO catalog_theme")
    visitor.press("main a.btn")
    expect(visitor.find("#q")).to_be_visible()
    visitor.must_have_found_no_fault()


def test_a_service_that_changes_meanwhile(citizen: Citizen, live: Live, tmp_path: Path) -> None:
    # Given somebody in the middle of a form, when its next version asks for more
    citizen.fills_in("about")
    publish_with_another_question(live, tmp_path)

    # When they go on
    citizen.fills_in("loss", reason="=lost", lost_on="2026-03-01")
    citizen.fills_in("delivery", delivery="=counter")
    citizen.passes_the_materials()

    # Then they are told, answer what is new, and nothing else has to be written again
    citizen.is_on(rf"{CASE}/check/")
    citizen.press("main form .btn.big")
    expect(citizen.find("[role=alert]")).to_be_visible()
    citizen.press("[role=alert] li a")
    citizen.fills_in("loss", police="=yes")
    citizen.hands_in()
    citizen.must_have_found_no_fault()


def publish_with_another_question(live: Live, folder: Path) -> None:
    shutil.copytree(PACK, folder / "pack")
    package = folder / "pack" / "services" / "id-reissue.yaml"
    text = package.read_text(encoding="utf-8").replace("version: 1", "version: 2", 1)
    text = text.replace("[reason, lost_on, lost_where]", "[reason, lost_on, lost_where, police]")
    text = text.replace("reason, lost_on, delivery]", "reason, lost_on, delivery, police]")
    package.write_text(text.replace("      delivery:\n", QUESTION + "      delivery:\n", 1))
    subprocess.run(
        [sys.executable, "-m", "tongban.config.commands", "pack", "load", str(folder / "pack")],
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT / "src")}
        | {"TONGBAN_HOME": str(live.home), "TONGBAN_DEMO": "yes"}
        | {"DJANGO_SETTINGS_MODULE": "tongban.config.settings"},
        check=True,
        capture_output=True,
    )


@contextmanager
def tables_of(live: Live) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(live.tables, timeout=10)) as tables, tables:
        yield tables


def words_of(citizen: Citizen, state: str) -> str:
    return citizen.find("[data-autosave-status]").get_attribute(f"data-{state}") or "nothing"
