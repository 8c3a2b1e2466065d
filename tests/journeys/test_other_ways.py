"""A firm's agent, and a decision by rule."""

from pathlib import Path

from playwright.sync_api import BrowserContext, expect

from tests.harness.live import Live
from tests.journeys.citizen import Citizen
from tests.journeys.files import a_photo
from tests.journeys.screens import faults_in_the_dark

AGENT, LIN = "19900000003", "19900000001"
FIRM = "示例（上海）餐饮有限公司"


def test_an_agent_acts_for_the_firm_and_every_screen_says_so(
    phone: BrowserContext, live: Live, tmp_path: Path
) -> None:
    # Given an agent who chose to act for the firm
    agent = Citizen(phone, name="agent")
    agent.goes_to("/me/acting/")
    agent.signs_in(AGENT)
    agent.is_on("/me/acting/")
    agent.press(f"button.row:has-text('{FIRM}')")

    # When the agent moves an employee's housing fund
    agent.always_sees(".acting", FIRM)
    agent.goes_to("/services/hf-transfer/")
    agent.wants_to_apply()
    agent.shows_presence()
    agent.goes_on()
    agent.fills_in(
        "about", for_whom="=employee", employee_name="王磊", employee_id="410102199208099915"
    )
    agent.fills_in("old", from_region="郑州市", job_transfer="=no", sealed_months="9")
    agent.fills_in("new", to_region="上海市", to_account="DEMO000777", paid_months="8")
    agent.hands_over("idcard", a_photo(tmp_path))
    agent.passes_the_materials()
    number = agent.hands_in()

    # Then the case is the firm's, and not among the agent's own
    agent.opens_the_case(number)
    agent.reads(FIRM)
    agent.goes_to("/me/acting/")
    agent.never_sees_again(".acting")
    agent.press("button.row[name=grant][value='']")
    agent.goes_to("/cases/")
    agent.is_on("/cases/$")
    expect(agent.find("main")).not_to_contain_text(number)
    agent.must_have_found_no_fault()


def test_a_published_rule_decides_at_once_and_is_explained(
    phone: BrowserContext, live: Live
) -> None:
    # Given somebody with a social security card
    citizen = Citizen(phone, name="rule", look=faults_in_the_dark)
    citizen.goes_to("/services/ss-proof/")
    citizen.wants_to_apply()
    citizen.signs_in(LIN)
    citizen.goes_on()
    citizen.shows_presence()
    citizen.goes_on()

    # When they ask for the proof of their contributions
    citizen.fills_in("about")
    citizen.fills_in("proof", period="=all")
    citizen.passes_the_materials()
    citizen.hands_in()

    # Then it is there at once, with the rule, and on paper
    expect(citizen.find("main .alert.ok")).to_be_visible()
    citizen.press("main a[href*='/wallet/']")
    citizen.is_on(r"/wallet/[0-9a-f-]{36}/$")
    paper = phone.request.get(f"{citizen.page.url}print.pdf")
    assert (paper.status, paper.body()[:5]) == (200, b"%PDF-")
    citizen.must_have_found_no_fault()
