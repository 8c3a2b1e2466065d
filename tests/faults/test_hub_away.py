import httpx

from tests.harness.fleet import Fleet

PAGES = ["/", "/search/?q=id", "/services/", "/sign-in/", "/alive"]


def test_provinces_serve_while_the_hub_is_away(nation: Fleet) -> None:
    nation["hub"].kill()
    for name in ("east", "west"):
        for page in PAGES:
            answer = httpx.get(nation[name].address + page, follow_redirects=True)
            assert answer.status_code == 200
