from playwright.sync_api import BrowserContext


def test_a_phone_reaches_the_node(phone: BrowserContext) -> None:
    page = phone.new_page()
    page.goto("/alive")
    assert page.locator("body").inner_text() == "ok"
